"""Who is at work on which export. Whoever holds the lease of a job, and nobody else, writes anything of it.

A lease is renewed as long as its holder works. One that has run out belongs to a process that is gone: the job is
taken over from the beginning. All checks stand in the statement or under the lock that writes.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import cast
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, CursorResult, and_, func, or_, select, update
from sqlalchemy.orm import Session

from elearn.reports.export_jobs import KEPT, find_wish, forget_file
from elearn.reports.export_people import Readers
from elearn.reports.export_trail import record_export
from elearn.reports.exports import Wish
from elearn.reports.models import ExportJob, Fault, JobState

# Longer than any pause of a living process, and than the clocks of two hosts may differ.
LEASE = timedelta(seconds=60)
# A job that has taken so many processes with it is not tried by itself again.
MOST_TRIES = 3


class LostError(Exception):
    """The job has been taken over, or dropped: nothing more may be written of it."""


@dataclass(frozen=True, slots=True)
class Task:
    """A job that has to be done, and who has taken it: `holder` is drawn anew each time that somebody does.

    Processes that were forked from one another, and threads, would share any name that is drawn sooner.
    """

    job_id: UUID
    holder: UUID
    person_id: UUID
    wish: Wish


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A file that is whole, and what its reader could see when it was made."""

    rows: int
    size: int
    sha256: str
    readers: Readers
    protection: str


def is_waiting(at: datetime) -> ColumnElement[bool]:
    """The condition that a job can be taken: new, or left by a process that is gone."""
    left = and_(ExportJob.state == JobState.RUNNING, ExportJob.leased_until <= at)
    return or_(ExportJob.state == JobState.WAITING, left)


def next_look(session: Session, at: datetime) -> datetime | None:
    """When a job may be there to be taken: now, when the first lease runs out, or never."""
    if session.scalars(select(ExportJob.id).where(is_waiting(at)).limit(1)).first() is not None:
        return at
    running = select(func.min(ExportJob.leased_until)).where(ExportJob.state == JobState.RUNNING)
    return session.scalar(running)


def claim(session: Session, at: datetime) -> Task | None:
    """Take the job that has waited longest. What another one left of its file goes. None when nothing waits."""
    job = session.scalars(
        select(ExportJob)
        .where(is_waiting(at))
        .order_by(ExportJob.asked_at, ExportJob.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    ).one_or_none()
    if job is None:
        return None
    forget_file(session, job)
    job.tries += 1
    wish = find_wish(job)
    if wish is None or job.tries > MOST_TRIES:
        _close(job, JobState.FAILED, at)
        job.fault = Fault.UNEXPECTED if wish is None else Fault.BROKEN_OFF
        session.flush()
        return claim(session, at)
    holder = uuid4()
    job.state, job.started_at = JobState.RUNNING, at
    job.leased_by, job.leased_until = holder, at + LEASE
    session.flush()
    return Task(job.id, holder, job.person_id, wish)


def renew(session: Session, task: Task, at: datetime, steps: int | None = None) -> None:
    """Hold the job for some longer, and say how far it has come. Raises LostError when somebody else has it."""
    values: dict[str, object] = {"leased_until": at + LEASE}
    if steps is not None:
        values["steps_done"] = steps
    held = session.execute(update(ExportJob).where(_held(task)).values(values))
    if cast(CursorResult[tuple[()]], held).rowcount != 1:
        raise LostError


def finish(session: Session, task: Task, made: Made, at: datetime) -> None:
    """The file is whole: from now on it can be fetched. Raises LostError."""
    job = _lock(session, task)
    _close(job, JobState.DONE, at)
    job.expires_at = at + KEPT
    job.rows, job.size, job.sha256 = made.rows, made.size, made.sha256
    job.readers, job.protection = made.readers.as_lists(), made.protection
    session.flush()
    record_export(
        session,
        task.wish,
        made.rows,
        at=at,
        actor=job.person_id,
        headers=job.headers,
        job=job.id,
        sha256=made.sha256,
    )


def fail(session: Session, task: Task, fault: Fault, at: datetime) -> None:
    """The file cannot be made; the page says why. Raises LostError."""
    job = _lock(session, task)
    forget_file(session, job)
    _close(job, JobState.FAILED, at)
    job.fault = fault
    session.flush()


def give_back(session: Session, task: Task) -> None:
    """Let another process do it: this one has to end, which is not the job's fault. Raises LostError."""
    job = _lock(session, task)
    forget_file(session, job)
    job.state, job.tries = JobState.WAITING, job.tries - 1
    job.leased_by = job.leased_until = None
    session.flush()


def _held(task: Task) -> ColumnElement[bool]:
    return and_(
        ExportJob.id == task.job_id,
        ExportJob.leased_by == task.holder,
        ExportJob.state == JobState.RUNNING,
    )


def _lock(session: Session, task: Task) -> ExportJob:
    job = session.scalars(select(ExportJob).where(_held(task)).with_for_update()).one_or_none()
    if job is None:
        raise LostError
    return job


def _close(job: ExportJob, state: JobState, at: datetime) -> None:
    job.state, job.finished_at = state, at
    job.leased_by = job.leased_until = None
