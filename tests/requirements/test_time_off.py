"""When somebody is off, and where that moves a due date, sentence by sentence."""

from datetime import date, timedelta
from itertools import pairwise
from random import Random
from typing import Any

import pytest

from elearn.requirements.time_off import Days, Job, covers, is_long_absence, merged, moved, time_off

DAY = timedelta(days=1)
LONG_AGO = date(2020, 1, 1)
# 31 days, and the 30 after them.
FIRST, LAST = date(2026, 3, 1), date(2026, 3, 31)
AFTER = LAST + 30 * DAY


def job(
    first: date = LONG_AGO,
    last: date | None = None,
    absent: Days | None = None,
    holidays: tuple[Days, ...] = (),
) -> Job:
    absent_from, absent_to = absent or (None, None)
    return Job(first, last, absent_from, absent_to, tuple(merged(holidays)))


@pytest.mark.parametrize(
    ("jobs", "off"),
    [
        ([job()], []),
        ([job(absent=(FIRST, LAST))], [(FIRST, AFTER)]),
        ([job(absent=(FIRST, LAST - DAY))], []),  # 30 days are not long
        ([job(absent=(FIRST, None))], [(FIRST, None)]),
        # what a row says holds on the days of that row: a later one no longer states it
        ([job(last=LAST, absent=(FIRST, None)), job(LAST + DAY)], [(FIRST, AFTER)]),
        ([job(last=FIRST + DAY, absent=(FIRST, LAST)), job(FIRST + 2 * DAY)], [(FIRST, FIRST + 31 * DAY)]),
        ([job(absent=(FIRST, LAST)), job()], []),  # there in another employment
        ([job(absent=(FIRST, LAST)), job(last=FIRST - DAY)], [(FIRST, AFTER)]),  # that one is over
        ([job(absent=(FIRST, LAST)), job(absent=(FIRST + DAY, None))], [(FIRST + DAY, AFTER)]),
        ([job(absent=(FIRST, LAST), last=LAST)], [(FIRST, AFTER)]),  # left; who comes back has them
        ([job(holidays=((FIRST, LAST),))], [(FIRST, LAST)]),  # the days themselves
        ([job(holidays=((FIRST, LAST),)), job()], []),
        ([job(holidays=((FIRST, LAST),)), job(absent=(LONG_AGO, FIRST))], [(FIRST, FIRST)]),
        # stretches that touch or overlap are one
        ([job(absent=(FIRST, LAST), holidays=((AFTER + DAY, AFTER + 9 * DAY),))], [(FIRST, AFTER + 9 * DAY)]),
        ([job(absent=(FIRST, LAST), holidays=((AFTER + 2 * DAY, AFTER + 3 * DAY),))], [(FIRST, AFTER), (AFTER + 2 * DAY, AFTER + 3 * DAY)]),
        ([job(holidays=((FIRST, LAST), (FIRST + DAY, FIRST + DAY)))], [(FIRST, LAST)]),
    ],
)  # fmt: skip
def test_the_stretches_in_which_somebody_is_off(jobs: list[Job], off: list[Days]) -> None:
    assert list(time_off(jobs)) == off


@pytest.mark.parametrize(
    ("due_on", "in_time"),
    [
        (FIRST - DAY, FIRST - DAY),
        (FIRST, LAST),
        (LAST, LAST),
        (LAST + DAY, LAST + DAY),
        (LAST + 9 * DAY, LAST + 9 * DAY),  # without an end: moves nothing as long as it has none
    ],
)
def test_a_due_date_among_days_off_moves_to_the_last_of_them(due_on: date, in_time: date) -> None:
    assert moved(due_on, [(FIRST, LAST), (LAST + 5 * DAY, None)]) == in_time


@pytest.mark.parametrize("seed", range(40))
def test_the_stretches_are_what_is_found_day_by_day(seed: int) -> None:
    dice = Random(seed)

    def some_days(longest: int) -> Days:
        first = FIRST + dice.randint(-60, 60) * DAY
        return first, None if dice.random() < 0.1 else first + dice.randint(0, longest) * DAY

    shared = tuple(some_days(30) for _ in range(dice.choice((0, 1, 3))))
    jobs = [
        job(
            *(some_days(90) if dice.random() < 0.7 else (LONG_AGO, None)),
            absent=some_days(70) if dice.random() < 0.6 else None,
            holidays=shared if seed % 2 else tuple(some_days(30) for _ in range(dice.choice((0, 1, 2)))),
        )
        for _ in range(dice.randint(1, 3))
    ]
    off = time_off(jobs)
    for place in range(-120, 200):
        day = FIRST + place * DAY
        assert covers(off, day) == is_off(jobs, day), day
    assert all(one[1] and one[1] + DAY < other[0] for one, other in pairwise(off))


def is_off(jobs: list[Job], day: date) -> bool:
    def away(on: date) -> bool:
        here: Any = [each for each in jobs if covers([(each.first, each.last)], on)]
        return bool(here) and all(is_long_absence(each.absent_from, each.absent_to, on) for each in here)

    here = [each for each in jobs if covers([(each.first, each.last)], day)]
    free = [
        covers(each.holidays, day) or is_long_absence(each.absent_from, each.absent_to, day) for each in here
    ]
    return any(away(day - days * DAY) for days in range(31)) or (bool(free) and all(free))
