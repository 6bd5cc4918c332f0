"""Contact persons for the tests' cast, certificates to hand in, and a whole database as text."""

import io
import re
from collections.abc import Callable
from datetime import date, timedelta
from uuid import UUID

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import MetaData, select
from sqlalchemy.orm import Session
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse, stream_encode_multipart

from elearn import clock
from elearn.accounts.roles import grant_role
from elearn.completions.way_models import WayCase
from elearn.database import Database
from elearn.organisations.models import Delegation, Employment, PersonNumber
from elearn.permissions import Role
from elearn.requirements.asides import modules_aside
from tests.people import World
from tests.staging import catalogue

SignIn = Callable[[FlaskClient, UUID], FlaskClient]
MODULE = catalogue().modules[0].slug
COURSE = "nck-webbkurs-om-vald"
WAY, ELSEWHERE, CASES = "/moduler/1/annat-satt", "/moduler/1/intyg-fran-annat-hall", "/hr/arenden"
PDF = b"%PDF-1.7\nEtt intyg\n%%EOF\n"
JPEG = b"\xff\xd8\xff\xe0bild"
PNG = b"\x89PNG\r\n\x1a\nbild"


def name_contacts(session: Session, world: World, **held: str) -> None:
    """Make somebody of the cast a contact person of a unit, by its code."""
    for name, code in held.items():
        grant_role(
            session,
            world.people[name],
            Role.CONTACT,
            unit_id=world.units[code],
            valid_from=clock.today(),
            valid_to=None,
            at=clock.now(),
            actor=None,
        )


def stand_in(
    session: Session,
    world: World,
    deputy: str,
    manager: str,
    code: str,
    first: date,
    last: date | None = None,
) -> None:
    """Let a manager of the cast name somebody deputy in a unit, for ten days from the first."""
    number = {
        name: session.scalars(
            select(PersonNumber.id).where(PersonNumber.person_id == world.people[name])
        ).one()
        for name in (deputy, manager)
    }
    employed_in = session.scalars(
        select(Employment.unit_id).where(Employment.number_id == number[deputy])
    ).first()
    session.add(
        Delegation(
            unit_id=world.units[code],
            number_id=number[deputy],
            employed_in=employed_in,
            manager_id=number[manager],
            valid_from=first,
            valid_to=last or first + timedelta(days=9),
            began_on=first,
            recorded_at=clock.now(),
        )
    )
    session.flush()


def visit(app: Flask, sign_in_as: SignIn, person_id: UUID) -> FlaskClient:
    """Somebody of the cast at a browser of their own. Form tokens are looked after elsewhere."""
    app.config["WTF_CSRF_ENABLED"] = False
    return sign_in_as(app.test_client(), person_id)


def hand_in(
    client: FlaskClient, content: bytes = PDF, name: str = "intyg.pdf", **changed: str
) -> TestResponse:
    """Hand in a certificate of today's, or something else in its place."""
    values = {"equivalent": COURSE, "dated_on": clock.today().isoformat(), **changed}
    file = FileStorage(io.BytesIO(content), filename=name)
    body, _length, boundary = stream_encode_multipart({**values, "file": file}, use_tempfile=False)
    kind = f"multipart/form-data; boundary={boundary}"
    return client.post(ELSEWHERE, data=body.read(), content_type=kind)


def cases_of(database: Database) -> list[WayCase]:
    with database.reading() as session:
        return list(session.scalars(select(WayCase)))


def aside_on(database: Database, person_id: UUID, days: int = 0) -> bool:
    """Whether somebody does the module in a way of their own so many days from today."""
    with database.reading() as session:
        return MODULE in modules_aside(session, person_id, clock.today() + timedelta(days=days))


def address_of(case: WayCase, action: str = "") -> str:
    return f"{CASES}/{case.id}{action}"


def dump(database: Database) -> str:
    """Every row of every table as text, in an order of their own."""
    metadata = MetaData()
    metadata.reflect(database.engine)
    lines = []
    with database.engine.connect() as connection:
        for table in metadata.sorted_tables:
            lines += [f"{table.name} {tuple(row)!r}" for row in connection.execute(select(table))]
    return "\n".join(lines)


def without_chance(text: str) -> list[str]:
    """A dump without what differs every time: random ids, salts, digests and instants."""
    text = re.sub(r"UUID\('[0-9a-f-]+'\)", "UUID", text)
    text = re.sub(r"datetime\.datetime\([^()]*(?:\([^()]*\))?[^()]*\)", "INSTANT", text)
    text = re.sub(r"'[\w.:/+ -]*\d\d:\d\d:\d\d[\w.:+ -]*'", "INSTANT", text)
    text = re.sub(r"datetime\.date\((\d+), (\d+), (\d+)\)", r"day_\1_\2_\3", text)
    text = re.sub(r"'([a-z]+:)?[0-9a-f]{32,}'", r"'\1RANDOM'", text)
    text = re.sub(r"'[\w-]{22,}={0,2}'", "RANDOM", text)
    return sorted(text.splitlines())
