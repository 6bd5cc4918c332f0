"""What signing in has to do with HR files that join two persons into one."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from elearn.accounts.models import Account, RoleGrant
from elearn.accounts.queries import has_granted_role
from elearn.accounts.services import revoke_access
from elearn.clock import day_of
from elearn.database import known
from elearn.organisations.applying import on_join
from elearn.organisations.queries import recorded_ids
from elearn.organisations.uploads import stands_outside


def register() -> None:
    """Let imports know; once per process."""
    if part in on_join:
        return
    on_join.append(part)
    stands_outside.append(has_role_outside)


def part(session: Session, into_id: UUID, at: datetime) -> None:
    """Sign out whoever was either person: the file's word is no proof of who sits at the screen.

    Where one of them has a granted role, both passwords go: the one must not open what the other may do.
    """
    revoke_access(session, into_id)
    if has_granted_role(session, into_id, day_of(at)):
        session.execute(
            update(Account).where(Account.person_id.in_(recorded_ids(into_id))).values(password_hash=None)
        )


def has_role_outside(session: Session, person_id: UUID, units: frozenset[int], on: date) -> bool:
    """Whether a role was granted to somebody for more than some units, on a day or later."""
    granted = session.scalars(
        select(RoleGrant.unit_id).where(
            RoleGrant.person_id.in_(recorded_ids(person_id)),
            known(RoleGrant),
            or_(RoleGrant.valid_to.is_(None), RoleGrant.valid_to >= on),
        )
    )
    return not units.issuperset(granted)
