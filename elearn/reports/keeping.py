"""Keeps the counts right: hears what the rooms below record, and counts it in the same transaction.

Where no counts are made nothing is done; where something has been missed they are forgotten, and made again by
`elearn tidy`. A report needs neither.
"""

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from elearn.clock import day_of
from elearn.completions.models import Completion
from elearn.completions.services import appended
from elearn.database import known
from elearn.modules.publishing import published
from elearn.organisations.applying import file_applied
from elearn.organisations.facts import FileKind
from elearn.organisations.models import Employment, HrImport, PersonalDetails, PersonJoin, PersonNumber
from elearn.reports import kept
from elearn.reports.counting import RENEWED_AFTER, make_counts, recount
from elearn.requirements.asides import aside_changed
from elearn.requirements.holidays import holiday_changed
from elearn.requirements.models import RequirementVersion
from elearn.requirements.services import hold_changed, requirement_changed

# Of so many people it takes less to count everybody anew.
MOST_RECOUNTED = 1000
# More people than this are not counted anew while HR waits for a page.
MOST_AT_ONCE = 50_000


def connect() -> None:
    """Let the counts follow what is recorded from now on; once per process."""
    appended.connect(_on_appended)
    hold_changed.connect(_on_excuse)
    aside_changed.connect(_on_excuse)
    requirement_changed.connect(_on_requirement)
    holiday_changed.connect(_on_requirement)
    published.connect(_on_published)
    file_applied.connect(_on_file)


def _on_appended(session: Session, completion: Completion) -> None:
    made = kept.find_made(session)
    if made is None:
        return
    session.flush()
    before = session.scalar(select(func.max(Completion.seq)).where(Completion.seq < completion.seq)) or 0
    if before != made.known.ledger_seq:
        kept.forget(session)
        return
    recount(session, [completion.person_id], made.window)
    kept.know(session, ledger_seq=completion.seq)


def _on_excuse(session: Session, person_id: UUID, writes: int) -> None:
    session.flush()
    made = kept.find_made(session)
    if made is None:
        return
    if made.newest.holds - writes != made.known.holds:
        kept.forget(session)
        return
    recount(session, [person_id], made.window)
    kept.know(session, holds=made.newest.holds)


def _on_requirement(session: Session, at: datetime) -> None:
    """Whom it asks for what may be different for everybody."""
    made = kept.find_made(session)
    if made is None:
        return
    if kept.count_people(session) > MOST_AT_ONCE:
        kept.forget(session)
        return
    make_counts(session, max(made.window.first, day_of(at)))


def _on_published(session: Session, versions: int, at: datetime) -> None:
    """A new major version may end what earlier ones proved, where a requirement says so."""
    made = kept.find_made(session)
    if made is None:
        return
    matters = select(RequirementVersion.id).where(
        known(RequirementVersion), RequirementVersion.major_days.is_not(None)
    )
    is_next = made.newest.requirements - versions == made.known.requirements
    if is_next and session.scalar(matters.limit(1)) is None:
        kept.know(session, requirements=made.newest.requirements)
    else:
        _on_requirement(session, at)


def _on_file(session: Session, applied: HrImport) -> None:
    made = kept.find_made(session)
    if made is None:
        return
    on = max(made.window.first, day_of(applied.applied_at))
    before = session.scalar(select(func.max(HrImport.id)).where(HrImport.id < applied.id)) or 0
    people = set(_touched(session, applied)) if applied.kind == FileKind.PEOPLE else set()
    is_small = applied.kind != FileKind.UNITS and len(people) <= MOST_RECOUNTED
    if is_small and before == made.known.import_id and on - made.window.first <= RENEWED_AFTER:
        recount(session, people, made.window)
        kept.know(session, import_id=applied.id)
    else:
        make_counts(session, on)


def _touched(session: Session, applied: HrImport) -> Iterator[UUID]:
    """Everybody of whom the file changed anything, by the ids that it is recorded under."""
    at = applied.applied_at
    for model in (Employment, PersonalDetails):
        changed = or_(model.recorded_at == at, model.superseded_at == at)
        numbers = select(PersonNumber.person_id).join(model, model.number_id == PersonNumber.id)
        yield from session.scalars(numbers.where(changed))
    joined = or_(PersonJoin.recorded_at == at, PersonJoin.superseded_at == at)
    for person_id, into_id in session.execute(select(PersonJoin.person_id, PersonJoin.into_id).where(joined)):
        yield from (person_id, into_id)
