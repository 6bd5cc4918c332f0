"""Large exports that somebody has asked for: placed, listed, tried again, dropped, and cleared away in time."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from pydantic import TypeAdapter, ValidationError
from sqlalchemy import delete, func, select
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import Session

from elearn.audit.services import record_event
from elearn.clock import day_of
from elearn.organisations.models import Person
from elearn.organisations.queries import persons, protected_people, recorded_ids
from elearn.permissions import Actor
from elearn.reports.export_trail import wish_details
from elearn.reports.exports import Wish, readers_for
from elearn.reports.models import UNFINISHED, ExportChunk, ExportJob, JobState

# One more would only wait: a process makes one at a time.
MOST_UNFINISHED = 3
KEPT = timedelta(hours=24)
# How long its row stays to say that the file is gone.
REMEMBERED = timedelta(days=7)

WISH = TypeAdapter(Wish)


class TooManyError(Exception):
    """Somebody already has as many unfinished exports as one may have."""


class OtherWishError(Exception):
    """The key of a form came back with another wish."""


def place_job(
    session: Session, person_id: UUID, key: UUID, wish: Wish, *, headers: str | None, steps: int, at: datetime
) -> ExportJob:
    """Put an export in the queue, once however often the form with this key is sent.

    Raises TooManyError or OtherWishError.
    """
    # Two forms of one person wait for each other here.
    session.execute(select(Person.id).where(Person.id == person_id).with_for_update(key_share=True))
    stored = WISH.dump_python(wish, mode="json")
    before = session.get(ExportJob, key)
    if before is not None:
        if before.person_id != person_id or _asked(before.wish) != _asked(stored):
            raise OtherWishError
        return before
    _refuse_many(session, person_id)
    job = ExportJob(
        id=key,
        person_id=person_id,
        wish=stored,
        headers=headers,
        state=JobState.WAITING,
        asked_at=at,
        tries=0,
        steps_expected=steps,
        steps_done=0,
    )
    session.add(job)
    session.flush()
    record_event(
        session,
        "export.asked",
        at=at,
        actor=person_id,
        object=wish.subject.value,
        details={"job": key.hex, **wish_details(wish, headers)},
    )
    return job


def _asked(stored: Mapping[str, Any]) -> dict[str, Any]:
    """What a form asks for: the same one sent again after midnight is no other wish."""
    return {name: value for name, value in stored.items() if name != "today"}


def _refuse_many(session: Session, person_id: UUID) -> None:
    unfinished = select(func.count()).where(
        ExportJob.person_id.in_(recorded_ids(person_id)), ExportJob.state.in_(UNFINISHED)
    )
    if (session.scalar(unfinished) or 0) >= MOST_UNFINISHED:
        raise TooManyError


def find_wish(job: ExportJob) -> Wish | None:
    """What a job is to export; None where it was stored by another release and means nothing to this one."""
    try:
        return WISH.validate_python(job.wish)
    except ValidationError:
        return None


@dataclass(frozen=True, slots=True)
class OwnJob:
    """Somebody's own export as it stands at an instant, with what was asked for."""

    job: ExportJob
    wish: Wish
    state: JobState


def list_own_jobs(session: Session, actor: Actor, at: datetime) -> list[OwnJob]:
    """Somebody's own exports, the latest asked for first."""
    own = select(ExportJob).where(ExportJob.person_id.in_(recorded_ids(actor.person_id)))
    jobs = session.scalars(own.order_by(ExportJob.asked_at.desc(), ExportJob.id)).all()
    found = (_find_own(session, actor, job, at) for job in jobs)
    return [each for each in found if each is not None]


def get_own_job(session: Session, actor: Actor, job_id: UUID, at: datetime) -> OwnJob:
    """Somebody's own export, as long as they may see all whom its file shows; NoResultFound otherwise."""
    own = ExportJob.person_id.in_(recorded_ids(actor.person_id))
    job = session.scalars(select(ExportJob).where(ExportJob.id == job_id, own)).one()
    found = _find_own(session, actor, job, at)
    if found is None:
        raise NoResultFound
    return found


def _find_own(session: Session, actor: Actor, job: ExportJob, at: datetime) -> OwnJob | None:
    wish = find_wish(job)
    if wish is None or not _may_see(session, actor, job, wish, day_of(at)):
        return None
    return _as_it_stands(session, job, wish, at)


def _may_see(session: Session, actor: Actor, job: ExportJob, wish: Wish, today: date) -> bool:
    """Whether the reader's units still hold all that were read for the file: as it was made, and as it would be today.

    Units may have moved since, and then the same wish places people in another tree.
    """
    if job.readers is None:
        return True
    names, figures = job.readers["names"], job.readers["figures"]
    placed = {same.placed_on: same for same in (wish, replace(wish, today=today))}
    seen = [readers_for(session, actor, same, today) for same in placed.values()]
    return all(each.names.issuperset(names) and each.figures.issuperset(figures) for each in seen)


def _as_it_stands(session: Session, job: ExportJob, wish: Wish, at: datetime) -> OwnJob:
    """A file has expired when its day is over, and as soon as anybody's protection has changed: it may show too much."""
    state = job.state
    if state is JobState.DONE:
        in_time = job.expires_at is not None and at < job.expires_at
        state = state if in_time and job.protection == protection(session) else JobState.EXPIRED
    session.expunge(job)  # it is looked at after this read has ended
    return OwnJob(job, wish, state)


def protection(session: Session) -> str:
    """A digest of whose identities are protected now: it says only whether that has changed."""
    person = persons()
    ids = session.scalars(select(person.c.recorded_id).where(person.c.person_id.in_(protected_people())))
    return hashlib.sha256("".join(sorted(each.hex for each in ids)).encode()).hexdigest()


def retry_job(session: Session, own: OwnJob, today: date) -> None:
    """Put what failed or expired in the queue once more, as it would be asked for today, and leave alone what did not.

    Raises TooManyError.
    """
    session.execute(select(Person.id).where(Person.id == own.job.person_id).with_for_update(key_share=True))
    job = _lock(session, own.job.id)
    if job.state in UNFINISHED or own.state is JobState.DONE:
        return
    _refuse_many(session, job.person_id)
    forget_file(session, job)
    job.wish = WISH.dump_python(replace(own.wish, today=today), mode="json")
    job.state, job.tries, job.fault = JobState.WAITING, 0, None
    job.started_at = job.finished_at = job.expires_at = None
    session.flush()


def _lock(session: Session, job_id: UUID) -> ExportJob:
    """The job as it is once nobody else writes to it; NoResultFound when it has been dropped."""
    job = select(ExportJob).where(ExportJob.id == job_id).with_for_update()
    return session.scalars(job.execution_options(populate_existing=True)).one()


def forget_file(session: Session, job: ExportJob) -> None:
    """Delete a job's file, or what there is of it."""
    session.execute(delete(ExportChunk).where(ExportChunk.job_id == job.id))
    job.steps_done, job.readers, job.protection = 0, None, None
    job.rows = job.size = job.sha256 = None


def drop_job(session: Session, job_id: UUID, *, at: datetime, actor: UUID) -> None:
    """Delete a job with its file. Whoever is at work on it stops as soon as it is noticed."""
    session.delete(_lock(session, job_id))
    session.flush()
    record_event(session, "export.dropped", at=at, actor=actor, details={"job": job_id.hex})


def record_fetch(session: Session, own: OwnJob, *, at: datetime, actor: UUID) -> None:
    """Keep that a file was fetched."""
    details = {"job": own.job.id.hex, "rows": own.job.rows, "sha256": own.job.sha256}
    record_event(
        session, "export.fetched", at=at, actor=actor, object=own.wish.subject.value, details=details
    )


def purge_jobs(session: Session, at: datetime) -> int:
    """Delete the files whose day is over, and after a week the rows; how many files."""
    gone = session.scalars(
        select(ExportJob)
        .where(ExportJob.state == JobState.DONE, ExportJob.expires_at <= at)
        .with_for_update(skip_locked=True)
    ).all()
    for job in gone:
        forget_file(session, job)
        job.state = JobState.EXPIRED
    session.flush()
    over = (JobState.EXPIRED, JobState.FAILED)
    session.execute(
        delete(ExportJob).where(ExportJob.state.in_(over), ExportJob.finished_at <= at - REMEMBERED)
    )
    return len(gone)
