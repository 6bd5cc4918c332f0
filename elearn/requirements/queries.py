"""Reads about requirements: which apply on a day, and what they ask of one person."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Protocol
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from elearn.database import holds, known
from elearn.organisations.kinds import Form
from elearn.organisations.models import Employment
from elearn.organisations.queries import get_tree, numbers_of, recorded_ids
from elearn.requirements.models import Hold, RequirementVersion
from elearn.requirements.standing import Obligation, chain_start, is_long_absence, strictest


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody is employed on a day, and at which level."""

    unit_id: int
    level: str


class Above(Protocol):
    """What knows the units above a unit, itself too."""

    def upward(self, unit_id: int) -> Iterable[int]: ...


def list_requirements(
    session: Session, on: date, known_at: datetime | None = None
) -> list[RequirementVersion]:
    """The requirements that apply on a day, as known at an instant."""
    rows = session.scalars(
        select(RequirementVersion)
        .where(holds(RequirementVersion, on, known_at))
        .order_by(RequirementVersion.requirement_id)
    )
    return list(rows)


def list_versions(
    session: Session, requirement_ids: Collection[int] | None = None
) -> list[RequirementVersion]:
    """What requirements have asked, ask and will ask, as known now, in order of their days: of some, or of all."""
    statement = select(RequirementVersion).where(known(RequirementVersion))
    if requirement_ids is not None:
        statement = statement.where(RequirementVersion.requirement_id.in_(requirement_ids))
    order = (RequirementVersion.requirement_id, RequirementVersion.valid_from)
    return list(session.scalars(statement.order_by(*order)))


def is_held(session: Session, person_id: UUID, on: date) -> bool:
    """Whether HR handles a person's training itself on a day."""
    held = select(Hold.id).where(Hold.person_id.in_(recorded_ids(person_id)), holds(Hold, on)).limit(1)
    return session.execute(held).first() is not None


def is_excused(session: Session, person_id: UUID, on: date) -> bool:
    """Whether nobody counts a person as late on a day: held by HR, or away for long from every employment."""
    ordinary = Employment.form.is_distinct_from(Form.EXTERNAL)
    absences = session.execute(
        select(Employment.absent_from, Employment.absent_to).where(
            Employment.number_id.in_(numbers_of(person_id)), holds(Employment, on), ordinary
        )
    ).all()
    absent = bool(absences) and all(is_long_absence(first, last, on) for first, last in absences)
    return absent or is_held(session, person_id, on)


def obligations_of(
    places: Iterable[Place], start: date, requirements: Iterable[RequirementVersion], tree: Above
) -> list[Obligation]:
    """What the requirements ask of somebody employed in these places since a day: one obligation per module."""
    return asked_since(applying(places, requirements, tree), start)


def applying(
    places: Iterable[Place], requirements: Iterable[RequirementVersion], tree: Above
) -> tuple[RequirementVersion, ...]:
    """The requirements that ask something of somebody who is employed in these places."""
    standing_in = [(set(tree.upward(place.unit_id)), place.level) for place in places]
    return tuple(
        requirement
        for requirement in requirements
        if any(
            requirement.unit_id in above and (not requirement.levels or level in requirement.levels)
            for above, level in standing_in
        )
    )


def asked_since(requirements: Iterable[RequirementVersion], start: date) -> list[Obligation]:
    """What some requirements ask of somebody employed since a day: one obligation per module."""
    asked: list[Obligation] = []
    for requirement in requirements:
        due_on = max(requirement.began_on, start) + timedelta(days=requirement.due_days)
        asked.extend(_obligation(requirement, module, due_on) for module in requirement.modules)
    return strictest(asked)


def _obligation(requirement: RequirementVersion, module: str, due_on: date) -> Obligation:
    return Obligation(
        module=module,
        requirement_id=requirement.requirement_id,
        due_on=due_on,
        valid_months=requirement.valid_months,
        recommended=requirement.decided_by is None,
        decided_by=requirement.decided_by,
        decided_on=requirement.decided_on,
        record_number=requirement.record_number,
    )


def list_obligations(session: Session, person_id: UUID, on: date) -> list[Obligation]:
    """What is asked of one person on a day, one obligation per module."""
    rows = session.execute(
        select(Employment.unit_id, Employment.level, Employment.valid_from, Employment.valid_to).where(
            Employment.number_id.in_(numbers_of(person_id)), known(Employment)
        )
    ).all()
    start = chain_start([(row.valid_from, row.valid_to) for row in rows], on)
    if start is None:
        return []
    places = [
        Place(row.unit_id, row.level)
        for row in rows
        if row.valid_from <= on and (row.valid_to is None or row.valid_to >= on)
    ]
    return obligations_of(places, start, list_requirements(session, on), get_tree(session, on))


def validity(session: Session, person_id: UUID, module: str, on: date) -> int | None:
    """For how many months a completion of the module made by this person on a day is valid; None: without end."""
    found = (asked for asked in list_obligations(session, person_id, on) if asked.module == module)
    asked = next(found, None)
    return asked.valid_months if asked else None
