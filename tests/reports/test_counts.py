"""Today's figures out of the kept counts: the same as counted anew, and counted anew where the counts do not hold."""

from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from elearn.completions.corrections import ask_correction, confirm_correction
from elearn.completions.models import Reason
from elearn.organisations.kinds import Form, Kind, Level
from elearn.organisations.models import UnitVersion
from elearn.organisations.queries import get_tree
from elearn.reports.counting import make_counts, renew_counts
from elearn.reports.keeping import connect
from elearn.reports.kept import find_made
from elearn.reports.queries import Question, get_figures
from elearn.reports.stored import find_tallies
from elearn.requirements.services import clear_hold, end_requirement, set_hold
from tests.reports.building import DAY, MODULE, ON, Group, evening
from tests.reports.test_counts_histories import compare

OTHER = "kunskap-pa-alla-nivaer"


@pytest.fixture(autouse=True)
def connected() -> None:
    connect()


@pytest.fixture
def group(session: Session) -> Group:
    """G with F, below it F1 and F2, and outside its total X; one person in each, all asked for one module."""
    group = Group(session)
    group.unit("F", Kind.ADMINISTRATION)
    group.unit("F1", above="F")
    group.unit("F2", above="F")
    group.unit("X", counts=False)
    group.require(first=date(2025, 1, 1), days=90, months=1)
    for unit in ("G", "F", "F1", "F2", "X"):
        group.person(unit)
    return group


def figures_of(group: Group, code: str = "G", on: date = ON, level: Level | None = None) -> dict[str, int]:
    """What the counts say of a unit, which must be there and be right."""
    session = group.session
    assert compare(session, on, level)
    tallies = find_tallies(session, get_tree(session, on), on, None, level)
    assert tallies is not None
    tally = tallies.get(group.units[code])
    if tally is None:
        return {}
    count = tally.count(MODULE)
    names = ("required", "completed", "expired", "overdue", "due", "held", "absent")
    found = {"people": tally.people, "finished": tally.finished}
    found |= {name: getattr(count, name) for name in names}
    return {name: number for name, number in found.items() if number}


def holds(session: Session, on: date = ON) -> bool:
    made = find_made(session)
    return made is not None and made.holds(on)


def test_a_completion_is_counted_in_every_unit_above_at_once(group: Group) -> None:
    somebody = group.person("F1")
    make_counts(group.session, ON)
    before = figures_of(group)

    group.complete(somebody)

    assert figures_of(group) == {"people": 5, "required": 5, "completed": 1, "finished": 1, "overdue": 4}
    assert before == {"people": 5, "required": 5, "overdue": 5}
    assert figures_of(group, "F")["completed"] == figures_of(group, "F1")["completed"] == 1
    assert figures_of(group, "F2") == {"people": 1, "required": 1, "overdue": 1}
    assert figures_of(group, "X") == {"people": 1, "required": 1, "overdue": 1}


def test_midnight_needs_no_transaction(group: Group) -> None:
    """Valid until the last day, then expired; due until the last day, then overdue."""
    done = group.person("F1")
    group.person("F2", first=ON - 80 * DAY)
    group.complete(done, ON, until=ON + 5 * DAY)
    make_counts(group.session, ON)

    assert figures_of(group, on=ON + 5 * DAY)["completed"] == 1
    assert "expired" not in figures_of(group, on=ON + 5 * DAY)
    assert figures_of(group, on=ON + 6 * DAY)["expired"] == 1
    assert figures_of(group, on=ON + 10 * DAY)["due"] == 1
    assert "due" not in figures_of(group, on=ON + 11 * DAY)


def test_two_employments_are_one_person_in_every_unit_above_both(group: Group) -> None:
    somebody = group.person("F1")
    group.employ(somebody, "F2", level=Level.MANAGER)
    make_counts(group.session, ON)
    group.complete(somebody)

    assert {code: figures_of(group, code)["completed"] for code in ("F1", "F2", "F", "G")} == {
        "F1": 1,
        "F2": 1,
        "F": 1,
        "G": 1,
    }
    assert figures_of(group, "F")["people"] == 4
    assert figures_of(group, "F", level=Level.MANAGER) == {
        "people": 1,
        "finished": 1,
        "required": 1,
        "completed": 1,
    }
    assert figures_of(group, "F1", level=Level.MANAGER) == {}


def test_what_begins_and_ends_on_a_known_day_is_counted_from_that_day(group: Group) -> None:
    """Employments, an absence, a hold: each of them known beforehand."""
    session = group.session
    group.person("F1", first=ON + 3 * DAY, last=ON + 8 * DAY)
    group.person("F2", absent=(ON + 2 * DAY, ON + 40 * DAY))
    group.person("F2", form=Form.EXTERNAL, last=ON + 50 * DAY)
    held = group.person("F1")
    make_counts(session, ON)
    set_hold(session, held, on=ON + DAY, at=evening(ON), actor=held)

    people = [figures_of(group, on=ON + days * DAY)["people"] for days in (0, 2, 3, 8, 9)]
    assert people == [6, 6, 7, 7, 6]
    assert [figures_of(group, on=ON + days * DAY).get("absent", 0) for days in (1, 2, 40, 41)] == [0, 1, 1, 0]
    assert [figures_of(group, on=ON + days * DAY).get("held", 0) for days in (0, 1, 60)] == [0, 1, 1]
    clear_hold(session, held, on=ON + 4 * DAY, at=evening(ON), actor=held)
    assert [figures_of(group, on=ON + days * DAY).get("held", 0) for days in (1, 3, 4)] == [1, 1, 0]


def test_the_protected_are_counted_in_large_units_only(group: Group) -> None:
    group.person("F1", protected=True)
    for _ in range(46):
        group.person("F2")
    make_counts(group.session, ON)

    assert figures_of(group, "F1")["people"] == 1
    assert figures_of(group, "F")["people"] == 50
    assert figures_of(group, "G")["people"] == 51
    assert figures_of(group, "F2")["people"] == 47


def test_a_requirement_that_is_set_changed_or_ended_is_counted_anew(group: Group) -> None:
    session = group.session
    make_counts(session, ON)
    asked = group.require("F", OTHER, first=ON - 20 * DAY, days=5, at=evening(ON))
    session.flush()
    tallies = find_tallies(session, get_tree(session, ON), ON, None, None)
    assert tallies is not None
    assert tallies[group.units["G"]].count(OTHER).overdue == 3
    assert compare(session, ON, None)

    end_requirement(session, asked.requirement_id, ON - DAY, at=evening(ON))

    assert compare(session, ON, None)
    assert OTHER not in get_figures(session, Question(on=ON, today=ON)).tally(group.units["G"]).modules


def test_a_correction_takes_the_completion_out_again(group: Group) -> None:
    session, somebody = group.session, group.person("F1")
    make_counts(session, ON)
    completion = group.complete(somebody)
    other = group.person()
    ask_correction(session, completion, Reason.WRONG_PERSON, None, at=evening(ON), actor=somebody)
    session.flush()
    assert figures_of(group)["completed"] == 1

    confirm_correction(session, somebody, completion, at=evening(ON), actor=other)

    assert "completed" not in figures_of(group)


def test_a_change_of_the_tree_that_is_known_beforehand_ends_the_counts(group: Group) -> None:
    session = group.session
    version = session.scalars(
        select(UnitVersion).where(
            UnitVersion.unit_id == group.units["F2"], UnitVersion.superseded_at.is_(None)
        )
    ).one()
    version.superseded_at = evening(ON - 20 * DAY)
    session.flush()
    group.place("F2", above="F", last=ON + 9 * DAY)
    group.place("F2", above="X", first=ON + 10 * DAY)
    make_counts(session, ON)

    assert holds(session, ON + 9 * DAY)
    assert not holds(session, ON + 10 * DAY)
    assert group.row("F", on=ON + 9 * DAY)["people"] == 3
    assert group.row("F", on=ON + 10 * DAY)["people"] == 2
    assert renew_counts(session, ON + 10 * DAY)
    assert figures_of(group, "F", on=ON + 10 * DAY)["people"] == 2
