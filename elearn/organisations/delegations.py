"""Deputies whom a manager names for some days: facts with their days, audited, never overwritten."""

from collections.abc import Set
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import Session

from elearn.audit.services import record_event
from elearn.database import known
from elearn.formatting import day, swedish_order
from elearn.organisations.delegated import leads, stands
from elearn.organisations.delegation_rules import ONE_DAY, RENEWED_BEFORE, Obstacle, Span, find_obstacle
from elearn.organisations.models import Delegation, Employment, PersonalDetails, PersonNumber, Unit
from elearn.organisations.queries import list_places, numbers, numbers_of
from elearn.organisations.scope import Scope, visible_people


class DeputyRefusedError(Exception):
    """A deputy cannot be named; the message says why."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody whom a unit's manager sees by name there, by the employment that shows them."""

    person_id: UUID
    number_id: int
    unit_id: int
    name: str
    place: str


@dataclass(frozen=True, slots=True)
class Deputy:
    """A deputy of a unit as a page says it. Without `delegation` a file from HR has made them one."""

    name: str
    delegation: Delegation | None = None


def own_scope(scope: Scope, unit_id: int) -> Scope:
    """What somebody sees as the manager of one unit alone, whatever else they are."""
    own = (scope.line.own_people(unit_id),)
    return replace(scope, own=own, coordinated=frozenset(), hr=frozenset())


def list_candidates(session: Session, scope: Scope, unit_id: int) -> list[Candidate]:
    """Whom the manager of a unit may name, each once, in Swedish order: their own people and the leaders below."""
    visible = visible_people(own_scope(scope, unit_id))
    rows = session.execute(
        visible.with_only_columns(
            visible.selected_columns.person_id,
            Employment.number_id,
            Employment.unit_id,
            PersonalDetails.given_name,
            PersonalDetails.family_name,
        ).order_by(Employment.began_on, Employment.id)
    )
    found: dict[UUID, Candidate] = {}
    for person_id, number_id, employed_in, given, family in rows:
        place, name = scope.line.tree[employed_in].name, f"{given} {family}".strip()
        found.setdefault(person_id, Candidate(person_id, number_id, employed_in, name, place))
    return sorted(found.values(), key=lambda each: (swedish_order(each.name), each.number_id))


def list_deputies(session: Session, scope: Scope, unit_id: int) -> list[Deputy]:
    """A unit's deputies of today, and those named for days to come, as far as the reader sees them by name."""
    named = _lasting(session, unit_id, scope.on)
    owners = _owners(session, {each.number_id for each in named})
    by_files = scope.line.deputies[unit_id]
    names = _names(session, scope, by_files | set(owners.values()))
    standing = set(
        session.scalars(select(Delegation.id).where(Delegation.unit_id == unit_id, stands(scope.on)))
    )
    by_file = [Deputy(names[person]) for person in by_files if person in names]
    by_manager = [
        Deputy(names[owners[each.number_id]], each)
        for each in named
        if owners[each.number_id] in names and (each.valid_from > scope.on or each.id in standing)
    ]
    return sorted(by_file, key=lambda each: swedish_order(each.name)) + by_manager


def get_delegation(session: Session, unit_id: int, delegation_id: int, on: date) -> Delegation:
    """What a manager of a unit may end: of that unit, holding on a day or later; NoResultFound for any other."""
    found = next((each for each in _lasting(session, unit_id, on) if each.id == delegation_id), None)
    if found is None:
        raise NoResultFound
    return found


def name_deputy(
    session: Session,
    chosen: Candidate,
    unit_id: int,
    *,
    days: tuple[date, date],
    at: datetime,
    on: date,
    actor: UUID,
) -> Delegation:
    """Let somebody stand in for the actor in a unit for some days, as far as `delegation_rules` lets them."""
    first, last = days
    # Whoever does the same at the same time waits here, and then sees ours. The weaker lock, as for arrangements.
    session.execute(select(Unit.id).where(Unit.id == unit_id).with_for_update(key_share=True))
    manager = _managing_number(session, actor, unit_id, on)
    if manager is None:
        raise DeputyRefusedError(
            _("Ditt uppdrag som chef hör inte ihop med en anställning. Be HR lägga in en ställföreträdare.")
        )
    _refuse_stock(session, chosen, unit_id, Span(first, last), on)
    delegation = Delegation(
        unit_id=unit_id,
        number_id=chosen.number_id,
        employed_in=chosen.unit_id,
        manager_id=manager,
        began_on=first,
        valid_from=first,
        valid_to=last,
        recorded_at=at,
        superseded_at=None,
    )
    session.add(delegation)
    _record(session, "deputy.named", delegation, chosen.person_id, at=at, actor=actor)
    return delegation


def end_delegation(session: Session, delegation: Delegation, *, on: date, at: datetime, actor: UUID) -> None:
    """End it from a day on; the days before stand. Once is enough: again changes nothing."""
    session.execute(select(Unit.id).where(Unit.id == delegation.unit_id).with_for_update(key_share=True))
    session.refresh(delegation)
    if delegation.superseded_at is not None:
        return
    delegation.superseded_at = at
    session.flush()
    if delegation.valid_from < on:
        values = {column.name: getattr(delegation, column.name) for column in Delegation.__table__.columns}
        changed = {"valid_to": on - ONE_DAY, "recorded_at": at, "superseded_at": None}
        del values["id"]
        session.add(Delegation(**(values | changed)))
    owner = _owners(session, {delegation.number_id})[delegation.number_id]
    _record(session, "deputy.ended", delegation, owner, at=at, actor=actor)


def _refuse_stock(session: Session, chosen: Candidate, unit_id: int, wanted: Span, on: date) -> None:
    """Refuse what stands against days the person has in the unit already, by any of their employee numbers."""
    lasting = _lasting(session, unit_id, on)
    owners = _owners(session, {each.number_id for each in lasting})
    others = [
        Span(each.valid_from, each.valid_to or date.max)
        for each in lasting
        if owners[each.number_id] == chosen.person_id
    ]
    found = find_obstacle(wanted, others, on)
    if found is not None:
        raise _refusal(*found)


def _refusal(obstacle: Obstacle, other: Span) -> DeputyRefusedError:
    if obstacle is Obstacle.TAKEN:
        return DeputyRefusedError(
            _("Personen är redan ställföreträdare någon av dagarna. Ändra dagarna eller avsluta det först.")
        )
    if obstacle is Obstacle.COMING:
        return DeputyRefusedError(
            _(
                "Personen är redan utsedd från och med den %(day)s. Vänta tills det har börjat, eller avsluta det först.",
                day=day(other.first),
            )
        )
    if obstacle is Obstacle.LONG:
        return DeputyRefusedError(
            _(
                "Det blir mer än 90 dagar tillsammans med uppdraget från och med den %(day)s. Välj en tidigare sista dag.",
                day=day(other.first),
            )
        )
    return DeputyRefusedError(
        _(
            "Personen är ställföreträdare till och med den %(last)s. Du kan förlänga först den %(day)s, när högst 14 dagar "
            "är kvar.",
            last=day(other.last),
            day=day(other.last - RENEWED_BEFORE),
        )
    )


def _lasting(session: Session, unit_id: int, on: date) -> list[Delegation]:
    """What its present managers have said of a unit's deputies for a day and later, the first to begin first."""
    return list(
        session.scalars(
            select(Delegation)
            .where(
                Delegation.unit_id == unit_id,
                known(Delegation),
                Delegation.valid_to >= on,
                leads(Delegation.manager_id.expression, unit_id, on),
            )
            .order_by(Delegation.valid_from, Delegation.id)
        )
    )


def _names(session: Session, scope: Scope, people: Set[UUID]) -> dict[UUID, str]:
    """The names of some people, as far as the reader sees them."""
    places = (place for person in people for place in list_places(session, person, scope.on))
    visible = visible_people(scope, {place.unit_id for place in places})
    rows = session.execute(
        visible.with_only_columns(
            visible.selected_columns.person_id, PersonalDetails.given_name, PersonalDetails.family_name
        )
    )
    return {person: f"{given} {family}".strip() for person, given, family in rows if person in people}


def _owners(session: Session, number_ids: set[int]) -> dict[int, UUID]:
    number = numbers()
    rows = session.execute(select(number.c.id, number.c.person_id).where(number.c.id.in_(number_ids)))
    return {row[0]: row[1] for row in rows}


def _managing_number(session: Session, person_id: UUID, unit_id: int, on: date) -> int | None:
    """The employee number by which somebody manages a unit."""
    return session.scalar(
        select(PersonNumber.id)
        .where(
            PersonNumber.id.in_(numbers_of(person_id)),
            leads(PersonNumber.id.expression, unit_id, on),
        )
        .order_by(PersonNumber.id)
        .limit(1)
    )


def _record(
    session: Session, action: str, delegation: Delegation, person_id: UUID, *, at: datetime, actor: UUID
) -> None:
    details = {
        "unit": delegation.unit_id,
        "from": delegation.valid_from.isoformat(),
        "to": delegation.valid_to.isoformat() if delegation.valid_to else None,
    }
    record_event(session, action, at=at, actor=actor, object=person_id.hex, details=details)
