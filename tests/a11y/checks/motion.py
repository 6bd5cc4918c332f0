"""What moves: nothing by itself, and nothing at all for whoever has asked for stillness."""

from collections.abc import Iterator

from playwright.sync_api import Page

from tests.a11y.forms import Form

RUNNING = "() => document.getAnimations().map((one) => one.constructor.name)"
LASTING = """() => [...document.querySelectorAll('*')].filter((one) => {
  const style = getComputedStyle(one)
  const times = `${style.transitionDuration},${style.animationDuration}`.split(',').map(parseFloat)
  return Math.max(...times) > .01
}).map((one) => one.outerHTML.slice(0, 90)).slice(0, 3)"""


def nothing_moves_by_itself(page: Page, form: Form) -> Iterator[str]:
    """Nothing blinks, scrolls or changes without being asked to."""
    yield from page.evaluate(RUNNING)


def nothing_moves_for_those_who_said_so(page: Page, form: Form) -> Iterator[str]:
    """Whoever has asked for less motion gets none."""
    if form.still:
        yield from page.evaluate(LASTING)
