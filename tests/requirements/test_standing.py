"""What a requirement means for one person on one day, sentence by sentence."""

from datetime import date, timedelta

import pytest

from elearn.requirements.standing import (
    Done,
    Obligation,
    State,
    chain_start,
    standing,
    strictest,
    valid_until,
)
from elearn.requirements.time_off import is_long_absence

ON = date(2026, 3, 1)
DAY = timedelta(days=1)


def asked(
    *, due_on: date = ON, months: int | None = 24, recommended: bool = False, module: str = "m", id: int = 1
):
    return Obligation(
        module=module, requirement_id=id, due_on=due_on, valid_months=months, recommended=recommended
    )


@pytest.mark.parametrize(
    ("done", "due_on", "state"),
    [
        ([], ON, State.DUE),  # the due date itself is in time
        ([], ON - DAY, State.OVERDUE),
        ([Done(ON, None)], ON - DAY, State.COMPLETED),  # done on the day counts on the day
        ([Done(ON + DAY, None)], ON, State.DUE),  # what comes later does not
        ([Done(ON + DAY, None)], ON - DAY, State.OVERDUE),
        ([Done(date(2020, 1, 1), ON)], ON, State.COMPLETED),  # the last valid day is valid
        ([Done(date(2020, 1, 1), ON - DAY)], ON, State.EXPIRED),
        ([Done(date(2020, 1, 1), ON - DAY)], ON - DAY, State.EXPIRED),  # run out is not overdue besides
        ([Done(date(2020, 1, 1), ON - DAY), Done(date(2025, 1, 1), None)], ON, State.COMPLETED),
        ([Done(date(2024, 3, 1), None)], ON, State.COMPLETED),  # 24 months to the day
        ([Done(date(2024, 2, 29), None)], ON, State.EXPIRED),  # valid until 28 February
    ],
)
def test_exactly_one_state_holds(done: list[Done], due_on: date, state: State) -> None:
    assert standing(asked(due_on=due_on), {"m": done}, ON).state is state


def test_a_completion_that_says_how_long_it_is_valid_is_believed_over_the_requirement() -> None:
    done = [Done(date(2020, 1, 1), date(2030, 1, 1))]
    found = standing(asked(months=1), {"m": done}, ON)
    assert (found.state, found.valid_until) == (State.COMPLETED, date(2030, 1, 1))


def test_without_a_validity_a_completion_is_valid_for_good() -> None:
    found = standing(asked(months=None), {"m": [Done(date(1999, 1, 1), None)]}, ON)
    assert (found.state, found.valid_until) == (State.COMPLETED, None)


@pytest.mark.parametrize("done", [[], [Done(date(2020, 1, 1), None)]], ids=["never", "run out"])
@pytest.mark.parametrize("why", ["excused", "recommended"])
def test_whom_hr_holds_who_is_away_or_only_recommended_is_never_late(done: list[Done], why: str) -> None:
    obligation = asked(due_on=ON - 100 * DAY, recommended=why == "recommended")
    assert standing(obligation, {"m": done}, ON, excused=why == "excused").state is State.DUE


def test_who_is_excused_is_completed_all_the_same() -> None:
    assert standing(asked(), {"m": [Done(ON, None)]}, ON, excused=True).state is State.COMPLETED


def test_the_completion_that_lasts_longest_is_shown() -> None:
    done = [Done(date(2025, 1, 1), date(2028, 1, 1)), Done(date(2026, 1, 1), date(2027, 1, 1))]
    found = standing(asked(), {"m": done}, ON)
    assert (found.completed_on, found.valid_until) == (date(2025, 1, 1), date(2028, 1, 1))


@pytest.mark.parametrize(
    ("completed_on", "months", "last"),
    [
        (date(2024, 2, 29), 24, date(2026, 2, 28)),
        (date(2024, 2, 29), 48, date(2028, 2, 29)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2026, 12, 15), 1, date(2027, 1, 15)),
        (date(2026, 3, 1), 24, date(2028, 3, 1)),
        (date(2026, 3, 1), None, None),
    ],
)
def test_the_last_valid_day_is_the_same_day_so_many_months_on(completed_on, months, last) -> None:
    assert valid_until(completed_on, months) == last


@pytest.mark.parametrize(
    ("periods", "start"),
    [
        ([(ON, None)], ON),
        ([(ON, ON)], ON),
        ([(ON + DAY, None)], None),  # not yet
        ([(date(2020, 1, 1), ON - DAY)], None),  # no longer
        ([], None),
        # a gap of 30 days holds the chain together, one of 31 breaks it
        ([(date(2020, 1, 1), ON - 131 * DAY), (ON - 100 * DAY, None)], date(2020, 1, 1)),
        ([(date(2020, 1, 1), ON - 132 * DAY), (ON - 100 * DAY, None)], ON - 100 * DAY),
        # in any order, overlapping, one inside the other
        ([(ON - 5 * DAY, None), (date(2020, 1, 1), ON)], date(2020, 1, 1)),
        ([(date(2020, 1, 1), ON), (date(2021, 1, 1), date(2021, 2, 1)), (ON + DAY, None)], date(2020, 1, 1)),
        ([(date(2020, 1, 1), None), (date(2021, 1, 1), date(2021, 2, 1))], date(2020, 1, 1)),
        ([(date(2020, 1, 1), date(2021, 1, 1)), (date(2020, 6, 1), None)], date(2020, 1, 1)),
    ],
)
def test_the_chain_of_employments_starts_where_no_gap_is_longer_than_thirty_days(periods, start) -> None:
    assert chain_start(periods, ON) == start


@pytest.mark.parametrize(
    ("first", "last", "long"),
    [
        (None, None, False),
        (ON - 15 * DAY, ON + 15 * DAY, True),  # 31 days
        (ON - 15 * DAY, ON + 14 * DAY, False),  # 30 days
        (ON, ON + 60 * DAY, True),  # its first day
        (ON - 60 * DAY, ON, True),  # its last
        (ON - 60 * DAY, ON - DAY, False),  # over
        (ON + DAY, None, False),  # not begun
        (ON, None, True),  # without an end
    ],
)
def test_an_absence_is_long_when_it_lasts_more_than_thirty_days(first, last, long) -> None:
    assert is_long_absence(first, last, ON) is long


def test_of_several_requirements_the_decided_one_holds_then_the_earliest_due() -> None:
    early = asked(id=1, due_on=ON - DAY, recommended=True)
    later = asked(id=2, due_on=ON + DAY)
    latest = asked(id=3, due_on=ON + 2 * DAY)
    other = asked(id=4, module="a")
    assert strictest([latest, early, later, other]) == [other, later]
    assert strictest([early]) == [early]
