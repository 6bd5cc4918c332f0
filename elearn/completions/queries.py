"""Reads of the ledger: which rows count, and what one person has done."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.orm import Session, aliased

from elearn.completions.changes import SOON
from elearn.completions.models import Completion
from elearn.modules.publishing import get_outdating
from elearn.organisations.queries import recorded_ids
from elearn.requirements.queries import Situation, get_situation, validity
from elearn.requirements.standing import Done, Obligation, Standing, State, standing

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


def list_done(session: Session, history: Iterable[Completion]) -> Mapping[str, Sequence[Done]]:
    """What counts of somebody's history as requirements look at it, by module."""
    outdated_on = get_outdating(session)
    done: dict[str, list[Done]] = defaultdict(list)
    for made in history:
        outdated = outdated_on(made.module, made.version)
        done[made.module].append(Done(made.completed_on, made.valid_until, outdated))
    return done


def last_valid_day(
    session: Session, person_id: UUID, module: str, on: date, *, instead_of: UUID | None = None
) -> date | None:
    """Until when a completion of a person's holds that is made on a day, as it is recorded with it; None: no end.

    `instead_of`: the completion that it corrects, which was never made.
    """
    history = (made for made in list_completions(session, person_id) if made.id != instead_of)
    return validity(session, person_id, module, on, list_done(session, history))


def list_standings(
    session: Session, person_id: UUID, on: date, history: Iterable[Completion]
) -> list[tuple[Obligation, Standing]]:
    """What is asked of a person on a day, and how it stands by what counts of their history."""
    situation = get_situation(session, person_id, on)
    return standings_of(situation, list_done(session, history))


def is_settled(session: Session, person_id: UUID, module: str, on: date) -> bool:
    """Whether a module is done and need not be renewed soon: then nobody does it another way."""
    history = list_completions(session, person_id)
    latest = next((made for made in history if made.module == module), None)
    if latest is None:
        return False
    found = list_standings(session, person_id, on, history)
    # A refresher is done when what it renews is, whatever an earlier one of it says.
    asked = [each for obligation, each in found if module in {obligation.module, each.take}]
    if any(each.state is not State.COMPLETED for each in asked):
        return False
    ends = [each.valid_until for each in asked] or [latest.valid_until]
    return all(last_on is None or last_on > on + SOON for last_on in ends)


def standings_of(
    situation: Situation, done: Mapping[str, Sequence[Done]]
) -> list[tuple[Obligation, Standing]]:
    """How everything stands that is asked of somebody, by what they have done."""
    return [
        (
            asked,
            standing(asked, done, situation.on, excused=situation.excused, aside=situation.aside),
        )
        for asked in situation.obligations
    ]
