"""What HR should mend in the organisation, within its own part."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from elearn import clock
from elearn.organisations.mending import Mending, get_mending
from elearn.organisations.queries import get_tree
from elearn.permissions import Actor
from tests.organisations.loading import ALICE, GROUP, load
from tests.people import World

SignIn = Callable[[FlaskClient, UUID], FlaskClient]


def mend(session: Session, world: World, unit: str = "G") -> Mending:
    actor = Actor(person_id=world.dana, hr_units=frozenset({world.units[unit]}))
    return get_mending(session, actor, clock.today())


def test_a_unit_without_manager_is_listed_with_whom_its_people_answer_to(
    session: Session, world: World
) -> None:
    gaps = mend(session, world).without_manager
    assert [(gap.unit.code, gap.people, gap.answers_to.code if gap.answers_to else None) for gap in gaps] == [
        ("F11", 1, "F1")
    ]


@pytest.mark.usefixtures("arranged")
def test_an_elected_body_without_coordinator_is_listed(session: Session, world: World) -> None:
    assert [gap.unit.code for gap in mend(session, world).without_coordinator] == ["S"]


def test_units_whose_people_have_nobody_above_are_listed(session: Session) -> None:
    today = clock.today()
    load(session, "units", *GROUP, on=today)
    load(session, "people", ALICE, on=today)
    officer = Actor(person_id=uuid4(), hr_units=frozenset({get_tree(session, today).by_code["G"].id}))
    found = get_mending(session, officer, today)
    assert [gap.unit.code for gap in found.nobody_above] == ["A"]
    assert {gap.unit.code for gap in found.without_manager} == {"G", "F", "A"}
    load(session, "managers", "F;hr;1;chef;;", on=today)
    found = get_mending(session, officer, today)
    assert found.nobody_above == []
    assert {gap.unit.code for gap in found.without_manager} == {"G", "A"}


def test_people_without_an_address_are_listed(session: Session, world: World) -> None:
    load(
        session,
        "people",
        "1;Elsa;Ek;;F;medarbetare;;;;;;",
        "2;;;;F;medarbetare;;;;;;ja",
        source="ny",
        on=clock.today(),
    )
    assert [(each.name, each.number) for each in mend(session, world).without_email] == [("Elsa Ek", "ny/1")]
    assert mend(session, world, "B").without_email == []


def test_one_address_is_enough_for_all_employments_of_a_person(session: Session, world: World) -> None:
    rows = ("1;Elsa;Ek;;F;medarbetare;;;;;;", "1;Elsa;Ek;elsa@exempel.example;F1;medarbetare;;;;;;")
    load(session, "people", *rows, source="ny", on=clock.today())
    assert mend(session, world).without_email == []


@pytest.mark.usefixtures("arranged")
def test_shared_addresses_are_listed_with_those_whom_hr_sees(session: Session, world: World) -> None:
    load(
        session,
        "people",
        "1;Elsa;Ek;Alice@exempel.example;B;medarbetare;;;;;;",
        source="ny",
        on=clock.today(),
    )
    (shared,) = mend(session, world).shared
    assert {each.name for each in shared.people} == {"Alice Alm", "Elsa Ek"}
    assert not shared.others
    (seen_from_b,) = mend(session, world, "B").shared
    assert [each.name for each in seen_from_b.people] == ["Elsa Ek"]
    assert seen_from_b.others


def test_a_unit_that_ended_with_people_is_listed_until_they_move(session: Session, world: World) -> None:
    today = clock.today()
    load(session, "units", "X;Tillfälliga;enhet;F;2020-01-01;", source="ny", on=today - timedelta(days=1))
    load(session, "people", "1;Elsa;Ek;;X;medarbetare;;;;;;", source="ny", on=today - timedelta(days=1))
    load(session, "units", source="ny", on=today, max_ended=100)
    assert [(gap.unit.code, gap.people) for gap in mend(session, world).ended_with_people] == [("X", 1)]
    load(session, "people", "1;Elsa;Ek;;F;medarbetare;;;;;;", source="ny", on=today)
    assert mend(session, world).ended_with_people == []


def test_nobody_without_hr_units_sees_anything(session: Session, world: World) -> None:
    found = get_mending(session, Actor(person_id=world.dana), clock.today())
    assert found == Mending([], [], [], [], [], [])


@pytest.mark.usefixtures("arranged")
def test_the_page_lists_what_there_is(
    client: FlaskClient, world: World, session: Session, sign_in_as: SignIn
) -> None:
    load(
        session,
        "people",
        "1;<b>Elsa</b>;Ek;alice@exempel.example;B;medarbetare;;;;;;",
        source="ny",
        on=clock.today(),
    )
    page = sign_in_as(client, world.dana).get("/hr/att-ordna").get_data(as_text=True)
    assert "Östra enheten (F11)" in page
    assert "Bolagets styrelse (S)" in page
    assert "&lt;b&gt;Elsa&lt;/b&gt; Ek" in page
    oskar = (
        sign_in_as(client.application.test_client(), world.oskar).get("/hr/att-ordna").get_data(as_text=True)
    )
    assert "F11" not in oskar
    assert "Alice" not in oskar
    assert "och någon mer" in oskar


@pytest.mark.one_engine
@pytest.mark.parametrize("who", ["bob", "alice", "erik"])
def test_the_page_is_hrs_alone(client: FlaskClient, world: World, sign_in_as: SignIn, who: str) -> None:
    assert sign_in_as(client, world.people[who]).get("/hr/att-ordna").status_code == 403
