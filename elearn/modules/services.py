"""Writes about attempts, answers and the place kept. Answers live as short as they can."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from random import Random
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import delete, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from elearn.clock import day_of
from elearn.database import Base
from elearn.modules import queries
from elearn.modules.content import Module
from elearn.modules.counting import count_answers, is_counted
from elearn.modules.draw import as_stored, draw
from elearn.modules.marking import Mark, mark
from elearn.modules.models import Answer, Attempt, Progress
from elearn.modules.publishing import get_version
from elearn.modules.queries import Sitting
from elearn.organisations.models import Person
from elearn.organisations.queries import recorded_ids


class AttemptFinishedError(Exception):
    """The attempt is handed in: nothing about it can change any more."""


def start_attempt(session: Session, person_id: UUID, module: Module, random: Random, at: datetime) -> Attempt:
    """Resume the one open attempt at a module, or draw a new one pinned to the present version."""
    # One open attempt per person and module: two starts of one person wait for each other here.
    session.execute(select(Person.id).where(Person.id == person_id).with_for_update(key_share=True))
    begun = queries.find_open_attempt(session, person_id, module.slug, at)
    if begun is not None:
        return begun
    attempt = Attempt(
        id=uuid4(),
        person_id=person_id,
        version_id=get_version(session, module).id,
        draw=as_stored(draw(module, random)),
        started_at=at,
        finished_at=None,
        passed=None,
        submission=None,
    )
    session.add(attempt)
    session.flush()
    return attempt


def lock_attempt(session: Session, person_id: UUID, attempt_id: UUID, slug: str) -> Attempt:
    """A person's own attempt at a module, as it stands, with everybody else's changes to it held off."""
    statement = queries.own_attempt(person_id, attempt_id, slug).with_for_update(of=Attempt)
    return session.scalars(statement.execution_options(populate_existing=True)).one()


def save_answers(session: Session, sitting: Sitting, chosen: Mapping[str, Sequence[str]]) -> Sitting:
    """Keep the options chosen for some of the questions of a locked attempt, in place of earlier ones."""
    if sitting.attempt.finished_at is not None:
        raise AttemptFinishedError
    answers = {question_id: sorted(options) for question_id, options in chosen.items()}
    if answers:
        statement = _insert(session, Answer).values(
            [
                {"attempt_id": sitting.attempt.id, "question_id": question_id, "chosen": options}
                for question_id, options in answers.items()
            ]
        )
        session.execute(
            statement.on_conflict_do_update(
                index_elements=["attempt_id", "question_id"], set_={"chosen": statement.excluded.chosen}
            )
        )
    return replace(sitting, answers={**sitting.answers, **answers})


def submission_digest(attempt_id: UUID, body: Mapping[str, Sequence[str]]) -> str:
    """What tells a form sent twice from another form under the same key."""
    text = json.dumps([[name, sorted(values)] for name, values in sorted(body.items())])
    return hashlib.sha256(f"{attempt_id.hex}\n{text}".encode()).hexdigest()


def is_same_submission(attempt: Attempt, digest: str) -> bool:
    """Whether a handed-in attempt was handed in with this very form (not known any more once answers are forgotten)."""
    return attempt.submission in {None, digest}


def finish_attempt(session: Session, sitting: Sitting, digest: str, at: datetime) -> Mark:
    """Mark a locked attempt by its answers, count them without a person where they count, and close it."""
    attempt = sitting.attempt
    if attempt.finished_at is not None:
        raise AttemptFinishedError
    outcome = mark([one.question for one in sitting.asked], sitting.answers)
    if is_counted(session, attempt, at):
        count_answers(session, attempt.version_id, outcome, day_of(at))
    attempt.finished_at = at
    attempt.passed = outcome.passed
    attempt.submission = digest
    session.flush()
    return outcome


def mark_section_read(session: Session, person_id: UUID, module: Module, number: int) -> None:
    """Keep the place: add a section's number to the set of those a person has been through."""
    statement = _insert(session, Progress).values(person_id=person_id, module=module.slug, sections=[])
    session.execute(statement.on_conflict_do_nothing(index_elements=["person_id", "module"]))
    progress = session.get_one(
        Progress, (person_id, module.slug), with_for_update=True, populate_existing=True
    )
    if number not in progress.sections:
        progress.sections = sorted({*progress.sections, number})
    session.flush()


def purge_answers(session: Session, at: datetime) -> int:
    """Delete everybody's attempts whose time has passed, with their answers; return how many there were.

    A day after it was handed in an attempt goes altogether, so that nobody can count tries.
    """
    # Whoever deletes the same rows at this moment is left to it: waiting could end in a ring.
    due = select(Attempt.id).where(~queries.kept(at)).with_for_update(skip_locked=True)
    return _delete(session, delete(Attempt).where(Attempt.id.in_(due)))


def forget_answers(session: Session, person_id: UUID) -> None:
    """Delete the answers of a person's handed-in attempts: whoever leaves takes the feedback along."""
    finished = select(Attempt.id).where(
        Attempt.person_id.in_(recorded_ids(person_id)), Attempt.finished_at.is_not(None)
    )
    attempts = session.scalars(finished.order_by(Attempt.id).with_for_update()).all()
    session.execute(delete(Answer).where(Answer.attempt_id.in_(attempts)))
    # The form's digest goes too: with so few possible forms, it could be found by trying them all.
    session.execute(update(Attempt).where(Attempt.id.in_(attempts)).values(submission=None))


def _delete(session: Session, statement: Any) -> int:
    return int(session.connection().execute(statement).rowcount)


def _insert(session: Session, table: type[Base]) -> "sqlite.Insert | postgresql.Insert":
    on_sqlite = session.get_bind().dialect.name == "sqlite"
    return sqlite.insert(table) if on_sqlite else postgresql.insert(table)
