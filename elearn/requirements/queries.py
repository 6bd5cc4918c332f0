"""Reads about requirements: which apply on a day, and what they ask of one person."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from elearn.database import holds, known
from elearn.organisations.kinds import Form
from elearn.organisations.models import Employment, PersonJoin
from elearn.organisations.queries import get_tree, numbers_of, recorded_ids
from elearn.requirements.asides import modules_aside
from elearn.requirements.asking import Above, Asker
from elearn.requirements.asking import Place as Place
from elearn.requirements.models import Hold, Holiday, RequirementVersion
from elearn.requirements.standing import Done, Obligation, chain_start, put_off
from elearn.requirements.time_off import Days, Job, covers, time_off
from elearn.requirements.validity import last_day


@dataclass(frozen=True, slots=True)
class Situation:
    """What one person is asked on a day, and what excuses them.

    `start`: since when they are employed without a break, None where they are not; `off`: their stretches of time off;
    `held`: HR handles it; `aside`: the modules that they do in a way of their own.
    """

    on: date
    start: date | None
    obligations: Sequence[Obligation]
    off: tuple[Days, ...]
    held: bool
    aside: frozenset[str]

    @property
    def excused(self) -> bool:
        """Whether nobody counts this person as late."""
        return self.held or covers(self.off, self.on)


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


def get_asker(session: Session, tree: Above, on: date, known_at: datetime | None = None) -> Asker:
    """What the requirements of a day ask of whom, and when whose holidays are. Two statements, or three."""
    requirements = list_requirements(session, on, known_at)
    return make_asker(session, requirements, list_holidays(session, known_at), tree, known_at)


def make_asker(
    session: Session,
    requirements: Sequence[RequirementVersion],
    holidays: Sequence[Holiday],
    tree: Above,
    known_at: datetime | None = None,
) -> Asker:
    """The same of requirements and holidays that somebody has read, or thinks of. One statement at most."""
    return Asker(requirements, tree, holidays, people_asked(session, requirements, known_at))


def people_asked(
    session: Session, requirements: Iterable[RequirementVersion], known_at: datetime | None = None
) -> Mapping[UUID, UUID]:
    """Whom those are read as whom requirements ask by themselves, where that is somebody else."""
    asked = {each.person_id for each in requirements if each.person_id is not None}
    if not asked:
        return {}
    joined = PersonJoin.person_id.in_(asked) & known(PersonJoin, known_at)
    return dict(session.execute(select(PersonJoin.person_id, PersonJoin.into_id).where(joined)).all())


def list_holidays(session: Session, known_at: datetime | None = None) -> list[Holiday]:
    """The holidays of all years, as known at an instant."""
    found = select(Holiday).where(known(Holiday, known_at)).order_by(Holiday.valid_from, Holiday.id)
    return list(session.scalars(found))


def is_excused(session: Session, person_id: UUID, on: date) -> bool:
    """Whether nobody counts a person as late on a day: held by HR, or off."""
    return get_situation(session, person_id, on).excused


def list_obligations(session: Session, person_id: UUID, on: date) -> Sequence[Obligation]:
    """What is asked of one person on a day, one obligation per module."""
    return get_situation(session, person_id, on).obligations


def get_situation(session: Session, person_id: UUID, on: date) -> Situation:
    """What one person is asked on a day, and what excuses them, as is known now."""
    asker = get_asker(session, get_tree(session, on), on)
    rows = _list_employments(session, person_id)
    begun = [row for row in rows if row.valid_from <= on]
    start = chain_start([(row.valid_from, row.valid_to) for row in rows], on)
    places = frozenset(_place(row) for row in begun if row.valid_to is None or row.valid_to >= on)
    hired = bool(places) and all(place.form is Form.EXTERNAL for place in places)
    # An employer's time off counts for whom it employs: another one's only where there is no one else.
    off = time_off([_job(row, asker) for row in begun if hired or row.form is not Form.EXTERNAL])
    return Situation(
        on=on,
        start=start,
        obligations=put_off(asker.ask(person_id, places, start), off) if start else (),
        off=off,
        held=is_held(session, person_id, on),
        aside=modules_aside(session, person_id, on),
    )


def _list_employments(session: Session, person_id: UUID) -> Sequence[Row[*tuple[Any, ...]]]:
    row = Employment
    return session.execute(
        select(
            row.unit_id,
            row.level,
            row.form,
            row.valid_from,
            row.valid_to,
            row.absent_from,
            row.absent_to,
        ).where(row.number_id.in_(numbers_of(person_id)), known(row))
    ).all()


def _place(row: Any) -> Place:
    return Place(row.unit_id, row.level, row.form)


def _job(row: Any, asker: Asker) -> Job:
    holidays = asker.holidays(_place(row))
    return Job(row.valid_from, row.valid_to, row.absent_from, row.absent_to, holidays)


def validity(
    session: Session, person_id: UUID, module: str, on: date, before: Mapping[str, Sequence[Done]]
) -> date | None:
    """The last valid day of a module that this person completes on a day; None: no end. `before`: what they had done.

    A module that nobody asks of them is valid as long as that which it refreshes.
    """
    asked = list_obligations(session, person_id, on)
    refreshing = (each for each in asked if module in each.refreshers)
    found = next((each for each in asked if each.module == module), None) or next(refreshing, None)
    return last_day(found, before, on) if found else None
