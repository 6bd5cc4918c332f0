"""Roles are granted and revoked on a page: never to oneself, never HR beside running the system, all in the trail."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from elearn import clock
from elearn.accounts.actors import list_current_roles
from elearn.accounts.models import RoleGrant
from elearn.accounts.queries import list_grants
from elearn.accounts.roles import RoleRefusedError, grant_role, revoke_role
from elearn.audit.models import AuditEvent
from elearn.database import Database, known
from elearn.permissions import Role
from tests.accounts.conftest import Send
from tests.accounts.test_sign_in import end_employment
from tests.people import World

SignIn = Callable[[FlaskClient, UUID], FlaskClient]
PAGE = "/admin/roller"


@pytest.fixture
def erik(app: Flask, world: World, sign_in_as: SignIn) -> FlaskClient:
    """The only administrator."""
    return sign_in_as(app.test_client(), world.erik)


def grant(client: FlaskClient, send: Send, **values: str) -> TestResponse:
    today = clock.today().isoformat()
    return send(client, PAGE, **{"who": "hr/5", "role": "auditor", "unit": "", "valid_from": today, **values})


def grant_of(database: Database, person_id: UUID, role: Role) -> int:
    with database.reading() as session:
        return session.scalars(
            select(RoleGrant.id).where(
                RoleGrant.person_id == person_id, RoleGrant.role == role, known(RoleGrant)
            )
        ).one()


def roles_of(database: Database, person_id: UUID) -> list[tuple[Role, int | None]]:
    with database.reading() as session:
        return list_current_roles(session, person_id, clock.today())


@pytest.mark.parametrize("who", ["hr/5", "Alice@exempel.example"])
def test_a_granted_role_counts_at_once(
    app: Flask, erik: FlaskClient, send: Send, world: World, sign_in_as: SignIn, who: str
) -> None:
    alice = sign_in_as(app.test_client(), world.alice)
    assert alice.get("/granskning").status_code == 403
    assert grant(erik, send, who=who).status_code == 303
    assert alice.get("/granskning").status_code == 200
    assert "Alice Alm" in erik.get(PAGE).text


def test_hr_is_granted_for_a_unit_with_all_below_it(
    erik: FlaskClient, send: Send, world: World, database: Database
) -> None:
    assert grant(erik, send, role="hr", unit="F").status_code == 303
    assert roles_of(database, world.alice) == [(Role.HR, world.units["F"])]
    said = ("Rollen är given. Alice Alm: HR, Förvaltningen", '<option value="F">Förvaltningen</option>')
    assert [words in erik.get(PAGE).text for words in said] == [True, True]


def test_a_role_for_some_days_begins_and_ends_by_itself(
    erik: FlaskClient, send: Send, world: World, database: Database
) -> None:
    tomorrow, after = (clock.today() + timedelta(days=days) for days in (1, 3))
    grant(erik, send, valid_from=tomorrow.isoformat(), valid_to=after.isoformat())
    with database.reading() as session:
        held = [
            bool(list_current_roles(session, world.alice, clock.today() + timedelta(days=n)))
            for n in range(5)
        ]
    assert held == [False, True, True, True, False]


REFUSALS = (
    ({"who": "hr/19"}, "Du kan inte ge dig själv en roll"),
    ({"who": "erik@exempel.example"}, "Du kan inte ge dig själv en roll"),
    ({"who": "hr/999"}, "Ingen som kan logga in har den adressen"),
    ({"who": ""}, "Skriv vem som ska ha rollen"),
    ({"who": "hr/5\x00"}, "tecken som inte går att använda"),
    ({"role": ""}, "Välj en roll"),
    ({"role": "learner"}, "Välj en av rollerna i listan"),
    ({"role": "root"}, "Välj en av rollerna i listan"),
    ({"role": "hr"}, "ange vilken"),
    ({"role": "hr", "unit": "F1"}, "Enheten är inte gruppen"),
    ({"role": "hr", "unit": "XX"}, "Enheten är inte gruppen"),
    ({"role": "auditor", "unit": "F"}, "gäller hela gruppen"),
    ({"valid_from": ""}, "Skriv första dagen"),
    ({"valid_from": "2026-02-30"}, "Den dagen finns inte"),
    ({"valid_from": "2020-01-01"}, "Den dagen har varit"),
    ({"valid_from": "2099-02-02", "valid_to": "2099-02-01"}, "ligger före den första"),
    ({"valid_to": "i morgon"}, "Den dagen finns inte"),
    ({"who": "hr/18", "role": "editor"}, "kan inte förenas"),
    ({"who": "hr/18", "role": "administrator"}, "kan inte förenas"),
    ({"who": "hr/20", "role": "hr", "unit": "G"}, "kan inte förenas"),
    ({"who": "hr/20", "role": "contact", "unit": "G"}, "kan inte förenas"),
    ({"role": "contact"}, "ange vilken"),
    ({"who": "hr/21"}, "har redan den rollen"),
)


def test_what_cannot_be_granted_says_why_and_changes_nothing(
    erik: FlaskClient, send: Send, database: Database
) -> None:
    for values, sentence in REFUSALS:
        answer = grant(erik, send, **values)
        assert (answer.status_code, sentence in answer.text) == (422, True), (values, answer.text)
    with database.reading() as session:
        assert len(session.scalars(select(RoleGrant)).all()) == 5
        assert session.scalars(select(AuditEvent)).all() == []


def test_a_contact_person_is_named_for_a_unit_also_beside_hr(
    erik: FlaskClient, send: Send, world: World, database: Database
) -> None:
    assert grant(erik, send, who="hr/18", role="contact", unit="F").status_code == 303
    assert roles_of(database, world.dana) == [(Role.HR, world.units["G"]), (Role.CONTACT, world.units["F"])]


def test_hr_and_auditor_go_together(erik: FlaskClient, send: Send) -> None:
    assert grant(erik, send, who="hr/18", role="auditor").status_code == 303


def test_hr_may_follow_upon_editor_when_they_share_no_day(
    erik: FlaskClient, send: Send, world: World, database: Database
) -> None:
    today = clock.today()
    grant(erik, send, role="editor", valid_to=(today + timedelta(days=9)).isoformat())
    assert (
        grant(erik, send, role="hr", unit="F", valid_from=(today + timedelta(days=9)).isoformat()).status_code
        == 422
    )
    assert (
        grant(
            erik, send, role="hr", unit="F", valid_from=(today + timedelta(days=10)).isoformat()
        ).status_code
        == 303
    )


def test_one_who_has_left_gets_no_role(
    erik: FlaskClient, send: Send, world: World, database: Database
) -> None:
    end_employment(database, world.alice, days_ago=1)
    assert grant(erik, send).status_code == 422


def test_a_revoked_role_stops_at_once(
    app: Flask, erik: FlaskClient, send: Send, world: World, sign_in_as: SignIn, database: Database
) -> None:
    gustav = sign_in_as(app.test_client(), world.gustav)
    assert gustav.get("/granskning").status_code == 200
    held = grant_of(database, world.gustav, Role.AUDITOR)
    answer = send(erik, f"{PAGE}/{held}/aterkalla", page=PAGE)
    assert (answer.status_code, answer.location) == (303, PAGE)
    assert gustav.get("/granskning").status_code == 403
    assert "Gustav Gran" not in erik.get(PAGE).text


def test_the_days_before_a_role_was_revoked_stay_on_record(
    erik: FlaskClient, send: Send, world: World, database: Database
) -> None:
    held = grant_of(database, world.gustav, Role.AUDITOR)
    send(erik, f"{PAGE}/{held}/aterkalla", page=PAGE)
    with database.reading() as session:
        yesterday = clock.today() - timedelta(days=1)
        assert list_current_roles(session, world.gustav, yesterday) == [(Role.AUDITOR, None)]


def test_a_role_granted_and_revoked_on_one_day_leaves_only_the_trail(
    erik: FlaskClient, send: Send, world: World, database: Database
) -> None:
    grant(erik, send)
    send(erik, f"{PAGE}/{grant_of(database, world.alice, Role.AUDITOR)}/aterkalla", page=PAGE)
    with database.reading() as session:
        rows = session.scalars(select(RoleGrant).where(RoleGrant.person_id == world.alice)).all()
        trail = session.scalars(select(AuditEvent).order_by(AuditEvent.seq)).all()
    assert [row.superseded_at is not None for row in rows] == [True]
    assert [(event.action, event.actor, event.object) for event in trail] == [
        ("role.granted", world.erik, world.alice.hex),
        ("role.revoked", world.erik, world.alice.hex),
    ]
    assert trail[0].details["role"] == "auditor"


def test_the_last_administrator_stays(
    erik: FlaskClient, send: Send, world: World, database: Database
) -> None:
    held = grant_of(database, world.erik, Role.ADMINISTRATOR)
    answer = send(erik, f"{PAGE}/{held}/aterkalla", page=PAGE)
    assert answer.status_code == 422
    assert "den enda administratören" in answer.text
    assert erik.get(PAGE).status_code == 200


def test_an_administrator_who_has_left_does_not_count_as_another(
    erik: FlaskClient, send: Send, world: World, database: Database
) -> None:
    grant(erik, send, role="administrator")
    end_employment(database, world.alice, days_ago=1)
    held = grant_of(database, world.erik, Role.ADMINISTRATOR)
    assert send(erik, f"{PAGE}/{held}/aterkalla", page=PAGE).status_code == 422


def test_two_administrators_cannot_revoke_each_other_at_the_same_time(
    erik: FlaskClient, send: Send, world: World, database: Database
) -> None:
    grant(erik, send, role="administrator")
    held = [grant_of(database, person, Role.ADMINISTRATOR) for person in (world.erik, world.alice)]

    def revoke(grant_id: int) -> bool:
        try:
            with database.writing() as session, session.begin():
                revoke_role(session, session.get_one(RoleGrant, grant_id), at=clock.now(), actor=None)
        except RoleRefusedError:
            return False
        return True

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(revoke, held)) == [False, True]


def test_hr_and_editor_granted_at_the_same_time_do_not_meet_in_one_person(
    world: World, database: Database
) -> None:
    def give(role: Role) -> bool:
        unit = world.units["F"] if role is Role.HR else None
        try:
            with database.writing() as session, session.begin():
                grant_role(
                    session,
                    world.alice,
                    role,
                    unit_id=unit,
                    valid_from=clock.today(),
                    valid_to=None,
                    at=clock.now(),
                    actor=None,
                )
        except RoleRefusedError:
            return False
        return True

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(give, (Role.HR, Role.EDITOR))) == [False, True]


def test_what_follows_from_employment_is_not_granted(world: World, database: Database) -> None:
    today, at = clock.today(), clock.now()
    for role in (Role.LEARNER, Role.MANAGER):
        with database.writing() as session, pytest.raises(RoleRefusedError, match="följer av anställning"):
            grant_role(
                session, world.alice, role, unit_id=None, valid_from=today, valid_to=None, at=at, actor=None
            )


def test_a_grant_that_is_not_there_is_not_found(
    erik: FlaskClient, send: Send, world: World, database: Database
) -> None:
    revoked = grant_of(database, world.gustav, Role.AUDITOR)
    send(erik, f"{PAGE}/{revoked}/aterkalla", page=PAGE)
    for grant_id in (0, 999_999, 10**30, revoked):
        assert send(erik, f"{PAGE}/{grant_id}/aterkalla", page=PAGE).status_code == 404


def test_a_protected_identity_stands_without_a_name(
    erik: FlaskClient, send: Send, world: World, database: Database
) -> None:
    grant(erik, send, who="hr/7")
    page = erik.get(PAGE).text
    assert "Skyddad uppgift" in page
    assert "Petra" not in page
    with database.reading() as session:
        found = [grant for grant in list_grants(session, clock.today()) if grant.person_id == world.petra]
    assert [(grant.name, grant.protected, grant.who) for grant in found] == [("", True, "hr/7")]


def test_the_overview_counts_and_names_nobody(erik: FlaskClient) -> None:
    page = erik.get("/admin").text
    assert "Databas" in page
    assert "Gustav" not in page


def test_only_administrators_see_these_pages(app: Flask, world: World, sign_in_as: SignIn) -> None:
    for who in ("alice", "bob", "dana", "frida", "gustav"):
        client = sign_in_as(app.test_client(), world.people[who])
        assert [client.get(address).status_code for address in ("/admin", PAGE)] == [403, 403], who
