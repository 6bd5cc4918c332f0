"""A run of `elearn remind` at any instant, with the letters that it leaves in a folder."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from elearn.clock import STOCKHOLM, now
from elearn.config import Config
from elearn.database import Database
from elearn.mail import Postman
from elearn.organisations.kinds import Level
from elearn.organisations.models import Employment, PersonNumber
from elearn.reminders.models import Mail, MailKind
from elearn.reminders.running import Result, Shop, run
from elearn.reminders.schedule import Rules
from elearn.reminders.services import set_rules
from elearn.requirements.services import Terms, set_requirement
from tests.people import World

A_DAY = timedelta(days=1)
# Nobody is told of others: what one person is told stands alone.
OWN_ONLY = Rules(digest_weekday=None, escalate_days=None)


def noon(on: date) -> datetime:
    return datetime.combine(on, time(12), STOCKHOLM)


@dataclass
class Mailroom:
    """`run` sends what is due on a day; what was sent since then is in what it returns."""

    database: Database
    config: Config
    folder: Path

    def run(self, on: date, at: datetime | None = None) -> list[EmailMessage]:
        self.result(on, at)
        return self.fetch()

    def result(self, on: date, at: datetime | None = None) -> Result:
        config = replace(self.config, smtp_url=f"file://{self.folder}")
        with Postman(config) as postman:
            return run(Shop(self.database, config, postman, lambda: at or noon(on)))

    def fetch(self) -> list[EmailMessage]:
        """The letters that nobody has fetched yet."""
        found = []
        for path in sorted(self.folder.glob("*.eml")):
            message = message_from_bytes(path.read_bytes(), policy=default)
            assert isinstance(message, EmailMessage)
            found.append(message)
            path.unlink()
        return found


def to(letters: Iterable[EmailMessage]) -> list[str]:
    """To whom letters went, by the word that tests call them."""
    return sorted(str(letter["To"]).partition("@")[0] for letter in letters)


def ask(
    session: Session,
    world: World,
    due_on: date,
    *,
    unit: str = "F1",
    months: int | None = 24,
    **terms: Any,
) -> int:
    """A decided requirement below a unit that is due on a day for everybody who has been there long."""
    asked = Terms(
        unit_id=world.units[unit],
        modules=("m",),
        levels=(Level.EMPLOYEE, Level.MANAGER),
        due_days=100,
        valid_months=months,
        decided_by="Nämnden",
        decided_on=due_on - 100 * A_DAY,
        record_number="N 1",
    )
    version = set_requirement(
        session,
        replace(asked, **terms),
        valid_from=due_on - 100 * A_DAY,
        at=now(),
    )
    return version.requirement_id


def set_own_only(session: Session, on: date, **changed: Any) -> None:
    """Rules without digests, from long before a day."""
    rules = replace(OWN_ONLY, **changed)
    set_rules(session, rules, on=on - 400 * A_DAY, at=now())


def mails(session: Session, person_id: UUID) -> list[tuple[date, str, set[MailKind]]]:
    """The rows of somebody's mails, in order of their days."""
    rows = session.scalars(select(Mail).where(Mail.person_id == person_id).order_by(Mail.day))
    return [(row.day, row.state.value, set(map(MailKind, row.kinds))) for row in rows]


def replaced(session: Session, person_id: UUID, **values: Any) -> None:
    """Somebody's employments say something else since long ago."""
    numbers = select(PersonNumber.id).where(PersonNumber.person_id == person_id)
    for row in session.scalars(
        select(Employment).where(Employment.number_id.in_(numbers), Employment.superseded_at.is_(None))
    ).all():
        row.superseded_at = now()
        session.flush()
        kept = {column.key: getattr(row, column.key) for column in Employment.__table__.columns}
        again = kept | {"id": None, "recorded_at": now(), "superseded_at": None} | values
        session.add(Employment(**again))
    session.commit()
