"""Reads of the ledger: which rows count, and what one person has done."""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.orm import Session, aliased

from elearn.completions.models import Completion
from elearn.organisations.queries import recorded_ids
from elearn.requirements.queries import is_excused, list_obligations
from elearn.requirements.standing import Done, Obligation, Standing, standing

ATTEMPT = "attempt:"


def counts(known_at: datetime | None = None) -> ColumnElement[bool]:
    """The condition that a row of the ledger counts: it annuls nothing, and no later row corrects it."""
    later = aliased(Completion)
    # A list made once: asking for each row whether another one corrects it reads the ledger again every time.
    corrected = select(later.corrects).where(later.corrects.is_not(None))
    if known_at is None:
        return and_(Completion.annulled.is_(False), Completion.id.not_in(corrected))
    return and_(
        Completion.annulled.is_(False),
        Completion.recorded_at <= known_at,
        Completion.id.not_in(corrected.where(later.recorded_at <= known_at)),
    )


def list_completions(session: Session, person_id: UUID) -> list[Completion]:
    """What counts of a person's own history, newest first."""
    return list(
        session.scalars(
            select(Completion)
            .where(Completion.person_id.in_(recorded_ids(person_id)), counts())
            .order_by(Completion.completed_on.desc(), Completion.seq.desc())
        )
    )


def get_completion(session: Session, person_id: UUID, completion_id: UUID) -> Completion:
    """A person's own completion that counts; NoResultFound for anybody else's."""
    return session.scalars(
        select(Completion).where(
            Completion.id == completion_id, Completion.person_id.in_(recorded_ids(person_id)), counts()
        )
    ).one()


def find_by_attempt(session: Session, attempt_id: UUID) -> Completion | None:
    """The completion that an attempt led to."""
    return session.scalars(select(Completion).where(Completion.origin == origin_of(attempt_id))).one_or_none()


def origin_of(attempt_id: UUID) -> str:
    """What the ledger says about where a completion came from, once only."""
    return f"{ATTEMPT}{attempt_id.hex}"


def attempt_of(completion: Completion) -> UUID | None:
    """The attempt that led to a completion, None for other evidence."""
    kind, _, digits = completion.origin.partition(":")
    return UUID(hex=digits) if f"{kind}:" == ATTEMPT else None


def list_standings(
    session: Session, person_id: UUID, on: date, history: Iterable[Completion]
) -> list[tuple[Obligation, Standing]]:
    """What is asked of a person on a day, and how it stands by what counts of their history."""
    done = [(made.module, Done(made.completed_on, made.valid_until)) for made in history]
    excused = is_excused(session, person_id, on)
    return [
        (
            asked,
            standing(asked, [made for module, made in done if module == asked.module], on, excused=excused),
        )
        for asked in list_obligations(session, person_id, on)
    ]
