"""How many mails the rules send at most today and on the coming days.

As if nobody did anything more, or did a module in a way of their own, and as if nobody had got a mail already or had an
address that bounces: HR reads this page as often as it likes, and what a number grows or shrinks by would tell of one
person that they have got a mail, or get none.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from uuid import UUID

from sqlalchemy.orm import Session

from elearn.organisations.scope import Scope
from elearn.reminders.models import MailKind
from elearn.reminders.outbox_log import known_whole
from elearn.reminders.outlook import outlooks
from elearn.reminders.people import Group, get_group, list_officers, list_reachable
from elearn.reminders.planning import weekly_kinds
from elearn.reminders.schedule import Rules, digest_day, kinds_on
from elearn.reports.members import NOTHING_ASIDE, ModuleState
from elearn.reports.queries import people_in
from elearn.requirements.standing import State

DAYS_AHEAD = 14
ONE_DAY = timedelta(days=1)

# A day, and a reason to write on it.
Reason = tuple[date, MailKind]


@dataclass(frozen=True, slots=True)
class Coming:
    """How many people will be written to on a day, by reason."""

    day: date
    people: Mapping[MailKind, int]


def list_coming(session: Session, scope: Scope, rules: Rules) -> list[Coming]:
    """The mails to those who work in HR's units alone, by day and reason. Nobody who is protected is written to."""
    group = _asked(get_group(session, scope.line.tree, scope.on, people_in(scope.hr_figures, scope.on)))
    reachable = list_reachable(session, scope.on)
    found: Counter[Reason] = Counter()
    own = known_whole(scope)
    for person_id in group.members.keys() & reachable:
        if not all(place.unit_id in own for place in group.members[person_id].asked_in):
            continue
        found.update(set(reasons(group.reminded_of(person_id), rules, scope.on)))
    found.update(_digests(session, scope, rules, group, reachable))
    days = (scope.on + timedelta(days=days) for days in range(DAYS_AHEAD))
    return [Coming(day, {kind: found[day, kind] for kind in MailKind}) for day in days]


def _asked(group: Group) -> Group:
    """The same people, as if nobody did a module in a way of their own."""
    members = {key: replace(member, aside=NOTHING_ASIDE) for key, member in group.members.items()}
    return replace(group, members=members)


def kinds_of(coming: Sequence[Coming]) -> list[MailKind]:
    """The reasons that there is anything to say of."""
    return [kind for kind in MailKind if any(each.people[kind] for each in coming)]


def reasons(states: Collection[ModuleState], rules: Rules, today: date) -> Iterator[Reason]:
    """The days on which the rules say something to somebody, with the reasons."""
    for state in states:
        for day in _days_of(state, rules, today):
            for kind in kinds_on([_on(state, day)], rules, day, day - ONE_DAY):
                yield day, kind


def _days_of(state: ModuleState, rules: Rules, today: date) -> set[date]:
    """The days from today on which a rule may say something about a module."""
    standing, shifts = state.standing, _shifts(rules)
    end = today + timedelta(days=DAYS_AHEAD)
    first, last = today - shifts[-1], end - shifts[0]
    targets = (standing.due_on, standing.valid_until)
    near = [target for target in targets if target is not None and first <= target <= last]
    days = (target + shift for target in near for shift in shifts)
    return {day for day in days if today <= day < end}


@cache
def _shifts(rules: Rules) -> tuple[timedelta, ...]:
    """How far from a date the rules say something, in order."""
    days = {0, *rules.after, *(-days for days in (*rules.before, *rules.renewal))}
    return tuple(timedelta(days=shift) for shift in sorted(days))


def _on(state: ModuleState, day: date) -> ModuleState:
    """The same on a later day: what was done may have run out by then."""
    standing = state.standing
    if standing.state is State.COMPLETED and standing.valid_until is not None and standing.valid_until < day:
        return state._replace(standing=replace(standing, state=State.EXPIRED))
    return state


def _digests(
    session: Session, scope: Scope, rules: Rules, group: Group, reachable: Collection[UUID]
) -> Mapping[Reason, int]:
    """The letters to managers and HR on their days, as if everything stood as it does today."""
    officers = list_officers(session, scope.line.tree, scope.on)
    told = outlooks(group.counted, scope.line, officers, rules, group.aside)
    own = {
        person_id: outlook
        for person_id, outlook in told.items()
        if person_id in reachable
        and (member := group.members.get(person_id)) is not None
        and not (member.absent or member.protected)
    }
    weekly = Counter(kind for outlook in own.values() for kind in weekly_kinds(outlook, rules))
    return {(day, kind): people for day in _digest_days(rules, scope.on) for kind, people in weekly.items()}


def _digest_days(rules: Rules, today: date) -> Iterable[date]:
    coming = (today + timedelta(days=days) for days in range(1, DAYS_AHEAD))
    return [day for day in coming if digest_day(rules, day) == day]
