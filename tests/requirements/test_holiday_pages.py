"""HR's page about holidays: who is off when, and then neither reminded nor late."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from elearn import clock
from elearn.audit.models import AuditEvent
from elearn.database import Database
from elearn.requirements.holidays import set_holiday
from elearn.requirements.models import Holiday
from elearn.requirements.queries import is_excused, list_holidays
from tests.people import World
from tests.reports.cast import Cast, words

PAGE = "/hr/ledigheter"


@pytest.fixture
def cast(app: Flask, database: Database, world: World, sign_in_as: Callable[..., FlaskClient]) -> Cast:
    return Cast(app, database, world, clock.today(), sign_in_as)


def fields(cast: Cast, code: str = "B", **changed: Any) -> dict[str, Any]:
    return {
        "called": "summer",
        "unit": str(cast.world.units[code]),
        "levels": [],
        "forms": [],
        "first": (cast.today - timedelta(days=2)).isoformat(),
        "last": (cast.today + timedelta(days=20)).isoformat(),
    } | changed


def stored(cast: Cast) -> list[Holiday]:
    with cast.database.reading() as session:
        return list_holidays(session)


def excused(cast: Cast, name: str) -> bool:
    with cast.database.reading() as session:
        return is_excused(session, cast.world.people[name], cast.today)


def test_hr_says_who_is_off_and_nobody_is_late_then(cast: Cast) -> None:
    assert "Inga ledigheter än" in cast.read("oskar", PAGE)
    page = cast.post("oskar", PAGE, PAGE, **fields(cast, levels=["employee"]))
    assert (page.status_code, page.location) == (303, PAGE)
    listed = cast.read("oskar", PAGE)
    assert "Sommarlov Bolaget Medarbetare" in listed
    assert "påminns inte och blir inte försenad" in listed
    assert [excused(cast, name) for name in ("karl", "maja", "alice")] == [True, False, False]
    with cast.database.reading() as session:
        event = session.scalars(select(AuditEvent).where(AuditEvent.action == "holiday.set")).one()
        assert event.actor == cast.world.oskar


def test_hr_chooses_another_last_day(cast: Cast) -> None:
    cast.post("oskar", PAGE, PAGE, **fields(cast))
    address = f"{PAGE}/{stored(cast)[0].id}"
    yesterday = (cast.today - timedelta(days=1)).isoformat()
    assert cast.post("oskar", address, address, last_on=yesterday).status_code == 303
    assert not excused(cast, "karl")
    assert "har varit" in cast.read("oskar", PAGE)
    address = f"{PAGE}/{stored(cast)[0].id}"
    before = (cast.today - timedelta(days=3)).isoformat()
    assert cast.post("oskar", address, address, last_on=before).status_code == 303
    assert stored(cast) == []
    assert cast.get("oskar", address).status_code == 404


@pytest.mark.one_engine
@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"called": "semester hos mormor"}, "Välj vad det är i listan."),
        ({"unit": ""}, "Välj en av enheterna i listan."),
        ({"levels": ["kung"]}, "Välj bland nivåerna i listan."),
        ({"forms": ["kung"]}, "Välj bland anställningsformerna i listan."),
        ({"first": ""}, "Skriv första dagen som"),
        ({"last": "2026-02-30"}, "Den dagen finns inte."),
        ({"last": "2020-01-01"}, "Sista dagen ligger före den första."),
        ({"last": "9999-01-01"}, "Dagen är för långt bort."),
        ({"first": "2020-01-01"}, "Det är mer än ett halvår."),
    ],
    ids=str,
)
def test_what_is_no_holiday_is_refused_with_a_sentence_and_kept(
    cast: Cast, changed: dict[str, Any], sentence: str
) -> None:
    page = cast.post("oskar", PAGE, PAGE, **fields(cast, **changed))
    assert page.status_code == 422
    assert sentence in words(page)
    assert 'value="summer" selected' in page.text or "called" in changed
    assert stored(cast) == []


@pytest.mark.one_engine
@pytest.mark.parametrize(
    ("last_on", "sentence"),
    [("x", "Den dagen finns inte."), ("2020-01-01", "Så tidigt hade"), ("2999-01-01", "mer än ett halvår")],
)
def test_a_last_day_that_cannot_be_is_refused(cast: Cast, last_on: str, sentence: str) -> None:
    cast.post("oskar", PAGE, PAGE, **fields(cast))
    address = f"{PAGE}/{stored(cast)[0].id}"
    page = cast.post("oskar", address, address, last_on=last_on)
    assert page.status_code == 422
    assert sentence in words(page)


def test_what_is_set_from_above_is_read_and_what_is_beside_is_not_there(cast: Cast) -> None:
    for unit in ("G", "F"):
        with cast.database.writing() as session, session.begin():
            days = cast.today, cast.today + timedelta(days=9)
            set_holiday(session, cast.world.units[unit], "autumn", *days, at=clock.now())
    listed = cast.read("oskar", PAGE)
    assert "Höstlov Gruppen" in listed
    assert "Satt ovanför" in listed
    assert "Förvaltningen" not in listed
    for holiday in stored(cast):
        assert cast.get("oskar", f"{PAGE}/{holiday.id}").status_code == 404
        last_on = cast.today.isoformat()
        assert cast.post("oskar", f"{PAGE}/{holiday.id}", PAGE, last_on=last_on).status_code == 404
    assert cast.post("oskar", PAGE, PAGE, **fields(cast, "F")).status_code == 422
