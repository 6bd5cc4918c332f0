"""What a snapshot makes of the stored periods of one key."""

from collections.abc import Sequence
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from elearn.organisations.timeline import Fresh, Outcome, Plan, Stated, Stored, plan

EFFECTIVE = date(2026, 11, 22)
EVE = date(2026, 11, 21)
Y2020 = date(2020, 1, 1)


def stored(
    row_id: int, first: date, last: date | None, values: str, began_on: date | None = None
) -> Stored[str]:
    return Stored(row_id, began_on or first, first, last, values)


def after(before: Sequence[Stored[str]], made: Plan[str]) -> list[Stored[str]]:
    """The stored rows once the plan is carried out."""
    kept = [row for row in before if row.row_id not in made.superseded]
    new = [
        Stored(1000 + place, row.began_on, row.valid_from, row.valid_to, row.values)
        for place, row in enumerate(made.fresh)
    ]
    return sorted([*kept, *new], key=lambda row: row.valid_from)


def shown(rows: Sequence[Stored[str]]) -> list[tuple[date, date | None, str]]:
    return [(row.valid_from, row.valid_to, row.values) for row in rows]


def test_a_key_that_is_not_stored_is_added_as_given() -> None:
    made = plan([], [Stated(Y2020, None, "a")], EFFECTIVE)
    assert made.outcomes == (Outcome.ADDED,)
    assert made.fresh == (Fresh(Y2020, Y2020, None, "a"),)


def test_without_a_first_day_a_new_period_begins_on_the_effective_date() -> None:
    made = plan([], [Stated(None, None, "a")], EFFECTIVE)
    assert made.fresh == (Fresh(EFFECTIVE, EFFECTIVE, None, "a"),)


def test_without_a_first_day_the_stored_period_goes_on() -> None:
    made = plan([stored(1, Y2020, None, "a")], [Stated(None, None, "a")], EFFECTIVE)
    assert made.outcomes == (Outcome.UNCHANGED,)
    assert made.starts == (Y2020,)


def test_without_a_first_day_a_period_stored_for_later_begins_already_now() -> None:
    before = [stored(1, date(2027, 1, 1), None, "a")]
    made = plan(before, [Stated(None, None, "a")], EFFECTIVE)
    assert shown(after(before, made)) == [(EFFECTIVE, None, "a")]


def test_without_a_first_day_the_period_that_has_ended_stays_ended() -> None:
    before = [stored(1, Y2020, date(2025, 1, 31), "a")]
    made = plan(before, [Stated(None, None, "a")], EFFECTIVE)
    assert made.outcomes == (Outcome.ADDED,)
    assert shown(after(before, made)) == [(Y2020, date(2025, 1, 31), "a"), (EFFECTIVE, None, "a")]


def test_without_a_first_day_an_end_in_the_past_is_the_stored_periods_end() -> None:
    before = [stored(1, Y2020, None, "a")]
    made = plan(before, [Stated(None, date(2026, 10, 31), "a")], EFFECTIVE)
    assert made.outcomes == (Outcome.CHANGED,)
    assert shown(after(before, made)) == [(Y2020, date(2026, 10, 31), "a")]


def test_a_changed_value_takes_effect_on_the_effective_date_within_the_same_period() -> None:
    before = [stored(1, Y2020, None, "a")]
    made = plan(before, [Stated(Y2020, None, "b")], EFFECTIVE)
    assert made.outcomes == (Outcome.CHANGED,)
    assert made.fresh == (Fresh(Y2020, Y2020, EVE, "a"), Fresh(Y2020, EFFECTIVE, None, "b"))


def test_a_later_change_of_value_leaves_the_earlier_ones() -> None:
    before = [stored(1, Y2020, EVE, "a", Y2020), stored(2, EFFECTIVE, None, "b", Y2020)]
    made = plan(before, [Stated(Y2020, None, "c")], date(2027, 3, 1))
    assert shown(after(before, made)) == [
        (Y2020, EVE, "a"),
        (EFFECTIVE, date(2027, 2, 28), "b"),
        (date(2027, 3, 1), None, "c"),
    ]


def test_an_earlier_first_day_is_stored_as_given() -> None:
    before = [stored(1, Y2020, None, "a")]
    made = plan(before, [Stated(date(2019, 6, 1), None, "a")], EFFECTIVE)
    assert made.outcomes == (Outcome.CHANGED,)
    assert made.fresh == (Fresh(date(2019, 6, 1), date(2019, 6, 1), None, "a"),)


def test_a_first_day_moved_forward_to_before_the_effective_date_corrects_the_days_before_it() -> None:
    before = [stored(1, Y2020, None, "a")]
    made = plan(before, [Stated(date(2020, 3, 1), None, "a")], EFFECTIVE)
    assert shown(after(before, made)) == [(date(2020, 3, 1), None, "a")]


@pytest.mark.parametrize("first", [EFFECTIVE, date(2027, 1, 1)])
def test_a_first_day_moved_to_the_effective_date_or_later_begins_a_new_period_there(first: date) -> None:
    before = [stored(1, Y2020, None, "a")]
    made = plan(before, [Stated(first, None, "b")], EFFECTIVE)
    assert made.outcomes == (Outcome.CHANGED,)
    assert shown(after(before, made)) == [(Y2020, first - timedelta(days=1), "a"), (first, None, "b")]


def test_a_period_that_had_not_begun_is_put_off_when_its_first_day_moves() -> None:
    before = [stored(1, date(2027, 1, 1), None, "a")]
    made = plan(before, [Stated(date(2027, 2, 1), None, "a")], EFFECTIVE)
    assert shown(after(before, made)) == [(date(2027, 2, 1), None, "a")]


def test_what_the_file_no_longer_holds_ends_the_day_before() -> None:
    before = [stored(1, Y2020, None, "a")]
    made = plan(before, [], EFFECTIVE)
    assert [row.row_id for row in made.dropped] == [1]
    assert shown(after(before, made)) == [(Y2020, EVE, "a")]


def test_what_had_not_begun_is_voided_when_the_file_no_longer_holds_it() -> None:
    before = [stored(1, EFFECTIVE, None, "a")]
    made = plan(before, [], EFFECTIVE)
    assert len(made.dropped) == 1
    assert after(before, made) == []


def test_what_has_already_ended_is_left_alone() -> None:
    before = [stored(1, Y2020, EVE, "a")]
    made = plan(before, [], EFFECTIVE)
    assert made == Plan((), (), (), (), (), ())


def test_one_period_goes_on_while_another_of_the_same_key_ends() -> None:
    before = [stored(1, Y2020, date(2026, 12, 31), "a"), stored(2, date(2027, 2, 1), None, "b")]
    made = plan(before, [Stated(Y2020, date(2026, 12, 31), "a")], EFFECTIVE)
    assert made.outcomes == (Outcome.UNCHANGED,)
    assert [row.row_id for row in made.dropped] == [2]
    assert shown(after(before, made)) == [(Y2020, date(2026, 12, 31), "a")]


def test_a_period_that_comes_back_after_it_ended_is_open_again() -> None:
    before = [stored(1, Y2020, date(2026, 10, 31), "a")]
    made = plan(before, [Stated(Y2020, None, "b")], EFFECTIVE)
    assert shown(after(before, made)) == [(Y2020, date(2026, 10, 31), "a"), (date(2026, 11, 1), None, "b")]


def test_a_new_period_that_reaches_into_an_ended_one_takes_its_days_and_leaves_the_rest() -> None:
    before = [stored(1, Y2020, date(2022, 12, 31), "a"), stored(2, date(2023, 1, 1), None, "b")]
    made = plan(before, [Stated(date(2021, 6, 1), None, "c")], EFFECTIVE)
    assert shown(after(before, made)) == [(Y2020, date(2021, 5, 31), "a"), (date(2021, 6, 1), None, "c")]


def test_days_that_were_missing_within_a_period_are_filled_when_the_file_states_it_whole() -> None:
    before = [stored(1, Y2020, date(2020, 12, 31), "a"), stored(2, date(2022, 1, 1), None, "a", Y2020)]
    made = plan(before, [Stated(Y2020, None, "b")], EFFECTIVE)
    assert shown(after(before, made)) == [
        (Y2020, date(2020, 12, 31), "a"),
        (date(2021, 1, 1), date(2021, 12, 31), "b"),
        (date(2022, 1, 1), EVE, "a"),
        (EFFECTIVE, None, "b"),
    ]


def test_a_row_that_ended_can_be_corrected_in_both_ends() -> None:
    before = [stored(1, Y2020, date(2022, 12, 31), "a")]
    made = plan(before, [Stated(date(2020, 2, 1), date(2022, 6, 30), "a")], EFFECTIVE)
    assert shown(after(before, made)) == [(date(2020, 2, 1), date(2022, 6, 30), "a")]


def test_the_first_and_the_last_day_there_are_do_no_harm() -> None:
    before = [stored(1, date.min, date.max, "a")]
    for stated in (
        [],
        [Stated(date.min, date.max, "b")],
        [Stated(date.max, None, "b")],
        [Stated(None, date.max, "b")],
    ):
        for effective in (date.min, EFFECTIVE, date.max):
            after(before, plan(before, stated, effective))


DAYS = st.integers(0, 40).map(lambda days: date(2026, 11, 1) + timedelta(days=days))
VALUES = st.sampled_from("ab")


@st.composite
def periods(draw: st.DrawFn) -> list[tuple[date, date | None, str]]:
    """Up to three periods that do not overlap."""
    bounds = sorted(draw(st.sets(DAYS, max_size=6)))
    cut = [(bounds[i], bounds[i + 1]) for i in range(0, len(bounds) - 1, 2)]
    found: list[tuple[date, date | None, str]] = [(first, last, draw(VALUES)) for first, last in cut]
    goes_on = draw(st.booleans())
    if found and goes_on:
        found[-1] = (found[-1][0], None, found[-1][2])
    return found


@st.composite
def histories(draw: st.DrawFn) -> list[Stored[str]]:
    """What some earlier files have left behind."""
    rows: list[Stored[str]] = []
    for effective in sorted(draw(st.lists(DAYS, max_size=3))):
        rows = numbered(after(rows, plan(rows, [Stated(*period) for period in draw(periods())], effective)))
    return rows


def numbered(rows: Sequence[Stored[str]]) -> list[Stored[str]]:
    return [
        Stored(place, row.began_on, row.valid_from, row.valid_to, row.values)
        for place, row in enumerate(rows)
    ]


def value_on(rows: Sequence[Stored[str]], day: date) -> str | None:
    found = [
        row.values for row in rows if row.valid_from <= day and (row.valid_to is None or row.valid_to >= day)
    ]
    assert len(found) <= 1, "two rows of one key hold on the same day"
    return found[0] if found else None


ALL_DAYS = [date(2026, 10, 25) + timedelta(days=days) for days in range(60)]


@given(histories(), periods(), DAYS)
def test_from_the_effective_date_on_the_stated_days_are_as_the_file_says(
    before: list[Stored[str]], stated: list[tuple[date, date | None, str]], effective: date
) -> None:
    result = after(before, plan(before, [Stated(*period) for period in stated], effective))
    for day in ALL_DAYS:
        said = [value for first, last, value in stated if first <= day and (last is None or last >= day)]
        if said:
            assert value_on(result, day) == said[0] or day < effective
            assert value_on(result, day) is not None


@given(histories(), periods(), DAYS)
def test_the_same_file_a_second_time_changes_nothing(
    before: list[Stored[str]], stated: list[tuple[date, date | None, str]], effective: date
) -> None:
    statements = [Stated(*period) for period in stated]
    once = numbered(after(before, plan(before, statements, effective)))
    again = plan(once, statements, effective)
    assert again.superseded == ()
    assert again.fresh == ()
    assert again.dropped == ()
    assert set(again.outcomes) <= {Outcome.UNCHANGED}


@given(histories(), DAYS)
def test_a_file_without_the_key_changes_no_day_before_its_effective_date(
    before: list[Stored[str]], effective: date
) -> None:
    result = after(before, plan(before, [], effective))
    for day in ALL_DAYS:
        assert value_on(result, day) == (value_on(before, day) if day < effective else None)


@given(histories(), st.integers(0, 2), st.one_of(st.none(), DAYS), VALUES, DAYS)
def test_with_the_same_first_day_no_value_before_the_effective_date_changes(
    before: list[Stored[str]], place: int, last: date | None, value: str, effective: date
) -> None:
    firsts = sorted({row.began_on for row in before})
    if place >= len(firsts) or (last is not None and last < firsts[place]):
        return
    result = after(before, plan(before, [Stated(firsts[place], last, value)], effective))
    of_period = [row for row in before if row.began_on == firsts[place]]
    for day in ALL_DAYS:
        if day < effective and value_on(of_period, day) is not None and (last is None or day <= last):
            assert value_on(result, day) == value_on(of_period, day)


@given(histories(), st.lists(VALUES, max_size=1), DAYS)
def test_rows_without_a_first_day_are_taken_in_once(
    before: list[Stored[str]], values: list[str], effective: date
) -> None:
    statements = [Stated(None, None, value) for value in values]
    once = numbered(after(before, plan(before, statements, effective)))
    assert [value_on(once, day) for day in ALL_DAYS if day >= effective] == [
        values[0] if values else None for day in ALL_DAYS if day >= effective
    ]
    assert plan(once, statements, effective).fresh == ()
