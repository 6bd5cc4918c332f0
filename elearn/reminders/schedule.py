"""When people are reminded, and why. Pure.

Rules give days: so many before, on and after a date. Somebody is reminded on a day when one of those days is that day
or one of the six before it, and later than the last day for which they got a mail: a scheduler that stood still for some
days loses nothing, and nothing older is replayed.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from elearn.reminders.models import MailKind
from elearn.reports.members import ModuleState
from elearn.requirements.standing import State
from elearn.requirements.time_off import ONE_DAY, Days, moved

# What is said to somebody about their own training, whatever the rule.
PERSONAL = frozenset({MailKind.DUE, MailKind.OVERDUE, MailKind.RENEWAL, MailKind.ANNOUNCED, MailKind.MANUAL})
LOOK_BACK = timedelta(days=7)
MONDAY = 1
NOT_DONE = frozenset({State.DUE, State.OVERDUE, State.EXPIRED})
LATE = frozenset({State.OVERDUE, State.EXPIRED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """When people are reminded, as `ReminderRules` says; these hold where nothing has been set."""

    before: tuple[int, ...] = (14,)
    on_day: bool = True
    after: tuple[int, ...] = (7, 21, 42)
    stop_days: int = 60
    renewal: tuple[int, ...] = (30,)
    digest_weekday: int | None = MONDAY
    escalate_days: int | None = 30
    quiet_from: int | None = None
    quiet_to: int | None = None

    def is_quiet(self, hour: int) -> bool:
        """Whether nothing is sent at an hour of the day in Stockholm. The hours may go past midnight."""
        first, end = self.quiet_from, self.quiet_to
        if first is None or end is None or first == end:
            return False
        return first <= hour < end if first < end else hour >= first or hour < end


def reminded_of(
    states: Iterable[ModuleState], aside: Collection[str], off: Sequence[Days] = ()
) -> list[ModuleState]:
    """What somebody may be reminded of: what was decided, and is not done in a way of their own.

    Of what ran out while they were off, they are reminded as if it had been due on the last day of that.
    """
    return [
        _back(state, off)
        for state in states
        if not state.obligation.recommended and aside_from(state).isdisjoint(aside)
    ]


def aside_from(state: ModuleState) -> set[str]:
    """The module that is asked for, and the refresher that it is the turn of."""
    return {state.obligation.module, state.standing.take}


def _back(state: ModuleState, off: Sequence[Days]) -> ModuleState:
    standing = state.standing
    if standing.state is not State.EXPIRED or standing.valid_until is None:
        return state
    first = standing.valid_until + ONE_DAY
    back = moved(first, off)
    if back == first:
        return state
    return state._replace(standing=replace(standing, due_on=max(back, standing.due_on)))


def is_pending(states: Iterable[ModuleState], rules: Rules, on: date) -> bool:
    """Whether anything is left to do of which somebody may still be reminded, by a rule or by hand."""
    return any(state.standing.state in NOT_DONE and not _is_stopped(state, rules, on) for state in states)


def _is_stopped(state: ModuleState, rules: Rules, on: date) -> bool:
    target = target_of(state)
    return target is not None and on > target + timedelta(days=rules.stop_days)


def kinds_on(
    states: Iterable[ModuleState], rules: Rules, on: date, last: date | None = None
) -> frozenset[MailKind]:
    """Why somebody is reminded on a day. `last`: the last day for which they got a mail about their own training."""
    return frozenset(kind for state in states if (kind := _kind_on(state, rules, on, last)) is not None)


def _kind_on(state: ModuleState, rules: Rules, on: date, last: date | None) -> MailKind | None:
    target, kind = target_of(state), MailKind.DUE
    if target is None:
        return None
    days = [target - timedelta(days=days) for days in rules.renewal]
    if state.standing.state is State.COMPLETED:
        kind = MailKind.RENEWAL
    else:
        days = list(_days_around(target, rules))
        kind = MailKind.OVERDUE if on > target else MailKind.DUE
    recent = any(on - LOOK_BACK < day <= on and (last is None or day > last) for day in days)
    return kind if recent and not _is_stopped(state, rules, on) else None


def target_of(state: ModuleState) -> date | None:
    """The day that reminders count from: the due date, or the last day on which what was done is valid.

    Whoever did it before it was asked of them has the time that everybody gets.
    """
    standing = state.standing
    if standing.state is State.COMPLETED:
        return standing.valid_until
    if standing.state is State.EXPIRED and standing.valid_until is not None:
        return max(standing.valid_until, standing.due_on)
    return standing.due_on


def _days_around(target: date, rules: Rules) -> Iterator[date]:
    yield from (target - timedelta(days=days) for days in rules.before)
    if rules.on_day:
        yield target
    yield from (target + timedelta(days=days) for days in rules.after)


def days_late(state: ModuleState, on: date) -> int:
    """For how many days something has been late; 0 where it is not."""
    target = target_of(state)
    return max(0, (on - target).days) if target and state.standing.state in LATE else 0


def digest_day(rules: Rules, on: date) -> date:
    """The last day up to this one on which digests are due. Without digests, those that only escalate go on Mondays."""
    weekday = rules.digest_weekday or MONDAY
    return on - timedelta(days=(on.isoweekday() - weekday) % 7)
