"""Somebody who has done nothing for a while is asked before they are signed out."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.e2e.visitor import Visitor

pytestmark = pytest.mark.browser


def test_whoever_does_nothing_is_asked_in_time_and_one_key_is_enough(arrive: Callable[..., Visitor]) -> None:
    visitor = arrive()
    visitor.page.clock.install()
    visitor.sign_in("karl")
    visitor.open("/min-utbildning")
    asked = visitor.page.locator("[data-idle]")
    visitor.page.clock.fast_forward("24:00")
    expect(asked).to_be_hidden()
    visitor.page.clock.fast_forward("02:00")
    expect(asked).to_be_visible()
    expect(asked.get_by_role("alert")).to_contain_text("Är du kvar?")
    visitor.page.keyboard.press("ArrowDown")
    expect(asked).to_be_hidden()
    visitor.page.clock.fast_forward("24:00")
    expect(asked).to_be_hidden()
