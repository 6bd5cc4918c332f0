"""What a requirement means for one person on one day. Pure.

The figures' definitions stand here once: due date, validity, and the four states that add up.
"""

import calendar
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

LONGEST_GAP = timedelta(days=30)


class State(StrEnum):
    """Exactly one holds for everyone whom a requirement applies to."""

    COMPLETED = "completed"
    EXPIRED = "expired"
    OVERDUE = "overdue"
    DUE = "due"


@dataclass(frozen=True, slots=True, kw_only=True)
class Obligation:
    """What a requirement asks of one person now. Recommended: without a decision, so never overdue."""

    module: str
    requirement_id: int
    due_on: date
    valid_months: int | None
    recommended: bool
    decided_by: str | None = None
    decided_on: date | None = None
    record_number: str | None = None


@dataclass(frozen=True, slots=True)
class Done:
    """A completion that counts: the day, and the last day it is valid (None: as the requirement says)."""

    completed_on: date
    valid_until: date | None


@dataclass(frozen=True, slots=True)
class Standing:
    """The state of one obligation on one day, with the dates that a reader asks for."""

    state: State
    due_on: date
    completed_on: date | None = None
    valid_until: date | None = None


def standing(
    obligation: Obligation, completions: Iterable[Done], on: date, *, excused: bool = False
) -> Standing:
    """The state on a day. Excused (held by HR, long absent): never expired or overdue, and neither is who is only recommended."""
    mild = excused or obligation.recommended
    done = [made for made in completions if made.completed_on <= on]
    if done:
        made = done[0] if len(done) == 1 else _lasting_longest(done, obligation)
        ran_out = State.DUE if mild else State.EXPIRED
        state = State.COMPLETED if _last_day(made, obligation) >= on else ran_out
        return Standing(state, obligation.due_on, made.completed_on, _shown_last_day(made, obligation))
    late = obligation.due_on < on and not mild
    return Standing(State.OVERDUE if late else State.DUE, obligation.due_on)


def _lasting_longest(done: Iterable[Done], obligation: Obligation) -> Done:
    return max(done, key=lambda each: (_last_day(each, obligation), each.completed_on))


def _last_day(made: Done, obligation: Obligation) -> date:
    return _shown_last_day(made, obligation) or date.max


def _shown_last_day(made: Done, obligation: Obligation) -> date | None:
    if made.valid_until is not None:
        return made.valid_until
    return valid_until(made.completed_on, obligation.valid_months)


def valid_until(completed_on: date, months: int | None) -> date | None:
    """The same day so many months on, the last valid day; 29 February gives 28 February in a common year."""
    if months is None:
        return None
    year, month = divmod(completed_on.year * 12 + completed_on.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(completed_on.day, last))


def chain_start(periods: Sequence[tuple[date, date | None]], on: date) -> date | None:
    """The first day of the unbroken chain of employments that covers a day; gaps of up to 30 days do not break it.

    `periods` are (first day, last day or None), in any order, of all a person's employments in the group.
    """
    if len(periods) == 1:  # as for most people
        first, last = periods[0]
        return first if first <= on and (last is None or last >= on) else None
    start: date | None = None
    reaches: date | None = None
    for first, last in sorted(periods, key=lambda period: period[0]):
        if first > on:
            break
        if start is None or (reaches is not None and first - reaches - timedelta(days=1) > LONGEST_GAP):
            start, reaches = first, last
        elif reaches is not None:
            reaches = None if last is None else max(reaches, last)
    covered = start is not None and (reaches is None or reaches >= on)
    return start if covered else None


def is_long_absence(absent_from: date | None, absent_to: date | None, on: date) -> bool:
    """Whether a day falls in an absence of more than 30 days; one without an end counts as long."""
    if absent_from is None or absent_from > on:
        return False
    if absent_to is None:
        return True
    return absent_to >= on and absent_to - absent_from + timedelta(days=1) > LONGEST_GAP


def strictest(obligations: Iterable[Obligation]) -> list[Obligation]:
    """One obligation per module: a decided one before a recommended one, then the earliest due."""
    chosen: dict[str, Obligation] = {}
    for obligation in obligations:
        rival = chosen.get(obligation.module)
        if rival is None or _rank(obligation) < _rank(rival):
            chosen[obligation.module] = obligation
    return [chosen[module] for module in sorted(chosen)]


def _rank(obligation: Obligation) -> tuple[bool, date, int]:
    return obligation.recommended, obligation.due_on, obligation.requirement_id
