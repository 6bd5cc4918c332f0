"""Whose rows an export of the ledger has: the units asked for, the reader's own, and protected identities."""

from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy.orm import Session

from elearn.clock import today
from elearn.database import Database
from elearn.organisations.kinds import Form
from elearn.reports.exports import Subject
from elearn.reports.queries import FutureError, UnknownModuleError, UnknownUnitError
from tests.people import World
from tests.reports.exporting import exported
from tests.reports.history import (
    A_DAY,
    OTHER_MODULE,
    complete,
    crowd,
    employ,
    end,
)

A_YEAR_AGO = today() - timedelta(days=365)


@pytest.fixture
def read(database: Database):
    """The rows of an export, as its JSON Lines have them."""
    return partial(exported, database, Subject.COMPLETIONS)


def test_a_unit_is_asked_for_with_all_below_it(session: Session, world: World, read):
    for person in (world.alice, world.vera, world.david, world.karl):
        complete(session, person, A_YEAR_AGO)
    session.commit()
    assert [row["given_name"] for row in read(unit="F1")] == ["Alice", "Vera"]
    assert [row["given_name"] for row in read(unit="F")] == ["Alice", "Vera", "David"]
    assert len(read(unit="G")) == 4


def test_who_moved_belongs_to_the_unit_of_then_and_to_the_unit_of_now(session: Session, world: World, read):
    moved_on = today() - timedelta(days=100)
    complete(session, world.alice, A_YEAR_AGO)
    end(session, world.alice, moved_on - A_DAY)
    employ(session, world.alice, "5", world.units["B"], moved_on)
    employ(
        session, world.bob, "3", world.units["B"], A_YEAR_AGO - timedelta(days=9), until=A_YEAR_AGO - A_DAY
    )
    complete(session, world.bob, A_YEAR_AGO)
    session.commit()
    for unit in ("F1", "B"):
        [row] = [row for row in read(unit=unit) if row["given_name"] == "Alice"]
        assert (row["unit_code_then"], row["unit_code_now"]) == ("F1", "B")
    assert "Bob" not in [row["given_name"] for row in read(unit="B")]


def test_the_employment_that_is_asked_for_is_shown_before_one_that_began_earlier(
    session: Session, world: World, read
):
    complete(session, world.ivar, A_YEAR_AGO)
    session.commit()
    assert [(row["unit_code_then"], row["level"]) for row in read(unit="N")] == [("N", "politician")]
    assert [(row["unit_code_then"], row["level"]) for row in read(unit="F2")] == [("F2", "employee")]


def test_only_the_module_that_is_asked_for(session: Session, world: World, read):
    complete(session, world.alice, A_YEAR_AGO)
    complete(session, world.alice, A_YEAR_AGO, OTHER_MODULE)
    session.commit()
    assert [row["module"] for row in read(module=OTHER_MODULE)] == [OTHER_MODULE]


def test_a_company_s_reader_sees_no_unit_and_no_number_from_elsewhere(session: Session, world: World, read):
    """Karl worked in F first and has a second employment there now, under a number of another source."""
    began = today() - timedelta(days=100)
    complete(session, world.karl, A_YEAR_AGO)
    complete(session, world.alice, A_YEAR_AGO)
    employ(session, world.karl, "77", world.units["F2"], world.since - timedelta(days=9), source="kommunen")
    end(session, world.alice, began - A_DAY)
    employ(session, world.alice, "88", world.units["B"], began, source="bolaget")
    session.commit()
    company = frozenset({world.units["B"], world.units["S"]})
    karl, alice = read(readers=company)
    assert (karl["source"], karl["employee_number"], karl["unit_code_then"]) == ("hr", "14", "B")
    assert (alice["source"], alice["employee_number"]) == ("bolaget", "88")
    assert (alice["unit_code_then"], alice["level"], alice["unit_code_now"]) == (None, None, "B")


def test_a_reader_of_the_group_sees_what_the_command_line_sees(session: Session, world: World, read):
    complete(session, world.alice, A_YEAR_AGO)
    end(session, world.alice, today() - A_DAY)
    session.commit()
    assert read(readers=frozenset(world.units.values())) == read()


def test_a_reader_without_units_sees_nobody(session: Session, world: World, read):
    complete(session, world.alice, A_YEAR_AGO)
    session.commit()
    assert read(readers=frozenset()) == []


def test_a_protected_person_in_a_small_administration_is_shown_in_the_group(
    session: Session, world: World, read
):
    complete(session, world.petra, A_YEAR_AGO)
    session.commit()
    [row] = read()
    assert (row["given_name"], row["family_name"]) == ("Skyddad uppgift", "Skyddad uppgift")
    assert (row["source"], row["employee_number"]) == (None, None)
    assert (row["unit_code_then"], row["unit_code_now"], row["level"]) == ("G", "G", "employee")


def test_a_protected_person_in_a_large_administration_is_shown_there(session: Session, world: World, read):
    complete(session, world.petra, A_YEAR_AGO)
    crowd(session, world.units["F2"], 50)
    session.commit()
    assert [(row["unit_code_then"], row["unit_code_now"]) for row in read()] == [("F", "F")]
    assert [row["given_name"] for row in read(unit="F")] == ["Skyddad uppgift"]


def test_external_workers_make_no_administration_large(session: Session, world: World, read):
    complete(session, world.petra, A_YEAR_AGO)
    crowd(session, world.units["F2"], 50, form=Form.EXTERNAL)
    session.commit()
    assert [row["unit_code_now"] for row in read()] == ["G"]


def test_a_protected_person_is_in_no_export_of_a_smaller_unit(session: Session, world: World, read):
    complete(session, world.petra, A_YEAR_AGO)
    complete(session, world.alice, A_YEAR_AGO)
    crowd(session, world.units["F2"], 50)
    session.commit()
    assert [row["given_name"] for row in read(unit="F1")] == ["Alice"]


def test_a_protected_person_is_in_no_export_of_a_small_company_s_reader(session: Session, world: World, read):
    employ(session, world.petra, "7", world.units["B"], world.since)
    complete(session, world.petra, A_YEAR_AGO)
    session.commit()
    assert read(readers=frozenset({world.units["B"], world.units["S"]})) == []


def test_a_day_that_has_not_been_is_refused(world: World, read):
    with pytest.raises(FutureError):
        read(as_of=today() + A_DAY)


def test_a_unit_that_is_unknown_or_out_of_reach_is_refused_alike(world: World, read):
    with pytest.raises(UnknownUnitError):
        read(unit="finns-inte")
    with pytest.raises(UnknownUnitError):
        read(frozenset({world.units["F1"]}), unit="F2")


def test_an_unknown_module_is_refused(world: World, read):
    with pytest.raises(UnknownModuleError):
        read(module="finns-inte")
