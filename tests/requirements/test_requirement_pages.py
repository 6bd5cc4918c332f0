"""HR's pages about what is asked of whom."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from elearn import clock
from elearn.audit.models import AuditEvent
from elearn.database import Database
from elearn.requirements.models import RequirementVersion
from elearn.requirements.queries import list_versions
from elearn.requirements.services import Terms, set_requirement
from tests.people import World
from tests.reports.building import DECISION
from tests.reports.cast import MODULES, Cast, words

PAGE = "/hr/krav"
NEW = "/hr/krav/nytt"


@pytest.fixture
def cast(app: Flask, database: Database, world: World, sign_in_as: Callable[..., FlaskClient]) -> Cast:
    """The cast of the tests, of whom nothing is asked yet."""
    return Cast(app, database, world, clock.today(), sign_in_as)


def fields(cast: Cast, code: str = "B", **changed: Any) -> dict[str, Any]:
    return {
        "unit": str(cast.world.units[code]),
        "modules": list(MODULES[:2]),
        "levels": ["manager"],
        "valid_from": cast.today.isoformat(),
        "valid_to": "",
        "due_days": "60",
        "valid_months": "12",
        "decided_by": "Styrelsen",
        "decided_on": (cast.today - timedelta(days=30)).isoformat(),
        "record_number": "B 2026-4",
    } | changed


def stored(cast: Cast) -> list[RequirementVersion]:
    with cast.database.reading() as session:
        return list_versions(session)


def ask(cast: Cast, unit: str = "G", on: date | None = None) -> int:
    with cast.database.writing() as session, session.begin():
        terms = Terms(unit_id=cast.world.units[unit], modules=MODULES, **DECISION)
        valid_from = on or cast.today - timedelta(days=10)
        return set_requirement(session, terms, valid_from=valid_from, at=clock.now()).requirement_id


def test_hr_asks_for_modules_and_sees_what_is_asked(cast: Cast) -> None:
    assert "Inga krav än" in cast.read("oskar", PAGE)
    page = cast.confirm("oskar", NEW, NEW, **fields(cast))
    assert (page.status_code, page.location) == (303, PAGE)
    listed = cast.read("oskar", PAGE)
    assert "Bolaget: Chefer" in listed
    assert "60 dagar" in listed
    assert "12 månader" in listed
    assert re.search(r"Styrelsen, \d+ \w+ \d{4}, B 2026-4", listed)
    (version,) = stored(cast)
    assert (version.modules, version.levels) == (list(MODULES[:2]), ["manager"])
    with cast.database.reading() as session:
        event = session.scalars(select(AuditEvent).where(AuditEvent.action == "requirement.set")).one()
        assert event.actor == cast.world.oskar


def test_without_a_decision_it_is_a_recommendation_to_everyone_for_good(cast: Cast) -> None:
    nothing: dict[str, Any] = {
        "decided_by": " ",
        "decided_on": "",
        "record_number": "",
        "levels": [],
        "valid_months": "",
    }
    cast.confirm("oskar", NEW, NEW, **fields(cast, **nothing))
    (version,) = stored(cast)
    assert (version.decided_by, version.levels, version.valid_months) == (None, [], None)
    listed = cast.read("oskar", PAGE)
    assert "Bolaget: Alla" in listed
    assert "Rekommenderad" in listed
    assert "tills vidare" in listed


@pytest.mark.one_engine
@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"unit": ""}, "Välj en enhet."),
        ({"unit": "999999"}, "Välj en av enheterna i listan."),
        ({"unit": "x"}, "Välj en av enheterna i listan."),
        ({"modules": []}, "Välj minst en modul."),
        ({"modules": ["annat"]}, "Välj bland modulerna i listan."),
        ({"levels": ["kung"]}, "Välj bland nivåerna i listan."),
        ({"valid_from": ""}, "Skriv första dagen"),
        ({"valid_from": "2026-02-30"}, "Den dagen finns inte."),
        ({"valid_from": "1026-01-01"}, "Dagen är för långt bort."),
        ({"valid_to": "9999-12-31"}, "Dagen är för långt bort."),
        ({"valid_to": "2020-01-01"}, "Sista dagen ligger före den första."),
        ({"due_days": ""}, "Skriv hur många dagar"),
        ({"due_days": "nittio"}, "Skriv ett helt tal"),
        ({"due_days": "-1"}, "Skriv ett tal mellan 0 och 3650."),
        ({"due_days": "9" * 30}, "Skriv ett tal mellan 0 och 3650."),
        ({"valid_months": "0"}, "Skriv ett tal mellan 1 och 120."),
        ({"decided_by": ""}, "Fyll i alla tre, eller inget."),
        ({"record_number": ""}, "Fyll i alla tre, eller inget."),
        ({"decided_on": ""}, "Fyll i alla tre, eller inget."),
        ({"decided_on": "2999-01-01"}, "Beslutsdagen har inte varit."),
        ({"record_number": "a" * 101}, "Det finns ett problem"),
        ({"decided_by": "a\0b"}, "Texten har tecken som inte går att använda."),
    ],
    ids=str,
)
def test_what_cannot_be_asked_is_refused_with_a_sentence_and_nothing_is_saved(
    cast: Cast, changed: dict[str, Any], sentence: str
) -> None:
    page = cast.post("oskar", NEW, NEW, **fields(cast, **changed))
    assert page.status_code == 422
    assert sentence in words(page)
    if "due_days" not in changed:
        assert 'value="60"' in page.get_data(as_text=True)  # what was written is kept
    assert stored(cast) == []


def test_hr_asks_only_its_own_units(cast: Cast) -> None:
    page = cast.get("oskar", NEW).get_data(as_text=True)
    assert ">Bolaget</option>" in page
    assert ">Bolagets styrelse (Bolaget)</option>" in page  # many units have the same name
    assert ">Förvaltningen" not in page
    for unit in ("G", "F"):
        assert cast.post("oskar", NEW, NEW, **fields(cast, unit)).status_code == 422
    assert stored(cast) == []


def test_what_is_asked_from_above_can_be_read_and_not_changed(cast: Cast) -> None:
    above, beside = ask(cast, "G"), ask(cast, "F")
    listed = cast.read("oskar", PAGE)
    assert "Gruppen: Alla" in listed
    assert "Beslutat ovanför" in listed
    assert "Förvaltningen" not in listed
    for number in (above, beside, 999):
        assert cast.get("oskar", f"{PAGE}/{number}").status_code == 404
        assert cast.post("oskar", f"{PAGE}/{number}", NEW, **fields(cast)).status_code == 404
        assert cast.post("oskar", f"{PAGE}/{number}/avsluta", NEW, last_on="2026-01-01").status_code == 404


def test_only_hr_has_these_pages(cast: Cast) -> None:
    for name in ("alice", "bob", "gunilla", "erik", "frida", "gustav"):
        assert cast.get(name, PAGE).status_code == 403
        assert cast.get(name, NEW).status_code == 403


def test_a_requirement_is_changed_from_a_day_on(cast: Cast) -> None:
    number = ask(cast, "B")
    page = cast.get("oskar", f"{PAGE}/{number}").get_data(as_text=True)
    assert f'value="{cast.today}"' in page  # the change begins today unless another day is chosen
    assert 'value="90"' in page
    changed = fields(cast, modules=list(MODULES), levels=[])
    assert cast.confirm("oskar", f"{PAGE}/{number}", f"{PAGE}/{number}", **changed).status_code == 303
    before, after = stored(cast)
    assert (before.due_days, before.valid_to) == (90, cast.today - timedelta(days=1))
    assert (after.due_days, after.valid_from, after.valid_to) == (60, cast.today, None)
    assert after.began_on == before.began_on


def test_a_change_that_cannot_be_is_refused(cast: Cast) -> None:
    number = ask(cast, "B")
    address = f"{PAGE}/{number}"
    page = cast.post("oskar", address, address, **fields(cast, due_days="x"))
    assert page.status_code == 422
    assert "Skriv ett helt tal" in words(page)
    assert len(stored(cast)) == 1


def end(cast: Cast, number: int, last_on: str, *, sure: bool = True) -> TestResponse:
    send = cast.confirm if sure else cast.post
    return send("oskar", f"{PAGE}/{number}/avsluta", f"{PAGE}/{number}", last_on=last_on)


def test_a_requirement_ends_on_a_day(cast: Cast) -> None:
    number = ask(cast, "B")
    yesterday = cast.today - timedelta(days=1)
    assert end(cast, number, yesterday.isoformat()).status_code == 303
    assert [version.valid_to for version in stored(cast)] == [yesterday]
    assert "har upphört" in cast.read("oskar", PAGE)


def test_a_requirement_to_come_can_be_taken_back(cast: Cast) -> None:
    number = ask(cast, "B", cast.today + timedelta(days=5))
    assert "kommande" in cast.read("oskar", PAGE)
    assert end(cast, number, (cast.today + timedelta(days=4)).isoformat()).status_code == 303
    assert stored(cast) == []
    assert cast.get("oskar", f"{PAGE}/{number}").status_code == 404


@pytest.mark.one_engine
@pytest.mark.parametrize(
    ("days", "sentence"),
    [
        (-12, "Så tidigt gällde inte kravet."),
        (9999, "Dagen är för långt bort."),
        (None, "Den dagen finns inte."),
    ],
)
def test_a_last_day_that_cannot_be_is_refused(cast: Cast, days: int | None, sentence: str) -> None:
    number = ask(cast, "B")
    last_on = "x" if days is None else (cast.today + timedelta(days=days)).isoformat()
    page = end(cast, number, last_on, sure=False)
    assert page.status_code == 422
    assert sentence in words(page)
    assert [version.valid_to for version in stored(cast)] == [None]
