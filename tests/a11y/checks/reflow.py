"""Narrow windows, large text and wide spacing: everything is still there, and nothing scrolls two ways."""

from collections.abc import Iterator

from playwright.sync_api import Page

from tests.a11y.forms import Form

# A table may be wider than the window where it scrolls inside a region that Tab reaches and that has a name.
WIDE = """(width) => {
  const found = []
  const over = document.documentElement.scrollWidth - width
  if (over > 0) found.push(`the page is ${over} px wider than the window`)
  for (const one of document.body.querySelectorAll('a, button, input, select, textarea, summary, h1, h2, p, li, td, th')) {
    const box = one.getBoundingClientRect()
    if (!box.width || !box.height || box.right <= width + 1 && box.left >= -1) continue
    const style = getComputedStyle(one)
    if (style.position === 'absolute' || style.visibility === 'hidden') continue
    let around = one.parentElement
    while (around && !['auto', 'scroll'].includes(getComputedStyle(around).overflowX)) around = around.parentElement
    if (!around || around === document.documentElement || around === document.body) {
      if (!one.closest('.skip, .govuk-visually-hidden')) found.push(`${one.outerHTML.slice(0, 90)} is outside the window`)
    } else if (around.scrollWidth > around.clientWidth && !(around.tabIndex >= 0 && (around.getAttribute('aria-label') || around.getAttribute('aria-labelledby')))) {
      found.push(`${around.outerHTML.slice(0, 90)} scrolls and cannot be reached or has no name`)
    }
  }
  return [...new Set(found)].slice(0, 5)
}"""
CLIPPED = """() => {
  const found = []
  for (const one of document.body.querySelectorAll('*')) {
    const style = getComputedStyle(one)
    if (one.closest('svg, .govuk-visually-hidden, .skip') || one.tagName === 'TEXTAREA' || one.tagName === 'SELECT') continue
    if (!['hidden', 'clip'].includes(style.overflowX) && !['hidden', 'clip'].includes(style.overflowY)) continue
    if (one.clientWidth < 2 || one.clientHeight < 2 || !one.innerText) continue
    if (one.scrollWidth > one.clientWidth + 1 || one.scrollHeight > one.clientHeight + 1)
      found.push(`${one.outerHTML.slice(0, 90)} cuts off what is in it`)
  }
  return found.slice(0, 5)
}"""
SPACE = """() => {
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }
    p { margin-block-end: 2em !important }`)
  document.adoptedStyleSheets = [sheet]
}"""
UNSPACE = "() => { document.adoptedStyleSheets = [] }"


def fits(page: Page, form: Form) -> Iterator[str]:
    """Nothing is wider than the window, but for tables in a region of their own."""
    yield from page.evaluate(WIDE, form.width)


def cuts_nothing_off(page: Page, form: Form) -> Iterator[str]:
    """All of a text is to be seen, however large it is."""
    yield from page.evaluate(CLIPPED)


def takes_wide_spacing(page: Page, form: Form) -> Iterator[str]:
    """Lines, letters, words and paragraphs as far apart as a reader may set them: still all there."""
    page.evaluate(SPACE)
    try:
        yield from page.evaluate(WIDE, form.width)
        yield from page.evaluate(CLIPPED)
    finally:
        page.evaluate(UNSPACE)
