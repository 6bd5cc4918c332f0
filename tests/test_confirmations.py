"""What cannot be undone is looked at on a page of its own first: it says what happens, and looking changes nothing."""

import re
from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from elearn import clock
from elearn.accounts.models import RoleGrant
from elearn.audit.models import AuditEvent
from elearn.database import Database
from elearn.modules.loader import load_content
from elearn.organisations.header_mappings import remember_mapping
from elearn.organisations.models import Arrangement, Delegation, ImportMapping
from elearn.permissions import Role
from tests.completions.meetings import hold
from tests.delivered import CONTENT
from tests.people import World

pytestmark = pytest.mark.one_engine

Enter = Callable[[str], FlaskClient]


@pytest.fixture
def enter(app: Flask, world: World, sign_in_as: Callable[[FlaskClient, UUID], FlaskClient]) -> Enter:
    app.config["WTF_CSRF_ENABLED"] = False
    return lambda name: sign_in_as(app.test_client(), world.people[name])


def trail(database: Database) -> int:
    with database.reading() as session:
        return session.scalars(select(func.count(AuditEvent.seq))).one()


def look(client: FlaskClient, listed: str, said: str, button: str) -> str:
    """Follow the link of a list to the page before; returns where its button posts to."""
    page = client.get(listed).text
    link = re.search(rf'href="([^"]+)"[^>]*>\s*{said}', page)
    assert link, page
    before = client.get(link[1])
    assert before.status_code == 200
    form = re.search(r'<form method="post" action="([^"]+)">(?:(?!</form>).)*?' + button, before.text, re.S)
    assert form, before.text
    assert f'href="{listed}"' in before.text  # the way back with nothing changed
    return form[1]


def ask(client: FlaskClient, address: str) -> str:
    return client.get(address).text


def test_revoking_a_role_says_whose_and_that_it_stops_at_once(
    enter: Enter, database: Database, world: World
) -> None:
    erik = enter("erik")
    with database.reading() as session:
        held = session.scalars(
            select(RoleGrant.id).where(RoleGrant.person_id == world.gustav, RoleGrant.role == Role.AUDITOR)
        ).one()
    count = trail(database)
    text = ask(erik, f"/admin/roller/{held}")
    assert "Gustav Gran" in text
    assert "Rollen slutar gälla direkt" in text
    assert trail(database) == count
    assert f'href="/admin/roller/{held}"' in ask(erik, "/admin/roller")
    assert erik.post(f"/admin/roller/{held}/aterkalla").status_code == 303
    assert erik.get(f"/admin/roller/{held}").status_code == 404


def test_ending_a_deputy_says_who_and_how_long(enter: Enter, database: Database, world: World) -> None:
    bob, page = enter("bob"), "/enheter/F1/stallforetradare"
    days = [(clock.today() + timedelta(days=number)).isoformat() for number in (0, 10)]
    bob.post(page, data={"person": world.alice.hex, "first": days[0], "last": days[1]})
    count = trail(database)
    target = look(bob, page, "Avsluta", "Avsluta uppdraget")
    assert "Alice Alm" in ask(bob, target)
    assert trail(database) == count
    assert bob.post(target).status_code == 303
    with database.reading() as session:
        assert session.scalars(select(Delegation.superseded_at)).all() != [None]


def test_ending_an_arrangement_says_that_names_go(enter: Enter, database: Database, world: World) -> None:
    oskar, page, on = enter("oskar"), "/hr/overenskommelser", clock.today().isoformat()
    decision = {"decided_by": "Styrelsen", "decided_on": on, "record_number": "B 1", "valid_from": on}
    oskar.post(page, data={"unit": world.units["B"], **decision})
    target = look(oskar, page, "Avsluta överenskommelsen", "Avsluta överenskommelsen")
    text = ask(oskar, target)
    assert "bara siffror" in text
    assert "B 1" in text
    with database.reading() as session:
        assert session.scalars(select(Arrangement.superseded_at)).all() == [None]
    assert oskar.post(target).status_code == 303


def test_forgetting_a_mapping_says_which(enter: Enter, database: Database, world: World) -> None:
    dana = enter("dana")
    with database.writing() as session:
        remember_mapping(session, source="hr", name="ord.toml", content="", at=clock.now(), actor=world.dana)
        session.commit()
    target = look(dana, "/hr/import", "Ta bort mappningen för hr", "Ta bort mappningen")
    assert "ord.toml" in ask(dana, target)
    assert dana.post(target).status_code == 303
    with database.reading() as session:
        assert session.scalars(select(ImportMapping)).all() == []


def test_calling_a_session_off_says_what_those_asked_see(
    enter: Enter, database: Database, world: World
) -> None:
    with database.writing() as session:
        held = hold(session, world, load_content(CONTENT).modules[0].slug, clock.today() + timedelta(days=20))
        page = f"/traffar/{held.id}"
        session.commit()
    bob = enter("bob")
    count = trail(database)
    target = look(bob, page, "Ställ in träffen", "Ställ in träffen")
    assert "går inte att få tillbaka" in ask(bob, target)
    assert trail(database) == count
    assert bob.post(target).status_code == 303
