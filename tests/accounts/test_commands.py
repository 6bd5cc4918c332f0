"""The first administrator, codes and roles from the command line."""

import os
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta

import pytest
from click.testing import CliRunner, Result
from flask.testing import FlaskClient
from sqlalchemy import select

from elearn import clock
from elearn.accounts.actors import list_current_roles
from elearn.accounts.models import Account, WebSession
from elearn.accounts.sessions import open_session
from elearn.audit.models import AuditEvent
from elearn.cli import cli
from elearn.database import Database
from elearn.permissions import Role
from tests.accounts.conftest import PASSWORD, Send
from tests.accounts.test_codes import redeem
from tests.accounts.test_sign_in import end_employment
from tests.people import World

Run = Callable[..., Result]


@pytest.fixture
def run(database_url: str, monkeypatch: pytest.MonkeyPatch) -> Run:
    """`run("account", "add", …, stdin=…)` as on the command line."""
    monkeypatch.setenv("ELEARN_DATABASE_URL", database_url)
    monkeypatch.setenv("ELEARN_SECRET_KEY", "x" * 40)
    return lambda *words, stdin=None: CliRunner().invoke(cli, words, input=stdin)


@pytest.fixture
def first(run: Run, world: World) -> Result:
    """The first administrator's account."""
    return run(
        "account",
        "add",
        "Rot@exempel.example",
        "--name",
        "Rut Rot",
        "--password-stdin",
        stdin=f"{PASSWORD}\n",
    )


def test_the_first_administrator_signs_in_and_opens_the_page_of_roles(
    run: Run, first: Result, client: FlaskClient, send: Send
) -> None:
    assert (first.exit_code, "rot@exempel.example" in first.output.casefold()) == (0, True)
    assert run("role", "grant", "rot@exempel.example", "administratör").exit_code == 0
    assert send(client, "/logga-in", email="rot@exempel.example", password=PASSWORD).location == "/"
    assert "Rut Rot" in client.get("/admin/roller").text


def test_a_standing_account_is_in_the_trail_and_speaks_its_language(
    run: Run, world: World, database: Database
) -> None:
    run("account", "add", "a@exempel.example", "--language", "en", "--password-stdin", stdin=f"{PASSWORD}\n")
    with database.reading() as session:
        account = session.scalars(select(Account).where(Account.standing)).one()
        event = session.scalars(select(AuditEvent)).one()
    assert (account.email, account.name, account.language) == ("a@exempel.example", None, "en")
    assert (event.action, event.actor, event.object) == ("account.added", None, account.person_id.hex)


NO_ACCOUNTS = (
    ("alice@exempel.example", PASSWORD, "hör redan till någon"),
    ("rot@exempel.example", PASSWORD, "hör redan till någon"),
    ("rot", PASSWORD, "ingen e-postadress"),
    ("hr/5@x", PASSWORD, "ingen e-postadress"),
    ("ny@exempel.example", "kort", "Välj minst 12 tecken"),
    ("nyanstalld@exempel.example", "nyanstalld123", "liknar din adress"),
)


def test_an_account_that_cannot_be_made_says_why(run: Run, first: Result, database: Database) -> None:
    for email, password, sentence in NO_ACCOUNTS:
        result = run("account", "add", email, "--password-stdin", stdin=f"{password}\n")
        assert (result.exit_code, sentence in result.output) == (1, True), result.output
    with database.reading() as session:
        assert len(session.scalars(select(Account).where(Account.standing)).all()) == 1


def test_on_a_terminal_the_password_is_asked_for_twice_and_not_shown(
    run: Run, world: World, client: FlaskClient, send: Send
) -> None:
    ours, theirs = os.openpty()
    words = [sys.executable, "-m", "elearn", "account", "add", "rot@exempel.example"]
    process = subprocess.Popen(words, stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True)
    os.close(theirs)
    shown = ""
    for prompt in ("Lösenord: ", "Samma en gång till: "):
        while not shown.endswith(prompt):
            shown += os.read(ours, 1000).decode()
        os.write(ours, f"{PASSWORD}\n".encode())
    assert process.wait(timeout=60) == 0
    os.close(ours)
    assert PASSWORD not in shown
    assert send(client, "/logga-in", email="rot@exempel.example", password=PASSWORD).status_code == 303


def test_without_a_terminal_the_password_must_be_asked_for_in_plain_words(run: Run, world: World) -> None:
    result = run("account", "add", "a@exempel.example", stdin=f"{PASSWORD}\n")
    assert (result.exit_code, "--password-stdin" in result.output) == (1, True)


def test_an_ended_account_signs_in_no_more_and_its_address_is_free(
    run: Run, first: Result, client: FlaskClient, send: Send
) -> None:
    assert run("account", "end", "rot@exempel.example").exit_code == 0
    assert send(client, "/logga-in", email="rot@exempel.example", password=PASSWORD).status_code == 422
    again = run("account", "add", "rot@exempel.example", "--password-stdin", stdin=f"{PASSWORD}\n")
    assert again.exit_code == 0


def test_an_employees_account_is_not_ended_by_hand(run: Run, world: World) -> None:
    result = run("account", "end", "hr/5")
    assert (result.exit_code, "slutar med anställningen" in result.output) == (1, True)


def test_a_code_from_the_command_line_works_on_the_page(
    run: Run, world: World, client: FlaskClient, send: Send
) -> None:
    code = run("account", "code", "hr/19").output.strip()
    assert redeem(client, send, "hr/19", code)[0] == 303


def test_somebody_can_be_signed_out_everywhere(run: Run, world: World, database: Database) -> None:
    with database.writing() as session, session.begin():
        for person in (world.alice, world.alice, world.bob):
            open_session(session, person, clock.now())
    assert "2" in run("account", "sign-out", "hr/5").output
    with database.reading() as session:
        assert session.scalars(select(WebSession.person_id)).all() == [world.bob]


def test_a_role_is_granted_listed_and_revoked(run: Run, world: World, database: Database) -> None:
    last = (clock.today() + timedelta(days=30)).isoformat()
    assert run("role", "grant", "hr/5", "HR", "--unit", "B", "--to", last).exit_code == 0
    lines = [line.split("\t") for line in run("role", "list").output.splitlines()]
    assert ["hr", "B", "hr/5", "Alice Alm", clock.today().isoformat(), last] in lines
    assert len(lines) == 6
    assert run("role", "revoke", "alice@exempel.example", "hr").exit_code == 0
    with database.reading() as session:
        assert list_current_roles(session, world.alice, clock.today()) == []


def test_a_role_can_begin_later(run: Run, world: World, database: Database) -> None:
    tomorrow = clock.today() + timedelta(days=1)
    run("role", "grant", "hr/5", "revisor", "--from", tomorrow.isoformat())
    with database.reading() as session:
        assert list_current_roles(session, world.alice, clock.today()) == []
        assert list_current_roles(session, world.alice, tomorrow) == [(Role.AUDITOR, None)]


def test_a_protected_identity_is_listed_without_a_name(run: Run, world: World) -> None:
    run("role", "grant", "hr/7", "redaktör")
    listed = run("role", "list").output
    assert "editor\t\thr/7\tSkyddad uppgift\t" in listed
    assert "Petra" not in listed


def test_the_role_of_one_who_has_left_can_be_taken_back(run: Run, world: World, database: Database) -> None:
    end_employment(database, world.gustav, days_ago=1)
    assert run("role", "grant", "hr/21", "redaktör").exit_code == 1
    assert run("role", "revoke", "hr/21", "revisor").exit_code == 0


REFUSALS = (
    (["grant", "hr/999", "revisor"], 1, "Ingen som kan logga in"),
    (["grant", "hr/5", "kung"], 2, "är ingen roll"),
    (["grant", "hr/5", "hr"], 1, "ange vilken"),
    (["grant", "hr/5", "hr", "--unit", "F1"], 1, "är inte koden"),
    (["grant", "hr/18", "editor"], 1, "kan inte förenas"),
    (["grant", "hr/5", "revisor", "--from", "2026-02-30"], 2, "är ingen dag"),
    (["revoke", "hr/19", "administrator"], 1, "den enda administratören"),
    (["revoke", "hr/5", "revisor"], 1, "har inte den rollen"),
    (["revoke", "hr/18", "hr", "--unit", "B"], 1, "har inte den rollen"),
)


def test_what_is_refused_is_a_sentence(run: Run, world: World) -> None:
    for words, status, sentence in REFUSALS:
        result = run("role", *words)
        assert (result.exit_code, sentence in result.output) == (status, True), result.output


def test_hr_of_several_units_is_revoked_one_unit_at_a_time(run: Run, world: World) -> None:
    for unit in ("F", "B"):
        run("role", "grant", "hr/5", "hr", "--unit", unit)
    result = run("role", "revoke", "hr/5", "hr")
    assert (result.exit_code, "--unit" in result.output) == (1, True)
    assert run("role", "revoke", "hr/5", "hr", "--unit", "B").exit_code == 0
    assert "hr\tF\thr/5" in run("role", "list").output
