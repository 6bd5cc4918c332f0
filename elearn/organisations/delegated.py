"""When a deputy named by a manager is one: conditions on rows, asked for with every page, so that nothing has to run.

The day after the last one, and at once when the manager no longer manages the unit, or either has left: the deputy the
unit where the manager found them, the manager the employment that the post goes with.
"""

from datetime import date, datetime

from sqlalchemy import BindParameter, ColumnElement, and_, or_, select

from elearn.database import holds
from elearn.organisations.kinds import PostRole
from elearn.organisations.models import Delegation, Employment, Post

Day = date | BindParameter[date]
Number = ColumnElement[int] | int


def stands(on: Day, known_at: datetime | None = None) -> ColumnElement[bool]:
    """The condition that a row of `Delegation` makes somebody deputy on a day, as it was known at an instant."""
    there = select(Employment.id).where(
        Employment.number_id == Delegation.number_id,
        Employment.unit_id == Delegation.employed_in,
        holds(Employment, on, known_at),
    )
    return and_(
        holds(Delegation, on, known_at),
        there.correlate(Delegation).exists(),
        leads(Delegation.manager_id.expression, Delegation.unit_id.expression, on, known_at),
    )


def leads(
    number: ColumnElement[int], unit: Number, on: Day, known_at: datetime | None = None
) -> ColumnElement[bool]:
    """The condition that an employee number is employed on a day, and manages a unit."""
    employed = select(Employment.id).where(Employment.number_id == number, holds(Employment, on, known_at))
    on_employment = employed.where(Employment.unit_id == unit, Employment.role == PostRole.MANAGER)
    elsewhere = select(Post.id).where(
        Post.number_id == number,
        Post.unit_id == unit,
        Post.role == PostRole.MANAGER,
        holds(Post, on, known_at),
    )
    return and_(employed.exists(), or_(on_employment.exists(), elsewhere.exists()))
