"""Until when a completion is valid, and which completions count for what is asked. Pure."""

import calendar
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple, Protocol

ONE_DAY = timedelta(days=1)


class Lasting(Protocol):
    """What a requirement says of how long a module is valid, and what renews it; `RequirementVersion` says how."""

    @property
    def module(self) -> str: ...
    @property
    def valid_months(self) -> int | None: ...
    @property
    def anchor_month(self) -> int | None: ...
    @property
    def window_days(self) -> int: ...
    @property
    def refreshers(self) -> Sequence[str]: ...
    @property
    def major_days(self) -> int | None: ...


@dataclass(frozen=True, slots=True)
class Done:
    """A completion that counts: the day, and the last day it is valid (None: as the requirement says).

    `outdated_on`: the day on which a later major version of what was done was published; None: there is none.
    """

    completed_on: date
    valid_until: date | None
    outdated_on: date | None = None


class Made(NamedTuple):
    """A completion of the module, or of a refresher that renewed it, with its last valid day (None: no end)."""

    module: str
    done: Done
    last_on: date | None


class Record(NamedTuple):
    """What somebody has done of what is asked, in order of the days, and which module to take next."""

    made: Sequence[Made]
    take: str


def record_of(asked: Lasting, done: Mapping[str, Sequence[Done]], on: date) -> Record:
    """What counts on a day of everything that somebody has done, by module."""
    own = done.get(asked.module, ())
    if len(own) < 2 and not asked.refreshers:  # as for most people
        return Record([_alone(asked, each, on) for each in own if each.completed_on <= on], asked.module)
    rows, take = _counting(asked, done, on)
    made: list[Made] = []
    for module, each in rows:
        last_on = each.valid_until
        if last_on is None:
            last_on = lasts_until(asked, each.completed_on, _last_before(asked, made, each.completed_on))
        made.append(Made(module, each, last_on))
    return Record([each._replace(last_on=_last_on(asked, each, on)) for each in made], take)


def _alone(asked: Lasting, each: Done, on: date) -> Made:
    last_on = each.valid_until or lasts_until(asked, each.completed_on, None)
    made = Made(asked.module, each, last_on)
    return made if each.outdated_on is None else made._replace(last_on=_last_on(asked, made, on))


def last_day(asked: Lasting, done: Mapping[str, Sequence[Done]], on: date) -> date | None:
    """The last valid day of what is completed on a day after all that has been done before; None: no end."""
    made = record_of(asked, done, on - ONE_DAY).made
    return lasts_until(asked, on, _last_before(asked, made, on))


def lasts_until(asked: Lasting, completed_on: date, before: date | None) -> date | None:
    """The last valid day of what was completed on a day. `before`: the last valid day of what it renews."""
    if asked.valid_months is None:
        return None
    if asked.anchor_month is not None:
        return _anchored(completed_on, asked.valid_months, asked.anchor_month, asked.window_days)
    in_window = before is not None and before - timedelta(days=asked.window_days) <= completed_on <= before
    return valid_until(before if before and in_window else completed_on, asked.valid_months)


def valid_until(completed_on: date, months: int | None) -> date | None:
    """The same day so many months on, the last valid day; 29 February gives 28 February in a common year."""
    if months is None:
        return None
    year, month = divmod(completed_on.year * 12 + completed_on.month - 1 + months, 12)
    return date(year, month + 1, min(completed_on.day, calendar.monthrange(year, month + 1)[1]))


def _anchored(completed_on: date, months: int, anchor_month: int, window_days: int) -> date:
    """The end of that month in some year: the last that is not after so many months.

    What is completed shortly before such an end counts from that end. A period shorter than the way to the next one
    reaches it all the same: nothing is over before it was done.
    """
    coming = _end_of(completed_on.year, anchor_month)
    if coming < completed_on:
        coming = _end_of(completed_on.year + 1, anchor_month)
    if coming - completed_on <= timedelta(days=window_days):
        return _end_of(coming.year + max(1, months // 12), anchor_month)
    latest = valid_until(completed_on, months) or coming
    last = _end_of(latest.year, anchor_month)
    if last > latest:
        last = _end_of(latest.year - 1, anchor_month)
    return max(last, coming)


def _end_of(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


def _counting(
    asked: Lasting, done: Mapping[str, Sequence[Done]], on: date
) -> tuple[list[tuple[str, Done]], str]:
    """The completions that count, in order, and the module that comes next.

    The first is always one of the module itself. After that the module renews itself, and so does the refresher whose
    turn it is: each in its turn, the last one again and again.
    """
    if not asked.refreshers:
        own = [(asked.module, each) for each in done.get(asked.module, ()) if each.completed_on <= on]
        return (own if len(own) < 2 else sorted(own, key=lambda row: row[1].completed_on)), asked.module
    found: list[tuple[str, Done]] = []
    turn = 0
    for module, each in _in_order(asked, done, on):
        if module == asked.module:
            found.append((module, each))
        elif found and module == asked.refreshers[turn]:
            found.append((module, each))
            turn = min(turn + 1, len(asked.refreshers) - 1)
    return found, asked.refreshers[turn] if found else asked.module


def _in_order(asked: Lasting, done: Mapping[str, Sequence[Done]], on: date) -> Iterator[tuple[str, Done]]:
    """By day; on the same day the module first, then the refreshers as they stand."""
    modules = list(dict.fromkeys((asked.module, *asked.refreshers)))
    rows = [(module, each) for module in modules for each in done.get(module, ()) if each.completed_on <= on]
    yield from sorted(rows, key=lambda row: row[1].completed_on)


def _last_before(asked: Lasting, made: Sequence[Made], completed_on: date) -> date | None:
    """The last valid day of all that was made before a day, as it was on that day; None: nothing, or no end."""
    if not asked.window_days:
        return None
    days = [_last_on(asked, each, completed_on) for each in made if each.done.completed_on < completed_on]
    return max((each or date.max for each in days), default=None) if None not in days else None


def _last_on(asked: Lasting, made: Made, on: date) -> date | None:
    """The last valid day as it is on a day: a later major version may have been published by then."""
    outdated_on = made.done.outdated_on
    if asked.major_days is None or outdated_on is None or outdated_on > on:
        return made.last_on
    latest = outdated_on + timedelta(days=asked.major_days)
    return latest if made.last_on is None else min(made.last_on, latest)
