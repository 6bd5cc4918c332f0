"""“Varför står det så?”: for the person, and for HR, who never reads that somebody does it in a way of their own."""

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
from elearn.organisations.models import Employment, PersonNumber
from elearn.requirements.asides import set_aside
from elearn.requirements.holidays import set_holiday
from elearn.requirements.services import Terms, set_requirement
from tests.people import World
from tests.reports.building import DECISION
from tests.reports.cast import Cast

ONE = "kunskap-pa-alla-nivaer"
OWN = "/min-utbildning/varfor/1"
LATE = "Försenad, för sista dagen var"
NEVER_LATE = "Ingen räknas som försenad som är borta länge"


@pytest.fixture
def cast(app: Flask, database: Database, world: World, sign_in_as: Callable[..., FlaskClient]) -> Cast:
    return Cast(app, database, world, clock.today(), sign_in_as)


def ask(cast: Cast, unit: str = "B", *, days_ago: int = 200, **terms: Any) -> None:
    with cast.database.writing() as session, session.begin():
        asked = Terms(unit_id=cast.world.units[unit], modules=(ONE,), **(DECISION | terms))
        set_requirement(session, asked, valid_from=cast.today - timedelta(days=days_ago), at=clock.now())


def go_aside(cast: Cast, name: str) -> None:
    with cast.database.writing() as session, session.begin():
        set_aside(session, cast.world.people[name], ONE, on=cast.today, at=clock.now())


def go_on_holiday(cast: Cast, unit: str = "B", days_ago: int = 1) -> None:
    with cast.database.writing() as session, session.begin():
        days = cast.today - timedelta(days=days_ago), cast.today + timedelta(days=20)
        set_holiday(session, cast.world.units[unit], "autumn", *days, at=clock.now())


def hrs(cast: Cast, name: str, number: int = 1) -> str:
    return f"/hr/personer/{cast.world.people[name]}/varfor/{number}"


def test_both_read_the_decision_and_the_days(cast: Cast) -> None:
    ask(cast)
    assert NEVER_LATE in cast.read("oskar", hrs(cast, "karl"))  # whoever it is, whatever the state
    for text in (cast.read("karl", OWN), cast.read("oskar", hrs(cast, "karl"))):
        assert LATE in text
        assert "Beslut av Styrelsen 1 januari 2020, 7." in text
        assert "90 dagar efter kravets första dag" in text
        assert "Anställd sedan" in text
    assert "Karl Kastanj" in cast.read("oskar", hrs(cast, "karl"))
    for name, page in (("karl", "/min-utbildning"), ("oskar", f"/hr/personer/{cast.world.karl}")):
        address = OWN if name == "karl" else hrs(cast, "karl")
        assert f'href="{address}"' in cast.get(name, page).text


def test_what_is_done_stands_with_its_last_day_and_why(cast: Cast) -> None:
    ask(cast, days_ago=900, valid_months=12, window_days=60)
    cast.complete("karl", ONE, days_ago=400)
    cast.complete("karl", ONE, days_ago=40)
    for text in (cast.read("karl", OWN), cast.read("oskar", hrs(cast, "karl"))):
        assert "Klar, för det som gjordes" in text
        assert "Gäller i 12 månader." in text
        assert "Gjord högst 60 dagar i förväg, så de 12 månader" in text


def test_a_recommendation_and_what_nobody_asks_say_so(cast: Cast) -> None:
    ask(cast, decided_by=None, decided_on=None, record_number=None)
    for name, address in (("karl", OWN), ("oskar", hrs(cast, "karl"))):
        assert "Modulen är rekommenderad, så ingen blir försenad." in cast.read(name, address)
    assert "Ingen har bett dig att göra den här modulen." in cast.read("karl", "/min-utbildning/varfor/2")
    assert "Modulen krävs eller rekommenderas inte" in cast.read("oskar", hrs(cast, "karl", 2))


def test_only_the_person_reads_that_it_is_done_in_a_way_of_their_own(cast: Cast) -> None:
    ask(cast)
    go_aside(cast, "karl")
    own = cast.read("karl", OWN)
    assert "Du gör modulen på ett annat sätt." in own
    assert "Du räknas inte som försenad." in own
    assert LATE not in own
    assert "Du gör modulen på ett annat sätt." in cast.read("karl", "/min-utbildning")


@pytest.mark.parametrize("done", [False, True], ids=["never", "run out"])
def test_hr_reads_the_same_of_who_does_it_another_way_as_of_who_is_off(cast: Cast, *, done: bool) -> None:
    """Word for word, so that nothing is told by what is left out."""
    ask(cast, days_ago=900)
    if done:
        for name in ("karl", "maja"):
            cast.complete(name, ONE, days_ago=800, valid_until=cast.today - timedelta(days=30))
    go_aside(cast, "karl")
    aside = cast.read("oskar", hrs(cast, "karl"))
    go_on_holiday(cast)
    off = cast.read("oskar", hrs(cast, "maja"))
    assert NEVER_LATE in aside
    assert "Ej klar, för" in aside
    assert "Ingen sista dag att visa." in aside
    assert aside.replace("Karl Kastanj", "") == off.replace("Maja Malm", "")


@pytest.mark.parametrize("held", [False, True], ids=["in time", "held"])
def test_where_nobody_is_late_a_way_of_ones_own_changes_no_word_for_hr(cast: Cast, *, held: bool) -> None:
    ask(cast, days_ago=300 if held else 5)
    if held:
        cast.hold("karl")
    before = cast.read("oskar", hrs(cast, "karl"))
    go_aside(cast, "karl")
    assert cast.read("oskar", hrs(cast, "karl")) == before
    assert ("HR sköter den här personens utbildning." in before) == held
    assert ("HR hjälper dig med det här." in cast.read("karl", OWN)) == held


def test_a_holiday_that_moves_the_last_day_says_from_when_to_when(cast: Cast) -> None:
    ask(cast, days_ago=90)
    go_on_holiday(cast, days_ago=5)
    for name, address in (("karl", OWN), ("oskar", hrs(cast, "karl"))):
        text = cast.read(name, address)
        assert "flyttades den till" in text
        assert "Ej klar men i tid." in text
    assert "är du borta eller ledig" in cast.read("karl", OWN)
    assert "Sista dagen är flyttad" in cast.read("karl", "/min-utbildning")


def test_hr_opens_it_for_those_it_sees_by_name_and_that_is_recorded(cast: Cast) -> None:
    ask(cast, "G")
    for name, person in (("oskar", "alice"), ("dana", "karl"), ("dana", "petra")):
        assert cast.get(name, hrs(cast, person)).status_code == 404
    for number in (0, 99):
        assert cast.get("oskar", hrs(cast, "karl", number)).status_code == 404
        assert cast.get("karl", f"/min-utbildning/varfor/{number}").status_code == 404
    for name in ("alice", "bob", "gustav"):
        assert cast.get(name, hrs(cast, "karl")).status_code == 403
    cast.read("oskar", hrs(cast, "karl"))
    with cast.database.reading() as session:
        (event,) = session.scalars(select(AuditEvent).where(AuditEvent.action == "person.viewed")).all()
    assert (event.actor, event.object) == (cast.world.oskar, cast.world.karl.hex)


def employ_besides(cast: Cast, name: str, unit: str) -> None:
    """A second employment, elsewhere in the group."""
    numbers = select(PersonNumber.id).where(PersonNumber.person_id == cast.world.people[name])
    with cast.database.writing() as session, session.begin():
        row = session.scalars(select(Employment).where(Employment.number_id.in_(numbers))).one()
        values = {column.name: getattr(row, column.name) for column in Employment.__table__.columns}
        session.add(Employment(**(values | {"id": None, "unit_id": cast.world.units[unit]})))


def test_what_is_asked_elsewhere_is_told_no_word_of(cast: Cast) -> None:
    ask(cast, "F")
    employ_besides(cast, "karl", "F2")
    assert "Modulen krävs eller rekommenderas inte" in cast.read("oskar", hrs(cast, "karl"))
    assert LATE in cast.read("karl", OWN)
    cast.complete("karl", ONE)
    told = cast.read("oskar", hrs(cast, "karl"))
    assert "Klar, för det som gjordes" in told
    assert "Det som krävs utanför den del du hanterar visas inte." in told
    assert "Styrelsen" not in told
    assert "Anställd sedan" not in told
