"""Who somebody is by what they are called by elsewhere: a number of their employer's, or an address."""

import re
from datetime import date
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from elearn.database import holds
from elearn.organisations.models import Employment, Source
from elearn.organisations.queries import numbers


def find_person_by_number(session: Session, source: str, employee_number: str) -> UUID | None:
    number = numbers()
    return session.scalars(
        select(number.c.person_id)
        .join(Source, Source.id == number.c.source_id)
        .where(Source.name == source, number.c.employee_number == employee_number)
    ).one_or_none()


def list_people_with_email(session: Session, email: str, on: date) -> list[UUID]:
    """Everyone who has this e-mail address on a valid employment; it is a sign-in name only when it is one person's."""
    wanted = email.strip().casefold()
    number = numbers()
    rows = session.execute(
        select(number.c.person_id, Employment.email)
        .join(Employment, Employment.number_id == number.c.id)
        .where(func.lower(Employment.email).like(_alike(wanted), escape="\\"), holds(Employment, on))
    )
    return list(dict.fromkeys(person_id for person_id, found in rows if found.strip().casefold() == wanted))


def _alike(email: str) -> str:
    """A pattern that finds an address whatever the engine makes of capitals outside ASCII; Python has the last word."""
    return re.sub(r"[^\x00-\x7f]+", "%", re.sub(r"([\\%_])", r"\\\1", email))
