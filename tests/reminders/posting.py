"""What the tests of the pages of reminders put into the database: mails, addresses, ways of one's own."""

from datetime import timedelta

from sqlalchemy import select

from elearn import clock
from elearn.organisations.models import Employment, PersonNumber
from elearn.reminders.models import Mail, MailKind, MailState
from elearn.requirements.asides import set_aside
from elearn.requirements.services import Terms, set_requirement
from tests.reports.building import DECISION
from tests.reports.cast import MODULES, Cast


def ask(cast: Cast, *, due_in: int) -> None:
    """Ask everybody for the modules, so that the last day is in so many days."""
    with cast.database.writing() as session, session.begin():
        terms = Terms(unit_id=cast.world.units["G"], modules=MODULES, due_days=90, **DECISION)
        set_requirement(session, terms, valid_from=cast.today - timedelta(days=90 - due_in), at=clock.now())


def post(
    cast: Cast,
    name: str,
    kind: MailKind = MailKind.DUE,
    *more: MailKind,
    state: MailState = MailState.SENT,
    days_ago: int = 1,
) -> None:
    """Put a mail to somebody of the cast into the outbox, that has come so far."""
    at = clock.now() - timedelta(days=days_ago)
    with cast.database.writing() as session, session.begin():
        session.add(
            Mail(
                person_id=cast.world.people[name],
                day=cast.today - timedelta(days=days_ago),
                kinds=[kind, *more],
                state=state,
                attempts=1,
                queued_at=at,
                sent_at=at if state is MailState.SENT else None,
            )
        )


def go_aside(cast: Cast, name: str, *modules: str) -> None:
    """Let somebody do modules in a way of their own."""
    with cast.database.writing() as session, session.begin():
        for module in modules or MODULES:
            set_aside(session, cast.world.people[name], module, on=cast.today, at=clock.now())


def give_address(cast: Cast, name: str, email: str) -> None:
    """Let somebody have this address, or none, on every employment since it began."""
    at = clock.now()
    with cast.database.writing() as session, session.begin():
        numbers = select(PersonNumber.id).where(PersonNumber.person_id == cast.world.people[name])
        for row in session.scalars(select(Employment).where(Employment.number_id.in_(numbers))).all():
            row.superseded_at = at
            session.flush()
            values = {column.name: getattr(row, column.name) for column in Employment.__table__.columns}
            values |= {"id": None, "superseded_at": None, "recorded_at": at, "email": email}
            session.add(Employment(**values))


def employ(cast: Cast, name: str, code: str) -> None:
    """Let somebody work in another unit besides, since a year."""
    since = cast.today - timedelta(days=365)
    with cast.database.writing() as session, session.begin():
        numbers = select(PersonNumber.id).where(PersonNumber.person_id == cast.world.people[name])
        row = session.scalars(select(Employment).where(Employment.number_id.in_(numbers))).first()
        assert row is not None
        values = {column.name: getattr(row, column.name) for column in Employment.__table__.columns}
        values |= {"id": None, "unit_id": cast.world.units[code], "role": None}
        session.add(Employment(**(values | {"began_on": since, "valid_from": since})))
