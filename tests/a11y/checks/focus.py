"""Where the focus is: seen, not covered, in the order of the page, and never caught."""

from collections.abc import Iterator

from playwright.sync_api import Page

from tests.a11y.forms import Form

REACHED = """const reached = () => [...document.querySelectorAll(
    'a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex="0"]')]
  .filter((one) => !one.disabled && one.checkVisibility({ visibilityProperty: true, contentVisibilityAuto: true }))
const call = (one) => one.outerHTML.slice(0, 90)
"""
# Radios and boxes are drawn by the label beside them; the rest show the focus themselves or by what is in them.
LOOKS = """const looks = (one) => [one, one.nextElementSibling, one.firstElementChild, one.parentElement]
  .filter(Boolean).flatMap((each) => [null, '::before', '::after'].map((part) => {
    const style = getComputedStyle(each, part)
    return [style.outlineStyle, style.outlineWidth, style.outlineColor, style.boxShadow, style.borderColor,
      style.borderWidth, style.backgroundColor, style.textDecorationLine, style.textDecorationThickness].join()
  })).join(';')
"""
VISIBLE = f"""() => {{
  {REACHED}{LOOKS}
  const found = []
  for (const one of reached()) {{
    document.activeElement.blur()
    const before = looks(one)
    one.focus()
    if (document.activeElement !== one) found.push(`${{call(one)}} does not take the focus`)
    else if (looks(one) === before) found.push(`${{call(one)}} does not show the focus`)
  }}
  return found.slice(0, 5)
}}"""
COVERED = f"""() => {{
  {REACHED}
  const found = []
  for (const one of reached()) {{
    one.focus()
    const boxes = [...one.getClientRects()].filter((box) => box.width && box.height)
    const seen = boxes.some((box) => [[.5, .5], [.1, .1], [.9, .9], [.1, .9], [.9, .1]].some(([x, y]) => {{
      const at = document.elementFromPoint(box.left + box.width * x, box.top + box.height * y)
      return at && (one.contains(at) || at.contains(one) || (one.labels && [...one.labels].some((label) => label.contains(at))))
    }}))
    if (!seen) found.push(`${{call(one)}} is covered when it has the focus`)
  }}
  window.scrollTo(0, 0)
  return found.slice(0, 5)
}}"""
# Down the page, and within one row as the language runs. What stands fast or scrolls by itself is in a place of its own.
ORDER = f"""() => {{
  {REACHED}
  const found = []
  let before = null
  for (const one of reached().filter((each) => each.closest('main'))) {{
    if (one.closest('.govuk-visually-hidden') || one.getBoundingClientRect().width < 2) continue
    const box = one.getBoundingClientRect()
    if (before && box.bottom <= before.top + 1 && box.left <= before.left + 1)
      found.push(`${{call(one)}} comes after what stands below it`)
    before = box
  }}
  return found.slice(0, 5)
}}"""
CAUGHT = f"""() => {{
  {REACHED}
  const found = []
  for (const one of reached())
    for (const shiftKey of [false, true]) {{
      const press = new KeyboardEvent('keydown', {{ key: 'Tab', shiftKey, bubbles: true, cancelable: true }})
      if (!one.dispatchEvent(press)) found.push(`${{call(one)}} keeps Tab to itself`)
    }}
  return found.slice(0, 5)
}}"""


def is_seen(page: Page, form: Form) -> Iterator[str]:
    """Everything that Tab reaches looks different when it has the focus."""
    page.keyboard.press(
        "Tab"
    )  # from here on the browser shows the focus as it does to those who use the keyboard
    yield from page.evaluate(VISIBLE)


def is_not_covered(page: Page, form: Form) -> Iterator[str]:
    """What stands fast at the edge of the window does not hide what has the focus."""
    yield from page.evaluate(COVERED)


def follows_the_page(page: Page, form: Form) -> Iterator[str]:
    """Tab goes down the page, not up and down."""
    yield from page.evaluate(ORDER)


def is_never_caught(page: Page, form: Form) -> Iterator[str]:
    """Nothing keeps the Tab key to itself."""
    yield from page.evaluate(CAUGHT)
