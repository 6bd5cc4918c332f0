"""What a state follows from, and that no explanation says anything else than the state."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from elearn.requirements.explaining import DueBy, LastDayBy, Verdict, chain_of, explain, renewable_from
from elearn.requirements.standing import Done, Obligation, State, put_off, standing

DAY = timedelta(days=1)
START, BEGAN, ON = date(2025, 1, 7), date(2025, 3, 1), date(2026, 11, 1)

WORDS = {
    State.COMPLETED: {Verdict.COMPLETED},
    State.EXPIRED: {Verdict.EXPIRED},
    State.OVERDUE: {Verdict.OVERDUE},
    State.DUE: {Verdict.IN_TIME, Verdict.RECOMMENDED, Verdict.NOT_LATE},
}


def asked(**values: Any) -> Obligation:
    since = values.pop("since", BEGAN)
    days, fixed = timedelta(days=values.get("due_days", 90)), values.get("fixed_on")
    due_on = values.pop("due_on", max(fixed, START + days) if fixed else since + days)
    terms: dict[str, Any] = {"valid_months": 24, "recommended": False, "due_days": 90} | values
    return Obligation(module="m", requirement_id=1, since=since, due_on=due_on, asked_due_on=due_on, **terms)


def reason(
    obligation: Obligation, *done: Done, on: date = ON, **others: Sequence[Done]
) -> tuple[LastDayBy, Any]:
    """Why the last of what was done is valid until its last day, and that day."""
    record = {"m": list(done), **others}
    found = explain(obligation, standing(obligation, record, on), record, START, on).counted[-1]
    return found.why, found.last_on


@pytest.mark.parametrize(
    ("terms", "due_by", "due_on"),
    [
        ({}, DueBy.REQUIREMENT, BEGAN + 90 * DAY),
        ({"since": START}, DueBy.EMPLOYMENT, START + 90 * DAY),
        ({"fixed_on": date(2025, 12, 31)}, DueBy.FIXED, date(2025, 12, 31)),
        ({"fixed_on": date(2025, 1, 31)}, DueBy.AFTER_FIXED, START + 90 * DAY),
        # over before it was asked: it binds nobody
        ({"fixed_on": date(2025, 1, 31), "due_on": BEGAN + 90 * DAY}, DueBy.REQUIREMENT, BEGAN + 90 * DAY),
    ],
)
def test_how_a_due_date_came_about(terms: dict[str, Any], due_by: DueBy, due_on: date) -> None:
    obligation = asked(**terms)
    found = explain(obligation, standing(obligation, {}, ON), {}, START, ON)
    assert (found.due_by, found.asked.due_on, found.moved_from) == (due_by, due_on, None)


def test_a_due_date_that_time_off_moved_says_from_where() -> None:
    obligation = asked()
    stretch = (obligation.due_on - DAY, obligation.due_on + 30 * DAY)
    (later,) = put_off([obligation], [stretch])
    found = explain(later, standing(later, {}, ON), {}, START, ON)
    assert (found.moved_from, found.asked.due_on) == (obligation.due_on, stretch[1])


@pytest.mark.parametrize(
    ("terms", "done", "why", "last_on"),
    [
        ({"valid_months": None}, [Done(BEGAN, None)], LastDayBy.ENDLESS, None),
        ({}, [Done(BEGAN, None)], LastDayBy.MONTHS, date(2027, 3, 1)),
        ({}, [Done(BEGAN, date(2027, 3, 1))], LastDayBy.MONTHS, date(2027, 3, 1)),
        ({}, [Done(BEGAN, date(2030, 1, 1))], LastDayBy.RECORDED, date(2030, 1, 1)),
        ({"valid_months": 12, "anchor_month": 1}, [Done(BEGAN, None)], LastDayBy.ANCHOR, date(2026, 1, 31)),
        (
            {"valid_months": 12, "window_days": 60},
            [Done(date(2025, 3, 10), None), Done(date(2026, 2, 1), None)],
            LastDayBy.WINDOW,
            date(2027, 3, 10),
        ),
        (
            {"valid_months": 12, "window_days": 5},
            [Done(date(2025, 3, 10), None), Done(date(2026, 2, 1), None)],
            LastDayBy.MONTHS,
            date(2027, 2, 1),
        ),
        (
            {"major_days": 30},
            [Done(BEGAN, date(2027, 3, 1), outdated_on=date(2026, 6, 1))],
            LastDayBy.MAJOR,
            date(2026, 7, 1),
        ),
        (
            {"major_days": 300},  # it would have ended before that
            [Done(BEGAN, None, outdated_on=date(2026, 10, 1))],
            LastDayBy.MONTHS,
            date(2027, 3, 1),
        ),
    ],
)
def test_why_a_completion_is_valid_until_its_last_day(
    terms: dict[str, Any], done: list[Done], why: LastDayBy, last_on: date | None
) -> None:
    assert reason(asked(**terms), *done) == (why, last_on)


def test_a_refresher_counts_as_a_renewal() -> None:
    obligation = asked(refreshers=("r",), valid_months=12)
    record = {"m": [Done(BEGAN, None)], "r": [Done(date(2026, 2, 1), None)]}
    found = explain(obligation, standing(obligation, record, ON), record, START, ON)
    assert [(each.module, each.why) for each in found.counted] == [
        ("m", LastDayBy.MONTHS),
        ("r", LastDayBy.MONTHS),
    ]
    assert found.standing.completed_on == date(2026, 2, 1)


@pytest.mark.parametrize(
    ("terms", "done", "excused", "verdict"),
    [
        ({}, [], False, Verdict.OVERDUE),
        ({}, [], True, Verdict.NOT_LATE),
        ({"due_on": ON}, [], False, Verdict.IN_TIME),
        ({"due_on": ON}, [], True, Verdict.IN_TIME),
        ({"recommended": True}, [], False, Verdict.RECOMMENDED),
        ({"recommended": True}, [], True, Verdict.RECOMMENDED),
        ({}, [Done(BEGAN, ON - DAY)], False, Verdict.EXPIRED),
        ({"due_on": ON + 90 * DAY}, [Done(BEGAN, ON - DAY)], True, Verdict.NOT_LATE),
        ({}, [Done(BEGAN, ON)], True, Verdict.COMPLETED),
    ],
)
def test_the_state_in_a_word(
    terms: dict[str, Any], done: list[Done], excused: bool, verdict: Verdict
) -> None:
    obligation = asked(**terms)
    state = standing(obligation, {"m": done}, ON, excused=excused)
    assert explain(obligation, state, {"m": done}, START, ON).verdict is verdict


def test_the_chain_is_the_employments_since_its_first_day() -> None:
    periods = [(date(2020, 1, 1), date(2021, 1, 1)), (BEGAN, None), (START, BEGAN), (ON + DAY, None)]
    assert chain_of(periods, START, ON) == [(START, BEGAN), (BEGAN, None)]


def test_a_renewal_counts_for_the_next_period_from_the_first_day_of_the_window() -> None:
    obligation, done = asked(window_days=60), {"m": [Done(BEGAN, date(2027, 3, 1))]}
    assert renewable_from(obligation, standing(obligation, done, ON)) == date(2026, 12, 31)
    assert renewable_from(asked(), standing(asked(), done, ON)) is None
    assert renewable_from(obligation, standing(obligation, {}, ON)) is None


days = st.dates(date(2024, 1, 1), date(2027, 12, 31))
completions = st.lists(st.builds(Done, days, st.none() | days, st.none() | days), max_size=4).map(
    lambda made: [
        Done(each.completed_on, max(each.valid_until, each.completed_on), each.outdated_on)
        if each.valid_until
        else each
        for each in made
    ]
)
obligations = st.builds(
    asked,
    due_on=days,
    valid_months=st.none() | st.integers(1, 36),
    recommended=st.booleans(),
    anchor_month=st.none() | st.integers(1, 12),
    window_days=st.sampled_from([0, 30, 90]),
    refreshers=st.sampled_from([(), ("r",), ("r", "q")]),
    major_days=st.none() | st.sampled_from([0, 90]),
)
records = st.fixed_dictionaries({"m": completions, "r": completions, "q": completions})


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(obligations, records, days, st.booleans(), st.booleans())
def test_no_explanation_says_anything_else_than_the_state(
    obligation: Obligation, record: dict[str, list[Done]], on: date, excused: bool, aside: bool
) -> None:
    own_way = frozenset({"m"}) if aside else frozenset[str]()
    state = standing(obligation, record, on, excused=excused, aside=own_way)
    found = explain(obligation, state, record, START, on)
    assert found.verdict in WORDS[state.state]
    assert (found.verdict is Verdict.RECOMMENDED) == (state.state is State.DUE and obligation.recommended)
    longest = max(
        ((each.last_on or date.max, each.done.completed_on) for each in found.counted), default=None
    )
    if longest is None:
        assert state.completed_on is None
    else:
        assert longest == (state.valid_until or date.max, state.completed_on)
    if found.verdict is Verdict.IN_TIME:
        assert state.due_on >= on
    if found.verdict is Verdict.NOT_LATE:
        assert excused or aside
    # Whoever does it in a way of their own reads to HR as whoever is off: the same words, the same days.
    elsewhere = explain(obligation, standing(obligation, record, on, excused=True), record, START, on)
    if aside:
        assert found == elsewhere
