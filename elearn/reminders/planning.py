"""Who is to get a mail on a day, and why one that waits is still to be sent."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Set
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from elearn.accounts.actors import find_actor
from elearn.accounts.queries import Recipient, find_recipient
from elearn.clock import day_of
from elearn.completions.group_queries import list_announced_people
from elearn.organisations.models import Person
from elearn.organisations.queries import get_line, get_tree, read_as
from elearn.reminders.models import Mail, MailKind, MailState
from elearn.reminders.outbox import Task
from elearn.reminders.outlook import Outlook, outlooks
from elearn.reminders.people import Group, get_group, list_officers, list_reachable
from elearn.reminders.queries import Told, get_rules, last_days, list_bounced, list_told
from elearn.reminders.schedule import LOOK_BACK, Rules, digest_day, is_pending, kinds_on, target_of
from elearn.reports.members import ModuleState
from elearn.reports.queries import people_in
from elearn.requirements.standing import State

# Who is told of what was announced from one day to another, and when the last of it was, as the rooms below say.
ANNOUNCERS: tuple[Callable[[Session, date, date], Mapping[UUID, datetime]], ...] = (list_announced_people,)

WEEKLY = frozenset({MailKind.DIGEST, MailKind.ESCALATION})


def find_due(session: Session, on: date) -> dict[UUID, frozenset[MailKind]]:
    """Everybody who is to get a mail on a day by the rules, and why."""
    rules, line = get_rules(session, on), get_line(session, on)
    group, told = get_group(session, line.tree, on), list_told(session, on)
    last = last_days(told)
    found: dict[UUID, Set[MailKind]] = defaultdict(frozenset)
    for person_id in group.members:
        found[person_id] |= kinds_on(group.reminded_of(person_id), rules, on, last.get(person_id))
    for person_id in _list_unheard(session, told, on, on):
        if is_pending(group.reminded_of(person_id), rules, on):
            found[person_id] |= {MailKind.ANNOUNCED}
    if _is_digest_day(session, rules, on):
        officers = list_officers(session, line.tree, on)
        digested = last_days([each for each in told if each.day >= digest_day(rules, on)], WEEKLY)
        for reader, view in outlooks(group.counted, line, officers, rules, group.aside).items():
            if reader not in digested and _may_follow(group, reader):
                found[reader] |= weekly_kinds(view, rules)
    open_to = list_reachable(session, on) - list_bounced(session, on).keys()
    return {
        person_id: frozenset(kinds) for person_id, kinds in found.items() if kinds and person_id in open_to
    }


def _list_unheard(session: Session, told: Iterable[Told], planned_on: date, on: date) -> Set[UUID]:
    """Who has not been told yet of something that was announced in the week before a mail was planned, or since."""
    mails = [each for each in told if MailKind.ANNOUNCED in each.kinds]
    since = planned_on - LOOK_BACK + timedelta(days=1)
    unheard: dict[UUID, datetime] = {}
    for announcer in ANNOUNCERS:
        for person_id, at in announcer(session, since, on).items():
            unheard[person_id] = max(at, unheard.get(person_id, at))
    heard = {
        each.person_id
        for each in mails
        if each.person_id in unheard and (each.at is None or each.at >= unheard[each.person_id])
    }
    return unheard.keys() - heard


def weekly_kinds(view: Outlook, rules: Rules) -> frozenset[MailKind]:
    """What somebody is told of others once a week."""
    kinds = {MailKind.DIGEST} if rules.digest_weekday and (view.late or view.soon) else set()
    return frozenset(kinds | ({MailKind.ESCALATION} if view.below else set()))


def _is_digest_day(session: Session, rules: Rules, on: date) -> bool:
    """Whether this is the day of the week's digests: the day itself, or, where no run was made on it, the first after."""
    day = digest_day(rules, on)
    rows = session.execute(select(Mail.day, Mail.kinds).where(Mail.day >= day, Mail.day < on))
    made = any(not WEEKLY.isdisjoint(map(MailKind, kinds)) for _day, kinds in rows)
    return day == on or not made


def _may_follow(group: Group, reader: UUID) -> bool:
    """Whether somebody is written to about others: nobody who is away, or protected."""
    member = group.members.get(reader)
    return member is None or not (member.absent or member.protected)


@dataclass(frozen=True, slots=True)
class Draft:
    """What is to be said to whom. `by`: the day until which something is best done, where it has not passed."""

    recipient: Recipient
    kinds: frozenset[MailKind]
    by: date | None
    view: Outlook


def reconsider(session: Session, task: Task, on: date) -> Draft | None:
    """What a mail that waits is to say now; None when there is no reason for it any more."""
    person_id = task.person_id
    if read_as(session, person_id) != person_id or list_bounced(session, on, person_id):
        return None  # whoever is read as another gets a mail by that name
    recipient = find_recipient(session, person_id, on)
    if recipient is None:
        return None
    rules, tree = get_rules(session, on), get_tree(session, on)
    group = get_group(session, tree, on, select(Person.id).where(Person.id == person_id))
    member = group.members.get(person_id)
    if member is not None and member.protected:
        return None
    states = group.reminded_of(person_id)
    view = Outlook()
    if not WEEKLY.isdisjoint(task.kinds) and _may_follow(group, person_id):
        view = get_outlook(session, person_id, on)
    kinds = _own_kinds(session, task, states, rules, on) | weekly_kinds(view, rules)
    return Draft(recipient, kinds, _best_by(states, rules, on), view) if kinds else None


def _own_kinds(
    session: Session, task: Task, states: list[ModuleState], rules: Rules, on: date
) -> frozenset[MailKind]:
    told = [each for each in list_told(session, on, task.person_id) if each.mail_id != task.mail_id]
    kinds = kinds_on(states, rules, on, last_days(told).get(task.person_id))
    if not is_pending(states, rules, on):
        return kinds
    announced = MailKind.ANNOUNCED in task.kinds and task.person_id in _list_unheard(
        session, told, day_of(task.queued_at), on
    )
    return kinds | (task.kinds & {MailKind.MANUAL}) | ({MailKind.ANNOUNCED} if announced else set())


def _best_by(states: list[ModuleState], rules: Rules, on: date) -> date | None:
    """The first date ahead of something to do; none where something is late."""
    horizon = on + timedelta(days=max(rules.renewal, default=0))
    targets = [
        target
        for state in states
        if (target := target_of(state)) is not None
        and (state.standing.state is not State.COMPLETED or target <= horizon)
    ]
    first = min(targets, default=None)
    return first if first is not None and first >= on else None


def get_outlook(session: Session, person_id: UUID, on: date) -> Outlook:
    """What a manager or an HR officer has to look at on a day."""
    actor = find_actor(session, person_id, on)
    if actor is None:
        return Outlook()
    line = get_line(session, on)
    hr: Mapping[UUID, Set[int]] = {person_id: line.tree.subtrees(actor.hr_units)}
    units = line.tree.subtrees(actor.manages | actor.coordinates | actor.hr_units)
    if not units:
        return Outlook()
    group = get_group(session, line.tree, on, people_in(units, on))
    found = outlooks(group.counted, line, hr, get_rules(session, on), group.aside)
    return found.get(person_id, Outlook())


def count_waiting(session: Session) -> int:
    """How many mails wait in the outbox."""
    return session.scalar(select(func.count()).where(Mail.state == MailState.QUEUED)) or 0
