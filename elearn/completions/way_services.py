"""Doing a module another way, from the first click to the row of the ledger.

Whoever wants to do it another way and whoever hands in a certificate from elsewhere go the same way through the same
rows: a case that is deleted when it ends, days on which nobody reminds them, and a completion with other evidence.
Nothing of it stands in the audit trail but that completion. Every end that is none gives the same days of grace.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import cast
from uuid import UUID, uuid4

from sqlalchemy import CursorResult, delete, select
from sqlalchemy.orm import Session

from elearn.accounts.contacts import contacts_of, get_contacts, still_helping
from elearn.clock import day_of
from elearn.completions.models import Completion, Evidence
from elearn.completions.queries import is_settled, last_valid_day
from elearn.completions.services import record_completion
from elearn.completions.way_ending import list_cases, lock_person
from elearn.completions.way_files import let_go
from elearn.completions.way_models import FileKind, Refusal, WayCase
from elearn.modules.content import Module
from elearn.organisations.models import Person
from elearn.organisations.queries import is_employed, read_as
from elearn.requirements.asides import clear_aside, set_aside
from elearn.requirements.validity import valid_until

OTHER = "other:"
GRACE = timedelta(days=14)
TOLD_FOR = timedelta(days=30)  # how long a refusal is shown to the learner
REVIEWED_WITHIN = timedelta(days=30)  # a file that nobody has reviewed by then goes
LEFT_FOR = timedelta(days=30)  # an employment that begins within these goes on from the last one


class CaseGoneError(Exception):
    """The case has ended meanwhile: by another contact person, by the learner, or by the check."""


@dataclass(frozen=True, slots=True)
class Certificate:
    """A certificate from elsewhere as it was handed in; its file lies under its random name."""

    equivalent: str
    dated_on: date
    file: str
    file_kind: FileKind


def ask_another_way(session: Session, person_id: UUID, module: str, at: datetime) -> None:
    """From now on somebody does a module another way, and nobody reminds them. Again changes nothing.

    Nor does it where the module is done and need not be renewed.
    """
    lock_person(session, person_id)
    if is_settled(session, person_id, module, day_of(at)):
        return
    case = _lock_own(session, person_id, module, at)
    if not case.is_open:
        _reopen(session, case, at)
    set_aside(session, person_id, module, on=day_of(at), at=at)


def ask_others(session: Session, person_id: UUID, module: str, at: datetime) -> None:
    """Let those who are contact persons now see somebody's case, where nobody is left of those they were told of."""
    lock_person(session, person_id)
    contacts = get_contacts(session, day_of(at))
    for case in list_cases(session, person_id, module):
        if not still_helping(session, contacts, person_id, case.told_of, day_of(at)):
            case.named = _named(session, person_id, at)


def hand_in(session: Session, person_id: UUID, module: str, made: Certificate, at: datetime) -> bool:
    """Somebody has handed in a certificate from elsewhere, in place of one that waits already; nobody reminds them.

    Not taken, and nothing is changed, where the module is done and need not be renewed.
    """
    lock_person(session, person_id)
    if is_settled(session, person_id, module, day_of(at)):
        return False
    case = _lock_own(session, person_id, module, at)
    let_go(session, case)
    if not case.is_open:
        _reopen(session, case, at)
    case.unread_at = None
    case.equivalent, case.dated_on = made.equivalent, made.dated_on
    case.file, case.file_kind, case.handed_in_at = made.file, made.file_kind, at
    set_aside(session, person_id, module, on=day_of(at), at=at)
    return True


def go_on(session: Session, person_id: UUID, module: str, at: datetime) -> None:
    """Somebody does the module as everybody after all, or has read why a certificate was not accepted."""
    lock_person(session, person_id)
    cases = list_cases(session, person_id, module)
    for case in cases:
        let_go(session, case)
        session.delete(case)
    session.flush()
    if any(case.is_open for case in cases):
        _grace(session, person_id, module, at)


def register(
    session: Session,
    case: WayCase,
    module: Module,
    on: date,
    months: int | None,
    *,
    at: datetime,
    actor: UUID,
) -> Completion:
    """Append that it is done, as of the day of registration; it ends the case and what belongs to it.

    `on`: the day on which it was done, from which it holds. The ledger does not keep it: a certificate's is often long
    past, and would tell it from a talk.
    """
    case = lock_case(session, case.id)
    person_id = read_as(session, case.person_id)
    return record_completion(
        session,
        person_id=person_id,
        module=module.slug,
        version=module.version,
        evidence=Evidence.OTHER,
        completed_on=day_of(at),
        valid_until=last_day(session, person_id, module.slug, on, months),
        origin=f"{OTHER}{uuid4().hex}",
        at=at,
        recorded_by=actor,
    )


def last_day(session: Session, person_id: UUID, module: str, on: date, months: int | None) -> date | None:
    """Until when what was done on a day holds: so many months, or as the requirement says."""
    if months is not None:
        return valid_until(on, months)
    return last_valid_day(session, person_id, module, on)


def postpone(session: Session, case: WayCase, until: date, at: datetime) -> None:
    """Let nobody remind somebody up to a day; the case goes on."""
    case = lock_case(session, case.id)
    set_aside(session, read_as(session, case.person_id), case.module, on=day_of(at), at=at, until=until)


def refuse(session: Session, case: WayCase, reason: Refusal, at: datetime) -> None:
    """Do not accept a certificate: the learner is told why, and has some days before anybody reminds them."""
    case = lock_case(session, case.id)
    if case.equivalent is None:
        raise CaseGoneError
    let_go(session, case)
    case.equivalent = case.dated_on = case.handed_in_at = None
    case.refused_as, case.refused_at = reason, at
    _grace(session, read_as(session, case.person_id), case.module, at)


def lock_case(session: Session, case_id: UUID) -> WayCase:
    """The case as it is now, to end it: whoever does the same waits, and finds it gone."""
    found = select(WayCase).where(WayCase.id == case_id).execution_options(populate_existing=True)
    case = session.scalars(found).one_or_none()
    if case is not None:
        lock_person(session, read_as(session, case.person_id))
        case = session.scalars(found).one_or_none()
    if case is None or not case.is_open:
        raise CaseGoneError
    return case


def _lock_own(session: Session, person_id: UUID, module: str, at: datetime) -> WayCase:
    """The person's case of a module, a new one where there is none."""
    lock_person(session, person_id)
    case = next(iter(list_cases(session, person_id, module)), None)
    if case is None:
        named = _named(session, person_id, at)
        case = WayCase(person_id=person_id, module=module, opened_at=at, named=named)
        session.add(case)
        session.flush()
    return case


def _reopen(session: Session, case: WayCase, at: datetime) -> None:
    case.refused_as = case.refused_at = None
    case.opened_at, case.named = at, _named(session, read_as(session, case.person_id), at)


def _named(session: Session, person_id: UUID, at: datetime) -> list[str]:
    """Whom a person's page names as contact persons now, as a case keeps them."""
    helpers = contacts_of(session, get_contacts(session, day_of(at)), person_id, day_of(at))
    return [contact.person_id.hex for contact in helpers]


def _grace(session: Session, person_id: UUID, module: str, at: datetime) -> None:
    on = day_of(at)
    set_aside(session, person_id, module, on=on, at=at, until=on + GRACE)


def purge(session: Session, at: datetime) -> int:
    """Delete refusals that have been told long enough and the cases of leavers; how many.

    A file that nobody has reviewed in its time is parted from its case, which goes on without it and forgets what it
    was; that one was removed unread is told for as long as a refusal.
    """
    told = delete(WayCase).where(WayCase.refused_at <= at - TOLD_FOR)
    gone = cast(CursorResult[tuple[()]], session.execute(told)).rowcount
    return gone + sum(_purge_case(session, case, at) for case in session.scalars(select(WayCase)).all())


def _purge_case(session: Session, case: WayCase, at: datetime) -> bool:
    """Whether the case is deleted. Whoever does something to it at this moment keeps it as it is until the next time."""
    person_id = read_as(session, case.person_id)
    # Not waited for: we may hold what its holder waits for.
    owner = select(Person.id).where(Person.id == person_id).with_for_update(key_share=True, skip_locked=True)
    now = select(WayCase).where(WayCase.id == case.id).execution_options(populate_existing=True)
    if session.scalar(owner) is None or session.scalars(now).one_or_none() is None:
        return False
    if not any(is_employed(session, person_id, day_of(day)) for day in (at, at - LEFT_FOR)):
        clear_aside(session, person_id, case.module, on=day_of(at), at=at)
        let_go(session, case)
        session.delete(case)
        return True
    if case.handed_in_at is not None and case.handed_in_at <= at - REVIEWED_WITHIN:
        let_go(session, case)
        case.equivalent = case.dated_on = case.handed_in_at = None
        case.unread_at = at
    elif case.unread_at is not None and case.unread_at <= at - TOLD_FOR:
        case.unread_at = None
    return False
