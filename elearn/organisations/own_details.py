"""What somebody is called, for that person's own paper. Nobody else's name is ever read here."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from elearn.database import holds
from elearn.organisations.kinds import Kind
from elearn.organisations.models import PersonalDetails, UnitVersion
from elearn.organisations.queries import numbers_of


@dataclass(frozen=True, slots=True)
class OwnDetails:
    """A person's name and the group they belong to, as HR has them; both empty where the identity is protected."""

    name: str = ""
    group: str = ""


def get_own_details(session: Session, person_id: UUID, on: date) -> OwnDetails:
    """What a person is called on a day; of several names the one of the newest employee number.

    A paper gets lost and a file stays where it was saved: whoever has a protected identity writes the name by hand.
    """
    details = session.scalars(
        select(PersonalDetails)
        .where(PersonalDetails.number_id.in_(numbers_of(person_id)), holds(PersonalDetails, on))
        .order_by(PersonalDetails.number_id.desc())
    ).all()
    if any(each.protected for each in details):
        return OwnDetails()
    names = (f"{each.given_name} {each.family_name}".strip() for each in details)
    return OwnDetails(next(filter(None, names), ""), _group(session, on))


def _group(session: Session, on: date) -> str:
    root = select(UnitVersion.name).where(
        UnitVersion.parent_id.is_(None), UnitVersion.kind == Kind.GROUP, holds(UnitVersion, on)
    )
    return session.scalars(root.limit(1)).first() or ""
