"""The auditor reads who did what, by random ids, and nobody else does."""

import ast
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from re import findall
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient

from elearn import clock
from elearn.audit.queries import list_events
from elearn.audit.services import record_event
from elearn.audit.words import ACTIONS
from elearn.database import Database
from tests.people import World

ELEARN = Path(__file__).resolve().parents[2] / "elearn"
SignIn = Callable[[FlaskClient, UUID], FlaskClient]


@pytest.fixture
def gustav(client: FlaskClient, world: World, sign_in_as: SignIn) -> FlaskClient:
    """The auditor."""
    return sign_in_as(client, world.gustav)


def test_an_event_says_who_what_and_to_whom_without_a_name(
    gustav: FlaskClient, world: World, database: Database
) -> None:
    with database.writing() as session, session.begin():
        record_event(
            session,
            "role.granted",
            at=clock.now(),
            actor=world.erik,
            object=world.alice.hex,
            details={"role": "hr", "valid_to": None},
        )
    page = gustav.get("/granskning").text
    assert "Roll gavs" in page
    assert world.erik.hex[:8] in page
    assert world.alice.hex[:8] in page
    assert world.alice.hex not in page
    assert "roll: hr, till och med: –" in page
    assert "Alice" not in page
    assert "Erik" not in page


def test_an_event_of_a_kind_without_a_name_of_its_own_shows_its_word(
    gustav: FlaskClient, database: Database
) -> None:
    with database.writing() as session, session.begin():
        record_event(session, "test.unheard", at=clock.now(), object="<b>hr</b>")
    page = gustav.get("/granskning").text
    assert "test.unheard" in page
    assert "&lt;b&gt;hr&lt;/b&gt;" in page
    assert "kommandoraden" in page


def test_small_numbers_are_rounded_up_for_the_reader_and_kept_as_they_are(
    gustav: FlaskClient, database: Database
) -> None:
    """One row of a unit and a module would say who is done, to whoever knows the unit."""
    details = {"rows": 1, "added": 0, "changed": 10, "ended": 11, "left": None, "unit": "B", "max_ended": 12}
    with database.writing() as session, session.begin():
        record_event(session, "export.made", at=clock.now(), details=details)
    page = gustav.get("/granskning").text
    said = (
        "nya: högst 10, ändrade: högst 10, avslutade: högst 20, kvar utan anställning: –, gräns i procent: 12, "
        "rader: högst 10, enhet: B"
    )
    assert said in page
    with database.reading() as session:
        assert list_events(session)[0].details == details


def test_the_newest_stand_first_and_older_ones_are_a_page_away(
    gustav: FlaskClient, database: Database
) -> None:
    with database.writing() as session, session.begin():
        for number in range(60):
            record_event(session, f"test.number-{number:02}", at=clock.now())
    first, second = gustav.get("/granskning").text, gustav.get("/granskning?fore=11").text
    assert [f"test.number-{n}" in first for n in ("59", "10", "09")] == [True, True, False]
    assert [f"test.number-{n}" in second for n in ("10", "09", "00")] == [False, True, True]
    assert "/granskning?fore=11" in first
    assert "Äldre" not in second
    assert "De senaste" in second


def test_the_auditor_asks_for_one_kind_and_some_days(gustav: FlaskClient, database: Database) -> None:
    """Stockholm's days: the first event is at 23:30 there on the last day, the next half an hour past it."""
    instants = (datetime(2026, 10, 31, 22, 30, tzinfo=UTC), datetime(2026, 10, 31, 23, 0, tzinfo=UTC))
    with database.writing() as session, session.begin():
        for number in range(60):
            record_event(session, "completion.recorded", at=instants[0], object=f"nr-{number:02}")
        for name, at in zip(("i-tid", "för-sent"), instants, strict=True):
            record_event(session, "person.viewed", at=at, object=name)
    october = "fran=2026-10-01&till=2026-10-31"
    viewed = gustav.get(f"/granskning?vad=person.viewed&{october}").text
    assert [word in viewed for word in ("i-tid", "för-sent", "nr-59")] == [True, False, False]
    assert '<option value="person.viewed" selected>' in viewed
    first = gustav.get(f"/granskning?vad=completion.recorded&{october}").text
    [older] = findall(r'href="([^"]*fore=[^"]*)"', first)
    second = gustav.get(older.replace("&amp;", "&")).text
    assert ["nr-09" in second, "nr-10" in second, "för-sent" in second] == [True, False, False], (
        "the choice is kept"
    )
    assert "Inga händelser" in gustav.get("/granskning?vad=role.granted").text
    assert "nr-59" in gustav.get("/granskning?vad=unheard").text, "a kind that is none asks for all"


def test_days_that_cannot_be_asked_for_say_why(gustav: FlaskClient) -> None:
    for asked, sentence in (
        ("fran=2026-02-30", "Den dagen finns inte"),
        ("fran=2026-02-02&till=2026-02-01", "före den första"),
    ):
        answer = gustav.get(f"/granskning?{asked}")
        assert (answer.status_code, sentence in answer.text) == (422, True)


def test_an_empty_trail_says_so(gustav: FlaskClient) -> None:
    assert "Inga händelser" in gustav.get("/granskning").text


def test_a_page_number_that_is_none_shows_the_newest(gustav: FlaskClient, database: Database) -> None:
    with database.writing() as session, session.begin():
        record_event(session, "test.event", at=clock.now())
    for wrong in ("0", "-1", "x", "9" * 40, "1e3", "%00"):
        answer = gustav.get(f"/granskning?fore={wrong}")
        assert (answer.status_code, "test.event" in answer.text) == (200, True), wrong


def test_only_auditors_read_it(app: Flask, world: World, sign_in_as: SignIn) -> None:
    for who in ("alice", "bob", "dana", "erik", "frida"):
        assert sign_in_as(app.test_client(), world.people[who]).get("/granskning").status_code == 403, who


def test_every_event_that_the_rooms_record_has_a_name_in_words() -> None:
    recorded = set()
    for path in ELEARN.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func).endswith(("record_event", "_record")):
                recorded |= {word.value for word in node.args[1:2] if isinstance(word, ast.Constant)}
    assert recorded >= {"role.granted", "completion.recorded", "account.added"}
    assert recorded - set(ACTIONS) == set()
