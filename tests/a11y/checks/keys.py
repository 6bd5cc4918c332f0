"""Keys, the focus and choices: none of them does more than it says."""

from collections.abc import Iterator

from playwright.sync_api import Page

from tests.a11y.forms import Form

CHANGED = """() => {
  const found = []
  const where = location.href
  const sent = (event) => { event.preventDefault(); found.push(`${event.target.getAttribute('action')} is sent by itself`) }
  document.addEventListener('submit', sent, true)
  const text = () => document.querySelector('main').innerText.length
  const before = text()
  for (const one of document.querySelectorAll('input:not([type=hidden]):not([type=file]), select, textarea')) {
    if (one.disabled) continue
    const kept = [one.value, one.checked, one.selectedIndex]
    one.focus()
    if (one.type === 'radio' || one.type === 'checkbox') one.checked = !one.checked
    else if (one.tagName === 'SELECT') one.selectedIndex = one.options.length - 1
    for (const kind of ['input', 'change']) one.dispatchEvent(new Event(kind, { bubbles: true }))
    if (document.activeElement !== one && one.getClientRects().length) found.push(`${one.name} loses the focus`)
    ;[one.checked] = [kept[1]]
    if (one.tagName === 'SELECT') one.selectedIndex = kept[2]
  }
  document.removeEventListener('submit', sent, true)
  if (location.href !== where) found.push('the page goes elsewhere')
  if (text() !== before) found.push('the page says something else')
  return [...new Set(found)].slice(0, 5)
}"""
PRESSED = """() => {
  const found = []
  const where = location.href, open = document.querySelectorAll('details[open]').length
  for (const key of 'abcdefghijklmnopqrstuvwxyzåäö0123456789.,-+/?!')
    for (const kind of ['keydown', 'keypress', 'keyup'])
      if (!document.body.dispatchEvent(new KeyboardEvent(kind, { key, bubbles: true, cancelable: true })))
        found.push(`${key} does something`)
  if (location.href !== where || document.querySelectorAll('details[open]').length !== open) found.push('a key changes the page')
  return found.slice(0, 5)
}"""


def choosing_changes_nothing_else(page: Page, form: Form) -> Iterator[str]:
    """The focus on a field, or another value in it, sends nothing, moves nothing and says nothing new."""
    yield from page.evaluate(CHANGED)


def no_letter_is_a_command(page: Page, form: Form) -> Iterator[str]:
    """A letter, a figure or a mark alone does nothing: those who speak to their computer say many."""
    yield from page.evaluate(PRESSED)
