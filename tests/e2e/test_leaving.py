"""The quick way out: one click or three presses of Shift, and nothing of us comes back by itself."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browsing import Browser
from tests.e2e.conftest import Stage
from tests.e2e.visitor import Visitor

pytestmark = pytest.mark.browser


@pytest.fixture
def staged(standing: Stage) -> Stage:
    return standing


READING = ("/min-utbildning", "/moduler/1", "/moduler/1/1")


def reading(visitor: Visitor) -> Visitor:
    """Somebody in the middle of a section, with other pages behind them."""
    visitor.sign_in("alice")
    for path in READING:
        visitor.open(path)
    return visitor


def test_the_cookie_that_left_is_good_for_nothing(arrive: Callable[..., Visitor]) -> None:
    visitor = reading(arrive())
    other = Browser(visitor.address)
    other.cookies = {cookie["name"]: cookie["value"] for cookie in visitor.context.cookies()}
    assert other.get("/moduler/1").address == "/moduler/1"
    visitor.page.locator("a.exit").click()
    expect(visitor.page).to_have_url(f"{visitor.address}/paus")
    assert other.get("/moduler/1").address == "/logga-in"


def test_shift_three_times_leaves(arrive: Callable[..., Visitor]) -> None:
    visitor = reading(arrive())
    visitor.page.keyboard.press("Shift")
    visitor.page.keyboard.press("Shift")
    expect(visitor.page.locator("[data-exit-status]")).to_contain_text("en gång till")
    visitor.page.keyboard.press("Shift")
    expect(visitor.page).to_have_url(f"{visitor.address}/paus")
    visitor.page.go_back()
    expect(visitor.page).to_have_url(f"{visitor.address}/logga-in")


def test_writing_capitals_does_not_leave(arrive: Callable[..., Visitor]) -> None:
    visitor = arrive()
    visitor.open("/logga-in")
    visitor.page.locator("[name=password]").press_sequentially("ABCDE")
    for key in ("Shift", "Shift", "a", "Shift"):
        visitor.page.keyboard.press(key)
    expect(visitor.page).to_have_url(f"{visitor.address}/logga-in")
    expect(visitor.page.locator("[name=password]")).to_have_value("ABCDEa")


def test_leaving_from_the_help_page_leaves_no_trace(arrive: Callable[..., Visitor]) -> None:
    visitor = arrive()
    visitor.open("/hjalp")
    visitor.page.locator("a.exit").click()
    expect(visitor.page).to_have_url(f"{visitor.address}/paus")
    assert visitor.context.cookies() == []
