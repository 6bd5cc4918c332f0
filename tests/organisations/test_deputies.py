"""A manager names a deputy for some days: what the deputy sees, and when it ends."""

import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from elearn import clock
from elearn.accounts.actors import find_actor, find_signed_in
from elearn.accounts.sessions import open_session
from elearn.audit.models import AuditEvent
from elearn.clock import STOCKHOLM
from elearn.organisations.delegations import list_candidates
from elearn.organisations.kinds import PostRole
from elearn.organisations.models import Delegation, Employment, PersonalDetails, PersonNumber, Post
from elearn.organisations.queries import get_line
from elearn.organisations.scope import get_scope, is_hrs_alone
from elearn.permissions import Actor
from tests.people import World

SignIn = Callable[[FlaskClient, UUID], FlaskClient]
PAGE = "/enheter/F1/stallforetradare"
TODAY = clock.today()
A_DAY = timedelta(days=1)
TEN_DAYS = timedelta(days=10)


class Room:
    """The browser of whoever is signed in, and what is known of deputies."""

    def __init__(self, client: FlaskClient, world: World, session: Session, sign_in: SignIn) -> None:
        self.client, self.world, self.session, self._sign_in = client, world, session, sign_in

    def see(self, name: str, address: str = PAGE) -> tuple[int, str]:
        self._sign_in(self.client, self.world.people[name])
        page = self.client.get(address)
        return page.status_code, page.get_data(as_text=True)

    def post(self, name: str, address: str, **form: str) -> tuple[int, str]:
        self._sign_in(self.client, self.world.people[name])
        page = self.client.post(address, data=form)
        return page.status_code, page.get_data(as_text=True)

    def name(self, chosen: str, first: date = TODAY, last: date | None = None, by: str = "bob") -> None:
        assert self.ask(chosen, first, last, by)[0] == 303

    def ask(
        self, chosen: str, first: date = TODAY, last: date | None = None, by: str = "bob", page: str = PAGE
    ) -> tuple[int, str]:
        form = {"first": first.isoformat(), "last": (last or first + TEN_DAYS).isoformat()}
        return self.post(by, page, person=self.world.people[chosen].hex, **form)

    def deputises(self, name: str, on: date = TODAY) -> set[str]:
        """The codes of the units that somebody is deputy of on a day."""
        self.session.rollback()
        found = find_actor(self.session, self.world.people[name], on)
        codes = {unit: code for code, unit in self.world.units.items()}
        self.session.rollback()
        return {codes[unit] for unit in found.deputises} if found else set()

    def change(self, name: str, **values: object) -> None:
        """Change an employment, or with `protected` what is said of the person, from today's knowledge on."""
        table: Any = PersonalDetails if "protected" in values else Employment
        number = select(PersonNumber.id).where(PersonNumber.person_id == self.world.people[name])
        row = self.session.scalars(
            select(table).where(table.number_id.in_(number), table.superseded_at.is_(None))
        ).one()
        same = {column.name: getattr(row, column.name) for column in table.__table__.columns}
        row.superseded_at = clock.now()
        self.session.flush()
        del same["id"]
        self.session.add(table(**(same | {"recorded_at": clock.now(), "superseded_at": None} | values)))
        self.session.commit()


@pytest.fixture
def room(app, client: FlaskClient, world: World, session: Session, sign_in_as: SignIn) -> Room:
    app.config["WTF_CSRF_ENABLED"] = False
    return Room(client, world, session, sign_in_as)


def test_the_deputy_sees_what_the_manager_sees_but_neither_of_the_two(room: Room) -> None:
    assert room.see("alice", "/enheter/F1")[0] == 403
    room.name("alice")
    status, page = room.see("alice", "/enheter/F1")
    assert status == 200
    assert "Anders Åkesson" in page
    assert "Vera Vide" in page
    assert "Alice Alm" not in page
    assert "Bob Björk" not in page
    assert "Petra" not in page
    assert room.see("alice", "/enheter/F2")[0] == 404


def test_the_deputy_sets_nothing_exports_nothing_and_names_nobody(room: Room) -> None:
    room.name("alice")
    assert [room.see("alice", address)[0] for address in ("/hr/export", "/hr/krav", PAGE)] == [403, 403, 404]
    assert room.ask("anders", by="alice")[0] == 404
    assert room.ask("anders", by="cecilia")[0] == 404
    assert "stallforetradare" not in room.see("alice", "/enheter/F1")[1]
    assert room.session.scalars(select(Delegation)).one().superseded_at is None


def test_it_holds_from_the_first_day_to_the_last(room: Room) -> None:
    first, last = TODAY + A_DAY, TODAY + TEN_DAYS
    room.name("alice", first, last)
    days = {TODAY: set(), first: {"F1"}, last: {"F1"}, last + A_DAY: set()}
    assert {day: room.deputises("alice", day) for day in days} == days


def test_it_ends_at_midnight_in_the_midst_of_a_visit(room: Room) -> None:
    room.name("alice", last=TODAY)
    midnight = datetime.combine(TODAY + A_DAY, time(0), STOCKHOLM)
    secret = open_session(room.session, room.world.alice, at=midnight - timedelta(minutes=5))
    room.session.commit()
    for minutes, units in ((-1, {room.world.units["F1"]}), (1, set())):
        signed_in = find_signed_in(room.session, secret, midnight + timedelta(minutes=minutes))
        assert signed_in is not None
        assert signed_in.actor.deputises == units


@pytest.mark.parametrize(
    ("who", "change"),
    [
        ("bob", {"role": None}),
        ("bob", {"valid_to": TODAY - A_DAY}),
        ("alice", {"valid_to": TODAY - A_DAY}),
        ("alice", {"unit_id": "F2"}),
        ("alice", {"protected": True}),
    ],
    ids=["post lost", "manager left", "deputy left", "deputy moved", "deputy protected"],
)
def test_it_ends_at_once_with_the_post_and_with_either_of_them(
    room: Room, who: str, change: dict[str, object]
) -> None:
    room.name("alice")
    assert room.deputises("alice") == {"F1"}
    if "unit_id" in change:
        change = {"unit_id": room.world.units[str(change["unit_id"])]}
    room.change(who, **change)
    assert room.deputises("alice") == set()
    assert "Alice Alm" not in room.see("dana")[1]


def test_the_manager_ends_it_early_and_the_trail_says_who_did_what(room: Room) -> None:
    room.name("alice")
    end = f"{PAGE}/{room.session.scalars(select(Delegation.id)).one()}/avsluta"
    room.session.rollback()
    assert room.post("cecilia", end)[0] == 404
    assert room.post("doris", end)[0] == 404
    assert room.deputises("alice") == {"F1"}
    assert room.post("bob", end)[0] == 303
    assert room.deputises("alice") == set()
    assert room.post("bob", end)[0] == 404
    wanted = select(AuditEvent).where(AuditEvent.action.startswith("deputy.")).order_by(AuditEvent.seq)
    events = room.session.scalars(wanted).all()
    assert [(each.action, each.actor, each.object) for each in events] == [
        (action, room.world.bob, room.world.alice.hex) for action in ("deputy.named", "deputy.ended")
    ]
    assert events[0].details["to"] == (TODAY + TEN_DAYS).isoformat()


def test_days_that_have_been_stand_when_it_is_ended(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    room.name("alice")
    row = room.session.scalars(select(Delegation.id)).one()
    room.session.rollback()
    later = datetime.combine(TODAY + 2 * A_DAY, time(12), STOCKHOLM)
    room._sign_in(room.client, room.world.bob)
    monkeypatch.setattr(clock, "now", lambda: later)
    monkeypatch.setattr(clock, "today", lambda: later.date())
    room._sign_in(room.client, room.world.bob)
    assert room.client.post(f"{PAGE}/{row}/avsluta").status_code == 303
    assert [len(room.deputises("alice", TODAY + days * A_DAY)) for days in range(4)] == [1, 1, 0, 0]


def test_only_whom_the_manager_sees_by_name_is_offered(room: Room) -> None:
    page = room.see("bob")[1]
    for name in ("Alice Alm", "Anders Åkesson", "Cecilia Ceder", "Vera Vide"):
        assert name in page
    for name in ("Petra", "David Ek", "Bob Björk", "Hanna Hägg"):
        assert name not in page
    for chosen in ("petra", "david", "hanna", "bob"):
        status, page = room.ask(chosen)
        assert status == 422
        assert "Välj en av dem i listan." in page


@pytest.mark.one_engine
@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        (TODAY - A_DAY, TODAY, "Den dagen har varit."),
        (TODAY, TODAY - A_DAY, "Sista dagen ligger före den första."),
        (TODAY, TODAY + 90 * A_DAY, "Det blir mer än 90 dagar."),
        (TODAY + 366 * A_DAY, TODAY + 367 * A_DAY, "Första dagen ligger mer än ett år fram."),
    ],
)
def test_days_that_cannot_be_are_said_and_kept_in_the_form(
    room: Room, first: date, last: date, said: str
) -> None:
    status, page = room.ask("alice", first, last)
    assert status == 422
    assert said in page
    assert f'value="{last.isoformat()}"' in page
    assert f'value="{room.world.alice.hex}" selected' in page
    assert room.session.scalars(select(Delegation)).all() == []


def test_ninety_days_are_allowed_and_nobody_is_named_twice_for_a_day(room: Room) -> None:
    last = TODAY + 89 * A_DAY
    room.name("alice", TODAY, last)
    status, page = room.ask("alice", last, last + A_DAY)
    assert status == 422
    assert "Personen är redan ställföreträdare någon av dagarna." in page
    room.name("anders", TODAY, last)


def test_one_person_stands_in_where_several_leaders_ask(room: Room) -> None:
    room.name("alice")
    assert room.ask("bob", by="hanna", page="/enheter/F/stallforetradare")[0] == 303
    assert room.deputises("bob") == {"F"}
    page = room.see("bob", "/enheter/F")[1]
    assert "Doris Druva" in page
    assert "Hanna Hägg" not in page
    assert room.see("bob", "/enheter/F/stallforetradare")[0] == 404
    assert room.see("bob")[0] == 200


def test_hr_reads_who_stands_in_and_keeps_its_say_over_them(room: Room) -> None:
    room.name("alice")
    status, page = room.see("dana")
    assert status == 200
    assert "Alice Alm" in page
    assert "enligt personalfilen" in page  # Cecilia
    assert "Utse en ställföreträdare" not in page
    assert "avsluta" not in page
    hr_of_f2 = Actor(person_id=room.world.dana, hr_units=frozenset({room.world.units["F"]}))
    scope = get_scope(room.session, hr_of_f2, TODAY)
    assert is_hrs_alone(room.session, scope, room.world.alice)


def test_a_manager_elsewhere_takes_nobody_away_from_their_hr(room: Room) -> None:
    """Gunilla leads the group and may name Maja, who leads the company: she is still the company's."""
    assert room.ask("maja", by="gunilla", page="/enheter/G/stallforetradare")[0] == 303
    assert room.deputises("maja") == {"G"}
    company = Actor(person_id=room.world.oskar, hr_units=frozenset({room.world.units["B"]}))
    assert is_hrs_alone(room.session, get_scope(room.session, company, TODAY), room.world.maja)


def test_earlier_days_know_nothing_of_it(room: Room) -> None:
    """Whose nearest manager somebody was, and what a page of an earlier day shows, stays as it was."""
    address = f"/enheter/F1?per={TODAY - A_DAY}"
    before = room.see("bob", address)[1]
    room.name("alice")
    room.see("bob")  # the message that it is done is shown once
    assert get_line(room.session, TODAY).managers[room.world.units["F1"]] == {room.world.bob}
    room.session.rollback()
    assert room.deputises("alice", TODAY - A_DAY) == set()
    strip = re.compile(r'csrf_token" value="[^"]*"|\d\d:\d\d')
    assert strip.sub("", room.see("bob", address)[1]) == strip.sub("", before)


def test_a_post_that_outlives_the_manager_s_employment_keeps_no_deputy(room: Room) -> None:
    number = select(PersonNumber.id).where(PersonNumber.person_id == room.world.doris)
    dated = {"began_on": room.world.since, "valid_from": room.world.since, "recorded_at": clock.now()}
    room.session.add(
        Post(
            unit_id=room.world.units["F11"],
            number_id=room.session.scalars(number).one(),
            role=PostRole.MANAGER,
            source_id=room.world.source_id,
            valid_to=None,
            superseded_at=None,
            **dated,
        )
    )
    room.session.commit()
    assert room.ask("vera", by="doris", page="/enheter/F11/stallforetradare")[0] == 303
    assert room.deputises("vera") == {"F11"}
    room.change("doris", valid_to=TODAY - A_DAY)
    assert room.deputises("vera") == set()


def test_whoever_is_hr_too_names_only_their_own_as_a_manager(room: Room) -> None:
    unit = room.world.units["F1"]
    group = frozenset({room.world.units["G"]})
    bob = Actor(person_id=room.world.bob, manages=frozenset({unit}), hr_units=group)
    scope = get_scope(room.session, bob, TODAY)
    candidates = {each.person_id for each in list_candidates(room.session, scope, unit)}
    assert room.world.alice in candidates
    assert room.world.david not in candidates
