"""The people of tests/people.py at work: what they have done, and what they see."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from html import unescape
from typing import Any
from uuid import UUID, uuid4

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from elearn import clock
from elearn.completions.models import Evidence
from elearn.completions.services import record_completion
from elearn.database import Database
from elearn.organisations.kinds import Form, Level
from elearn.organisations.models import Employment, Person, PersonalDetails, PersonNumber
from elearn.requirements.services import set_hold
from tests.people import World

MODULES = (
    "anmalningsskyldigheten",
    "hedersrelaterat-vald-och-fortryck",
    "kunskap-pa-alla-nivaer",
    "stod-till-valdsutovare",
)


@dataclass
class Cast:
    app: Flask
    database: Database
    world: World
    today: date
    sign_in_as: Callable[..., FlaskClient]

    def as_(self, name: str) -> FlaskClient:
        """A browser in which one of the cast is signed in."""
        return self.sign_in_as(self.app.test_client(), self.world.people[name])

    def get(self, name: str, address: str) -> TestResponse:
        return self.as_(name).get(address)

    def read(self, name: str, address: str) -> str:
        """What a page says, without its markup."""
        page = self.get(name, address)
        assert page.status_code == 200, page.status_code
        return words(page)

    def post(self, name: str, address: str, page: str, **values: Any) -> TestResponse:
        """Send a form, with the token that stands on the page it is on."""
        client = self.as_(name)
        found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', client.get(page).get_data(as_text=True))
        assert found, f"no form token on {page}"
        return client.post(address, data={"csrf_token": found.group(1), **values})

    def confirm(self, name: str, address: str, page: str, **values: Any) -> TestResponse:
        """Send a form that first shows what it would do, and then save what was shown."""
        client = self.as_(name)
        found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', client.get(page).get_data(as_text=True))
        assert found, f"no form token on {page}"
        shown = client.post(address, data={"csrf_token": found.group(1), **values})
        assert shown.status_code == 200, words(shown)
        return client.post(address, data=hidden(shown) | {"step": "save"})

    def complete(self, name: str, *modules: str, days_ago: int = 0, valid_until: date | None = None) -> None:
        with self.database.writing() as session, session.begin():
            for module in modules or MODULES:
                record_completion(
                    session,
                    person_id=self.world.people[name],
                    module=module,
                    version="1.0",
                    evidence=Evidence.CHECK,
                    completed_on=self.today - timedelta(days=days_ago),
                    valid_until=valid_until,
                    origin=uuid4().hex,
                    at=clock.now() - timedelta(days=days_ago),
                )

    def hold(self, name: str) -> None:
        with self.database.writing() as session, session.begin():
            person_id, at = self.world.people[name], clock.now()
            set_hold(session, person_id, on=self.today, at=at, actor=self.world.dana)

    def leave(self, name: str) -> None:
        """Let yesterday be somebody's last day."""
        at = clock.now()
        with self.database.writing() as session, session.begin():
            numbers = select(PersonNumber.id).where(PersonNumber.person_id == self.world.people[name])
            for row in session.scalars(select(Employment).where(Employment.number_id.in_(numbers))).all():
                row.superseded_at = at
                session.flush()
                values = {column.name: getattr(row, column.name) for column in Employment.__table__.columns}
                values |= {"id": None, "superseded_at": None, "recorded_at": at}
                session.add(Employment(**(values | {"valid_to": self.today - timedelta(days=1)})))

    def hire(self, unit: str, family_name: str, *, days_ago: int = 400, given_name: str = "Kim") -> UUID:
        since, at = self.today - timedelta(days=days_ago), clock.now() - timedelta(days=days_ago)
        when = {
            "began_on": since,
            "valid_from": since,
            "valid_to": None,
            "recorded_at": at,
            "superseded_at": None,
        }
        with self.database.writing() as session, session.begin():
            person = Person(id=uuid4(), person_key=None, recorded_at=at)
            session.add(person)
            session.flush()
            number = PersonNumber(
                source_id=self.world.source_id, employee_number=uuid4().hex[:8], person_id=person.id
            )
            session.add(number)
            session.flush()
            session.add(
                PersonalDetails(
                    number_id=number.id,
                    given_name=given_name,
                    family_name=family_name,
                    language="sv",
                    protected=False,
                    import_id=None,
                    **when,
                )
            )
            session.add(
                Employment(
                    number_id=number.id,
                    unit_id=self.world.units[unit],
                    level=Level.EMPLOYEE,
                    title="",
                    role=None,
                    email="",
                    form=Form.PERMANENT,
                    fraction="",
                    absent_from=None,
                    absent_to=None,
                    import_id=None,
                    **when,
                )
            )
            return person.id


def hidden(page: TestResponse) -> dict[str, list[str]]:
    """What the last form of a page sends along unseen."""
    form = page.get_data(as_text=True).split("</main>")[0].rsplit("<form", 1)[1]
    values: dict[str, list[str]] = {}
    for name, value in re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', form):
        values.setdefault(name, []).append(unescape(value))
    return values


def words(page: TestResponse) -> str:
    """The text of a page's main part, one space between words."""
    text = page.get_data(as_text=True)
    main = re.search(r"<main.*</main>", text, re.S)
    plain = re.sub(r"<[^>]+>", " ", main.group() if main else text)
    return re.sub(r" (?=[,.](?: |$))", "", " ".join(plain.replace("\xa0", " ").split()))
