"""Whom a requirement asks, what time off does to it, and until when what is done counts, on both databases."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from elearn.audit.models import AuditEvent
from elearn.completions.queries import last_valid_day, list_completions, list_standings
from elearn.modules.models import ModuleVersion
from elearn.organisations.kinds import Form, Kind, Level
from elearn.requirements.asides import clear_aside, set_aside
from elearn.requirements.holidays import end_holiday, set_holiday
from elearn.requirements.models import Holiday
from elearn.requirements.queries import get_situation, is_excused, list_obligations
from elearn.requirements.services import Terms, set_requirement
from elearn.requirements.standing import Standing, State
from tests.reports.building import DAY, DECISION, LONG_AGO, ON, Group, evening

START = ON - 30 * DAY


@pytest.fixture
def group(session: Session) -> Group:
    group = Group(session)
    group.unit("A")
    group.unit("A1", Kind.WORKPLACE, above="A")
    return group


def ask(group: Group, unit: str = "G", since: date = START, **values: Any) -> int:
    """A requirement of the module m, and its number."""
    terms = Terms(unit_id=group.units[unit], modules=("m",), **(DECISION | values))
    return set_requirement(group.session, terms, valid_from=since, at=evening(since)).requirement_id


def is_asked(group: Group, *people: UUID) -> list[bool]:
    return [bool(list_obligations(group.session, person, ON)) for person in people]


def due(group: Group, person: UUID, on: date = ON) -> date:
    (asked,) = list_obligations(group.session, person, on)
    return asked.due_on


def stands(group: Group, person: UUID, on: date = ON) -> Standing:
    history = list_completions(group.session, person)
    ((_asked, found),) = list_standings(group.session, person, on, history)
    return found


def test_a_kind_of_unit_is_that_of_the_employment_and_not_of_what_is_above(group: Group) -> None:
    ask(group, "A", kinds=(Kind.WORKPLACE,))
    assert is_asked(group, group.person("A1"), group.person("A"), group.person("G")) == [True, False, False]


def test_a_form_of_employment_is_asked_and_no_other_nor_one_that_is_not_said(group: Group) -> None:
    ask(group, forms=(Form.HOURLY,), levels=(Level.EMPLOYEE,))
    hourly, permanent = group.person("A", form=Form.HOURLY), group.person("A")
    elsewhere = group.person("A", form=Form.HOURLY, level=Level.MANAGER)
    group.employ(elsewhere, "A1")  # the level of one and the form of the other are not together
    assert is_asked(group, hourly, permanent, elsewhere) == [True, False, False]


def test_one_person_is_asked_by_whomever_they_are_read_as_and_only_below_the_unit(group: Group) -> None:
    one, other, outside = group.person("A1"), group.person("A1"), group.person("G")
    ask(group, "A", person_id=one)
    ask(group, "A", person_id=outside)
    assert is_asked(group, one, other, outside) == [True, False, False]
    group.join(one, other, evening(ON))
    assert is_asked(group, other) == [True]


def test_a_fixed_day_holds_for_those_who_are_there_and_who_starts_later_gets_the_days(group: Group) -> None:
    ask(group, due_days=40, due_on=ON)  # more days than from the requirement's start
    assert due(group, group.person("A")) == ON
    assert due(group, group.person("A", first=ON - 40 * DAY)) == ON
    assert due(group, group.person("A", first=ON - 4 * DAY)) == ON + 36 * DAY
    (asked,) = list_obligations(group.session, group.person("A", first=ON - 4 * DAY), ON)
    assert (asked.since, asked.due_days, asked.fixed_on) == (ON - 4 * DAY, 40, ON)


def test_a_fixed_day_that_was_over_when_more_was_asked_makes_nobody_late_for_what_is_new(
    group: Group,
) -> None:
    asked: dict[str, Any] = {"due_days": 14, "due_on": START + 5 * DAY}
    number = ask(group, levels=(Level.MANAGER,), **asked)
    wider = Terms(unit_id=group.units["G"], modules=("m",), **(DECISION | asked))
    set_requirement(group.session, wider, valid_from=ON, at=evening(ON), requirement_id=number)
    assert due(group, group.person("A")) == ON + 14 * DAY


def test_who_is_back_from_a_long_absence_has_thirty_days_and_then_is_late(group: Group) -> None:
    """A later row of HR's file no longer states it: what a row says holds on its own days."""
    ask(group, due_days=20)
    back, still_there = group.person("A", last=ON - DAY, absent=(ON - 40 * DAY, None)), group.person("A")
    group.employ(back, "A", first=ON)
    last = ON + 29 * DAY
    assert due(group, still_there) == START + 20 * DAY
    assert due(group, back) == last
    (asked,) = list_obligations(group.session, back, ON)
    assert asked.asked_due_on == START + 20 * DAY
    assert stands(group, back, last).state is State.DUE
    assert stands(group, back, last + DAY).state is State.OVERDUE
    assert stands(group, still_there, last).state is State.OVERDUE
    assert [is_excused(group.session, back, day) for day in (last, last + DAY)] == [True, False]


def test_an_absence_without_an_end_excuses_and_moves_nothing(group: Group) -> None:
    ask(group, due_days=20)
    away = group.person("A", absent=(ON - 40 * DAY, None))
    assert due(group, away) == START + 20 * DAY
    assert stands(group, away).state is State.DUE


def test_a_holiday_is_theirs_whom_it_concerns_in_every_employment(group: Group) -> None:
    ask(group, due_days=20)
    off = {"levels": (Level.EMPLOYEE,), "forms": (Form.PERMANENT,), "at": evening(START)}
    set_holiday(group.session, group.units["A"], "sommarlov", START + 10 * DAY, ON, **off)  # type: ignore[arg-type]
    teacher, both = group.person("A1"), group.person("A1")
    group.employ(both, "G")
    others = group.person("G"), group.person("A1", level=Level.MANAGER), group.person("A1", form=Form.HOURLY)
    assert [due(group, each) for each in (teacher, both)] == [ON, START + 20 * DAY]
    assert {due(group, each) for each in others} == {START + 20 * DAY}
    assert [stands(group, teacher, day).state for day in (ON, ON + DAY)] == [State.DUE, State.OVERDUE]
    assert stands(group, both).state is State.OVERDUE


def test_a_holiday_ends_on_another_day_or_never_was(group: Group) -> None:
    at, unit = evening(START), group.units["A"]
    ask(group, due_days=20)
    teacher, officer = group.person("A"), group.person()
    holiday = set_holiday(group.session, unit, "lov", START, ON, at=at, actor=officer)
    longer = end_holiday(group.session, holiday.id, ON + DAY, at=evening(ON), actor=officer)
    assert longer is not None
    assert due(group, teacher) == ON + DAY
    assert end_holiday(group.session, longer.id, ON + DAY, at=evening(ON)) is longer
    assert end_holiday(group.session, holiday.id, ON, at=evening(ON)) is None  # that row is history
    assert end_holiday(group.session, longer.id, START - DAY, at=evening(ON), actor=officer) is None
    assert due(group, teacher) == START + 20 * DAY
    assert len(group.session.scalars(select(Holiday)).all()) == 2  # the record stays
    told = [(event.action, event.actor, event.details["to"]) for event in _trail(group)]
    assert told == [
        ("holiday.set", officer, ON.isoformat()),
        ("holiday.ended", officer, (ON + DAY).isoformat()),
        ("holiday.taken_back", officer, (ON + DAY).isoformat()),
    ]


def _trail(group: Group) -> list[AuditEvent]:
    events = select(AuditEvent).where(AuditEvent.action.like("holiday.%")).order_by(AuditEvent.seq)
    return list(group.session.scalars(events))


def test_a_module_in_a_way_of_their_own_is_not_late_as_long_as_it_is(group: Group) -> None:
    ask(group, due_days=10)
    person = group.person("A")
    assert stands(group, person).state is State.OVERDUE
    set_aside(group.session, person, "m", on=ON, at=evening(ON))
    assert stands(group, person).state is State.DUE
    assert stands(group, person, ON - DAY).state is State.OVERDUE
    assert get_situation(group.session, person, ON).aside == {"m"}
    clear_aside(group.session, person, "m", on=ON + DAY, at=evening(ON))
    assert [stands(group, person, day).state for day in (ON, ON + DAY)] == [State.DUE, State.OVERDUE]


def test_what_is_recorded_of_a_renewal_counts_from_the_end_of_what_it_renews(group: Group) -> None:
    ask(group, since=LONG_AGO, valid_months=12, window_days=60, refreshers={"m": ("r",)})
    person = group.person("A")
    assert last_valid_day(group.session, person, "m", ON) == date(2027, 3, 1)
    made = group.complete(person, ON, module="m", until=date(2027, 3, 1))
    for module in ("m", "r"):  # the refresher is asked of nobody by itself
        assert last_valid_day(group.session, person, module, date(2027, 2, 1)) == date(2028, 3, 1)
    corrected = last_valid_day(group.session, person, "m", date(2027, 2, 1), instead_of=made.id)
    assert corrected == date(2028, 2, 1)
    assert last_valid_day(group.session, person, "unasked", ON) is None
    assert stands(group, person).take == "r"


def test_a_major_version_counts_from_the_day_in_stockholm_on_which_it_was_published(group: Group) -> None:
    ask(group, since=LONG_AGO, major_days=0)
    person = group.person("A")
    group.complete(person, ON - DAY, module="m")  # version 1.0
    published = datetime.fromisoformat("2026-02-28T23:30:00+00:00")  # 1 March here
    for version in ("1.1", "2.0"):
        row = ModuleVersion(slug="m", version=version, digest=version, body="{}", published_at=published)
        group.session.add(row)
    group.session.flush()
    assert [stands(group, person, day).state for day in (ON, ON + DAY)] == [State.COMPLETED, State.EXPIRED]


def test_leaving_and_coming_back_resets_nobody(group: Group) -> None:
    """What is asked is worked out of facts: who was outside for a month has what they had, and owes what they owed."""
    ask(group, "A", since=LONG_AGO, due_days=30)
    done, owing = group.person("A", last=ON), group.person("A", last=ON)
    group.complete(done, ON, module="m", until=ON + 365 * DAY)
    before = [stands(group, person) for person in (done, owing)]
    for person in (done, owing):
        group.employ(person, "G", first=ON + DAY, last=ON + 40 * DAY)
        group.employ(person, "A", first=ON + 41 * DAY)
    assert not list_obligations(group.session, done, ON + 40 * DAY)
    after = [stands(group, person, ON + 41 * DAY) for person in (done, owing)]
    for one, other in zip(before, after, strict=True):
        assert (one.state, one.due_on, one.valid_until) == (other.state, other.due_on, other.valid_until)
    assert after[1].state is State.OVERDUE
