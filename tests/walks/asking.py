"""The walks of HR to what is asked of whom, when nobody is reminded, and how."""

from datetime import date, timedelta

from playwright.sync_api import expect

from elearn import clock
from tests.staging import catalogue
from tests.walks.walking import Walk

TOMORROW = clock.today() + timedelta(days=1)
SAVE = "[value=save]"


def ask_for_a_module(walk: Walk) -> None:
    """First without saying what; then with the day and the number of days, looked at, changed and saved."""
    walk.follow("main a[href='/hr/krav/nytt']")
    walk.send("/hr/krav/nytt")
    walk.jump("#modules")
    unit = walk.page.locator("[name=unit] option", has_text="Bolagets styrelse").get_attribute("value")
    walk.pick("unit", unit or "")
    walk.open_up("main details.fold summary")
    walk.tick("forms", "fee")
    walk.tick("modules", catalogue().modules[0].slug)
    walk.day("valid_from", TOMORROW)
    walk.write("due_days", "30")
    walk.send("/hr/krav/nytt")
    walk.sees("Så många berörs")
    walk.send("/hr/krav/nytt", "[value=back]")
    walk.write("due_days", "60")
    walk.send("/hr/krav/nytt")
    walk.send("/hr/krav/nytt", SAVE)


def ask_otherwise(walk: Walk) -> None:
    address = f"/hr/krav/{walk.given}"
    walk.follow(address)
    walk.day("valid_from", TOMORROW)
    walk.write("due_days", "120")
    walk.send(address)
    walk.send(address, SAVE)


def ask_no_more(walk: Walk) -> None:
    end = f"/hr/krav/{walk.given}/avsluta"
    walk.day("last_on", TOMORROW)
    walk.send(end)
    walk.sees("gäller sista gången")
    walk.send(end, SAVE)


def keep_a_holiday(walk: Walk) -> None:
    walk.follow("main a[href='/hr/ledigheter']")
    first = date(clock.today().year + 1, 4, 6)
    walk.pick("called", "easter")
    board = walk.page.locator("[name=unit] option", has_text="Bolagets styrelse").get_attribute("value")
    walk.pick("unit", board or "")
    walk.day("first", first)
    walk.day("last", first + timedelta(days=4))
    walk.send("/hr/ledigheter")
    walk.sees("Ledigheten är sparad.")
    row = walk.page.locator("main tr", has_text="Bolagets styrelse").locator("a").get_attribute("href") or ""
    walk.follow(row)
    walk.day("last_on", first + timedelta(days=5))
    walk.send(row)


def change_the_rules(walk: Walk) -> None:
    walk.follow("main a[href='/hr/paminnelser/regler']")
    walk.write("stop_days", "x")
    walk.send("/hr/paminnelser/regler")
    walk.jump("#stop_days")
    expect(walk.page.locator("#stop_days")).to_have_value("x")
    walk.write("stop_days", "61")
    walk.send("/hr/paminnelser/regler")


def see_what_is_sent(walk: Walk) -> None:
    walk.day("dag", clock.today() - timedelta(days=1))
    walk.send("/hr/paminnelser/mejl")
