"""What somebody does who has a keyboard and no mouse."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import Stage
from tests.e2e.visitor import Visitor
from tests.staging import PASSWORD, email_of

pytestmark = pytest.mark.browser

CHECK = "/moduler/1/kunskapskontroll"
WITH_FORM = {"dana": "/hr/krav/nytt", "oskar": "/hr/import"}


@pytest.fixture
def staged(standing: Stage) -> Stage:
    return standing


def test_a_check_can_be_taken_with_the_keyboard_alone(arrive: Callable[..., Visitor]) -> None:
    visitor = arrive()
    visitor.sign_in("oskar")
    visitor.open(CHECK)
    tab_to(visitor, "input[name=way][value=one]")
    visitor.page.keyboard.press("Space")
    visitor.page.keyboard.press("Enter")
    for place in range(1, 11):
        expect(visitor.page).to_have_url(f"{visitor.address}{CHECK}/{place}")
        tab_to(visitor, "main fieldset input")
        visitor.page.keyboard.press("Space")
        visitor.page.keyboard.press("Enter")
    expect(visitor.page).to_have_url(f"{visitor.address}{CHECK}/granska")
    tab_to(visitor, f"form[action='{CHECK}/lamna-in'] button")
    visitor.page.keyboard.press("Enter")
    expect(visitor.page.locator("h1")).not_to_have_text("Granska svaren")


@pytest.mark.parametrize("name", WITH_FORM)
def test_tab_goes_all_the_way_round(arrive: Callable[..., Visitor], name: str) -> None:
    visitor = arrive()
    visitor.sign_in(name)
    visitor.open(WITH_FORM[name])
    for key, last in (("Tab", "footer a.skip"), ("Shift+Tab", "a.exit")):
        tab_to(visitor, last, key)


def test_the_first_press_of_tab_offers_the_content(arrive: Callable[..., Visitor]) -> None:
    visitor = arrive()
    visitor.open("/hjalp")
    tab_to(visitor, "a.skip[href='#main']", most=3)
    expect(visitor.page.locator("a.skip[href='#main']")).to_be_in_viewport()
    visitor.page.keyboard.press("Enter")
    assert visitor.page.evaluate("document.activeElement.tagName") == "MAIN"
    visitor.page.keyboard.press("Tab")
    assert visitor.page.evaluate("document.activeElement.closest('main') !== null")


def test_an_error_has_the_focus_when_its_page_comes(arrive: Callable[..., Visitor]) -> None:
    visitor = arrive()
    visitor.open("/logga-in")
    tab_to(visitor, "main button[type=submit]")
    visitor.page.keyboard.press("Enter")
    expect(visitor.page.locator("[data-error-summary]")).to_be_focused()
    visitor.page.keyboard.press("Tab")
    visitor.page.keyboard.press("Enter")
    expect(visitor.page.locator("[name=email]")).to_be_focused()


def test_a_password_can_be_pasted(arrive: Callable[..., Visitor]) -> None:
    """As its keeper does it: what is on the clipboard, and then Enter."""
    visitor = arrive()
    visitor.open("/logga-in")
    for field, text in (("email", email_of("karl")), ("password", PASSWORD)):
        visitor.page.focus(f"[name={field}]")
        visitor.page.keyboard.insert_text(text)
        expect(visitor.page.locator(f"[name={field}]")).to_have_value(text)
    allowed = visitor.page.evaluate(
        "() => document.activeElement.dispatchEvent(new ClipboardEvent('paste', { cancelable: true, bubbles: true }))"
    )
    assert allowed, "pasting is hindered"
    visitor.page.keyboard.press("Enter")
    expect(visitor.page).not_to_have_url(f"{visitor.address}/logga-in")


def tab_to(visitor: Visitor, selector: str, key: str = "Tab", most: int = 120) -> None:
    """Press Tab until the focus is where it should be; it must get there within one round."""
    for _ in range(most):
        visitor.page.keyboard.press(key)
        if visitor.page.evaluate("(wanted) => document.activeElement.matches(wanted)", selector):
            return
    raise AssertionError(f"{key} never reaches {selector} on {visitor.page.url}")
