"""Who a secret signs in: the session, the employment, the posts and the grants of today as one Actor."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import Date, Select, Uuid, bindparam, func, select
from sqlalchemy.orm import Session, aliased

from elearn.accounts.models import Account, RoleGrant, WebSession
from elearn.accounts.sessions import SEEN_EVERY, digest_of, is_open
from elearn.clock import day_of
from elearn.database import holds, known
from elearn.organisations.kinds import Level, PostRole
from elearn.organisations.models import PersonJoin
from elearn.organisations.queries import Place, is_employed, list_places, read_as, recorded_ids
from elearn.permissions import Actor, Role


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Who is signed in, and whether it is time to note that the session was seen."""

    actor: Actor
    unseen: bool


def find_signed_in(session: Session, secret: str, at: datetime) -> SignedIn | None:
    """Whom a browser's secret signs in now; nobody once the session or the employment has ended. Three queries."""
    row = session.execute(_session(), {"digest": digest_of(secret)}).one_or_none()
    if row is None or not is_open(row.WebSession, at):
        return None
    on = day_of(at)
    places = list_places(session, row.person_id, on)
    employed = [place for place in places if place.employed]
    if not employed and not row.standing:
        return None
    actor = replace(
        _actor(session, row.person_id, places, on),
        session_digest=row.WebSession.digest,
        secret=secret,
        shift_exit=row.shift_exit is not False,
        language=row.language or next((place.language for place in employed), None),
    )
    return SignedIn(actor, row.WebSession.last_seen_at <= at - SEEN_EVERY)


def find_actor(session: Session, person_id: UUID, on: date) -> Actor | None:
    """Whom a person is to elearn on a day, for work that goes on without them; nobody who may not sign in then.

    By any id that was ever theirs: they may have been joined to another person since the work was asked for.
    """
    person_id = read_as(session, person_id)
    if not may_sign_in(session, person_id, on):
        return None
    return _actor(session, person_id, list_places(session, person_id, on), on)


def _actor(session: Session, person_id: UUID, places: list[Place], on: date) -> Actor:
    grants = list_current_roles(session, person_id, on)
    return Actor(
        person_id=person_id,
        employed=any(place.employed for place in places),
        elected=any(place.employed and place.level is Level.POLITICIAN for place in places),
        manages=_units(places, PostRole.MANAGER),
        deputises=_units(places, PostRole.DEPUTY),
        coordinates=_units(places, PostRole.COORDINATOR),
        hr_units=_granted_units(grants, Role.HR),
        contact_units=_granted_units(grants, Role.CONTACT),
        granted=frozenset(role for role, _ in grants),
    )


# These are asked on every page and built once: putting them together takes longer than answering them.


@cache
def _session() -> Select[*tuple[Any, ...]]:
    join = aliased(PersonJoin)
    person = func.coalesce(join.into_id, WebSession.person_id)
    return (
        select(WebSession, person.label("person_id"), Account.language, Account.shift_exit, Account.standing)
        .outerjoin(join, (join.person_id == WebSession.person_id) & known(join))
        .outerjoin(Account, Account.person_id == person)
        .where(WebSession.digest == bindparam("digest"))
    )


@cache
def _current_roles() -> Select[Role, int | None]:
    person, on = bindparam("person", type_=Uuid()), bindparam("on", type_=Date())
    return (
        select(RoleGrant.role, RoleGrant.unit_id)
        .where(RoleGrant.person_id.in_(recorded_ids(person)), holds(RoleGrant, on))
        .order_by(RoleGrant.id)
    )


def _units(places: list[Place], role: PostRole) -> frozenset[int]:
    return frozenset(place.unit_id for place in places if place.role is role)


def _granted_units(grants: list[tuple[Role, int | None]], role: Role) -> frozenset[int]:
    return frozenset(unit for held, unit in grants if held is role and unit is not None)


def list_current_roles(session: Session, person_id: UUID, on: date) -> list[tuple[Role, int | None]]:
    """The roles granted to a person on a day, each with its unit."""
    rows = session.execute(_current_roles(), {"person": person_id, "on": on})
    return [(role, unit) for role, unit in rows]


def may_sign_in(session: Session, person_id: UUID, on: date) -> bool:
    """Whether somebody is employed or elected on a day, or has a standing account.

    A granted role alone keeps nobody in: it ends with the employment it was granted for.
    """
    return is_standing(session, person_id) or is_employed(session, person_id, on)


def is_standing(session: Session, person_id: UUID) -> bool:
    account = session.get(Account, person_id)
    return account is not None and account.standing


def find_language(session: Session, person_id: UUID, on: date) -> str | None:
    """The language we write to somebody in: their own choice, else what their employer's file says."""
    account = session.get(Account, person_id)
    places = [place for place in list_places(session, person_id, on) if place.employed]
    return (account.language if account else None) or next((place.language for place in places), None)
