"""Every sentence about figures, on both databases: people, states, due dates, what a report is asked."""

from datetime import date

import pytest

from elearn.organisations.kinds import Form, Kind, Level
from elearn.reports.queries import FutureError, UnknownModuleError, UnknownUnitError
from elearn.requirements.services import clear_hold, end_requirement, set_hold
from tests.reports.building import DAY, LONG_AGO, MODULE, ON, Group, evening

SOON = ON - 20 * DAY  # an employment that began then is due after the day


def test_people_are_those_with_a_valid_employment_on_the_day(group: Group) -> None:
    group.person("G")
    group.person("G", first=ON, last=ON)
    group.person("G", last=ON - DAY)
    group.person("G", first=ON + DAY)
    assert group.row()["people"] == 2


def test_a_person_is_counted_once_in_a_unit_and_once_in_every_unit_above(group: Group) -> None:
    group.unit("A", Kind.ADMINISTRATION)
    group.unit("A1", above="A")
    group.unit("A2", above="A")
    both = group.person("A1")
    group.employ(both, "A2")
    group.person("A2")
    group.require()
    assert group.row("A1") == {"people": 1, "required": 1, "overdue": 1}
    assert group.row("A2") == {"people": 2, "required": 2, "overdue": 2}
    assert group.row("A") == group.row("G") == {"people": 2, "required": 2, "overdue": 2}


def test_two_persons_whom_a_key_joined_are_one_from_the_moment_it_was_known(group: Group) -> None:
    group.unit("A")
    one, other = group.person("G"), group.person("A")
    group.require()
    group.complete(one)
    group.join(one, other, evening(ON))
    assert group.row() == {"people": 1, "required": 1, "completed": 1}
    before = group.row(known_at=evening(ON - DAY))
    assert before == {"people": 2, "required": 2, "overdue": 2}


def test_external_workers_stand_outside(group: Group) -> None:
    group.person("G", form=Form.EXTERNAL)
    helper = group.person("G", form=Form.EXTERNAL)
    group.unit("A")
    group.employ(helper, "A")
    group.require()
    assert group.row()["people"] == 1
    assert group.row("A")["people"] == 1


def test_a_unit_that_does_not_count_has_figures_of_its_own_but_none_in_the_group(group: Group) -> None:
    group.unit("F", Kind.ASSOCIATION, counts=False)
    group.unit("F1", above="F")
    group.unit("A", Kind.ADMINISTRATION)
    group.require()
    group.person("F1")
    both = group.person("F1")
    group.employ(both, "A")
    assert group.row("F1")["people"] == group.row("F")["people"] == 2
    assert group.row()["people"] == 1


def test_required_are_those_in_the_subtree_at_the_level_from_the_start_of_the_requirement(
    group: Group,
) -> None:
    group.unit("A", Kind.ADMINISTRATION)
    group.unit("A1", above="A")
    group.unit("B", Kind.COMPANY)
    for unit in ("A1", "B"):
        group.person(unit)
        group.person(unit, level=Level.MANAGER)
    group.require("A", first=ON, levels=(Level.MANAGER,))
    assert group.row() == {"people": 4, "required": 1, "due": 1}
    assert group.row("B") == {"people": 2}
    assert group.row(on=ON - DAY) == {"people": 4}


def test_a_requirement_that_has_ended_asks_for_nothing(group: Group) -> None:
    group.person("G")
    requirement = group.require()
    end_requirement(group.session, requirement.requirement_id, ON - DAY, at=evening(ON))
    assert group.row() == {"people": 1}
    assert group.row(on=ON - DAY, today=ON) == {"people": 1, "required": 1, "overdue": 1}
    as_known_before = group.row(known_at=evening(ON - DAY))
    assert as_known_before == {"people": 1, "required": 1, "overdue": 1}


def test_the_four_states_are_disjoint_and_add_up(group: Group) -> None:
    group.require()
    group.complete(group.person("G"), ON)
    group.complete(group.person("G"), date(2023, 1, 1))
    group.person("G")
    group.person("G", first=SOON)
    assert group.row() == {
        "people": 4,
        "required": 4,
        "completed": 1,
        "expired": 1,
        "overdue": 1,
        "due": 1,
    }


def test_due_counts_from_the_later_of_the_requirement_and_the_unbroken_chain(group: Group) -> None:
    group.require(first=ON - 90 * DAY)
    group.person("G")
    assert group.row()["due"] == 1
    assert group.row(on=ON + DAY)["overdue"] == 1
    back = group.person("G", last=ON - 60 * DAY)  # a gap of 30 days
    group.employ(back, "G", first=ON - 29 * DAY)
    new = group.person("G", last=ON - 60 * DAY)  # a gap of 31
    group.employ(new, "G", first=ON - 28 * DAY)
    assert group.row(on=ON + DAY) == {"people": 3, "required": 3, "overdue": 2, "due": 1}


def test_of_two_requirements_the_decided_one_holds_and_the_earliest_due(group: Group) -> None:
    group.require(days=10_000, decided=True, first=ON - 10 * DAY)
    group.require(days=0, decided=False, first=LONG_AGO)
    group.person("G")
    assert group.row() == {"people": 1, "required": 1, "due": 1}
    group.require(days=0, first=ON - 10 * DAY)
    assert group.row() == {"people": 1, "required": 1, "overdue": 1}


def test_a_completion_before_the_requirement_counts_while_it_is_valid(group: Group) -> None:
    done = group.person("G")
    group.complete(done, date(2024, 12, 24))
    group.require(first=date(2025, 1, 1))
    assert group.row()["completed"] == 1
    assert group.row(on=date(2026, 12, 24))["completed"] == 1
    assert group.row(on=date(2026, 12, 25))["expired"] == 1


def test_what_is_done_after_the_day_does_not_count_on_it(group: Group) -> None:
    group.complete(group.person("G"), ON + DAY)
    group.require()
    assert group.row(today=ON + DAY) == {"people": 1, "required": 1, "overdue": 1}


def test_a_corrected_completion_counts_as_corrected_from_when_it_was_known(group: Group) -> None:
    from elearn.completions.models import Completion

    done = group.person("G")
    group.require()
    wrong = group.complete(done, ON - 5 * DAY)
    right = group.complete(done, ON)
    values = {column.name: getattr(right, column.name) for column in Completion.__table__.columns}
    from elearn.audit.services import append_link

    values |= {"id": done, "origin": "correction", "corrects": wrong.id, "annulled": True}
    values["seq"] = append_link(group.session, "completion", "salt", {"corrects": wrong.id})
    group.session.add(Completion(**values))
    group.session.flush()
    known = group.row(on=ON - 2 * DAY, today=ON, known_at=evening(ON - 2 * DAY))
    assert known == {"people": 1, "required": 1, "completed": 1}
    assert group.row(on=ON - 2 * DAY, today=ON) == {"people": 1, "required": 1, "overdue": 1}


def test_held_and_absent_people_are_shown_besides_and_never_late(group: Group) -> None:
    group.require()
    held = group.person("G")
    set_hold(group.session, held, on=ON, at=evening(ON), actor=held)
    group.person("G", absent=(ON - 40 * DAY, None))
    group.person("G", absent=(ON - DAY, ON + DAY))  # short
    away_and_held = group.person("G", absent=(ON - 40 * DAY, ON + DAY))
    set_hold(group.session, away_and_held, on=ON, at=evening(ON), actor=held)
    group.complete(away_and_held)
    ran_out = group.person("G", absent=(ON - 40 * DAY, None))
    group.complete(ran_out, date(2022, 1, 1))
    assert group.row() == {
        "people": 5,
        "required": 5,
        "completed": 1,
        "overdue": 1,
        "due": 3,
        "held": 2,
        "absent": 3,
    }
    assert group.row(on=ON - DAY)["overdue"] == 2  # before anybody was held


def test_a_hold_that_was_cleared_holds_no_longer(group: Group) -> None:
    group.require()
    held = group.person("G")
    set_hold(group.session, held, on=ON - 10 * DAY, at=evening(ON - 10 * DAY), actor=held)
    clear_hold(group.session, held, on=ON, at=evening(ON), actor=held)
    assert group.row() == {"people": 1, "required": 1, "overdue": 1}
    assert group.row(on=ON - DAY, today=ON) == {"people": 1, "required": 1, "due": 1, "held": 1}


def test_who_works_in_one_place_while_away_from_another_is_not_absent(group: Group) -> None:
    group.require()
    half = group.person("G", absent=(ON - 40 * DAY, None))
    group.unit("A")
    group.employ(half, "A")
    assert group.row() == {"people": 1, "required": 1, "overdue": 1}


def test_a_recommendation_is_never_late(group: Group) -> None:
    group.require(decided=False)
    group.person("G")
    group.complete(group.person("G"), date(2022, 1, 1))
    assert group.row() == {"people": 2, "required": 2, "due": 2}


def test_the_future_is_refused(group: Group) -> None:
    with pytest.raises(FutureError):
        group.report(ON + DAY, today=ON)


def test_what_is_not_there_is_refused(group: Group) -> None:
    with pytest.raises(UnknownUnitError):
        group.report(unit="X")
    with pytest.raises(UnknownModuleError):
        group.report(module="x")


def test_a_unit_or_a_module_alone_has_the_same_figures_as_among_all(group: Group) -> None:
    group.unit("A", Kind.ADMINISTRATION)
    group.unit("A1", above="A")
    group.unit("A2", above="A")
    group.unit("B", Kind.COMPANY)
    for unit in ("A1", "A2", "B", "B"):
        group.person(unit)
    group.require()
    whole = {row for row in group.report().rows if row.unit_code in {"A", "A1", "A2"}}
    assert set(group.report(unit="A").rows) == whole
    assert {row for row in whole if row.module == MODULE} == set(group.report(unit="A", module=MODULE).rows)
    assert group.report(unit="G").rows == group.report().rows


def test_a_level_alone_counts_people_where_they_have_it(group: Group) -> None:
    group.unit("A", Kind.ADMINISTRATION)
    group.unit("N", Kind.COMMITTEE)
    both = group.person("A")
    group.employ(both, "N", level=Level.POLITICIAN)
    group.person("A")
    group.require("N", levels=(Level.POLITICIAN,))
    assert group.row("N", level=Level.POLITICIAN) == {"people": 1, "required": 1, "overdue": 1}
    assert group.row("A", level=Level.POLITICIAN) == {}
    assert group.row("A", level=Level.EMPLOYEE) == {"people": 2, "required": 1, "overdue": 1}


def test_there_is_a_row_for_every_unit_and_module_with_zeros_where_nobody_is(group: Group) -> None:
    group.unit("Ö", name="Östra")
    group.unit("A", name="Åkern")
    group.unit("B", name="Zonen")
    group.unit("OLD", last=ON - DAY)
    group.unit("NEW", first=ON + DAY)
    rows = group.report(module=MODULE).rows
    assert [(row.unit_code, row.parent_code, row.people) for row in rows] == [
        ("G", None, 0),
        ("B", "G", 0),
        ("A", "G", 0),
        ("Ö", "G", 0),
    ]
    assert len(group.report().rows) == 4 * 4


def test_people_in_a_unit_that_has_ended_count_there_until_they_are_moved(group: Group) -> None:
    group.unit("OLD", last=ON - DAY)
    group.person("OLD")
    assert group.row("OLD") == {"people": 1}
    assert group.row() == {"people": 1}


def test_an_employment_known_later_does_not_change_what_was_known(group: Group) -> None:
    group.person("G", recorded=evening(ON + DAY))
    assert group.row(known_at=evening(ON)) == {}
    assert group.row() == {"people": 1}
