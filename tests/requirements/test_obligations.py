"""What requirements ask of one person, and how they are set, changed and ended, on both databases."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from elearn.audit.models import AuditEvent
from elearn.organisations.kinds import Form, Kind, Level
from elearn.requirements.models import Hold, RequirementVersion
from elearn.requirements.queries import (
    is_excused,
    is_held,
    list_obligations,
    list_requirements,
    list_versions,
    validity,
)
from elearn.requirements.services import Terms, clear_hold, end_requirement, set_hold, set_requirement
from tests.reports.building import DAY, DECISION, LONG_AGO, ON, Group, evening

START = ON - 30 * DAY


@pytest.fixture
def group(session: Session) -> Group:
    group = Group(session)
    group.unit("A")
    return group


def terms(group: Group, *modules: str, unit: str = "G", decided: bool = True, **values: Any) -> Terms:
    decision = DECISION if decided else {}
    return Terms(unit_id=group.units[unit], modules=modules or ("m",), **(decision | values))


def actions(group: Group) -> list[tuple[str, str]]:
    events = group.session.scalars(select(AuditEvent).order_by(AuditEvent.seq)).all()
    return [(event.action, event.object) for event in events]


def due(group: Group, person_id: UUID, on: date = ON) -> dict[str, date]:
    return {asked.module: asked.due_on for asked in list_obligations(group.session, person_id, on)}


def test_a_requirement_asks_those_below_its_unit_at_its_levels(group: Group) -> None:
    inside = group.person("A", level=Level.MANAGER)
    outside, below = group.person("G", level=Level.MANAGER), group.person("A")
    asked = terms(group, "m", "n", unit="A", levels=(Level.MANAGER,))
    set_requirement(group.session, asked, valid_from=START, at=evening(START))
    assert due(group, inside) == {"m": START + 90 * DAY, "n": START + 90 * DAY}
    assert due(group, outside) == due(group, below) == {}
    assert due(group, inside, START - DAY) == {}
    assert due(group, group.person("A", level=Level.MANAGER, last=ON - DAY)) == {}


def test_an_obligation_says_who_decided_it(group: Group) -> None:
    person = group.person("G")
    set_requirement(group.session, terms(group, "m"), valid_from=START, at=evening(START))
    set_requirement(group.session, terms(group, "n", decided=False), valid_from=START, at=evening(START))
    decided, recommended = list_obligations(group.session, person, ON)
    assert (decided.decided_by, decided.decided_on, decided.record_number) == ("Styrelsen", LONG_AGO, "7")
    assert (decided.recommended, recommended.recommended) == (False, True)
    assert recommended.decided_by is None


def test_how_long_a_completion_is_valid_is_what_the_requirement_says(group: Group) -> None:
    person = group.person("G")
    set_requirement(group.session, terms(group, "m", valid_months=6), valid_from=START, at=evening(START))
    set_requirement(group.session, terms(group, "n", valid_months=None), valid_from=START, at=evening(START))
    assert validity(group.session, person, "m", date(2026, 3, 1), {}) == date(2026, 9, 1)
    assert validity(group.session, person, "n", ON, {}) is None
    assert validity(group.session, person, "unasked", ON, {}) is None


def test_a_decision_is_whole_or_not_there(group: Group) -> None:
    with pytest.raises(ValueError, match="decision"):
        terms(group, record_number=None)
    with pytest.raises(ValueError, match="module"):
        Terms(unit_id=1, modules=())
    with pytest.raises(ValueError, match="whole years"):
        Terms(unit_id=1, modules=("m",), anchor_month=1, valid_months=18)


def test_a_requirement_is_recorded_with_who_set_it(group: Group) -> None:
    somebody = group.person()
    version = set_requirement(
        group.session, terms(group), valid_from=START, valid_to=ON, at=evening(START), actor=somebody
    )
    (event,) = group.session.scalars(select(AuditEvent)).all()
    assert (event.action, event.actor) == ("requirement.set", somebody)
    assert event.object == str(version.requirement_id)
    assert event.details["from"] == START.isoformat()
    assert event.details["to"] == ON.isoformat()


def test_the_trail_tells_every_term(group: Group) -> None:
    asked = terms(group, person_id=group.person("G"), due_on=ON, forms=(Form.HOURLY,), major_days=90)
    set_requirement(group.session, asked, valid_from=START, at=evening(START))
    (event,) = group.session.scalars(select(AuditEvent)).all()
    told = {name: event.details[name] for name in ("due_on", "forms", "major_days", "kinds")}
    assert told == {"due_on": ON.isoformat(), "forms": ["hourly"], "major_days": 90, "kinds": []}


def test_a_change_leaves_the_days_before_it_and_what_was_known(group: Group) -> None:
    person = group.person("G")
    first = set_requirement(group.session, terms(group), valid_from=START, at=evening(START))
    later = terms(group, due_days=30, valid_months=12)
    set_requirement(group.session, later, valid_from=ON, at=evening(ON), requirement_id=first.requirement_id)
    assert due(group, person) == {"m": START + 30 * DAY}  # still counted from the first day
    assert due(group, person, ON - DAY) == {"m": START + 90 * DAY}
    assert [row.valid_months for row in list_versions(group.session)] == [24, 12]
    (known,) = list_requirements(group.session, ON, evening(ON - DAY))
    assert known.due_days == 90


@pytest.mark.parametrize(
    "more",
    [{"modules": ("m", "n")}, {"levels": ()}, {"decided": True}],
    ids=["a module more", "everybody", "a decision"],
)
def test_a_change_that_asks_for_more_gives_everybody_their_time_anew(
    group: Group, more: dict[str, Any]
) -> None:
    person = group.person("G")
    before: dict[str, Any] = {"modules": ("m",), "levels": (Level.EMPLOYEE,), "decided": False}
    versions: list[RequirementVersion] = []
    for values, day in ((before, START), (before | more, ON)):
        asked = terms(group, *values["modules"], decided=values["decided"], levels=values["levels"])
        number = versions[0].requirement_id if versions else None
        versions.append(
            set_requirement(group.session, asked, valid_from=day, at=evening(day), requirement_id=number)
        )
    assert set(due(group, person).values()) == {ON + 90 * DAY}


def test_a_change_that_asks_for_less_or_of_others_keeps_or_moves_the_start(group: Group) -> None:
    def start_after(before: Terms, after: Terms) -> date:
        first = set_requirement(group.session, before, valid_from=START, at=evening(START))
        number = first.requirement_id
        return set_requirement(
            group.session, after, valid_from=ON, at=evening(ON), requirement_id=number
        ).began_on

    both, one = (Level.MANAGER, Level.EMPLOYEE), (Level.MANAGER,)
    assert start_after(terms(group, levels=both), terms(group, levels=one)) == START
    assert start_after(terms(group, "m", "n"), terms(group, "m")) == START
    assert start_after(terms(group), terms(group, levels=one)) == START
    assert start_after(terms(group), terms(group, decided=False)) == START
    assert start_after(terms(group), terms(group, unit="A")) == ON
    assert start_after(terms(group), terms(group, kinds=(Kind.WORKPLACE,))) == START
    assert start_after(terms(group, kinds=(Kind.WORKPLACE,)), terms(group)) == ON
    assert start_after(terms(group, forms=(Form.HOURLY,)), terms(group, forms=(Form.PERMANENT,))) == ON
    somebody, other = group.person("G"), group.person("G")
    assert start_after(terms(group), terms(group, person_id=somebody)) == START
    assert start_after(terms(group, person_id=somebody), terms(group, person_id=somebody)) == START
    assert start_after(terms(group, person_id=somebody), terms(group, person_id=other)) == ON
    assert start_after(terms(group, person_id=somebody), terms(group)) == ON


def test_a_change_before_the_first_day_is_a_new_first_day(group: Group) -> None:
    first = set_requirement(group.session, terms(group), valid_from=ON, at=evening(START))
    set_requirement(
        group.session, terms(group), valid_from=START, at=evening(ON), requirement_id=first.requirement_id
    )
    (version,) = list_versions(group.session)
    assert (version.began_on, version.valid_from, version.valid_to) == (START, START, None)


def test_after_its_last_day_a_requirement_asks_for_nothing(group: Group) -> None:
    person = group.person("G")
    version = set_requirement(group.session, terms(group), valid_from=START, at=evening(START))
    end_requirement(group.session, version.requirement_id, ON, at=evening(ON), actor=person)
    assert due(group, person) == {"m": START + 90 * DAY}
    assert due(group, person, ON + DAY) == {}
    assert actions(group)[-1] == ("requirement.ended", str(version.requirement_id))
    end_requirement(group.session, version.requirement_id, ON + DAY, at=evening(ON), actor=person)
    assert due(group, person, ON + DAY) == {}  # ended is ended
    assert len(actions(group)) == 2


def test_a_last_day_before_the_first_takes_the_requirement_back(group: Group) -> None:
    version = set_requirement(group.session, terms(group), valid_from=START, at=evening(START))
    end_requirement(group.session, version.requirement_id, START - DAY, at=evening(ON))
    assert list_versions(group.session) == []
    assert len(group.session.scalars(select(RequirementVersion)).all()) == 1  # the record stays


def test_hr_holds_somebody_once_and_lets_go_once(group: Group) -> None:
    person, officer = group.person("G"), group.person("G")
    for _again in range(2):
        set_hold(group.session, person, on=START, at=evening(START), actor=officer)
    assert is_held(group.session, person, ON)
    assert not is_held(group.session, person, START - DAY)
    assert not is_held(group.session, officer, ON)
    for _again in range(2):
        clear_hold(group.session, person, on=ON, at=evening(ON), actor=officer)
    assert not is_held(group.session, person, ON)
    assert is_held(group.session, person, ON - DAY)
    assert actions(group) == [("hold.set", person.hex), ("hold.cleared", person.hex)]
    set_hold(group.session, person, on=ON + DAY, at=evening(ON + DAY), actor=officer)
    assert is_held(group.session, person, ON + DAY)


def test_a_hold_of_a_day_that_is_let_go_the_same_day_was_none(group: Group) -> None:
    person = group.person("G")
    set_hold(group.session, person, on=ON, at=evening(ON), actor=person)
    clear_hold(group.session, person, on=ON, at=evening(ON) + timedelta(minutes=1), actor=person)
    assert not is_held(group.session, person, ON)
    assert len(group.session.scalars(select(Hold)).all()) == 1


def test_a_hold_follows_the_person_whom_a_key_joined(group: Group) -> None:
    one, other = group.person("G"), group.person("A")
    set_hold(group.session, one, on=START, at=evening(START), actor=other)
    group.join(one, other, evening(ON))
    assert is_held(group.session, other, ON)
    clear_hold(group.session, other, on=ON, at=evening(ON), actor=other)
    assert not is_held(group.session, other, ON)


def test_who_is_held_or_away_from_every_employment_is_excused(group: Group) -> None:
    away: dict[str, Any] = {"absent": (ON - 40 * DAY, None)}
    held, absent, half, there = (group.person("G", **each) for each in ({}, away, away, {}))
    group.employ(half, "A")
    group.employ(absent, "A", form=Form.EXTERNAL)
    set_hold(group.session, held, on=ON, at=evening(ON), actor=there)
    found = [is_excused(group.session, person, ON) for person in (held, absent, half, there)]
    assert found == [True, True, False, False]
    hired = group.person("G", form=Form.EXTERNAL, **away)
    assert is_excused(group.session, hired, ON)  # nobody else employs them
    assert not is_excused(group.session, group.person(), ON)
