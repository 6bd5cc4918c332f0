"""Why figures differ where leave, holidays, own ways, new versions and refreshers are the reason, on both databases."""

from sqlalchemy import select

from elearn.modules.models import ModuleVersion
from elearn.modules.publishing import publish, read_version
from elearn.reports.causes import Cause
from elearn.requirements.asides import clear_aside, set_aside
from elearn.requirements.holidays import set_holiday
from tests.reports.building import DAY, MODULE, ON, Group, evening
from tests.reports.test_causes import LATER, a, causes, module

__all__ = ["a"]


def test_own_ways_and_holidays_are_of_that_cause_and_a_due_date_that_leave_has_moved(a: Group) -> None:
    at = evening(ON + DAY)
    aside, back, off = a.person("A1"), a.person("A1"), a.person("A2")
    set_aside(a.session, aside, MODULE, on=ON + DAY, at=at)
    set_aside(a.session, back, MODULE, on=ON, at=evening(ON))
    clear_aside(a.session, back, MODULE, on=LATER, at=evening(LATER))
    set_holiday(a.session, a.units["A2"], "lov", LATER, LATER, at=at)
    a.person(
        "A1", first=ON - 50 * DAY, absent=(ON + DAY, ON + 80 * DAY)
    )  # due in it: has until ON + 110 days
    assert causes(a) == {"last_day": {"overdue": -1, "due": 1}}
    assert {change.person_id for change in module(a).of(Cause.LAST_DAY)} == {aside, back, off}
    assert causes(a, last=ON + 120 * DAY, today=ON + 120 * DAY)["overdue"] == {"due": -1, "overdue": 1}


def test_a_due_date_that_leave_moved_is_as_it_was_once_somebody_works_elsewhere(a: Group) -> None:
    away = a.person("A1", first=ON - 30 * DAY, absent=(ON - 30 * DAY, ON + 50 * DAY))  # due after 60 days
    a.employ(away, "A2", first=ON + 10 * DAY)
    later = ON + 70 * DAY
    assert causes(a, last=later, today=later) == {"last_day": {"due": -1, "overdue": 1}}


def test_an_earlier_major_version_runs_out(group: Group) -> None:
    group.require("G", major_days=30)
    group.complete(group.person("G"))
    (row, *_rest) = group.session.scalars(select(ModuleVersion).where(ModuleVersion.slug == MODULE)).all()
    publish(group.session, [read_version(row).model_copy(update={"version": "2.0"})], evening(ON + DAY))
    assert causes(group, "G") == {"expiries": {"completed": -1, "expired": 1}}


def test_a_refresher_is_a_completion_like_the_module(group: Group) -> None:
    group.require("G", months=1, refreshers={MODULE: ("r",)})
    somebody = group.person("G")
    group.complete(somebody, ON - 100 * DAY)
    group.complete(somebody, LATER - DAY, module="r")
    assert causes(group, "G") == {"completions": {"completed": 1, "expired": -1}}
