"""When somebody is off: long absences with the days after them, and holidays. Pure."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import NamedTuple

ONE_DAY = timedelta(days=1)
# An absence of more days than this is a long one; for so many days after it nobody is late yet.
LONG = AFTERWARDS = timedelta(days=30)

# The first and the last day; None: without end.
Days = tuple[date, date | None]


class Job(NamedTuple):
    """What one row says of an ordinary employment, on the days of that row: an absence, and its holidays, apart."""

    first: date
    last: date | None
    absent_from: date | None
    absent_to: date | None
    holidays: tuple[Days, ...] = ()

    def covers(self, on: date) -> bool:
        return self.first <= on and (self.last is None or self.last >= on)

    @property
    def is_plain(self) -> bool:
        """Whether there is nothing but holidays, all of them after it began."""
        begun = not self.holidays or self.first <= self.holidays[0][0]
        return self.absent_from is None and self.last is None and begun


def is_long_absence(absent_from: date | None, absent_to: date | None, on: date) -> bool:
    """Whether a day falls in an absence of more than 30 days; one without an end counts as long."""
    if absent_from is None or absent_from > on:
        return False
    if absent_to is None:
        return True
    return absent_to >= on and absent_to - absent_from + ONE_DAY > LONG


def is_away(jobs: Iterable[Job], on: date) -> bool:
    """Whether somebody is absent for long from every employment of a day."""
    held = [job for job in jobs if job.covers(on)]
    return bool(held) and all(is_long_absence(job.absent_from, job.absent_to, on) for job in held)


def time_off(jobs: Sequence[Job]) -> tuple[Days, ...]:
    """The stretches of days on which somebody is off, in order; those that touch or overlap are one.

    Off: away for long from every employment of the day, for 30 days after that, and on days on which every employment
    is on holiday, or away.
    """
    if len(jobs) == 1 and jobs[0].is_plain:  # as for most people
        return jobs[0].holidays
    if len({job.holidays for job in jobs}) < 2:  # a holiday of one employment is one of all
        return tuple(merged([*_away(jobs), *_on_holiday(jobs)]))
    free = (days for days in _segments(jobs) if _is_free(jobs, days[0]))
    return tuple(merged([*_away(jobs), *free]))


def _away(jobs: Sequence[Job]) -> Iterator[Days]:
    """The days away for long from every employment, each time with those after."""
    if all(job.absent_from is None for job in jobs):
        return
    for first, last in _segments([job._replace(holidays=()) for job in jobs]):
        if is_away(jobs, first):
            yield first, last + AFTERWARDS if last else None


def _on_holiday(jobs: Sequence[Job]) -> Iterator[Days]:
    """The holidays that all of the jobs have, on the days of any of them."""
    for since, until in merged((job.first, job.last) for job in jobs):
        for first, last in jobs[0].holidays:
            if (last is None or since <= last) and (until is None or first <= until):
                ends = [day for day in (last, until) if day is not None]
                yield max(first, since), min(ends, default=None)


def _segments(jobs: Iterable[Job]) -> Iterator[Days]:
    """Stretches of days on which nothing changes."""
    points = sorted({point for job in jobs for point in _turns(job)})
    for first, after in zip(points, [*points[1:], None], strict=True):
        yield first, after - ONE_DAY if after else None


def covers(stretches: Iterable[Days], on: date) -> bool:
    """Whether a day falls in one of the stretches."""
    return any(first <= on and (last is None or last >= on) for first, last in stretches)


def moved(due_on: date, stretches: Iterable[Days]) -> date:
    """The last day in time: of a stretch in which it would fall, the last; one without an end moves nothing."""
    for first, last in stretches:
        if last is not None and first <= due_on <= last:
            return last
    return due_on


def _is_free(jobs: Iterable[Job], on: date) -> bool:
    held = [job for job in jobs if job.covers(on)]
    return bool(held) and all(
        covers(job.holidays, on) or is_long_absence(job.absent_from, job.absent_to, on) for job in held
    )


def _turns(job: Job) -> Iterator[date]:
    """The days on which a job begins or ends, or is on leave or holiday, or no longer is."""
    periods: list[Days] = [(job.first, job.last), *job.holidays]
    if job.absent_from is not None:
        periods.append((job.absent_from, job.absent_to))
    for first, last in periods:
        yield first
        if last is not None and last < date.max:
            yield last + ONE_DAY


def merged(stretches: Iterable[Days]) -> Iterator[Days]:
    """The same days in as few stretches as there can be, in order."""
    open_one: Days | None = None
    for first, last in sorted(stretches, key=lambda days: days[0]):
        if open_one is None:
            open_one = first, last
        elif open_one[1] is None:
            break
        elif first <= open_one[1] + ONE_DAY:
            open_one = open_one[0], None if last is None else max(open_one[1], last)
        else:
            yield open_one
            open_one = first, last
    if open_one is not None:
        yield open_one
