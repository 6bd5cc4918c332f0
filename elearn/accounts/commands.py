"""`elearn account` and `elearn role`: the first administrator, codes, and roles from the command line."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from uuid import UUID

import click
from flask_babel import gettext as _
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import Session

from elearn import clock
from elearn.accounts import roles, services
from elearn.accounts.actors import is_standing, may_sign_in
from elearn.accounts.forms import ROLE_NAMES, WEAKNESSES
from elearn.accounts.models import RoleGrant
from elearn.accounts.passwords import hash_password, hasher, weakness
from elearn.accounts.queries import find_person, get_grant, get_unit_for_role, list_grants
from elearn.languages import DEFAULT, languages
from elearn.opening import fail, open_database
from elearn.permissions import GRANTABLE, Role

# English and Swedish, with and without the dots.
ROLE_WORDS = {role.value: role for role in GRANTABLE} | {
    "kontaktperson": Role.CONTACT,
    "redaktör": Role.EDITOR,
    "redaktor": Role.EDITOR,
    "administratör": Role.ADMINISTRATOR,
    "administrator": Role.ADMINISTRATOR,
    "revisor": Role.AUDITOR,
}


class RoleWord(click.ParamType[Role]):
    """A role by its English or Swedish word."""

    name = "roll"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> Role:
        role = ROLE_WORDS.get(str(value).casefold())
        if role is None:
            self.fail(
                _(
                    "”%(word)s” är ingen roll. Skriv hr, kontaktperson, redaktör, administratör eller revisor.",
                    word=value,
                ),
                param,
                ctx,
            )
        return role


class Day(click.ParamType[date]):
    name = "ÅÅÅÅ-MM-DD"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> date:
        try:
            return date.fromisoformat(str(value))
        except ValueError:
            self.fail(_("”%(day)s” är ingen dag. Skriv som ÅÅÅÅ-MM-DD.", day=value), param, ctx)


@contextmanager
def _writing() -> Iterator[Session]:
    """A transaction on the configured database; what the rules refuse is one sentence and exit status 1."""
    database = open_database()
    try:
        with database.writing() as session, session.begin():
            yield session
    except (services.AccountRefusedError, roles.RoleRefusedError) as refusal:
        fail(str(refusal))
    finally:
        database.dispose()


def _get_person(session: Session, who: str, on: date) -> UUID:
    person_id = find_person(session, who, on)
    if person_id is None or not may_sign_in(session, person_id, on):
        fail(
            _(
                "Ingen som kan logga in har ”%(who)s” för sig själv. Skriv en e-postadress eller källa/anställningsnummer.",
                who=who,
            )
        )
    return person_id


def _read_password(own_words: list[str], *, from_stdin: bool) -> str:
    if from_stdin:
        password = sys.stdin.readline().rstrip("\r\n")
    elif sys.stdin.isatty():
        password = click.prompt(_("Lösenord"), hide_input=True, confirmation_prompt=_("Samma en gång till"))
    else:
        fail(_("Lösenordet läses från en terminal, eller från standard in med --password-stdin."))
    found = weakness(password, own_words)
    if found is not None:
        fail(str(WEAKNESSES[found]))
    return password


@click.group()
def account() -> None:
    """Konton vid sidan av personalfilerna, koder och inloggningar."""


@account.command("add")
@click.argument("email")
@click.option("--name", help="Visas i listan över roller.")
@click.option("--language", type=click.Choice(sorted(languages())), default=DEFAULT, show_default=True)
@click.option("--password-stdin", is_flag=True, help="Läs lösenordet från standard in.")
def add_account(email: str, name: str | None, language: str, *, password_stdin: bool) -> None:
    """Gör ett fristående konto, till exempel för den första administratören."""
    open_database().dispose()  # before anybody types a password in vain
    password = _read_password([email, name or ""], from_stdin=password_stdin)
    with _writing() as session:
        hashed = hash_password(password, hasher())
        services.add_standing_account(session, email, hashed, at=clock.now(), name=name, language=language)
    click.echo(_("Kontot %(email)s finns. Ge det en roll med: elearn role grant %(email)s ROLL", email=email))


@account.command("end")
@click.argument("email")
def end_account(email: str) -> None:
    """Avsluta ett fristående konto. Adressen blir ledig."""
    with _writing() as session:
        at = clock.now()
        person_id = _get_person(session, email, clock.day_of(at))
        if not is_standing(session, person_id):
            fail(_("%(email)s är anställd. Det kontot slutar med anställningen.", email=email))
        services.end_standing_account(session, person_id, at=at)
    click.echo(_("Kontot %(email)s är avslutat.", email=email))


@account.command("code")
@click.argument("who", metavar="KÄLLA/NUMMER")
def make_code(who: str) -> None:
    """Gör en engångskod att välja lösenord med. Den gäller i 24 timmar."""
    with _writing() as session:
        at = clock.now()
        code = services.issue_code(session, _get_person(session, who, clock.day_of(at)), at=at)
    click.echo(code)


@account.command("sign-out")
@click.argument("who", metavar="E-POST|KÄLLA/NUMMER")
def sign_out(who: str) -> None:
    """Avsluta alla någons inloggningar, genast."""
    with _writing() as session:
        at = clock.now()
        ended = services.end_sessions_of(session, _get_person(session, who, clock.day_of(at)), at=at)
    click.echo(_("Avslutade inloggningar: %(ended)d", ended=ended))


@click.group()
def role() -> None:
    """Roller som ges för hand: hr, kontaktperson, redaktör, administratör, revisor."""


@role.command("grant")
@click.argument("who", metavar="E-POST|KÄLLA/NUMMER")
@click.argument("role_", metavar="ROLL", type=RoleWord())
@click.option(
    "--unit", metavar="KOD", help="Bara för HR och kontaktperson: gruppen, en förvaltning eller ett bolag."
)
@click.option("--from", "first", type=Day(), help="Första dagen (i dag).")
@click.option("--to", "last", type=Day(), help="Sista dagen (tills vidare).")
def grant(who: str, role_: Role, unit: str | None, first: date | None, last: date | None) -> None:
    """Ge någon en roll."""
    with _writing() as session:
        at = clock.now()
        on = clock.day_of(at)
        roles.grant_role(
            session,
            _get_person(session, who, on),
            role_,
            unit_id=_get_unit(session, unit, on),
            valid_from=first or on,
            valid_to=last,
            at=at,
            actor=None,
        )
    click.echo(_("%(who)s har nu rollen %(role)s.", who=who, role=ROLE_NAMES[role_]))


@role.command("list")
def list_roles() -> None:
    """Lista givna roller, en per rad: roll, enhet, vem, namn, från, till."""
    database = open_database()
    with database.reading() as session:
        for held in list_grants(session, clock.today()):
            name = _("Skyddad uppgift") if held.protected else held.name
            last = held.valid_to.isoformat() if held.valid_to else ""
            code = held.unit.code if held.unit else ""
            click.echo("\t".join((held.role, code, held.who, name, held.valid_from.isoformat(), last)))
    database.dispose()


@role.command("revoke")
@click.argument("who", metavar="E-POST|KÄLLA/NUMMER")
@click.argument("role_", metavar="ROLL", type=RoleWord())
@click.option("--unit", metavar="KOD", help="Bara för HR och kontaktperson, när rollen gäller flera enheter.")
def revoke(who: str, role_: Role, unit: str | None) -> None:
    """Återkalla en roll nu."""
    with _writing() as session:
        at = clock.now()
        roles.revoke_role(session, _get_grant(session, who, role_, unit, at), at=at, actor=None)
    click.echo(_("%(who)s har inte längre rollen %(role)s.", who=who, role=ROLE_NAMES[role_]))


def _get_unit(session: Session, code: str | None, on: date) -> int | None:
    try:
        return get_unit_for_role(session, code, on).id if code else None
    except NoResultFound:
        fail(_("%(code)s är inte koden för gruppen, en förvaltning eller ett bolag.", code=code))


def _get_grant(session: Session, who: str, role_: Role, unit: str | None, at: datetime) -> RoleGrant:
    on = clock.day_of(at)
    person_id = find_person(session, who, on)  # one who has left can still have a role to take back
    found = [
        held
        for held in list_grants(session, on)
        if held.person_id == person_id and held.role is role_ and unit in {None, held.unit and held.unit.code}
    ]
    if not found:
        fail(_("%(who)s har inte den rollen. Se elearn role list.", who=who))
    if len(found) > 1:
        fail(_("%(who)s har rollen för flera enheter. Välj en med --unit.", who=who))
    return get_grant(session, found[0].id, on)
