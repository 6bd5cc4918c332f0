"""A file that shows two persons to be one opens no account with the other's password, link or browser."""

from collections.abc import Callable
from uuid import UUID

import click
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from elearn import clock
from elearn.accounts import joining, services
from elearn.accounts.credentials import issue_link
from elearn.accounts.models import Account, Credential, WebSession
from elearn.accounts.queries import find_password, find_sign_in
from elearn.cli import cli
from elearn.database import Database
from elearn.organisations.applying import apply_import
from elearn.organisations.finding import find_person_by_number
from elearn.organisations.importing import plan_import
from elearn.organisations.models import Person
from tests.organisations.loading import content
from tests.people import World

SignIn = Callable[[FlaskClient, UUID], FlaskClient]
PAGE = "/installningar"


def join(database: Database, person_id: UUID, number: str) -> None:
    """Somebody's number comes with the key of another person, in a file that names nobody else."""
    row = f"{number};X;Y;;F;medarbetare;;;;;;;the-key"
    with database.writing() as session, session.begin():
        session.get_one(Person, person_id).person_key = "the-key"
        session.flush()
        file = content("people", row, extra=";personnyckel")
        plan = plan_import(
            session, "people", file, source="hr", effective=clock.today(), max_ended=100, correction=True
        )
        assert not plan.faults
        assert any(notice.column == "personnyckel" and notice.line == 2 for notice in plan.notices)
        apply_import(session, plan, at=clock.now())
        assert find_person_by_number(session, "hr", number) == person_id


def test_both_are_signed_out_and_their_links_void(
    app: Flask, world: World, sign_in_as: SignIn, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    left: list[UUID] = []
    monkeypatch.setattr(services, "on_leave", [lambda _session, person_id: left.append(person_id)])
    browsers = [sign_in_as(app.test_client(), world.people[name]) for name in ("alice", "bob", "david")]
    with database.writing() as session, session.begin():
        for name in ("alice", "bob"):
            issue_link(session, world.people[name], clock.now())
    join(database, world.alice, "3")
    with database.reading() as session:
        assert session.scalars(select(WebSession.person_id)).all() == [world.david]
        assert session.scalars(select(Credential)).all() == []
    assert [browser.get(PAGE).status_code for browser in browsers][:2] == [303, 303]
    assert left == [world.alice]


@pytest.mark.usefixtures("app")
def test_the_password_of_the_one_that_was_joined_opens_nothing(
    world: World, give_password: Callable[[UUID], None], database: Database
) -> None:
    give_password(world.bob)
    join(database, world.alice, "3")
    with database.reading() as session:
        assert find_password(session, world.alice) is None
        assert find_sign_in(session, "hr/3", clock.today()).password_hash is None


@pytest.mark.usefixtures("app")
@pytest.mark.parametrize(("kept", "number"), [("alice", "19"), ("erik", "5")])
def test_nobody_becomes_an_administrator_with_a_password_from_before(
    world: World, give_password: Callable[[UUID], None], database: Database, kept: str, number: str
) -> None:
    give_password(world.alice)
    give_password(world.erik)
    join(database, world.people[kept], number)
    with database.reading() as session:
        for person_id in (world.alice, world.erik):
            assert session.get_one(Account, person_id).password_hash is None


def test_the_command_that_imports_does_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    hooks: list[object] = []
    monkeypatch.setattr(joining, "on_join", hooks)
    monkeypatch.setattr(joining, "stands_outside", [])
    cli.get_command(click.Context(cli), "import")
    cli.get_command(click.Context(cli), "import")
    assert hooks == [joining.part]
