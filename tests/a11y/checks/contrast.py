"""The contrast of what is no text, and how large what is pressed is."""

from collections.abc import Iterator

from playwright.sync_api import Page

from tests.a11y.forms import Form

COLOURS = """const parse = (text) => {
  const part = (text.match(/[\\d.]+/g) || [0, 0, 0, 0]).map(Number)
  return { rgb: part.slice(0, 3), alpha: part.length > 3 ? part[3] : 1 }
}
const ground = (one) => {
  for (let at = one; at; at = at.parentElement) {
    const colour = parse(getComputedStyle(at).backgroundColor)
    if (colour.alpha > .99) return colour.rgb
  }
  return matchMedia('(prefers-color-scheme: dark)').matches ? [18, 18, 18] : [255, 255, 255]
}
const light = (rgb) => {
  const [r, g, b] = rgb.map((value) => value / 255).map((v) => v <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4)
  return .2126 * r + .7152 * g + .0722 * b
}
const ratio = (a, b) => { const [x, y] = [light(a), light(b)].sort((m, n) => n - m); return (x + .05) / (y + .05) }
const call = (one) => one.outerHTML.slice(0, 90)
"""
EDGES = f"""() => {{
  {COLOURS}
  const found = []
  const edge = (one, style, around) => {{
    const inside = parse(style.backgroundColor), border = parse(style.borderTopColor)
    const seen = []
    if (parseFloat(style.borderTopWidth) || parseFloat(style.borderBottomWidth)) seen.push(ratio(border.rgb, around))
    if (inside.alpha > .99) seen.push(ratio(inside.rgb, around))
    if (!seen.length || Math.max(...seen) < 3) found.push(`${{call(one)}} has an edge of ${{Math.max(...seen, 0).toFixed(2)}}`)
  }}
  for (const one of document.querySelectorAll('input:not([type=hidden]):not([type=file]), select, textarea')) {{
    if (!one.getClientRects().length || one.disabled) continue
    const drawn = ['radio', 'checkbox'].includes(one.type) && one.nextElementSibling
    const style = drawn && getComputedStyle(one).opacity === '0' ? getComputedStyle(drawn, '::before') : getComputedStyle(one)
    edge(one, style, ground(one.parentElement))
  }}
  return found.slice(0, 5)
}}"""
RINGS = f"""() => {{
  {COLOURS}
  const found = []
  for (const one of document.querySelectorAll('a[href], button, input:not([type=hidden]), select, textarea, summary')) {{
    if (one.disabled || !one.getClientRects().length) continue
    one.focus()
    const shown = [one, one.nextElementSibling].filter(Boolean).flatMap((each) => [null, '::before'].map((part) => getComputedStyle(each, part)))
    const around = ground(one.parentElement)
    const rings = shown.flatMap((style) => [
      style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) ? style.outlineColor : null,
      ...(style.boxShadow.match(/rgba?\\([^)]*\\)/g) || []),
      ...(parseFloat(style.borderTopWidth) ? [style.borderTopColor] : []),
      style.backgroundColor]).filter(Boolean).map(parse).filter((colour) => colour.alpha > .5)
    if (!rings.some((colour) => ratio(colour.rgb, around) >= 3)) found.push(`${{call(one)}} shows the focus too faintly`)
  }}
  return found.slice(0, 5)
}}"""
DRAWINGS = f"""() => {{
  {COLOURS}
  const found = []
  for (const one of document.querySelectorAll('.steps-so-far, .bar-done, .meter-done, .bar-fill')) {{
    const style = getComputedStyle(one)
    const colour = parse(one.closest('svg') ? style.fill : style.backgroundColor)
    const around = ground(one.closest('svg') ? one.closest('svg').parentElement : one.parentElement)
    if (ratio(colour.rgb, around) < 3) found.push(`${{call(one)}} has ${{ratio(colour.rgb, around).toFixed(2)}}`)
  }}
  return found.slice(0, 5)
}}"""
# Our own goal for what is pressed most: the buttons, and the way out.
SMALL = """() => [...document.querySelectorAll('.govuk-button, a.exit, .govuk-radios__input, .govuk-checkboxes__input')]
  .filter((one) => one.getClientRects().length)
  .filter((one) => { const box = one.getBoundingClientRect(); return box.height < 43.5 || box.width < 43.5 })
  .map((one) => `${one.outerHTML.slice(0, 90)} is ${Math.round(one.getBoundingClientRect().width)} × ${Math.round(one.getBoundingClientRect().height)}`)
  .slice(0, 5)"""
FORCED = """() => {
  const found = []
  for (const one of document.querySelectorAll('.govuk-button, input:not([type=hidden]):not([type=file]), select, textarea')) {
    if (!one.getClientRects().length || ['radio', 'checkbox'].includes(one.type)) continue
    const style = getComputedStyle(one)
    if (!parseFloat(style.borderTopWidth) && !parseFloat(style.borderBottomWidth) && style.outlineStyle === 'none')
      found.push(`${one.outerHTML.slice(0, 90)} has no edge in forced colours`)
  }
  return found.slice(0, 5)
}"""


def edges_are_seen(page: Page, form: Form) -> Iterator[str]:
    """The edge of what is filled in or chosen stands out from what is around it, 3:1."""
    yield from page.evaluate(FORCED if form.colours == "forced" else EDGES)


def the_focus_is_seen(page: Page, form: Form) -> Iterator[str]:
    """The mark of the focus stands out from what is around it, 3:1."""
    if form.colours != "forced":  # there the browser draws it in the reader's own colours
        page.keyboard.press("Tab")
        yield from page.evaluate(RINGS)


def drawings_are_seen(page: Page, form: Form) -> Iterator[str]:
    """What a drawing tells stands out from what is around it, 3:1."""
    if form.colours != "forced":
        yield from page.evaluate(DRAWINGS)


def what_is_pressed_is_large(page: Page, form: Form) -> Iterator[str]:
    """Buttons, the way out and what is ticked are 44 pixels each way."""
    yield from page.evaluate(SMALL)
