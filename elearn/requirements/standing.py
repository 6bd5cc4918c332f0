"""What a requirement means for one person on one day. Pure.

The figures' definitions stand here once: due date, validity, and the four states that add up.
"""

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from elearn.requirements.time_off import Days, moved
from elearn.requirements.validity import Done as Done
from elearn.requirements.validity import Made, record_of
from elearn.requirements.validity import valid_until as valid_until

LONGEST_GAP = timedelta(days=30)


class State(StrEnum):
    """Exactly one holds for everyone whom a requirement applies to."""

    COMPLETED = "completed"
    EXPIRED = "expired"
    OVERDUE = "overdue"
    DUE = "due"


@dataclass(frozen=True, slots=True, kw_only=True)
class Obligation:
    """What a requirement asks of one person now. Recommended: without a decision, so never overdue.

    `due_on`: the last day in time; `asked_due_on`: the same before time off moved it; `since`: the later of the
    requirement's start and the person's; `due_days`, `fixed_on` and the rest as the requirement says.
    """

    module: str
    requirement_id: int
    due_on: date
    valid_months: int | None
    recommended: bool
    decided_by: str | None = None
    decided_on: date | None = None
    record_number: str | None = None
    since: date | None = None
    due_days: int | None = None
    fixed_on: date | None = None
    asked_due_on: date | None = None
    anchor_month: int | None = None
    window_days: int = 0
    refreshers: Sequence[str] = ()
    major_days: int | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """The state of one obligation on one day, with the dates that a reader asks for.

    `take`: the module to take next, a refresher where it is the turn of one.
    """

    on: date
    state: State
    due_on: date
    completed_on: date | None = None
    valid_until: date | None = None
    take: str = ""

    @property
    def told_due_on(self) -> date | None:
        """The due date for everybody else's eyes: of who is not late with what is past due it would tell that there is why."""
        passed = self.state is State.DUE and self.due_on < self.on
        return None if passed else self.due_on


def standing(
    asked: Obligation,
    done: Mapping[str, Sequence[Done]],
    on: date,
    *,
    excused: bool = False,
    aside: Container[str] = (),
) -> Standing:
    """The state on a day by all that somebody has done, by module.

    Excused (held by HR, off): never expired or overdue, and neither is who does this module in a way of their own
    (`aside`), nor who is only recommended.
    """
    made, take = record_of(asked, done, on)
    mild = excused or asked.recommended or asked.module in aside or take in aside
    if made:
        _module, last, last_on = made[0] if len(made) == 1 else max(made, key=_lasting)
        ran_out = State.DUE if mild else State.EXPIRED
        state = State.COMPLETED if last_on is None or last_on >= on else ran_out
        return Standing(on, state, asked.due_on, last.completed_on, last_on, take)
    late = asked.due_on < on and not mild
    return Standing(on, State.OVERDUE if late else State.DUE, asked.due_on, take=take)


def _lasting(made: Made) -> tuple[date, date]:
    return made.last_on or date.max, made.done.completed_on


def put_off(obligations: Sequence[Obligation], off: Sequence[Days]) -> Sequence[Obligation]:
    """The same for somebody who is off in these stretches: a due date in one of them is the last day of it."""
    if not off:
        return obligations
    days = [moved(asked.due_on, off) for asked in obligations]
    if all(day == asked.due_on for day, asked in zip(days, obligations, strict=True)):
        return obligations
    return [replace(asked, due_on=day) for day, asked in zip(days, obligations, strict=True)]


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
