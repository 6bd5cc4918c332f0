"""Arrangements: a company lets the HR above it see its people by name. Facts with their days, audited, never overwritten.

Never recorded by those whom it gives something: HR of the company itself records it, or an administrator.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import or_, select
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import Session

from elearn.audit.services import record_event
from elearn.database import holds, known
from elearn.formatting import swedish_order
from elearn.organisations.entities import Entities
from elearn.organisations.models import Arrangement, Unit
from elearn.organisations.tree import Node, Tree
from elearn.permissions import Actor, Role

ONE_DAY = timedelta(days=1)


class ArrangementRefusedError(Exception):
    """An arrangement cannot be recorded; the message says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """What an arrangement says: for which unit, what it rests on, and on which days."""

    unit_id: int
    decided_by: str
    decided_on: date
    record_number: str
    valid_from: date
    valid_to: date | None = None


def list_arranged_units(session: Session, on: date) -> frozenset[int]:
    """The units that have an arrangement on a day."""
    return frozenset(session.scalars(select(Arrangement.unit_id).where(holds(Arrangement, on))))


def list_arrangements(session: Session, unit_ids: Iterable[int]) -> list[Arrangement]:
    """What is recorded for some units as known now, past and coming too, the latest first."""
    return list(
        session.scalars(
            select(Arrangement)
            .where(Arrangement.unit_id.in_(sorted(unit_ids)), known(Arrangement))
            .order_by(Arrangement.valid_from.desc(), Arrangement.id.desc())
        )
    )


def list_entities(tree: Tree, actor: Actor) -> list[Node]:
    """The legal entities that the arrangements page shows: all to an administrator, HR those in its own units."""
    heads = [node for node in Entities(tree).heads() if not node.ended]
    if Role.ADMINISTRATOR not in actor.roles:
        own = tree.subtrees(actor.hr_units)
        heads = [node for node in heads if node.id in own]
    return sorted(heads, key=lambda node: swedish_order(node.name))


def may_record(tree: Tree, actor: Actor, unit_id: int) -> bool:
    """Whether somebody may speak for a legal entity: its own HR, or an administrator; never the HR above it."""
    if Role.ADMINISTRATOR in actor.roles:
        return True
    above = set(tree.upward(unit_id)) - {unit_id}
    # The role is granted at the entity's own top: HR of a part of it does not speak for the whole.
    own = unit_id in actor.hr_units and Entities(tree).head(unit_id) == unit_id
    return own and not above & actor.hr_units


def get_own_arrangement(
    session: Session, tree: Tree, actor: Actor, arrangement_id: int, on: date
) -> Arrangement:
    """An arrangement that holds on a day or later, and that somebody may end; NoResultFound for any other."""
    found = session.scalars(
        select(Arrangement).where(Arrangement.id == arrangement_id, known(Arrangement))
    ).one()
    if not (_lasts(found, on) and may_record(tree, actor, found.unit_id)):
        raise NoResultFound
    return found


def record_arrangement(session: Session, agreement: Agreement, *, at: datetime, actor: UUID) -> Arrangement:
    """Record that a legal entity lets the HR above it see names; refused where one already holds on any of the days."""
    _lock(session, agreement.unit_id)
    if _list_within(session, agreement):
        raise ArrangementRefusedError(
            _("Det finns redan en överenskommelse för någon av dagarna. Avsluta den först.")
        )
    arrangement = Arrangement(
        unit_id=agreement.unit_id,
        decided_by=agreement.decided_by,
        decided_on=agreement.decided_on,
        record_number=agreement.record_number,
        began_on=agreement.valid_from,
        valid_from=agreement.valid_from,
        valid_to=agreement.valid_to,
        recorded_at=at,
        superseded_at=None,
        recorded_by=actor,
    )
    session.add(arrangement)
    _record(session, "arrangement.recorded", arrangement, at=at, actor=actor)
    return arrangement


def end_arrangement(
    session: Session, arrangement: Arrangement, *, on: date, at: datetime, actor: UUID
) -> None:
    """Let names be seen no longer, from a day on; the days before stand. Once is enough: again changes nothing."""
    _lock(session, arrangement.unit_id)
    session.refresh(arrangement)
    if arrangement.superseded_at is not None or not _lasts(arrangement, on):
        return
    arrangement.superseded_at = at
    session.flush()
    if arrangement.valid_from < on:
        values = {column.name: getattr(arrangement, column.name) for column in Arrangement.__table__.columns}
        changed = {"valid_to": on - ONE_DAY, "recorded_at": at, "superseded_at": None}
        del values["id"]
        session.add(Arrangement(**(values | changed)))
    _record(session, "arrangement.ended", arrangement, at=at, actor=actor)


def _lasts(arrangement: Arrangement, on: date) -> bool:
    return arrangement.valid_to is None or arrangement.valid_to >= on


def _lock(session: Session, unit_id: int) -> None:
    """Whoever does the same at the same time waits here, and then sees ours."""
    # The weaker lock: whoever holds the chain meanwhile may still count the unit.
    session.execute(select(Unit.id).where(Unit.id == unit_id).with_for_update(key_share=True))


def _list_within(session: Session, agreement: Agreement) -> list[Arrangement]:
    """What holds on any of the days already."""
    lasts = or_(Arrangement.valid_to.is_(None), Arrangement.valid_to >= agreement.valid_from)
    rows = session.scalars(
        select(Arrangement).where(Arrangement.unit_id == agreement.unit_id, known(Arrangement), lasts)
    )
    return [row for row in rows if agreement.valid_to is None or row.valid_from <= agreement.valid_to]


def _record(session: Session, action: str, arrangement: Arrangement, *, at: datetime, actor: UUID) -> None:
    details = {
        "record_number": arrangement.record_number,
        "decided_on": arrangement.decided_on.isoformat(),
        "from": arrangement.valid_from.isoformat(),
        "to": arrangement.valid_to.isoformat() if arrangement.valid_to else None,
    }
    object = f"unit:{arrangement.unit_id}"
    record_event(session, action, at=at, actor=actor, object=object, details=details)
