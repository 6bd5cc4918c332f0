"""Reads about requirements: which apply on a day, and what they ask of one person."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from elearn.database import holds, known
from elearn.organisations.models import Employment
from elearn.organisations.queries import get_tree, numbers
from elearn.organisations.tree import Tree
from elearn.requirements.models import RequirementVersion
from elearn.requirements.standing import Obligation, chain_start, strictest


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody is employed on a day, and at which level."""

    unit_id: int
    level: str


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


def obligations_of(
    places: Iterable[Place], start: date, requirements: Iterable[RequirementVersion], tree: Tree
) -> list[Obligation]:
    """What the requirements ask of somebody employed in these places since a day: one obligation per module."""
    standing_in = [(set(tree.upward(place.unit_id)), place.level) for place in places]
    asked: list[Obligation] = []
    for requirement in requirements:
        applies = any(
            requirement.unit_id in above and (not requirement.levels or level in requirement.levels)
            for above, level in standing_in
        )
        if applies:
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
    number = numbers()
    rows = session.execute(
        select(Employment.unit_id, Employment.level, Employment.valid_from, Employment.valid_to)
        .join(number, number.c.id == Employment.number_id)
        .where(number.c.person_id == person_id, known(Employment))
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
