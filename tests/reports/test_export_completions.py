"""Which rows an export of the ledger has, and what stands in them."""

from datetime import timedelta
from functools import partial
from uuid import uuid4

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from elearn.clock import now, today
from elearn.database import Database
from elearn.organisations.kinds import Level
from elearn.organisations.models import Person, PersonJoin, UnitVersion
from elearn.reports import export_completions, export_units
from elearn.reports.export_completions import CHUNK
from elearn.reports.exports import Subject
from tests.people import World
from tests.reports.exporting import exported
from tests.reports.history import (
    A_DAY,
    MODULE,
    complete,
    correct,
    crowd,
    employ,
    end,
    rename,
    rename_unit,
    void,
)

KEYS = [
    "completion_id",
    "source",
    "employee_number",
    "given_name",
    "family_name",
    "level",
    "unit_code_then",
    "unit_name_then",
    "unit_code_now",
    "unit_name_now",
    "module",
    "version",
    "evidence",
    "completed_on",
    "valid_until",
    "recorded_on",
    "corrects",
]
A_YEAR_AGO = today() - timedelta(days=365)


@pytest.fixture
def read(database: Database):
    """The rows of an export, as its JSON Lines have them."""
    return partial(exported, database, Subject.COMPLETIONS)


def test_a_row_has_the_keys_that_programs_rely_on(session: Session, world: World, read):
    made = complete(session, world.alice, A_YEAR_AGO)
    session.commit()
    [row] = read()
    assert list(row)[: len(KEYS)] == KEYS
    assert row == {
        "completion_id": str(made.id),
        "source": "hr",
        "employee_number": "5",
        "given_name": "Alice",
        "family_name": "Alm",
        "level": "employee",
        "unit_code_then": "F1",
        "unit_name_then": "Ängens avdelning",
        "unit_code_now": "F1",
        "unit_name_now": "Ängens avdelning",
        "module": MODULE,
        "version": "1.0",
        "evidence": "check",
        "completed_on": A_YEAR_AGO.isoformat(),
        "valid_until": str(made.valid_until),
        "recorded_on": today().isoformat(),
        "corrects": None,
        "annulled": False,
    }


def test_what_was_completed_after_the_day_is_left_out(session: Session, world: World, read):
    complete(session, world.alice, A_YEAR_AGO)
    complete(session, world.bob, A_YEAR_AGO + A_DAY)
    session.commit()
    assert [row["given_name"] for row in read(as_of=A_YEAR_AGO)] == ["Alice"]
    assert len(read(as_of=A_YEAR_AGO + A_DAY)) == 2


def test_rows_stand_in_the_order_of_the_ledger(session: Session, world: World, read):
    for person in (world.vera, world.alice, world.karl):
        complete(session, person, A_YEAR_AGO)
    session.commit()
    assert [row["given_name"] for row in read()] == ["Vera", "Alice", "Karl"]


def test_a_corrected_row_and_its_correction_both_stand(session: Session, world: World, read):
    wrong = complete(session, world.alice, A_YEAR_AGO)
    right = correct(session, wrong, A_YEAR_AGO - A_DAY)
    correct(session, right, right.completed_on, annulled=True)
    session.commit()
    rows = read()
    assert [row["corrects"] for row in rows] == [None, str(wrong.id), str(right.id)]
    assert [row["annulled"] for row in rows] == [False, False, True]
    assert rows[1]["completed_on"] == (A_YEAR_AGO - A_DAY).isoformat()


def test_somebody_who_moved_has_the_unit_and_level_of_then_and_the_unit_of_today(
    session: Session, world: World, read
):
    moved_on = today() - timedelta(days=100)
    complete(session, world.alice, A_YEAR_AGO)
    end(session, world.alice, moved_on - A_DAY)
    employ(session, world.alice, "5", world.units["F2"], moved_on, level=Level.MANAGER)
    session.commit()
    [row] = read()
    assert (row["unit_code_then"], row["level"], row["unit_code_now"]) == ("F1", "employee", "F2")


def test_somebody_who_left_is_there_by_the_latest_number_with_no_unit_now(
    session: Session, world: World, read
):
    left_on = today() - timedelta(days=100)
    complete(session, world.alice, A_YEAR_AGO)
    end(session, world.alice, left_on)
    employ(session, world.alice, "500", world.units["F2"], left_on - timedelta(days=9), until=left_on - A_DAY)
    session.commit()
    [row] = read()
    assert (row["given_name"], row["family_name"], row["employee_number"]) == ("Alice", "Alm", "5")
    assert (row["unit_code_then"], row["unit_code_now"], row["unit_name_now"]) == ("F1", None, None)


def test_of_several_employments_the_one_that_began_first_is_shown(session: Session, world: World, read):
    employ(session, world.alice, "5", world.units["F2"], world.since - timedelta(days=30))
    complete(session, world.alice, A_YEAR_AGO)
    session.commit()
    [row] = read()
    assert (row["unit_code_then"], row["unit_code_now"]) == ("F2", "F2")


def test_somebody_without_any_employment_still_has_their_rows(session: Session, world: World, read):
    stranger = Person(id=uuid4(), person_key=None, recorded_at=now())
    session.add(stranger)
    session.flush()
    complete(session, stranger.id, A_YEAR_AGO)
    session.commit()
    [row] = read()
    shown = (
        "source",
        "employee_number",
        "given_name",
        "family_name",
        "level",
        "unit_code_then",
        "unit_code_now",
    )
    assert [row[key] for key in shown] == [None] * 7
    assert read(readers=frozenset({world.units["F"]})) == []


def test_somebody_whose_employment_never_was_is_known_by_number_alone(session: Session, world: World, read):
    complete(session, world.alice, A_YEAR_AGO)
    void(session, world.alice)
    session.commit()
    [row] = read()
    assert (row["source"], row["employee_number"], row["family_name"]) == ("hr", "5", "Alm")
    assert (row["unit_code_then"], row["unit_code_now"], row["level"]) == (None, None, None)


def test_people_in_a_unit_that_never_was_stand_in_none(session: Session, world: World, read):
    complete(session, world.david, A_YEAR_AGO)
    complete(session, world.vera, A_YEAR_AGO)
    for code in ("F2", "F11"):
        version = session.scalars(select(UnitVersion).where(UnitVersion.unit_id == world.units[code])).one()
        version.superseded_at = now()
    session.commit()
    assert [(row["given_name"], row["unit_code_then"], row["unit_name_now"]) for row in read()] == [
        ("David", None, None),
        ("Vera", None, None),
    ]


def test_the_name_of_today_stands_on_old_rows(session: Session, world: World, read):
    complete(session, world.alice, A_YEAR_AGO)
    rename(session, "5", "Alice", "Öberg", since=today() - timedelta(days=10))
    session.commit()
    assert [row["family_name"] for row in read()] == ["Öberg"]


def test_a_name_that_begins_later_is_not_shown_yet(session: Session, world: World, read):
    complete(session, world.alice, A_YEAR_AGO)
    rename(session, "5", "Alice", "Öberg", since=today() + timedelta(days=10))
    session.commit()
    assert [row["family_name"] for row in read()] == ["Alm"]


def test_rows_of_two_people_found_to_be_one_have_the_same_name_and_unit(session: Session, world: World, read):
    complete(session, world.alice, A_YEAR_AGO)
    complete(session, world.karl, A_YEAR_AGO)
    session.add(PersonJoin(person_id=world.karl, into_id=world.alice, recorded_at=now(), superseded_at=None))
    end(session, world.karl, today() - A_DAY)
    session.commit()
    assert [(row["given_name"], row["unit_code_now"]) for row in read()] == [("Alice", "F1"), ("Alice", "F1")]


def test_more_people_and_more_reorganisations_than_are_kept_in_memory_change_nothing(
    session: Session, world: World, read, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(export_completions, "MOST_KEPT", 2)
    monkeypatch.setattr(export_completions, "CHUNK", 2)
    monkeypatch.setattr(export_units, "MOST_TREES", 1)
    for person in (world.petra, world.alice, world.bob, world.petra, world.alice):
        complete(session, person, A_YEAR_AGO)
    rename_unit(session, world.units["F"], "Nya förvaltningen", since=today() - timedelta(days=30))
    crowd(session, world.units["F2"], 50)
    session.commit()
    assert [(row["given_name"], row["unit_name_then"], row["unit_name_now"]) for row in read()] == [
        ("Skyddad uppgift", "Förvaltningen", "Nya förvaltningen"),
        ("Alice", "Ängens avdelning", "Ängens avdelning"),
        ("Bob", "Ängens avdelning", "Ängens avdelning"),
        ("Skyddad uppgift", "Förvaltningen", "Nya förvaltningen"),
        ("Alice", "Ängens avdelning", "Ängens avdelning"),
    ]


def test_a_unit_has_the_name_of_its_day_and_before_its_first_day_its_first_name(
    session: Session, world: World, read
):
    rename_unit(session, world.units["F1"], "Nya avdelningen", since=A_YEAR_AGO)
    employ(session, world.bob, "3", world.units["F11"], world.since - timedelta(days=9))
    complete(session, world.alice, A_YEAR_AGO - A_DAY)
    complete(session, world.alice, A_YEAR_AGO)
    complete(session, world.bob, world.since - timedelta(days=5))
    session.commit()
    assert [row["unit_name_then"] for row in read()] == [
        "Ängens avdelning",
        "Nya avdelningen",
        "Östra enheten",
    ]


@pytest.mark.by_turns
def test_a_ledger_of_several_chunks_comes_whole_and_in_order(session: Session, world: World, read):
    people = list(world.people.values())
    made = [complete(session, people[place % len(people)], A_YEAR_AGO) for place in range(CHUNK + 1)]
    session.commit()
    assert [row["completion_id"] for row in read()] == [str(each.id) for each in made]
