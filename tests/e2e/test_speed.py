"""The first page and the next ones on a poor connection: few bytes, few requests, and nothing that jumps.

Times depend on the machine: `make bench args=first-page` measures them.
"""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Route

from tests.e2e.conftest import Stage
from tests.e2e.visitor import Visitor
from tests.loading import FIRST_PAINT, Loading, icon_bytes

pytestmark = pytest.mark.browser

MOST_BYTES, MOST_REQUESTS = 30_000, 6  # the promise is 60 kB
MOST_BYTES_OF_A_SECTION = 15_000  # once the style sheet is at hand
HIGH = 900


@pytest.fixture
def page(browser: Browser, standing: Stage) -> Iterator[Page]:
    """A browser that has never been here."""
    context = browser.new_context(base_url=standing.address, viewport={"width": 390, "height": HIGH})
    yield context.new_page()
    context.close()


def test_the_first_page_is_small(page: Page, standing: Stage) -> None:
    loaded = Loading(page).open(f"{standing.address}/logga-in", "[name=email]")
    assert len(loaded.fetched) == 3, loaded.fetched
    assert len(loaded.fetched) + 1 <= MOST_REQUESTS
    assert loaded.bytes + icon_bytes(page) <= MOST_BYTES
    assert loaded.shift == 0


@pytest.mark.parametrize("width", [320, 1280])
def test_nothing_moves_when_the_script_comes_late(page: Page, standing: Stage, width: int) -> None:
    held: list[Route] = []
    page.set_viewport_size({"width": width, "height": HIGH})
    loading = Loading(page)
    page.route("**/*.js", lambda route: held.append(route))
    with page.expect_request("**/*.js"):
        page.goto(f"{standing.address}/logga-in", wait_until="commit")
    page.evaluate(FIRST_PAINT)
    assert not page.locator("html.js").count()
    held[0].continue_()
    page.locator("html.js").wait_for()
    assert loading.shift() == 0


def test_the_next_pages_fetch_nothing_but_themselves(browser: Browser, standing: Stage) -> None:
    context = browser.new_context(viewport={"width": 390, "height": HIGH})
    visitor = Visitor(context, standing.address, "sv")
    visitor.sign_in("alice")
    loading = Loading(visitor.page)
    for path in ("/moduler/1/2", "/moduler/1/3"):
        loaded = loading.open(f"{standing.address}{path}", "main a")
        assert loaded.fetched == (f"{standing.address}{path}",)
        assert loaded.bytes <= MOST_BYTES_OF_A_SECTION
        assert loaded.shift == 0
    visitor.close()
