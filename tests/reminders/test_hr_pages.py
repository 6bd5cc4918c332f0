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
from elearn.formatting import short_day
from elearn.reminders.models import MailKind, MailState, ReminderRules
from elearn.reminders.queries import get_rules
from elearn.reminders.schedule import Rules
from tests.people import World
from tests.reminders.mailroom import Mailroom
from tests.reminders.posting import ask, employ, give_address, go_aside, post
from tests.reports.cast import Cast, words

PAGE = "/hr/paminnelser"
MAILS = "/hr/paminnelser/mejl"
RULES = "/hr/paminnelser/regler"
OWN = "/installningar/paminnelser"


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


def rows(page: str, caption: str) -> dict[str, dict[str, str]]:
    """The table of that caption: by the head of each row its cells, by the heads of their columns."""
    table = page[page.index(f">{caption}</span></caption>") :]
    lines = [
        [
            re.sub(r"<[^>]+>", "", cell).replace("\xa0", " ").strip()
            for cell in re.findall(r"<t[hd].*?</t[hd]>", row, re.S)
        ]
        for row in re.findall(r"<tr.*?</tr>", table[: table.index("</table>")], re.S)
    ]
    return {line[0]: dict(zip(lines[0][1:], line[1:], strict=True)) for line in lines[1:]}


def numbers(row: dict[str, str]) -> dict[str, str]:
    """The cells of a row that are not the least there is."""
    return {head: cell for head, cell in row.items() if cell != "färre än 10" and head != "Regel"}


def coming(cast: Cast, name: str, days: int, kind: str = "Sista dagen närmar sig") -> int:
    """How many people the page says will be written to on a day, for one reason."""
    with cast.app.test_request_context():
        day = short_day(cast.today + timedelta(days=days))
    table = rows(
        cast.get(name, PAGE).get_data(as_text=True), "Högst så många personer i din del av organisationen"
    )
    return int(table[day][kind])


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


REFUSED: tuple[tuple[str, str, str], ...] = (
    ("before", "snart", "Skriv hela tal mellan 1 och 365"),
    ("before", "0", "Skriv hela tal mellan 1 och 365"),
    ("renewal", "366", "Skriv hela tal mellan 1 och 365"),
    ("after", ", ".join(map(str, range(1, 12))), "Det är för många påminnelser."),
    ("after", "7, 41", "Stoppet ligger före den sista påminnelsen, dag 41."),
    ("stop_days", "", "Skriv efter hur många dagar det ska ta slut."),
    ("stop_days", "aldrig", "Skriv ett helt tal med siffror."),
    ("digest_weekday", "8", "Välj i listan."),
    ("escalate_days", "0", "Skriv ett tal mellan 1 och 365."),
    ("quiet_to", "", "Välj båda klockslagen"),
    ("quiet_to", "20", "Klockslagen är lika."),
    ("quiet_to", "24", "Välj i listan."),
)


@pytest.mark.one_engine
def test_rules_that_cannot_be_are_refused_and_kept(cast: Cast) -> None:
    for field, value, sentence in REFUSED:
        answer = cast.post("dana", RULES, RULES, **fields(**{field: value}))
        page = answer.get_data(as_text=True)
        assert answer.status_code == 422, (field, value)
        assert sentence in page
        kept = {"before": "30, 14", "stop_days": "40", "after": "7 21"} | {field: value}
        assert all(f'value="{kept[name]}"' in page for name in ("before", "stop_days", "after"))
    with cast.database.reading() as session:
        assert session.scalars(select(ReminderRules)).all() == []


@pytest.mark.parametrize("due_in", [14, 10])
def test_the_coming_mails_are_counted_as_if_everybody_got_them(cast: Cast, due_in: int) -> None:
    """Whoever does it another way, has got a mail or has an address that bounces is counted like everybody else."""
    ask(cast, due_in=due_in)
    cast.complete("alice")
    give_address(cast, "vera", "")
    everybody = len(cast.world.people) - len(("alice", "vera", "petra"))  # Petra is protected

    day = due_in % 14  # 14 days before is today, or the last day is in ten

    def told() -> list[int]:
        return [coming(cast, name, days) for name, days in (("dana", day), ("dana", day + 1), ("oskar", day))]

    before = told()
    assert before == [everybody, 0, len(("maja", "oskar", "karl", "styrbjorn"))]
    go_aside(cast, "anders")
    go_aside(cast, "karl")
    post(cast, "david", days_ago=0)
    for days in (1, 8, 15):
        post(cast, "maja", state=MailState.BOUNCED, days_ago=days)
    assert told() == before


KINDS = "Mejl till dem som är anställda i din del av organisationen"


def html(cast: Cast, name: str, address: str) -> str:
    return cast.get(name, address).get_data(as_text=True)


def test_hr_sees_numbers_in_tens_and_no_names(cast: Cast) -> None:
    """What was sent and what was not needed are one number."""
    everybody = [name for name in cast.world.people if name not in ("petra", "xerxes", "maja")]
    for number, name in enumerate(everybody[:12]):
        post(cast, name, MailKind.OVERDUE, state=MailState.DROPPED if number % 2 else MailState.SENT)
    post(cast, "maja", MailKind.MANUAL, state=MailState.BOUNCED)
    post(cast, "petra", MailKind.MANUAL)
    yesterday = f"{MAILS}?dag={cast.today - timedelta(days=1)}"
    page = html(cast, "dana", yesterday)
    table = rows(page, KINDS)
    assert len(table) == len(MailKind)
    assert table["Sista dagen har varit"]["Regel"] == "7, 21 och 42 dagar efter."
    assert {kind: told for kind, row in table.items() if (told := numbers(row))} == {
        "Sista dagen har varit": {"Behandlade": "minst 10"}
    }
    table = rows(html(cast, "dana", PAGE), "Mejl per dag")
    with cast.app.test_request_context():
        assert {day: numbers(row) for day, row in table.items()} == {
            short_day(cast.today - timedelta(days=1)): {"Behandlade": "minst 10"}
        }
    for reader in ("dana", "oskar"):
        for address in (PAGE, yesterday):
            names = words(cast.as_(reader).get(address))
            assert not re.search("Alm|Åkesson|David|Kastanj|Poppel|Behövdes inte", names)


def test_the_pages_of_mails_are_the_same_whoever_does_it_another_way(cast: Cast, mailroom: Mailroom) -> None:
    """Before the run, after it, and between its plan and the mail."""
    ask(cast, due_in=14)

    def pages() -> list[str]:
        return [cast.read("oskar", address) for address in (PAGE, MAILS)]

    before = pages()
    go_aside(cast, "karl")
    post(cast, "maja", state=MailState.DROPPED, days_ago=0)
    assert pages() == before
    mailroom.result(cast.today)
    assert pages() == before


@pytest.mark.one_engine
def test_whoever_works_elsewhere_besides_is_in_no_forecast(cast: Cast) -> None:
    """The mail may be about what the other employer asks."""
    ask(cast, due_in=10)
    employ(cast, "karl", "F2")
    assert coming(cast, "oskar", 10) == len(("maja", "oskar", "styrbjorn"))


def test_everybody_sees_their_own_mails_with_the_rules(cast: Cast) -> None:
    post(cast, "alice", MailKind.OVERDUE, MailKind.MANUAL)
    post(cast, "alice", state=MailState.BOUNCED, days_ago=90)
    post(cast, "alice", MailKind.RENEWAL, state=MailState.DROPPED, days_ago=2)
    post(cast, "alice", MailKind.RENEWAL, state=MailState.SENT, days_ago=91)
    post(cast, "anders", MailKind.ANNOUNCED)
    page = cast.read("alice", OWN)
    assert "Sista dagen har varit: 7, 21 och 42 dagar efter. Påminnelse från chef: När chefen väljer" in page
    assert "14 dagar före. På sista dagen. Kom tillbaka" in page
    assert not re.search("Dags att förnya|Gemensam genomgång", page)
    assert page.index("Skickad") < page.index("Kom tillbaka")
    assert "Du har inte fått någon påminnelse." in cast.read("david", OWN)
    assert OWN in html(cast, "alice", "/installningar")


def test_an_address_that_bounces_is_hr_s_to_mend(cast: Cast) -> None:
    ask(cast, due_in=10)
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
def test_an_address_that_bounced_is_listed_alike_whoever_is_written_to_again(cast: Cast) -> None:
    """After thirty days it is tried again, of those who have something to be reminded of."""
    for name in ("alice", "anders"):
        for days in (45, 52, 59):
            post(cast, name, state=MailState.BOUNCED, days_ago=days)
    post(cast, "anders", state=MailState.BOUNCED, days_ago=3)
    page = cast.read("dana", PAGE)
    assert ("Alice Alm" in page, "Anders Åkesson" in page) == (True, True)


@pytest.mark.one_engine
def test_a_day_that_cannot_be_is_refused(cast: Cast) -> None:
    answer = cast.get("dana", f"{MAILS}?dag=2026-02-30")
    assert answer.status_code == 422
    assert "Den dagen finns inte." in answer.get_data(as_text=True)
    for day in ("9999-12-31", "2020-01-01"):
        assert "Inga mejl den dagen" in cast.read("dana", f"{MAILS}?dag={day}")
