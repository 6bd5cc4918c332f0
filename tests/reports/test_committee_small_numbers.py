"""No cell from which fewer than five people can be told: by itself, by the rest, by a sum, by two days."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from elearn.organisations.kinds import Level
from elearn.reports.committees import Count, line_of
from elearn.reports.small_numbers import FEWEST, Share, is_safe, is_safe_change, shown

SHARES = st.integers(0, 30).flatmap(lambda whole: st.builds(Share, st.integers(0, whole), st.just(whole)))


@pytest.mark.parametrize(
    ("part", "whole", "safe"),
    [
        (0, 0, True),
        (0, 5, True),
        (5, 5, True),
        (5, 10, True),
        (0, 4, False),
        (4, 4, False),
        (1, 10, False),
        (4, 10, False),
        (6, 10, False),
        (9, 10, False),
        (95, 100, True),
        (96, 100, False),
    ],
)
def test_neither_who_is_counted_nor_the_rest_may_be_few(part: int, whole: int, safe: bool):
    assert is_safe(Share(part, whole)) is safe


@pytest.mark.parametrize(
    ("before", "after", "safe"),
    [
        ((40, 60), (40, 60), True),
        ((40, 60), (45, 60), True),
        ((40, 60), (42, 60), False),
        ((40, 60), (38, 60), False),
        ((40, 60), (50, 72), False),
        ((40, 60), (40, 65), True),
        ((40, 60), (30, 60), True),
    ],
)
def test_two_days_beside_each_other_tell_of_nobody_or_of_many(before, after, safe: bool):
    assert is_safe_change(Share(*before), Share(*after)) is safe


def test_one_level_left_out_takes_another_with_it():
    parts = {"p": Share(3, 4), "m": Share(20, 30), "e": Share(100, 200)}
    assert shown(Share(123, 234), parts) == (Share(123, 234), {"e": Share(100, 200)})


def test_two_small_levels_that_are_many_together_take_no_third():
    parts = {"p": Share(3, 6), "m": Share(3, 6), "e": Share(100, 200)}
    assert shown(Share(106, 212), parts)[1] == {"e": Share(100, 200)}


def test_where_everything_may_be_shown_it_is():
    parts = {"p": Share(0, 0), "m": Share(5, 10), "e": Share(30, 30)}
    assert shown(Share(35, 40), parts) == (Share(35, 40), parts)


def test_a_total_that_may_not_be_shown_is_not():
    assert shown(Share(12, 14), {"p": Share(2, 4), "e": Share(10, 10)}) == (None, {"e": Share(10, 10)})


@given(st.dictionaries(st.sampled_from("pme"), SHARES, min_size=1))
def test_no_difference_between_what_is_shown_tells_of_fewer_than_five(parts: dict[str, Share]):
    """Whatever can be added and taken away among the cells of a row speaks of nobody, or of five or more."""
    whole = Share(sum(share.part for share in parts.values()), sum(share.whole for share in parts.values()))
    total, safe = shown(whole, parts)
    assert all(is_safe(share) for share in safe.values())
    if total is not None:
        part = total.part - sum(share.part for share in safe.values())
        rest = total.rest - sum(share.rest for share in safe.values())
        assert all(number == 0 or number >= FEWEST for number in (part, rest))


def test_the_late_are_shown_only_among_enough_who_are_not_done():
    def late(number: int) -> int | None:
        return line_of(Count(Share(50, 60), {Level.EMPLOYEE: Share(50, 60)}, number), None).late

    assert [late(number) for number in (0, 4, 5, 6, 10)] == [0, None, 5, None, 10]


def test_an_earlier_day_that_is_too_near_is_not_shown():
    def before(part: int, whole: int = 60) -> Share | None:
        return line_of(Count(Share(40, 60)), Count(Share(part, whole))).before

    assert before(30) == Share(30, 60)
    assert before(40) == Share(40, 60)
    assert before(38) is None
    assert before(4, 20) is None
    assert line_of(Count(Share(40, 60)), None).before is None
