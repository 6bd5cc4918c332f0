"""The figures of many days at once are those of a report about each of them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import cycle
from typing import Any

import pytest

from elearn.organisations.kinds import Form, Kind, Level
from elearn.organisations.models import UnitVersion
from elearn.reports.over_time import Figures, figures_of
from elearn.reports.over_time_queries import Course, OverTime
from elearn.reports.queries import FutureError, Question, Structure, get_figures
from elearn.requirements.services import clear_hold, end_requirement, set_hold
from tests.reports.building import DAY, LONG_AGO, MODULE, ON, Group, evening

OTHER = "stod-till-valdsutovare"
DAYS = tuple(ON - days * DAY for days in (400, 300, 200, 150, 100, 70, 60, 50, 40, 30, 20, 10, 0))


def assert_as_reports_say(
    group: Group, days: Sequence[date] = DAYS, *, today: date = ON, **asked: Any
) -> list[dict[str, Figures]]:
    """Compare every point with the report about its day: all units together and one by one, over all modules and in one."""
    course = Course(days=days, today=today, **asked)
    reports = [get_figures(group.session, Question(on=on, today=today, **asked)) for on in days]
    everything = list(group.units.values())
    for module in (None, MODULE):
        for units in (everything, *([unit_id] for unit_id in everything if module is None)):
            found = OverTime(group.session, replace(course, module=module)).count(units)
            for on, each, report in zip(days, found, reports, strict=True):
                assert each == {unit: figures_of(report.tally(unit), module) for unit in units}, on
    over_all = OverTime(group.session, course).count(everything)
    return [{code: each[unit_id] for code, unit_id in group.units.items()} for each in over_all]


def assert_in_every_way(group: Group, today: date = ON) -> None:
    """In both structures and at every level."""
    for structure, level in ((Structure.THEN, None), (Structure.NOW, None), *zip(cycle(Structure), Level)):
        assert_as_reports_say(group, today=today, structure=structure, level=level)


def test_a_unit_goes_from_late_to_done_and_to_having_to_do_it_again(group: Group) -> None:
    group.unit("A", Kind.ADMINISTRATION)
    somebody = group.person("A", first=ON - 290 * DAY)
    group.require(first=ON - 350 * DAY, days=30, months=None)
    group.complete(somebody, ON - 90 * DAY, until=ON - 25 * DAY)
    found = [each["A"] for each in assert_as_reports_say(group)]
    late, done, again = Figures(1, 1, 0, 1, 0), Figures(1, 1, 1, 0, 0), Figures(1, 1, 0, 0, 1)
    assert found == [Figures()] * 2 + [late] * 3 + [done] * 5 + [again] * 3


def test_the_last_day_of_a_state_is_not_the_first_of_the_next(group: Group) -> None:
    """Each on the very day and the day after: due, valid until, employed, absent, held."""
    edges = [ON - 100 * DAY, ON - 99 * DAY]
    last = edges[0]
    late = group.person("G", first=last - 30 * DAY)
    group.require(days=30, months=None)
    group.complete(group.person("G"), last - 50 * DAY, until=last)
    group.complete(group.person("G"), last + DAY)
    group.person("G", last=last)
    group.person("G", first=last + DAY)
    group.person("G", absent=(last - 60 * DAY, last))
    group.person("G", absent=(last + DAY, None))
    for_hr = group.person("G")
    set_hold(group.session, for_hr, on=last + DAY, at=evening(ON), actor=late)
    assert assert_as_reports_say(group, edges) == [
        {"G": Figures(7, 7, 1, 4, 0)},
        {"G": Figures(7, 7, 1, 1, 1)},  # who is back has 30 days
    ]


@pytest.mark.by_turns
def test_moves_levels_absences_and_holds_are_followed_from_day_to_day(group: Group) -> None:
    for code in ("A", "B"):
        group.unit(code, Kind.ADMINISTRATION)
    group.unit("A1", above="A")
    group.unit("B1", above="B")
    group.require(months=3)
    group.require("B", OTHER, first=ON - 250 * DAY, levels=(Level.MANAGER,), decided=False)
    mover = group.person("A1", last=ON - 160 * DAY)
    group.employ(mover, "B1", first=ON - 155 * DAY, last=ON - 65 * DAY)
    group.employ(mover, "B1", first=ON - 64 * DAY, level=Level.MANAGER)
    group.complete(mover, ON - 170 * DAY, until=ON - 45 * DAY)
    group.complete(mover, ON - 15 * DAY)
    away = group.person("A1", absent=(ON - 210 * DAY, ON - 55 * DAY))
    group.employ(away, "B", level=Level.POLITICIAN, first=ON - 95 * DAY)
    handled = group.person("B1", first=ON - 320 * DAY)
    set_hold(group.session, handled, on=ON - 205 * DAY, at=evening(ON - 205 * DAY), actor=handled)
    clear_hold(group.session, handled, on=ON - 35 * DAY, at=evening(ON - 35 * DAY), actor=handled)
    back = group.person("B1", last=ON - 220 * DAY)
    group.employ(back, "A1", first=ON - 80 * DAY)
    group.person("A1", form=Form.EXTERNAL)
    assert_in_every_way(group)
    assert_in_every_way(group, today=ON + 9 * DAY)


def test_the_organisation_and_the_requirements_are_those_of_each_day(group: Group) -> None:
    for code in ("A", "B"):
        group.unit(code, Kind.ADMINISTRATION)
    moved = group.unit("C", above="A")
    group.unit("C1", above="C")
    group.session.query(UnitVersion).filter_by(unit_id=moved).one().superseded_at = evening(ON)
    group.place("C", above="A", last=ON - 121 * DAY)
    group.place("C", above="B", first=ON - 120 * DAY, last=ON - 46 * DAY)
    group.place("C", above="B", first=ON - 45 * DAY, counts=False)
    for unit in ("A", "B", "C1"):
        group.complete(group.person(unit), ON - 80 * DAY)
        group.person(unit, level=Level.MANAGER)
    asked = group.require("A", days=10)
    end_requirement(group.session, asked.requirement_id, ON - 65 * DAY, at=evening(ON - 65 * DAY))
    group.require("B", MODULE, OTHER, first=ON - 110 * DAY, levels=(Level.MANAGER,))
    assert_in_every_way(group)


def test_who_moves_with_a_unit_is_asked_what_is_asked_there(group: Group) -> None:
    """In the group as a whole nobody moves, and the requirements stay as they are."""
    for code in ("A", "B"):
        group.unit(code, Kind.ADMINISTRATION)
    moved = group.unit("C", above="A")
    group.session.query(UnitVersion).filter_by(unit_id=moved).one().superseded_at = evening(ON)
    group.place("C", above="A", last=ON - 65 * DAY)
    group.place("C", above="B", first=ON - 64 * DAY)
    group.person("C")
    group.require("A", first=LONG_AGO, days=0)
    found = [each["G"].overdue for each in assert_as_reports_say(group)]
    assert found == [1] * 6 + [0] * 7


def test_the_protected_are_counted_on_the_days_on_which_fifty_are(group: Group) -> None:
    group.unit("A", Kind.ADMINISTRATION)
    group.unit("A1", above="A")
    for _ in range(48):
        group.person("A1")
    group.person("A1", first=ON - 65 * DAY)
    group.person("A1", protected=True)
    group.require()
    found = assert_as_reports_say(group)
    assert [each["A"].people for each in found] == [48] * 6 + [50] * 7
    assert {each["A1"].people for each in found} == {48, 49}
    assert_in_every_way(group)


def test_two_persons_whom_a_key_joined_are_one_on_every_day(group: Group) -> None:
    group.unit("A")
    one, other = group.person("G"), group.person("A")
    group.require()
    group.complete(one, ON - 90 * DAY)
    group.join(one, other, evening(ON))
    assert [each["G"].people for each in assert_as_reports_say(group)] == [1] * len(DAYS)


def test_a_day_that_has_not_been_is_refused(group: Group) -> None:
    with pytest.raises(FutureError):
        OverTime(group.session, Course(days=[ON, ON + DAY], today=ON))


def test_no_days_have_no_figures(group: Group) -> None:
    assert OverTime(group.session, Course(days=[], today=ON)).count([group.units["G"]]) == []


def test_days_before_anything_was_have_nobody(group: Group) -> None:
    group.person("G", first=ON)
    found = assert_as_reports_say(group, [date.min, LONG_AGO - timedelta(days=999), ON])
    assert [each["G"].people for each in found] == [0, 0, 1]
