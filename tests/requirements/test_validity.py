"""Until when what somebody has done is valid, and what they take next, sentence by sentence."""

from datetime import date, timedelta
from typing import Any

import pytest

from elearn.requirements.standing import Done, Obligation, State, standing
from elearn.requirements.validity import last_day, record_of

DAY = timedelta(days=1)
NEVER = date(2040, 1, 1)


def asked(**values: Any) -> Obligation:
    given: dict[str, Any] = {"valid_months": 12, "due_on": NEVER, "recommended": False}
    return Obligation(module="m", requirement_id=1, **(given | values))


def done(*days: date, until: date | None = None) -> list[Done]:
    return [Done(day, until) for day in days]


def lasts(obligation: Obligation, on: date, before: dict[str, list[Done]] | None = None) -> date | None:
    """What is written into the ledger is what a state says where nothing is written."""
    recorded = last_day(obligation, before or {}, on)
    made = {**(before or {}), "m": [*(before or {}).get("m", []), Done(on, None)]}
    assert record_of(obligation, made, on).made[-1].last_on == recorded
    return recorded


@pytest.mark.parametrize(
    ("made", "window", "last"),
    [
        (date(2026, 3, 10), 60, date(2027, 1, 31)),
        (date(2026, 12, 5), 60, date(2028, 1, 31)),  # 57 days before: counts for the next period
        (date(2026, 12, 5), 0, date(2027, 1, 31)),
        (date(2026, 12, 2), 60, date(2028, 1, 31)),  # the first day of the window
        (date(2026, 12, 1), 60, date(2027, 1, 31)),
        (date(2027, 1, 31), 0, date(2028, 1, 31)),  # on the last day itself
        (date(2027, 2, 1), 60, date(2028, 1, 31)),
    ],
)
def test_a_month_of_renewal_ends_the_period(made: date, window: int, last: date) -> None:
    assert lasts(asked(anchor_month=1, window_days=window), made) == last


@pytest.mark.parametrize(
    ("made", "months", "month", "last"),
    [
        (date(2027, 2, 28), 12, 2, date(2028, 2, 29)),  # the end of the month, whatever day that is
        (date(2026, 3, 10), 24, 1, date(2028, 1, 31)),
        (date(2026, 3, 10), 6, 1, date(2027, 1, 31)),  # shorter than the way to the next one
        (date(2026, 3, 10), 18, 1, date(2027, 1, 31)),
    ],
)
def test_the_latest_end_of_that_month_within_the_months(
    made: date, months: int, month: int, last: date
) -> None:
    assert lasts(asked(anchor_month=month, valid_months=months), made) == last


def test_what_is_renewed_in_the_window_always_reaches_a_later_end() -> None:
    """Also by a row whose months are no whole years, as no form takes any longer."""
    obligation = asked(anchor_month=1, valid_months=6, window_days=60)
    assert lasts(obligation, date(2026, 12, 5)) == date(2028, 1, 31)


@pytest.mark.parametrize(
    ("again", "last"),
    [
        (date(2026, 12, 1), date(2027, 12, 1)),  # too early: counts from the day
        (date(2026, 12, 2), date(2028, 1, 31)),  # 60 days before
        (date(2027, 1, 31), date(2028, 1, 31)),  # the last valid day
        (date(2027, 2, 1), date(2028, 2, 1)),  # had run out
    ],
)
def test_a_renewal_in_the_window_loses_no_day(again: date, last: date) -> None:
    before = {"m": done(date(2026, 1, 31))}
    assert lasts(asked(window_days=60), again, before) == last


def test_a_window_after_what_holds_for_good_or_was_done_the_same_day_adds_nothing() -> None:
    forever = {"m": [Done(date(2026, 1, 1), None)]}
    assert last_day(asked(valid_months=None, window_days=60), forever, date(2026, 2, 1)) is None
    same_day = {"m": done(date(2026, 1, 1))}
    assert last_day(asked(valid_months=1, window_days=60), same_day, date(2026, 1, 1)) == date(2026, 2, 1)


def test_what_the_ledger_says_is_believed_and_renewed_from() -> None:
    before = {"m": done(date(2024, 1, 1), until=date(2027, 3, 1))}
    assert lasts(asked(window_days=30), date(2027, 2, 15), before) == date(2028, 3, 1)


def test_refreshers_renew_each_in_its_turn_and_the_last_one_again_and_again() -> None:
    obligation = asked(refreshers=("r", "s"))
    days = [date(2020 + year, 1, 1) for year in range(5)]

    def take(**made: list[Done]) -> tuple[str, int]:
        record = record_of(obligation, made, date(2030, 1, 1))
        return record.take, len(record.made)

    assert take() == ("m", 0)
    assert take(r=done(days[0])) == ("m", 0)  # refreshes nothing yet
    assert take(m=done(days[0])) == ("r", 1)
    assert take(m=done(days[0]), s=done(days[1])) == ("r", 1)  # not its turn
    assert take(m=done(days[0]), r=done(days[1])) == ("s", 2)
    assert take(m=done(days[0]), r=done(days[1], days[2])) == ("s", 2)
    assert take(m=done(days[0]), r=done(days[1]), s=done(days[2], days[3])) == ("s", 4)
    assert take(m=done(days[0], days[2]), r=done(days[1])) == ("s", 3)  # the module renews itself always


def test_the_state_of_a_module_is_that_which_its_refresher_gives_it() -> None:
    obligation = asked(refreshers=("r",))
    made = {"m": done(date(2024, 1, 1)), "r": done(date(2025, 1, 1))}
    found = standing(obligation, made, date(2026, 1, 1))
    assert (found.state, found.completed_on, found.valid_until) == (
        State.COMPLETED,
        date(2025, 1, 1),
        date(2026, 1, 1),
    )
    assert standing(obligation, made, date(2026, 1, 2)).state is State.EXPIRED
    assert standing(obligation, made, date(2024, 12, 31)).completed_on == date(2024, 1, 1)


@pytest.mark.parametrize(
    ("major_days", "on", "state"),
    [
        (None, date(2026, 7, 1), State.COMPLETED),
        (30, date(2026, 6, 1), State.COMPLETED),
        (30, date(2026, 7, 1), State.COMPLETED),  # 1 June and 30 days
        (30, date(2026, 7, 2), State.EXPIRED),
        (0, date(2026, 6, 1), State.COMPLETED),
        (0, date(2026, 6, 2), State.EXPIRED),
    ],
)
def test_a_new_major_version_ends_what_earlier_ones_proved_where_the_requirement_says_so(
    major_days: int | None, on: date, state: State
) -> None:
    made = {"m": [Done(date(2026, 5, 1), None, outdated_on=date(2026, 6, 1))]}
    assert standing(asked(major_days=major_days), made, on).state is state


def test_until_it_is_published_a_major_version_changes_nothing_that_is_told() -> None:
    made = {"m": [Done(date(2026, 5, 1), None, outdated_on=date(2026, 6, 1))]}
    obligation = asked(major_days=30)
    assert standing(obligation, made, date(2026, 5, 31)).valid_until == date(2027, 5, 1)
    assert standing(obligation, made, date(2026, 6, 1)).valid_until == date(2026, 7, 1)


def test_who_does_a_module_in_a_way_of_their_own_is_late_with_no_other() -> None:
    obligation, refreshed = asked(due_on=date(2026, 1, 1)), asked(refreshers=("r",))
    on = date(2026, 2, 1)
    assert standing(obligation, {}, on).state is State.OVERDUE
    assert standing(obligation, {}, on, aside={"m"}).state is State.DUE
    assert standing(obligation, {}, on, aside={"n"}).state is State.OVERDUE
    ran_out = {"m": done(date(2024, 1, 1))}
    assert standing(refreshed, ran_out, on).state is State.EXPIRED
    assert standing(refreshed, ran_out, on, aside={"r"}).state is State.DUE  # it is what they would take


def test_a_due_date_that_has_passed_without_making_anybody_late_is_not_told() -> None:
    obligation = asked(due_on=date(2026, 1, 1))
    assert standing(obligation, {}, date(2026, 1, 1), aside={"m"}).told_due_on == date(2026, 1, 1)
    assert standing(obligation, {}, date(2026, 1, 2), aside={"m"}).told_due_on is None
    assert standing(obligation, {}, date(2026, 1, 2), excused=True).told_due_on is None
    assert standing(obligation, {}, date(2026, 1, 2)).told_due_on == date(2026, 1, 1)
