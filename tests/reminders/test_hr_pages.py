"""HR's pages of reminders: the rules, what will be sent, what was sent, and whose address bounces."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from elearn import clock
from elearn.database import Database
from elearn.formatting import day as written
from elearn.reminders.models import MailKind, MailState, ReminderRules
from elearn.reminders.queries import get_rules
from elearn.reminders.schedule import Rules
from tests.people import World
from tests.reminders.posting import ask, employ, give_address, go_aside, post
from tests.reports.cast import Cast

PAGE = "/hr/paminnelser"
MAILS = "/hr/paminnelser/mejl"
RULES = "/hr/paminnelser/regler"


@pytest.fixture
def cast(app: Flask, database: Database, world: World, sign_in_as: Callable[..., FlaskClient]) -> Cast:
    return Cast(app, database, world, clock.today(), sign_in_as)


def fields(**changed: Any) -> dict[str, Any]:
    return {
        "before": "30, 14",
        "on_day": "y",
        "after": "7 21",
        "stop_days": "40",
        "renewal": "",
        "digest_weekday": "",
        "escalate_days": "",
        "quiet_from": "20",
        "quiet_to": "6",
    } | changed


def of_day(cast: Cast, days: int, kind: str, page: str) -> int | None:
    """How many people the forecast says for a day and a reason; None where it has no such row."""
    with cast.app.test_request_context():
        row = f"{written(cast.today + timedelta(days=days))} {kind} (\\d+)"
    found = re.search(row, page[page.index("Det som skickas") : page.index("Det som har skickats")])
    return int(found.group(1)) if found else None


def test_hr_of_the_group_sets_the_rules_from_today(cast: Cast) -> None:
    before = cast.read("dana", PAGE)
    assert "Före sista dagen 14 dagar före." in before
    assert "Efter sista dagen 7, 21 och 42 dagar efter." in before
    assert "På måndagar, till den som har något att titta på." in before
    answer = cast.post("dana", RULES, RULES, **fields())
    assert (answer.status_code, answer.location) == (303, PAGE)
    page = cast.read("dana", PAGE)
    assert "Före sista dagen 30 och 14 dagar före." in page
    assert "Innan en modul slutar gälla Ingen påminnelse." in page
    assert "Inget skickas mellan klockan 20:00 och 06:00." in page
    with cast.database.reading() as session:
        assert get_rules(session, cast.today) == Rules(
            before=(14, 30),
            after=(7, 21),
            stop_days=40,
            renewal=(),
            digest_weekday=None,
            escalate_days=None,
            quiet_from=20,
            quiet_to=6,
        )
        assert session.scalars(select(ReminderRules.valid_from)).all() == [cast.today]
    assert 'value="14, 30"' in cast.get("dana", RULES).get_data(as_text=True)


@pytest.mark.one_engine
def test_hr_of_a_company_reads_the_rules_and_changes_none(cast: Cast) -> None:
    page = cast.get("oskar", PAGE).get_data(as_text=True)
    assert "Koncernens HR ändrar dem." in page
    assert RULES not in page


@pytest.mark.one_engine
@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"before": "snart"}, "Skriv hela tal mellan 1 och 365"),
        ({"before": "0"}, "Skriv hela tal mellan 1 och 365"),
        ({"renewal": "366"}, "Skriv hela tal mellan 1 och 365"),
        ({"after": ", ".join(map(str, range(1, 12)))}, "Det är för många påminnelser."),
        ({"after": "7, 41"}, "Stoppet ligger före den sista påminnelsen, dag 41."),
        ({"stop_days": ""}, "Skriv efter hur många dagar det ska ta slut."),
        ({"stop_days": "aldrig"}, "Skriv ett helt tal med siffror."),
        ({"digest_weekday": "8"}, "Välj i listan."),
        ({"escalate_days": "0"}, "Skriv ett tal mellan 1 och 365."),
        ({"quiet_to": ""}, "Välj båda klockslagen"),
        ({"quiet_to": "20"}, "Klockslagen är lika."),
        ({"quiet_to": "24"}, "Välj i listan."),
    ],
)
def test_rules_that_cannot_be_are_refused_and_kept(
    cast: Cast, changed: dict[str, str], sentence: str
) -> None:
    answer = cast.post("dana", RULES, RULES, **fields(**changed))
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert sentence in page
    assert 'value="30, 14"' in page or "before" in changed
    with cast.database.reading() as session:
        assert session.scalars(select(ReminderRules)).all() == []


def test_the_coming_mails_are_counted_as_if_nobody_did_anything_more(cast: Cast) -> None:
    """All but Petra, who is protected: 14 days before was four days ago, and the last day is in ten."""
    ask(cast, due_in=10)
    cast.complete("alice")
    go_aside(cast, "anders")
    give_address(cast, "vera", "")
    page = cast.read("dana", PAGE)
    everybody = len(cast.world.people) - 4
    assert of_day(cast, 0, "Sista dagen närmar sig", page) == everybody
    assert of_day(cast, 10, "Sista dagen närmar sig", page) == everybody
    assert of_day(cast, 5, "Sista dagen närmar sig", page) is None
    post(cast, "david", days_ago=0)
    assert of_day(cast, 0, "Sista dagen närmar sig", cast.read("dana", PAGE)) == everybody - 1
    own = cast.read("oskar", PAGE)
    assert of_day(cast, 10, "Sista dagen närmar sig", own) == 4  # Maja, Oskar, Karl, Styrbjörn


def test_hr_sees_numbers_of_its_units_and_names_where_it_sees_names(cast: Cast) -> None:
    post(cast, "alice", MailKind.OVERDUE)
    post(cast, "david", MailKind.DUE, MailKind.MANUAL, state=MailState.DROPPED)
    post(cast, "karl", MailKind.OVERDUE, state=MailState.BOUNCED)
    post(cast, "petra", MailKind.OVERDUE)
    yesterday = f"{MAILS}?dag={cast.today - timedelta(days=1)}"
    page = cast.read("dana", PAGE)
    assert "Sista dagen har varit 0 1 0 0 1" in page  # Alice sent, Karl bounced; Petra is protected
    assert "Påminnelse från chef 0 0 1 0 0" in page
    listed = cast.read("dana", yesterday)
    assert "Alice Alm Sista dagen har varit 7, 21 och 42 dagar efter. Skickad" in listed
    assert "David Ek Sista dagen närmar sig Påminnelse från chef" in listed
    # The company lets nobody above see names.
    for name in ("Kastanj", "Poppel"):
        assert name not in listed
    for address in (PAGE, yesterday):
        own = cast.get("oskar", address).get_data(as_text=True)
        assert not re.search("Alm|David|Poppel", own)
    assert "Karl Kastanj" in cast.read("oskar", yesterday)
    assert "Sista dagen har varit 0 0 0 0 1" in cast.read("oskar", PAGE)


@pytest.mark.one_engine
def test_what_was_not_needed_tells_no_reason(cast: Cast) -> None:
    """Whoever has finished and whoever does it another way read the same."""
    ask(cast, due_in=10)
    for name in ("alice", "anders"):
        post(cast, name, state=MailState.DROPPED, days_ago=0)
    cast.complete("alice")
    go_aside(cast, "anders")
    page = cast.read("dana", MAILS)
    rows = [re.search(rf"{name} (.*?Behövdes inte)", page) for name in ("Alm", "Åkesson")]
    assert rows[0] is not None
    assert rows[1] is not None
    assert rows[0].group(1).removesuffix("Anders") == rows[1].group(1)


@pytest.mark.one_engine
def test_whoever_works_elsewhere_besides_is_in_no_list(cast: Cast) -> None:
    """The mail may be about what the other employer asks."""
    employ(cast, "karl", "F2")
    post(cast, "karl", MailKind.OVERDUE, days_ago=0)
    assert "Kastanj" not in cast.read("oskar", MAILS)
    assert "Kastanj" not in cast.read("dana", MAILS)
    assert "Inga mejl har skickats." in cast.read("oskar", PAGE)
    assert "Sista dagen har varit 0 1 0 0 0" in cast.read("dana", PAGE)


def test_an_address_that_bounces_is_hr_s_to_mend(cast: Cast) -> None:
    for days in (1, 8, 15):
        post(cast, "alice", state=MailState.BOUNCED, days_ago=days)
        post(cast, "karl", state=MailState.BOUNCED, days_ago=days)
    page = cast.read("dana", PAGE)
    part = page[page.index("Adresser som studsar") :]
    assert "Rätta adressen i HR-systemet" in part
    assert "Alice Alm" in part
    assert "Kastanj" not in part
    own = cast.read("oskar", PAGE)
    assert "Karl Kastanj" in own
    assert "Alm" not in own


@pytest.mark.one_engine
def test_a_long_day_has_pages(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("elearn.reminders.views.overview.A_PAGE", 2)
    for name in ("alice", "anders", "cecilia"):
        post(cast, name, days_ago=0)
    first, second = cast.read("dana", MAILS), cast.read("dana", f"{MAILS}?sida=2")
    assert "3 mejl, sida 1 av 2" in first
    assert ("Alice Alm" in first, "Cecilia Ceder" in first, "Åkesson" in first) == (True, True, False)
    assert ("Alice Alm" in second, "Åkesson" in second) == (False, True)
    assert "sida 2 av 2" in cast.read("dana", f"{MAILS}?sida=99")


@pytest.mark.one_engine
def test_a_day_that_cannot_be_is_refused(cast: Cast) -> None:
    answer = cast.get("dana", f"{MAILS}?dag=2026-02-30")
    assert answer.status_code == 422
    assert "Den dagen finns inte." in answer.get_data(as_text=True)
    assert "Inga mejl den dagen" in cast.read("dana", f"{MAILS}?dag=9999-12-31")
