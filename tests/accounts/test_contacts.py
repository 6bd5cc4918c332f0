"""Who helps those who do something another way: somebody near them, whom they do not answer to."""

from collections.abc import Callable
from datetime import date, timedelta
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from elearn import clock
from elearn.accounts.contacts import address_of, contacts_of, get_contacts, without_contacts
from elearn.database import Database
from tests.completions.ways import WAY, name_contacts, stand_in, visit
from tests.people import World

Helpers = Callable[[str], list[str]]
# Posts, grants and the tree decide it, in memory.
pytestmark = pytest.mark.one_engine


@pytest.fixture
def on() -> date:
    return clock.today()


@pytest.fixture
def helpers(session: Session, world: World, on: date) -> Helpers:
    """The names of those who help somebody of the cast."""

    def find(name: str) -> list[str]:
        contacts = get_contacts(session, on)
        return [each.name for each in contacts_of(session, contacts, world.people[name], on)]

    return find


@pytest.mark.parametrize(
    ("who", "held", "expected"),
    [
        ("alice", {"gustav": "F", "oskar": "G"}, ["Gustav Gran"]),  # the nearest
        ("alice", {"gustav": "F", "lena": "F"}, ["Gustav Gran", "Lena Lind"]),  # both of the nearest unit's
        ("karl", {"lena": "F", "gustav": "G"}, ["Gustav Gran"]),  # a company without one: the group's
        ("karl", {"lena": "F"}, []),  # nobody above
        ("alice", {"bob": "F", "gustav": "G"}, ["Gustav Gran"]),  # her manager
        ("alice", {"cecilia": "F", "gustav": "G"}, ["Gustav Gran"]),  # her manager's deputy
        ("alice", {"hanna": "F", "gunilla": "G"}, []),  # managers above
        ("david", {"bob": "F"}, ["Bob Björk"]),  # who leads another unit
        ("vera", {"bob": "F", "gustav": "G"}, ["Gustav Gran"]),  # who leads the unit above a vacant one
        ("lena", {"lena": "F", "karl": "G"}, ["Karl Kastanj"]),  # oneself
        ("lena", {"gustav": "F", "karl": "G"}, ["Karl Kastanj"]),  # who answers to the same manager
        ("alice", {"anders": "F", "gustav": "G"}, ["Gustav Gran"]),  # a colleague, wherever named for
        (
            "vera",
            {"anders": "F", "gustav": "G"},
            ["Gustav Gran"],
        ),  # whose nearest manager is hers, in a vacant unit
        ("hanna", {"bob": "F"}, ["Bob Björk"]),  # somebody below
        ("ivar", {"lena": "G"}, []),  # the committee's secretary
        (
            "ivar",
            {"gustav": "F", "dana": "G"},
            ["Dana Ärlig", "Gustav Gran"],
        ),  # of a committee and a workplace
        ("karl", {"petra": "G"}, []),  # whose name may not be told
    ],
    ids=str,
)
def test_the_nearest_outside_the_line_helps(
    session: Session, world: World, helpers: Helpers, who: str, held: dict[str, str], expected: list[str]
) -> None:
    name_contacts(session, world, **held)
    assert helpers(who) == expected


@pytest.mark.parametrize("days", [0, 30], ids=["now", "later"])
def test_a_deputy_whom_a_manager_names_is_in_the_line(
    session: Session, world: World, helpers: Helpers, on: date, days: int
) -> None:
    """Doris may be asked to lead Hanna's administration, so Alice does not turn to her."""
    name_contacts(session, world, doris="F", karl="G")
    assert helpers("alice") == ["Doris Druva"]
    first = on + timedelta(days=days)
    stand_in(session, world, "doris", "hanna", "F", first)
    assert helpers("alice") == ["Karl Kastanj"]


def test_whoever_was_deputy_may_help_again(
    session: Session, world: World, helpers: Helpers, on: date
) -> None:
    name_contacts(session, world, doris="F", karl="G")
    stand_in(session, world, "doris", "hanna", "F", on - timedelta(days=9), on - timedelta(days=1))
    assert helpers("alice") == ["Doris Druva"]


def test_the_administrations_and_companies_without_one_are_named(
    session: Session, world: World, on: date
) -> None:
    assert without_contacts(session, on) == ["Bolaget", "Förvaltningen"]
    name_contacts(session, world, lena="F", dana="G")
    assert without_contacts(session, on) == ["Bolaget"]


def test_a_contact_person_has_a_work_address(session: Session, world: World, on: date) -> None:
    name_contacts(session, world, lena="F")
    (contact,) = contacts_of(session, get_contacts(session, on), world.alice, on)
    assert address_of(session, contact, on) == "lena@exempel.example"


def test_the_administrator_reads_where_one_is_missing(
    app: Flask, database: Database, world: World, sign_in_as: Callable[[FlaskClient, UUID], FlaskClient]
) -> None:
    """From the roles alone: that Karl has asked for help changes nothing."""
    with database.writing() as session, session.begin():
        name_contacts(session, world, lena="F")
    visit(app, sign_in_as, world.karl).post(WAY)
    page = visit(app, sign_in_as, world.erik).get("/admin/roller").text
    missing = page.split("Här saknas en kontaktperson")[1].split("</ul>")[0]
    assert "Bolaget" in missing
    assert "Förvaltningen" not in missing
