"""Who may say that a company lets the group's HR see names, and what that changes."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from elearn import clock
from elearn.audit.models import AuditEvent
from elearn.database import Database
from elearn.organisations.arrangements import may_record
from elearn.organisations.models import Arrangement
from elearn.organisations.scope import get_scope, visible_people
from elearn.permissions import Actor
from tests.organisations.handing_in import hand_in
from tests.organisations.loading import load
from tests.organisations.test_entities import tree
from tests.people import World

SignIn = Callable[[FlaskClient, UUID], FlaskClient]
Record = Callable[..., TestResponse]
PAGE = "/hr/overenskommelser"
A_DAY = timedelta(days=1)


@pytest.fixture
def record(client: FlaskClient, world: World, sign_in_as: SignIn, token: Callable[..., str]) -> Record:
    """Record an arrangement for the company as somebody of the cast; what is not said is in order."""

    def send(name: str, **given: str) -> TestResponse:
        sign_in_as(client, world.people[name])
        form = {
            "unit": str(world.units["B"]),
            "decided_by": "Bolagets styrelse",
            "decided_on": clock.today().isoformat(),
            "record_number": "B 2026/7",
            "valid_from": clock.today().isoformat(),
            "valid_to": "",
        }
        return client.post(PAGE, data={**form, **given, "csrf_token": token(client, PAGE)})

    return send


def names_of(session: Session, world: World, unit: str = "G", person: str = "dana") -> set[str]:
    """Whom an HR officer of a unit sees by name today."""
    session.rollback()
    actor = Actor(person_id=world.people[person], hr_units=frozenset({world.units[unit]}))
    people = visible_people(get_scope(session, actor, clock.today()))
    ids = set(session.scalars(people.with_only_columns(people.selected_columns.person_id)))
    session.rollback()
    return {name for name, person_id in world.people.items() if person_id in ids}


def test_without_one_the_group_s_hr_sees_figures_and_no_names(session: Session, world: World) -> None:
    seen = names_of(session, world)
    assert "alice" in seen
    assert not seen & {"karl", "maja", "oskar", "styrbjorn"}
    actor = Actor(person_id=world.dana, hr_units=frozenset({world.units["G"]}))
    scope = get_scope(session, actor, clock.today())
    assert scope.sees_figures(world.units["B"])
    assert scope.withheld == {world.units["B"], world.units["S"]}


def test_the_company_s_own_hr_sees_its_names_without_one(session: Session, world: World) -> None:
    assert names_of(session, world, "B", "oskar") == {"karl", "maja", "oskar", "styrbjorn"}


@pytest.mark.parametrize("name", ["oskar", "erik"])
def test_the_company_s_hr_or_an_administrator_records_one(
    session: Session, world: World, record: Record, name: str
) -> None:
    assert record(name).status_code == 303
    assert {"karl", "styrbjorn"} <= names_of(session, world)
    row = session.scalars(select(Arrangement)).one()
    assert (row.unit_id, row.record_number, row.recorded_by) == (
        world.units["B"],
        "B 2026/7",
        world.people[name],
    )
    event = session.scalars(select(AuditEvent).where(AuditEvent.action == "arrangement.recorded")).one()
    assert (event.actor, event.details["record_number"]) == (world.people[name], "B 2026/7")


def test_the_group_s_hr_reads_the_page_and_records_nothing(
    session: Session, world: World, record: Record, client: FlaskClient
) -> None:
    assert record("dana").status_code == 422
    page = client.get(PAGE).get_data(as_text=True)
    assert "HR ovanför ser bara siffror." in page
    assert "Skriv in en överenskommelse" not in page
    assert session.scalars(select(Arrangement)).all() == []


def test_whoever_has_both_the_company_and_the_group_does_not_record_for_themselves(world: World) -> None:
    units = tree()
    group, company, part = (units.by_code[code].id for code in ("G", "B", "B1"))
    for held, expected in (({company}, True), ({company, group}, False), ({group}, False), ({part}, False)):
        actor = Actor(person_id=world.oskar, hr_units=frozenset(held))
        assert may_record(units, actor, company) is expected


def test_the_company_s_hr_ends_it_and_the_group_s_does_not(
    session: Session, world: World, record: Record, client: FlaskClient, sign_in_as: SignIn, token
) -> None:
    record("oskar")
    end = f"{PAGE}/{session.scalars(select(Arrangement.id)).one()}/avsluta"
    session.rollback()
    sign_in_as(client, world.dana)
    assert client.post(end, data={"csrf_token": token(client, "/hr/koder")}).status_code == 404
    sign_in_as(client, world.oskar)
    assert client.post(end, data={"csrf_token": token(client, PAGE)}).status_code == 303
    assert "karl" not in names_of(session, world)
    assert client.post(end, data={"csrf_token": token(client, PAGE)}).status_code == 404
    assert len(session.scalars(select(AuditEvent).where(AuditEvent.action == "arrangement.ended")).all()) == 1


@pytest.mark.usefixtures("arranged")
def test_the_days_before_the_end_stand(
    session: Session, world: World, client: FlaskClient, sign_in_as: SignIn, token
) -> None:
    sign_in_as(client, world.erik)
    end = f"{PAGE}/{session.scalars(select(Arrangement.id)).one()}/avsluta"
    session.rollback()
    client.post(end, data={"csrf_token": token(client, PAGE)})
    rows = session.scalars(select(Arrangement).where(Arrangement.superseded_at.is_(None))).all()
    assert [(row.valid_from, row.valid_to) for row in rows] == [(world.since, clock.today() - A_DAY)]


def test_one_that_begins_tomorrow_shows_nobody_today(session: Session, world: World, record: Record) -> None:
    record("oskar", valid_from=(clock.today() + A_DAY).isoformat())
    assert "karl" not in names_of(session, world)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"record_number": ""}, "Skriv diarienumret."),
        ({"decided_by": " "}, "Skriv vem som beslutade."),
        ({"decided_on": (clock.today() + A_DAY).isoformat()}, "Beslutsdagen har inte varit än."),
        ({"valid_from": (clock.today() - A_DAY).isoformat()}, "Den dagen har varit."),
        ({"valid_to": (clock.today() - A_DAY).isoformat()}, "Sista dagen ligger före den första."),
        ({"unit": "1"}, "Välj en av dem i listan."),
    ],
)
def test_what_cannot_be_is_said_and_nothing_is_recorded(
    session: Session, record: Record, given: dict[str, str], said: str
) -> None:
    answer = record("oskar", **given)
    assert answer.status_code == 422
    assert said in answer.get_data(as_text=True)
    assert session.scalars(select(Arrangement)).all() == []


def test_two_do_not_hold_on_one_day(record: Record) -> None:
    record("oskar")
    again = record("erik", record_number="B 2026/8")
    assert again.status_code == 422
    assert "Det finns redan en överenskommelse" in again.get_data(as_text=True)


def test_a_file_of_the_company_s_own_is_not_the_group_s_to_hand_in(
    client: FlaskClient, world: World, sign_in_as: SignIn, database: Database
) -> None:
    """A file with nobody in it would show by name whoever is missing from it."""
    row = "700;Karin;Kvist;;B;medarbetare;;;;;;"
    with database.writing() as session:
        load(session, "people", row, source="bolag")
    sign_in_as(client, world.dana)
    assert hand_in(client, row, source="bolag").status_code == 403
    assert 'value="bolag"' not in client.get("/hr/import").get_data(as_text=True)


def test_a_preview_names_nobody_whom_the_officer_does_not_see(
    client: FlaskClient, world: World, sign_in_as: SignIn
) -> None:
    sign_in_as(client, world.dana)
    row = "18;Dana;Ärlig;dana@exempel.example;F;medarbetare;;;;;;"
    page = client.get(hand_in(client, row, source="hr").location).get_data(as_text=True)
    assert "David Ek" in page
    for name in ("Karl Kastanj", "Styrbjörn", "Maja Malm", "karl@exempel.example"):
        assert name not in page
