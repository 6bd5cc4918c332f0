"""One person: found by number and named where HR sees that person by name, and since when they are employed."""

from collections.abc import Collection, Mapping
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from elearn.database import known
from elearn.organisations.models import Employment, PersonalDetails, PersonNumber, Source
from elearn.organisations.queries import numbers_of
from elearn.organisations.scope import Scope, visible_people
from elearn.requirements.time_off import Days


def find_numbered(session: Session, scope: Scope, number: str) -> dict[UUID, int]:
    """Those with a number, as `1042` or `hr/1042`, among HR's own people; each with a unit where they are employed."""
    visible = visible_people(scope, scope.hr)
    rows = session.execute(
        visible.join(PersonNumber, PersonNumber.id == Employment.number_id)
        .join(Source, Source.id == PersonNumber.source_id)
        .where(
            or_(
                PersonNumber.employee_number == number,
                Source.name + "/" + PersonNumber.employee_number == number,
            )
        )
        .with_only_columns(visible.selected_columns.person_id, Employment.unit_id)
        .order_by(Employment.id.desc())
    )
    return {row[0]: row[1] for row in rows}


def number_of(session: Session, scope: Scope, person_id: UUID) -> str:
    """The number by which the form finds somebody; empty for whom HR does not see by name."""
    visible = visible_people(scope, scope.hr)
    row = session.execute(
        visible.join(PersonNumber, PersonNumber.id == Employment.number_id)
        .join(Source, Source.id == PersonNumber.source_id)
        .where(visible.selected_columns.person_id == person_id)
        .with_only_columns(Source.name, PersonNumber.employee_number)
        .order_by(Employment.id)
    ).first()
    return f"{row[0]}/{row[1]}" if row else ""


def names_of(session: Session, scope: Scope, people: Collection[UUID]) -> Mapping[UUID, str]:
    """What those of some people are called whom HR sees by name."""
    if not people:
        return {}
    visible = visible_people(scope, scope.hr)
    person_id = visible.selected_columns.person_id
    rows = session.execute(
        visible.where(person_id.in_(people)).with_only_columns(
            person_id, PersonalDetails.given_name, PersonalDetails.family_name
        )
    )
    return {row[0]: f"{row[1]} {row[2]}".strip() for row in rows}


def top_above(scope: Scope, unit_id: int) -> int:
    """The highest of HR's own units above a unit: what is asked of one person stays, wherever in it they move."""
    above = [unit for unit in scope.line.tree.upward(unit_id) if unit in scope.hr_figures]
    return above[-1] if above else unit_id


def list_periods(session: Session, person_id: UUID) -> list[Days]:
    """From when until when somebody has been, is and will be employed: each employment and each office."""
    row = Employment
    rows = session.execute(
        select(row.began_on, row.valid_to).where(row.number_id.in_(numbers_of(person_id)), known(row))
    )
    return sorted({(first, last) for first, last in rows}, key=lambda days: days[0])
