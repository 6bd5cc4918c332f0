"""Reads about group sessions: for the unit that leads them, for each who is asked along, and for the evidence."""

from collections.abc import Iterable, Set
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.orm import Session

from elearn.clock import day_of
from elearn.completions.group_models import Attendance, GroupSession
from elearn.completions.group_rules import earliest_kept, earliest_that_proves, proves_until
from elearn.completions.models import Completion
from elearn.completions.queries import counts
from elearn.database import holds, is_one_of
from elearn.formatting import swedish_order
from elearn.organisations.line import Line, OwnPeople
from elearn.organisations.models import Employment, PersonalDetails
from elearn.organisations.queries import get_line, get_tree, list_places, numbers, recorded_ids
from elearn.organisations.scope import get_scope, visible_people
from elearn.permissions import Actor


@dataclass(frozen=True, slots=True)
class Participant:
    """One of a unit's own people, by name."""

    person_id: UUID
    given_name: str
    family_name: str

    @property
    def name(self) -> str:
        return f"{self.given_name} {self.family_name}".strip()


@dataclass(frozen=True, slots=True)
class Attended:
    """A session that somebody was at, as that person alone is told."""

    session: GroupSession
    confirmed: bool

    @property
    def last_day(self) -> date:
        """The last day to take the check that ends it."""
        return proves_until(self.session.held_on)


@dataclass(frozen=True, slots=True)
class OwnSessions:
    """What one person is told of group sessions: those to come, those called off, and those to confirm."""

    coming: tuple[GroupSession, ...] = ()
    cancelled: tuple[GroupSession, ...] = ()
    attended: tuple[Attended, ...] = ()


def get_group_session(session: Session, session_id: UUID, unit_ids: Iterable[int]) -> GroupSession:
    """A session of some units that has not been called off; NoResultFound for any other."""
    standing = GroupSession.cancelled_at.is_(None)
    led = is_one_of(GroupSession.unit_id, unit_ids)
    return session.scalars(select(GroupSession).where(GroupSession.id == session_id, standing, led)).one()


def list_unit_sessions(session: Session, unit_id: int, on: date) -> list[GroupSession]:
    """The sessions of a unit that are kept on a day, the earliest first."""
    kept = GroupSession.held_on >= earliest_kept(on)
    rows = select(GroupSession).where(GroupSession.unit_id == unit_id, kept)
    return list(session.scalars(rows.order_by(GroupSession.held_on, GroupSession.starts_at)))


def own_people(
    session: Session, actor: Actor, unit_id: int, on: date
) -> Select[tuple[UUID, int, Employment, PersonalDetails]]:
    """Those whom a post in this one unit lets its holder see by name, whatever else the same person may see."""
    nothing: frozenset[int] = frozenset()
    in_this_post = replace(
        actor, manages=frozenset({unit_id}), deputises=nothing, coordinates=nothing, hr_units=nothing
    )
    return visible_people(get_scope(session, in_this_post, on))


def list_participants(session: Session, actor: Actor, unit_id: int, on: date) -> list[Participant]:
    """Whom a leader may tick, in Swedish order: the unit's own people, never the leader."""
    people = own_people(session, actor, unit_id, on)
    rows = session.execute(
        people.with_only_columns(
            people.selected_columns.person_id, PersonalDetails.given_name, PersonalDetails.family_name
        )
    )
    found = {row[0]: Participant(*row) for row in rows}.values()
    return sorted(found, key=_by_name)


def _by_name(one: Participant) -> tuple[str, str, str]:
    return swedish_order(one.family_name), swedish_order(one.given_name), one.person_id.hex


def list_ticked(session: Session, session_id: UUID) -> frozenset[UUID]:
    """Who is ticked as having been there, as the leader said last: nothing of who has confirmed it."""
    ticked = select(Attendance.person_id).where(Attendance.session_id == session_id, Attendance.ticked)
    return frozenset(session.scalars(ticked))


def _was_there() -> ColumnElement[bool]:
    """The condition that the leader says so, or the person has said so: nobody takes that away."""
    return or_(Attendance.ticked, Attendance.confirmed)


def get_attendance(session: Session, session_id: UUID, person_id: UUID) -> tuple[GroupSession, Attendance]:
    """A person's own tick; NoResultFound where there is none."""
    own = Attendance.person_id.in_(recorded_ids(person_id))
    found = (
        select(GroupSession, Attendance)
        .join(Attendance, Attendance.session_id == GroupSession.id)
        .where(GroupSession.id == session_id, own, _was_there())
        .order_by(Attendance.person_id)
        .limit(1)
    )
    row = session.execute(found).one()
    return row[0], row[1]


def is_proved_by_group(session: Session, person_id: UUID, module: str, on: date) -> bool:
    """Whether a check of a module that is passed on a day ends a session that the person has confirmed."""
    found = (
        select(Attendance.session_id)
        .join(GroupSession, GroupSession.id == Attendance.session_id)
        .where(
            Attendance.person_id.in_(recorded_ids(person_id)),
            Attendance.confirmed,
            GroupSession.module == module,
            GroupSession.held_on.between(earliest_that_proves(on), on),
        )
        .limit(1)
    )
    return session.execute(found).first() is not None


def list_own_sessions(session: Session, person_id: UUID, on: date) -> OwnSessions:
    """What a person is told on a day. Costs next to nothing where no session is near."""
    announced = _list_announced(session, person_id, on)
    attended = tuple(_list_attended(session, person_id, on))
    been = {each.session.id for each in attended}
    coming = tuple(each for each in announced if each.cancelled_at is None and each.id not in been)
    off = tuple(each for each in announced if each.cancelled_at is not None)
    return OwnSessions(coming, off, attended)


def _list_announced(session: Session, person_id: UUID, on: date) -> list[GroupSession]:
    """The sessions from a day on of those who are nearest to the person, called off or not."""
    coming = session.scalars(
        select(GroupSession)
        .where(GroupSession.held_on >= on)
        .order_by(GroupSession.held_on, GroupSession.starts_at)
    ).all()
    if not coming:
        return []
    places = {place.unit_id for place in list_places(session, person_id, on) if place.employed}
    tree = get_tree(session, on)
    above = {unit for place in places for unit in tree.upward(place)}
    if above.isdisjoint({each.unit_id for each in coming}):
        return []
    line = get_line(session, on)
    return [
        each
        for each in coming
        if each.unit_id in above and _is_own(line.own_people(each.unit_id), person_id, places)
    ]


def _is_own(own: OwnPeople, person_id: UUID, places: Set[int]) -> bool:
    """Whether the holder of a post is nearest to somebody who is employed in these units."""
    here = person_id not in own.excluded and not own.units.isdisjoint(places)
    leads = person_id in own.leaders and not own.leader_units.isdisjoint(places)
    return here or leads


def _list_attended(session: Session, person_id: UUID, on: date) -> list[Attended]:
    """The sessions that the person is ticked for and that a check can still end, and has not ended."""
    later = (
        select(Completion.id)
        .where(
            Completion.person_id.in_(recorded_ids(person_id)),
            Completion.module == GroupSession.module,
            Completion.completed_on >= GroupSession.held_on,
            counts(),
        )
        .exists()
    )
    rows = session.execute(
        select(GroupSession, Attendance.confirmed)
        .join(Attendance, Attendance.session_id == GroupSession.id)
        .where(
            Attendance.person_id.in_(recorded_ids(person_id)),
            _was_there(),
            GroupSession.held_on.between(earliest_that_proves(on), on),
            ~later,
        )
        .order_by(GroupSession.held_on, GroupSession.starts_at)
    )
    return [Attended(each, confirmed) for each, confirmed in rows]


def list_announced_people(session: Session, since: date, on: date) -> dict[UUID, datetime]:
    """Whose unit has a session ahead that was announced from one day to another: when the last one was, for each.

    For a mail that names nobody and is seen by its reader alone: it leaves nobody out, protected or not.
    """
    announced = session.scalars(
        select(GroupSession)
        .where(GroupSession.held_on >= on, GroupSession.cancelled_at.is_(None))
        .order_by(GroupSession.announced_at)
    )
    units = {
        each.unit_id: each.announced_at for each in announced if since <= day_of(each.announced_at) <= on
    }
    if not units:
        return {}
    line = get_line(session, on)
    found: dict[UUID, datetime] = {}
    for unit_id, at in units.items():
        for person_id in _list_own(session, line, unit_id, on):
            found[person_id] = max(at, found.get(person_id, at))
    return found


def _list_own(session: Session, line: Line, unit_id: int, on: date) -> set[UUID]:
    own: OwnPeople = line.own_people(unit_id)
    number = numbers()
    person = number.c.person_id
    ways = [and_(is_one_of(Employment.unit_id, own.units), person.not_in(own.excluded))]
    if own.leaders:
        ways.append(and_(person.in_(own.leaders), is_one_of(Employment.unit_id, own.leader_units)))
    rows = select(person).join(Employment, Employment.number_id == number.c.id)
    return set(session.scalars(rows.where(holds(Employment, on), or_(*ways)).distinct()))
