"""A session ends by itself, by hand and with the employment, at once and for every worker."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from uuid import UUID

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from elearn import clock
from elearn.accounts import services
from elearn.accounts.actors import find_signed_in
from elearn.accounts.models import Account, RoleGrant, WebSession
from elearn.accounts.services import end_sessions_of, purge
from elearn.accounts.sessions import digest_of, open_session
from elearn.app import create_app
from elearn.audit.models import AuditEvent
from elearn.config import Config
from elearn.database import Database
from elearn.organisations.models import PersonalDetails, PersonJoin, PersonNumber
from elearn.permissions import Actor, Role
from tests.accounts.test_sign_in import end_employment
from tests.people import World

SignIn = Callable[[FlaskClient, UUID], FlaskClient]


def actor_of(session: Session, person_id: UUID) -> Actor | None:
    at = clock.now()
    found = find_signed_in(session, open_session(session, person_id, at), at)
    return None if found is None else found.actor


def status(client: FlaskClient) -> int:
    return client.get("/installningar").status_code


def test_a_session_lasts_while_it_is_used_and_eight_hours_at_most(
    client: FlaskClient, world: World, sign_in_as: SignIn
) -> None:
    start = clock.now()
    with time_machine.travel(start, tick=False) as travel:
        sign_in_as(client, world.alice)
        for quarters in range(31):
            travel.move_to(start + timedelta(minutes=15 * quarters))
            assert status(client) == 200
        travel.move_to(start + timedelta(hours=8))
        assert status(client) == 303


def test_half_an_hour_without_a_page_ends_it(client: FlaskClient, world: World, sign_in_as: SignIn) -> None:
    start = clock.now()
    with time_machine.travel(start, tick=False) as travel:
        sign_in_as(client, world.alice)
        travel.move_to(start + timedelta(minutes=29))
        assert status(client) == 200
        travel.move_to(start + timedelta(minutes=60))
        assert status(client) == 303


@pytest.mark.one_engine
def test_a_page_opened_too_late_says_why_one_must_sign_in(
    client: FlaskClient, world: World, sign_in_as: SignIn
) -> None:
    start, said = clock.now(), "Du har varit borta så länge att du loggades ut. Logga in igen."
    with time_machine.travel(start, tick=False) as travel:
        sign_in_as(client, world.alice)
        travel.move_to(start + timedelta(minutes=60))
        assert [status(client) for _window in range(2)] == [303, 303]
        assert client.get("/logga-in").text.count(said) == 1
        client.get("/lamna", headers={"Sec-Fetch-Site": "none"})
        assert status(client) == 303
        assert said not in client.get("/logga-in").text, "whoever left is not told of"


def test_that_it_was_seen_is_written_once_a_minute_at_most(
    client: FlaskClient, world: World, sign_in_as: SignIn, database: Database
) -> None:
    start = clock.now()
    seen = []
    with time_machine.travel(start, tick=False) as travel:
        sign_in_as(client, world.alice)
        for seconds in (20, 54, 56, 80, 114, 117):
            travel.move_to(start + timedelta(seconds=seconds))
            status(client)
            with database.reading() as session:
                row = session.scalars(select(WebSession)).one()
                seen.append(round((row.last_seen_at - start).total_seconds()))
    assert seen == [-5, -5, 56, 56, 56, 117]


def test_a_page_is_shown_though_the_database_is_busy_with_a_long_write(
    client: FlaskClient, world: World, sign_in_as: SignIn, database: Database
) -> None:
    sign_in_as(client, world.alice)
    with time_machine.travel(clock.now() + timedelta(minutes=5), tick=False), database.writing() as busy:
        busy.scalars(select(WebSession).with_for_update()).one()
        assert status(client) == 200


def test_a_session_ended_by_one_worker_is_refused_by_another_at_once(
    app: Flask, config: Config, world: World, sign_in_as: SignIn
) -> None:
    other_worker = create_app(config)
    here, there = app.test_client(), other_worker.test_client()
    sign_in_as(here, world.alice)
    cookie = here.get_cookie(config.cookie_name)
    assert cookie is not None
    there.set_cookie(config.cookie_name, cookie.value)
    assert (status(here), status(there)) == (200, 200)
    with app.extensions["elearn_database"].writing() as session, session.begin():
        end_sessions_of(session, world.alice, at=clock.now())
    assert (status(here), status(there)) == (303, 303)
    other_worker.extensions["elearn_database"].dispose()


def test_it_ends_with_the_employment(
    client: FlaskClient, world: World, sign_in_as: SignIn, database: Database
) -> None:
    sign_in_as(client, world.alice)
    assert status(client) == 200
    end_employment(database, world.alice, days_ago=1)
    assert status(client) == 303


def test_a_granted_role_keeps_nobody_in_after_the_employment(
    client: FlaskClient, world: World, sign_in_as: SignIn, database: Database
) -> None:
    sign_in_as(client, world.dana)
    end_employment(database, world.dana, days_ago=1)
    assert status(client) == 303


def test_a_secret_that_opens_nothing_is_a_visitor(client: FlaskClient, world: World) -> None:
    for secret in ("", "not a secret", "å" * 1000, "\x00", 7, ["a"]):
        with client.session_transaction() as cookie:
            cookie["_user_id"] = secret
        assert status(client) == 303


def test_a_forged_cookie_is_a_visitor(client: FlaskClient, config: Config, world: World) -> None:
    client.set_cookie(config.cookie_name, "eyJfdXNlcl9pZCI6ImEifQ.aaaa.bbbb")
    assert status(client) == 303


def test_the_table_does_not_hold_the_secret(session: Session, world: World) -> None:
    secret = open_session(session, world.alice, clock.now())
    assert session.scalars(select(WebSession.digest)).all() == [digest_of(secret)]
    assert secret not in digest_of(secret)


def test_who_is_signed_in_has_the_posts_and_roles_of_today(session: Session, world: World) -> None:
    bob, cecilia = actor_of(session, world.bob), actor_of(session, world.cecilia)
    lena, dana = actor_of(session, world.lena), actor_of(session, world.dana)
    assert bob is not None
    assert (bob.manages, bob.roles) == (
        frozenset({world.units["F1"]}),
        frozenset({Role.LEARNER, Role.MANAGER}),
    )
    assert cecilia is not None
    assert (cecilia.deputises, cecilia.manages) == (frozenset({world.units["F1"]}), frozenset())
    assert lena is not None
    assert lena.coordinates == {world.units["N"]}
    assert dana is not None
    assert (dana.hr_units, dana.granted) == (frozenset({world.units["G"]}), frozenset({Role.HR}))


@pytest.mark.parametrize(
    ("first", "last", "holds"), [(0, 0, True), (-5, -1, False), (1, 9, False), (-1, None, True)]
)
def test_a_role_counts_on_its_days_only(
    session: Session, world: World, first: int, last: int | None, holds: bool
) -> None:
    today = clock.today()
    session.add(
        RoleGrant(
            person_id=world.alice,
            role=Role.AUDITOR,
            unit_id=None,
            valid_from=today + timedelta(days=first),
            valid_to=None if last is None else today + timedelta(days=last),
            recorded_at=clock.now(),
            superseded_at=None,
            granted_by=None,
        )
    )
    session.flush()
    alice = actor_of(session, world.alice)
    assert alice is not None
    assert (Role.AUDITOR in alice.granted) is holds


def test_a_session_of_somebody_who_turns_out_to_be_another_is_that_persons(
    session: Session, world: World
) -> None:
    at = clock.now()
    session.add(PersonJoin(person_id=world.alice, into_id=world.bob, recorded_at=at, superseded_at=None))
    session.flush()
    found = actor_of(session, world.alice)
    assert found is not None
    assert found.person_id == world.bob
    assert found.manages == {world.units["F1"]}


def test_the_language_is_ones_own_choice_before_the_files(session: Session, world: World) -> None:
    details = session.scalars(
        select(PersonalDetails).join(PersonNumber).where(PersonNumber.person_id == world.alice)
    ).one()
    found = actor_of(session, world.alice)
    assert found is not None
    assert found.language == details.language == "sv"
    session.get_one(Account, world.alice).language = "en"
    session.flush()
    found = actor_of(session, world.alice)
    assert found is not None
    assert found.language == "en"


@pytest.fixture
def statements(app: Flask) -> Iterator[list[str]]:
    """Every statement of the application that asks the database for something."""
    heard: list[str] = []

    def hear(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if not statement.startswith(("BEGIN", "PRAGMA", "SET TRANSACTION")):
            heard.append(statement)

    engine = app.extensions["elearn_database"].engine
    event.listen(engine, "before_cursor_execute", hear)
    yield heard
    event.remove(engine, "before_cursor_execute", hear)


def test_knowing_who_it_is_takes_three_queries(
    client: FlaskClient, world: World, sign_in_as: SignIn, statements: list[str]
) -> None:
    sign_in_as(client, world.dana)
    statements.clear()
    client.get("/installningar/losenord")
    assert len(statements) == 3


def test_ending_somebodys_sessions_is_in_the_trail(session: Session, world: World) -> None:
    open_session(session, world.alice, clock.now())
    assert end_sessions_of(session, world.alice, at=clock.now(), actor=world.erik) == 1
    found = session.scalars(select(AuditEvent)).one()
    assert (found.action, found.actor, found.object) == ("sessions.ended", world.erik, world.alice.hex)


def test_what_has_idled_or_grown_old_is_closed_and_deleted_a_day_after_it_began(
    session: Session, world: World
) -> None:
    at = clock.now()
    for age in (1, 29, 31, 500, 60 * 24):
        open_session(session, world.alice, at - timedelta(minutes=age))
    assert purge(session, at) == 1
    closed = [row.closed_at is not None for row in session.scalars(select(WebSession))]
    assert sorted(closed) == [False, False, True, True]
    assert purge(session, at) == 0


def test_what_was_only_there_while_it_lasted_goes_when_the_last_one_closes(
    session: Session, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    at, left = clock.now(), []
    monkeypatch.setattr(services, "on_leave", [lambda _session, person_id: left.append(person_id)])
    open_session(session, world.alice, at - timedelta(minutes=31))
    open_session(session, world.bob, at - timedelta(minutes=31))
    open_session(session, world.bob, at)
    for _time in range(2):
        purge(session, at)
    assert left == [world.alice]
