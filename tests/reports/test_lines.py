"""A line over time: its days and where its points stand."""

from datetime import date

import pytest

from elearn.reports.lines import days_until, draw
from elearn.reports.over_time import Figures

pytestmark = pytest.mark.one_engine


def test_a_year_is_the_day_and_the_ends_of_twelve_months_before_it() -> None:
    days = days_until(date(2026, 11, 22), 1)
    assert len(days) == 13
    assert days[0] == date(2025, 11, 30)
    assert days[-4:] == [date(2026, 8, 31), date(2026, 9, 30), date(2026, 10, 31), date(2026, 11, 22)]
    assert date(2026, 2, 28) in days


def test_the_end_of_a_month_stands_once() -> None:
    assert days_until(date(2026, 3, 31), 1)[-2:] == [date(2026, 2, 28), date(2026, 3, 31)]
    assert days_until(date(2026, 3, 31), 1)[0] == date(2025, 3, 31)


def test_five_years_are_the_day_and_the_ends_of_twenty_quarters() -> None:
    days = days_until(date(2026, 11, 22), 5)
    assert len(days) == 21
    assert days[0] == date(2021, 12, 31)
    assert days[-3:] == [date(2026, 6, 30), date(2026, 9, 30), date(2026, 11, 22)]


def test_there_is_nothing_before_the_first_day_of_the_calendar() -> None:
    assert days_until(date.min, 1) == [date.min]
    assert days_until(date(1, 3, 5), 1) == [date(1, 1, 31), date(1, 2, 28), date(1, 3, 5)]


def test_days_stand_as_far_apart_as_in_the_calendar_and_shares_from_the_ground_up() -> None:
    days = [date(2026, 1, 1), date(2026, 1, 4), date(2026, 1, 11)]
    line = draw(days, [Figures(4, 4, 0, 0, 0), Figures(4, 4, 1, 0, 0), Figures(4, 4, 4, 0, 0)])
    assert [(point.x, point.y) for point in line.drawn] == [(0, 100), (30, 75), (100, 0)]


def test_a_line_is_broken_where_nothing_is_asked_or_shown() -> None:
    days = [date(2026, 1, day) for day in range(1, 7)]
    some = Figures(2, 2, 1, 0, 0)
    line = draw(days, [some, some, Figures(2, 0, 0, 0, 0), some, None, some])
    assert [(one.on.day, other.on.day) for one, other in line.steps] == [(1, 2)]
    assert [point.on.day for point in line.ends] == [1, 6]
    assert draw(days, [None] * 6).ends == []
    assert len(draw(days[:1], [some]).ends) == 1


def test_a_number_stands_where_the_line_does_not() -> None:
    days = [date(2026, month, 1) for month in range(1, 13)]

    def below(first: int, last: int) -> list[bool]:
        shares = [first, *[(first + last) // 2] * 10, last]
        line = draw(days, [Figures(100, 100, done, 0, 0) for done in shares])
        return [line.is_below(point) for point in line.ends]

    assert below(20, 60) == [True, False]  # rising: under its beginning, over its end
    assert below(60, 20) == [False, True]
    assert below(95, 95) == [True, True]  # no room above
    assert below(5, 60) == [False, False]  # no room below


def test_numbers_that_would_meet_give_way_to_the_last() -> None:
    days = days_until(date(2026, 11, 22), 5)
    asked = Figures(4, 4, 1, 0, 0)
    late = draw(days, [None] * (len(days) - 2) + [asked, asked])
    assert [point.on for point in late.numbered] == days[-1:]
    assert [point.on for point in late.ends] == days[-2:]
    whole = draw(days, [asked] * len(days))
    assert [point.on for point in whole.numbered] == [days[0], days[-1]]
