"""Until when each completion is valid, slow and obvious: the other half of the reference."""

from calendar import monthrange
from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta

from elearn.completions.models import Completion
from elearn.requirements.models import RequirementVersion

DAY = timedelta(days=1)
Done = Mapping[str, Sequence[Completion]]
Outdated = Callable[[Completion], date | None]


def last_days(
    requirement: RequirementVersion, steps: Sequence[str], done: Done, on: date, outdated: Outdated
) -> list[date]:
    """The last valid day of everything that counts, without majors that were published after the day."""
    found: list[tuple[Completion, date]] = []
    for row in _counting(steps, done):
        earlier = [
            _cut(requirement, each, last, row.completed_on, outdated)
            for each, last in found
            if each.completed_on < row.completed_on
        ]
        found.append((row, _last_day(requirement, row, max(earlier, default=None))))
    return [_cut(requirement, row, last, on, outdated) for row, last in found]


def taken_next(steps: Sequence[str], done: Done) -> str:
    """The module first; then the refreshers in turn, the last of them for ever."""
    if not _counting(steps, done) or len(steps) == 1:
        return steps[0]
    renewed = sum(1 for row in _counting(steps, done) if row.module != steps[0])
    return steps[min(renewed + 1, len(steps) - 1)]


def _counting(steps: Sequence[str], done: Done) -> list[Completion]:
    waiting = sorted(
        (row for step in steps for row in done[step]),
        key=lambda row: (row.completed_on, steps.index(row.module)),
    )
    found: list[Completion] = []
    for row in waiting:
        renewed = sum(1 for each in found if each.module != steps[0])
        if row.module == steps[0] or (found and row.module == steps[min(renewed + 1, len(steps) - 1)]):
            found.append(row)
    return found


def _last_day(requirement: RequirementVersion, row: Completion, before: date | None) -> date:
    months, window = requirement.valid_months, requirement.window_days * DAY
    if row.valid_until is not None:
        return row.valid_until
    if months is None:
        return date.max
    if requirement.anchor_month is not None:
        return _anchored(row.completed_on, months, requirement.anchor_month, window)
    if before is not None and before != date.max and before - window <= row.completed_on <= before:
        return later(before, months)
    return later(row.completed_on, months)


def _anchored(made: date, months: int, month: int, window: timedelta) -> date:
    """By walking through all ends of that month that there are."""
    ends = [date(year, month, monthrange(year, month)[1]) for year in range(made.year - 1, made.year + 30)]
    first = next(end for end in ends if end >= made)
    if first - made <= window:
        return [end for end in ends if (end.year - first.year) * 12 <= months][-1]
    return max(first, [end for end in ends if end <= later(made, months)][-1])


def _cut(
    requirement: RequirementVersion, row: Completion, last: date, seen_on: date, outdated: Outdated
) -> date:
    published = outdated(row)
    if requirement.major_days is None or published is None or published > seen_on:
        return last
    return min(last, published + requirement.major_days * DAY)


def later(day: date, months: int) -> date:
    """The same day so many months on, or the last that the month has."""
    month = day.month - 1 + months
    for number in range(day.day, 0, -1):
        try:
            return date(day.year + month // 12, month % 12 + 1, number)
        except ValueError:
            continue
    raise AssertionError
