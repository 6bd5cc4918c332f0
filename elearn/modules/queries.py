"""Reads about attempts, answers and the place kept. Whoever asks gives the person: nobody else's are ever found."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.orm import Session

from elearn.modules.content import Module
from elearn.modules.draw import Asked, recall
from elearn.modules.models import Answer, Attempt, ModuleVersion, Progress
from elearn.modules.publishing import read_version
from elearn.organisations.queries import recorded_ids

KEPT_AFTER_FINISH = timedelta(hours=24)
KEPT_UNFINISHED = timedelta(days=30)


def kept(at: datetime) -> ColumnElement[bool]:
    """The condition that an attempt's time has not passed: a day after its end, thirty days without one."""
    return or_(
        and_(Attempt.finished_at.is_(None), Attempt.started_at > at - KEPT_UNFINISHED),
        and_(Attempt.finished_at.is_not(None), Attempt.finished_at > at - KEPT_AFTER_FINISH),
    )


def get_attempt(session: Session, person_id: UUID, attempt_id: UUID, slug: str) -> Attempt:
    """A person's own attempt at a module; NoResultFound for somebody else's, like one that does not exist."""
    return session.scalars(own_attempt(person_id, attempt_id, slug)).one()


def own_attempt(person_id: UUID, attempt_id: UUID, slug: str) -> Select[Attempt]:
    """An attempt by its id, where it is this person's and at this module."""
    return (
        select(Attempt)
        .join(ModuleVersion, ModuleVersion.id == Attempt.version_id)
        .where(
            Attempt.id == attempt_id,
            Attempt.person_id.in_(recorded_ids(person_id)),
            ModuleVersion.slug == slug,
        )
    )


def find_open_attempt(session: Session, person_id: UUID, slug: str, at: datetime) -> Attempt | None:
    """The attempt at a module that a person has begun and not handed in."""
    return session.scalars(
        select(Attempt)
        .join(ModuleVersion, ModuleVersion.id == Attempt.version_id)
        .where(
            Attempt.person_id.in_(recorded_ids(person_id)),
            ModuleVersion.slug == slug,
            Attempt.finished_at.is_(None),
            kept(at),
        )
        .order_by(Attempt.started_at, Attempt.id)
        .limit(1)
    ).one_or_none()


def list_begun(session: Session, person_id: UUID, at: datetime) -> frozenset[str]:
    """The modules whose check a person has begun and not handed in."""
    return frozenset(
        session.scalars(
            select(ModuleVersion.slug)
            .join(Attempt, Attempt.version_id == ModuleVersion.id)
            .where(
                Attempt.person_id.in_(recorded_ids(person_id)),
                Attempt.finished_at.is_(None),
                kept(at),
            )
        )
    )


@dataclass(frozen=True, slots=True)
class Sitting:
    """An attempt with the version it is pinned to, its questions and the answers so far."""

    attempt: Attempt
    module: Module
    asked: tuple[Asked, ...]
    answers: Mapping[str, list[str]]

    @property
    def unanswered(self) -> list[Asked]:
        return [one for one in self.asked if not self.answers.get(one.question.id)]


def get_sitting(session: Session, attempt: Attempt) -> Sitting:
    """An attempt with all that belongs to it."""
    module = get_pinned(session, attempt)
    return Sitting(attempt, module, recall(module, attempt.draw), list_answers(session, attempt.id))


def find_sitting(session: Session, person_id: UUID, slug: str, at: datetime) -> Sitting | None:
    """The attempt at a module that a person has begun and not handed in, with all that belongs to it."""
    attempt = find_open_attempt(session, person_id, slug, at)
    return get_sitting(session, attempt) if attempt else None


def get_pinned(session: Session, attempt: Attempt) -> Module:
    """The module as it was in the version that an attempt is pinned to, whatever the catalogue holds by now."""
    return read_version(session.get_one(ModuleVersion, attempt.version_id))


def list_answers(session: Session, attempt_id: UUID) -> Mapping[str, list[str]]:
    """The options chosen so far, by question id."""
    rows = session.execute(
        select(Answer.question_id, Answer.chosen).where(Answer.attempt_id == attempt_id)
    ).all()
    return {question_id: list(chosen) for question_id, chosen in rows}


def find_feedback(session: Session, attempt: Attempt, at: datetime) -> Mapping[str, list[str]] | None:
    """The answers of a handed-in attempt while its learner may still read them: until leaving, at most a day."""
    if attempt.finished_at is None or attempt.finished_at <= at - KEPT_AFTER_FINISH:
        return None
    return list_answers(session, attempt.id) or None


def has_feedback(session: Session, person_id: UUID, attempt_id: UUID, at: datetime) -> bool:
    """Whether the answers of a person's own handed-in attempt can still be read."""
    found = session.execute(
        select(Answer.attempt_id)
        .join(Attempt, Attempt.id == Answer.attempt_id)
        .where(
            Attempt.id == attempt_id,
            Attempt.person_id.in_(recorded_ids(person_id)),
            Attempt.finished_at > at - KEPT_AFTER_FINISH,
        )
        .limit(1)
    ).first()
    return found is not None


def list_progress(session: Session, person_id: UUID) -> Mapping[str, frozenset[int]]:
    """The sections that a person has been through, by module."""
    rows = session.execute(
        select(Progress.module, Progress.sections).where(Progress.person_id.in_(recorded_ids(person_id)))
    ).all()
    read: dict[str, frozenset[int]] = {}
    for module, sections in rows:
        read[module] = read.get(module, frozenset()) | frozenset(sections)
    return read


def list_read_sections(session: Session, person_id: UUID, slug: str) -> frozenset[int]:
    """The sections of one module that a person has been through."""
    return list_progress(session, person_id).get(slug, frozenset())
