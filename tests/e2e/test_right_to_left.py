"""Pages with long words, from right to left: nothing is cut off on a desktop, and a telephone is not scrolled sideways.

The language is made by the tests (tests/pseudo.py). An ordinary run looks at a few pages, `make a11y` at all.
"""

from collections.abc import Iterator
from pathlib import Path
from shutil import copy

import pytest
from playwright.sync_api import Browser, Page, expect

from elearn.database import Database
from tests.addresses import pages
from tests.people import World
from tests.pseudo import LANGUAGE, write_language
from tests.serving import Serving
from tests.staging import PASSWORD, email_of, stage

pytestmark = pytest.mark.browser

# One of each kind: reading, numbers, forms, tables, help.
FEW = (
    *("/logga-in", "/hjalp", "/", "/moduler/1", "/moduler/1/1", "/moduler/1/kunskapskontroll"),
    *("/enheter/F1", "/hr", "/hr/krav/nytt", "/redaktion/granskning"),
)
# What the reader cannot see: text outside the window or in a box too small for it. What scrolls by itself may.
CUT_OFF = """() => {
    const scrolls = (one) => one.closest(".table-region, pre, textarea, select, svg");
    const hidden = (one) => one.closest(".govuk-visually-hidden, .skip, [hidden]");
    const told = [];
    for (const one of document.body.querySelectorAll("*")) {
        const words = [...one.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
        const box = one.getBoundingClientRect();
        if (!words || box.width < 2 || scrolls(one) || hidden(one)) continue;
        const outside = box.left < -1 || box.right > document.documentElement.clientWidth + 1;
        const cut = getComputedStyle(one).overflowX !== "visible" && one.scrollWidth > one.clientWidth + 1;
        if (outside || cut) told.push(one.outerHTML.slice(0, 160));
    }
    return told;
}"""


@pytest.fixture(scope="module")
def stood_up(
    sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[str, list[tuple[str | None, str]]]]:
    """A server that speaks the language, and which page who of the cast opens."""
    directory = tmp_path_factory.mktemp("rtl")
    write_language(directory / "languages")
    url = f"sqlite:///{copy(sqlite_template, directory / 'elearn.db')}"
    database = Database(url)
    world = stage(database)
    with Serving(url, directory, ELEARN_TRANSLATIONS_DIR=str(directory / "languages")) as server:
        yield server.address, _pages(world)
    database.dispose()


def _pages(world: World) -> list[tuple[str | None, str]]:
    return [one for one in pages(world) if not one[1].endswith(("/sv", "/en", "/lattlast"))]


def look(browser: Browser, address: str, chosen: list[tuple[str | None, str]]) -> dict[str, object]:
    """What is wrong on the pages, each opened by who may."""
    wrong: dict[str, object] = {}
    for reader in dict.fromkeys(name for name, _path in chosen):
        context = browser.new_context(locale=LANGUAGE, reduced_motion="reduce")
        page = context.new_page()
        _sign_in(page, address, reader)
        for path in (path for name, path in chosen if name == reader):
            page.set_viewport_size({"width": 1280, "height": 900})
            page.goto(f"{address}{path}")
            direction = page.evaluate("getComputedStyle(document.body).direction")
            cut = page.evaluate(CUT_OFF)
            page.set_viewport_size({"width": 320, "height": 900})
            wide = page.evaluate("document.documentElement.scrollWidth")
            if direction != "rtl" or cut or wide > 320:
                wrong[path] = (direction, cut, wide)
        context.close()
    return wrong


def _sign_in(page: Page, address: str, reader: str | None) -> None:
    page.goto(f"{address}/logga-in")
    assert page.locator("html").get_attribute("dir") == "rtl"
    if reader is not None:
        page.fill("[name=email]", email_of(reader))
        page.fill("[name=password]", PASSWORD)
        page.click("main form button[type=submit]")
        expect(page).not_to_have_url(f"{address}/logga-in")
        if page.locator(f"header button[name=language][value={LANGUAGE}]").count():
            page.click(f"header button[name=language][value={LANGUAGE}]")


def test_a_few_pages_fit_from_right_to_left(
    browser: Browser, stood_up: tuple[str, list[tuple[str | None, str]]]
) -> None:
    address, every = stood_up
    chosen = [one for one in every if one[1] in FEW]
    assert len(chosen) == len(FEW)
    assert look(browser, address, chosen) == {}


@pytest.mark.whole
def test_every_page_fits_from_right_to_left(
    browser: Browser, stood_up: tuple[str, list[tuple[str | None, str]]]
) -> None:
    address, every = stood_up
    assert look(browser, address, every) == {}
