"""Granting and revoking roles: never to oneself, never HR or contact beside editor or administrator, always audited."""

from datetime import date, datetime, timedelta
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from elearn.accounts.actors import may_sign_in
from elearn.accounts.models import RoleGrant
from elearn.audit.services import record_event
from elearn.clock import day_of
from elearn.database import holds, known
from elearn.organisations.models import Person
from elearn.organisations.queries import recorded_ids
from elearn.permissions import GRANTABLE, OF_A_UNIT, Role

# Whoever holds one of these must hold no role of a unit: nobody both runs the system or its content and reads who did
# what, or who has asked for another way.
APART_FROM_PEOPLE = frozenset({Role.EDITOR, Role.ADMINISTRATOR})


class RoleRefusedError(Exception):
    """A role cannot be granted or revoked; the message says why."""


class UnitRefusedError(RoleRefusedError):
    """A role is of a unit and none is named, or of the whole group and one is."""


def grant_role(
    session: Session,
    person_id: UUID,
    role: Role,
    *,
    unit_id: int | None,
    valid_from: date,
    valid_to: date | None,
    at: datetime,
    actor: UUID | None,
) -> RoleGrant:
    """Grant a role for some days; HR and contact for a unit with all below it, the others for the whole group."""
    if actor == person_id:
        raise RoleRefusedError(_("Du kan inte ge dig själv en roll. Be en annan administratör."))
    if role not in GRANTABLE:
        raise RoleRefusedError(_("Den rollen följer av anställning och uppdrag och kan inte ges för hand."))
    if (role in OF_A_UNIT) != (unit_id is not None):
        raise UnitRefusedError(
            _("Den rollen gäller för en enhet: ange vilken.")
            if role in OF_A_UNIT
            else _("Den rollen gäller hela gruppen. Lämna enheten tom.")
        )
    if valid_to is not None and valid_to < valid_from:
        raise RoleRefusedError(_("Sista dagen ligger före den första. Ändra en av dem."))
    # Whoever grants the same person a role at the same time waits here, and then sees ours. The weaker lock: whoever
    # holds the chain meanwhile may still count the person.
    session.execute(select(Person.id).where(Person.id == person_id).with_for_update(key_share=True))
    _refuse_beside(_grants_within(session, person_id, valid_from, valid_to), role, unit_id)
    grant = RoleGrant(
        person_id=person_id,
        role=role,
        unit_id=unit_id,
        valid_from=valid_from,
        valid_to=valid_to,
        recorded_at=at,
        superseded_at=None,
        granted_by=actor,
    )
    session.add(grant)
    _record(session, "role.granted", grant, at=at, actor=actor)
    return grant


def revoke_role(session: Session, grant: RoleGrant, *, at: datetime, actor: UUID | None) -> None:
    """End a grant now. The days before today stand; the last administrator stays."""
    on = day_of(at)
    if grant.role is Role.ADMINISTRATOR and not _has_another_administrator(session, grant, on):
        raise RoleRefusedError(_("Det här är den enda administratören. Ge rollen till någon annan först."))
    grant.superseded_at = at
    session.flush()
    if grant.valid_from < on:
        session.add(
            RoleGrant(
                person_id=grant.person_id,
                role=grant.role,
                unit_id=grant.unit_id,
                valid_from=grant.valid_from,
                valid_to=on - timedelta(days=1),
                recorded_at=at,
                superseded_at=None,
                granted_by=grant.granted_by,
            )
        )
    _record(session, "role.revoked", grant, at=at, actor=actor)


def _grants_within(session: Session, person_id: UUID, first: date, last: date | None) -> list[RoleGrant]:
    """The person's grants that share a day with a period."""
    shares = or_(RoleGrant.valid_to.is_(None), RoleGrant.valid_to >= first)
    rows = session.scalars(
        select(RoleGrant).where(RoleGrant.person_id.in_(recorded_ids(person_id)), known(RoleGrant), shares)
    )
    return [row for row in rows if last is None or row.valid_from <= last]


def _refuse_beside(held: list[RoleGrant], role: Role, unit_id: int | None) -> None:
    for grant in held:
        if grant.role is role and grant.unit_id == unit_id:
            raise RoleRefusedError(_("Personen har redan den rollen de dagarna."))
        both = {grant.role, role}
        if OF_A_UNIT & both and APART_FROM_PEOPLE & both:
            raise RoleRefusedError(
                _(
                    "HR och kontaktperson kan inte förenas med redaktör eller administratör hos samma person. Återkalla den andra rollen först."
                )
            )


def _has_another_administrator(session: Session, grant: RoleGrant, on: date) -> bool:
    """Whether somebody else can administer today. Locks the grants, so that two cannot revoke each other."""
    rows = session.scalars(
        select(RoleGrant)
        .where(RoleGrant.role == Role.ADMINISTRATOR, holds(RoleGrant, on))
        .order_by(RoleGrant.id)
        .with_for_update()
    ).all()
    others = [row for row in rows if row.person_id != grant.person_id]
    return any(may_sign_in(session, row.person_id, on) for row in others)


def _record(session: Session, action: str, grant: RoleGrant, *, at: datetime, actor: UUID | None) -> None:
    details = {
        "role": grant.role.value,
        "unit": grant.unit_id,
        "valid_from": grant.valid_from.isoformat(),
        "valid_to": grant.valid_to.isoformat() if grant.valid_to else None,
    }
    record_event(session, action, at=at, actor=actor, object=grant.person_id.hex, details=details)
