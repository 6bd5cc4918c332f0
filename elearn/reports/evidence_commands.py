"""`elearn evidence`: an archive that proves the figures of a day, its check, and the list for a public request."""

import getpass
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import IO

import click
from sqlalchemy.exc import DBAPIError

from elearn import clock
from elearn.database import Database
from elearn.opening import Day, deliver, fail, open_database
from elearn.reports.commands import Instant
from elearn.reports.evidence import Order, check_ledger, record_pack, write_pack
from elearn.reports.evidence_manifest import Manifest, check_pack
from elearn.reports.exports import Format, Subject, Wish
from elearn.reports.public_list import record_public_list, write_public_list
from elearn.reports.queries import FutureError, UnknownModuleError, UnknownUnitError


@click.group()
def evidence() -> None:
    """Underlag för granskning, och listan för en begäran om allmän handling."""


def _output(command: Callable[..., None]) -> Callable[..., None]:
    return click.option(
        "-o",
        "output",
        type=click.Path(dir_okay=False, path_type=Path),
        metavar="FIL",
        required=True,
        help="Filen att skriva.",
    )(command)


_as_of = click.option("--as-of", type=Day(), help="Läget vid den dagens slut (i dag).")
_module = click.option("--module", metavar="SLUG", help="Bara den modulen.")


@evidence.command()
@_as_of
@click.option("--unit", metavar="KOD", help="Bara den enheten och alla under den.")
@_module
@click.option(
    "--at",
    type=Instant(),
    help="Tidpunkten som står i underlaget (nu). Samma tidpunkt och samma databas ger samma fil.",
)
@_output
def pack(
    *, as_of: date | None, unit: str | None, module: str | None, at: datetime | None, output: Path
) -> None:
    """Befolkning, krav, genomfört, läge, siffror och kontrollsummor för en dag i ett arkiv."""
    now = clock.now()
    if at is not None and at > now:
        raise click.UsageError("--at ligger i framtiden. Ange en tidpunkt till och med nu.")
    order = Order(
        as_of=as_of or clock.day_of(at or now),
        at=at or now,
        made_by={"command_line": getpass.getuser()},
        unit=unit,
        module=module,
    )
    manifest = deliver(output, lambda file: _write_pack(order, file))
    click.echo(f"{len(manifest.files)} filer skrivna till {output}. Sigill: {manifest.seal}", err=True)


def _write_pack(order: Order, file: IO[bytes]) -> Manifest:
    """The file is put where it is wanted only when the audit trail knows about it."""
    with _database(order.as_of, order.unit, order.module) as database:
        with database.reading() as session:
            manifest = write_pack(session, order, file)
        with database.writing() as session, session.begin():
            record_pack(session, manifest, at=clock.now())
    return manifest


@evidence.command()
@click.argument("file", metavar="FIL", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--against-database", is_flag=True, help="Se också efter att liggaren har länken, och loggen uttaget."
)
def verify(file: Path, *, against_database: bool) -> None:
    """Kontrollera ett underlag. Avslutar med 1 om något skiljer, och säger vad."""
    try:
        with file.open("rb") as content:
            checked = check_pack(content)
    except OSError:
        fail(f"{file} kan inte läsas. Kontrollera rättigheterna.")
    faults = list(checked.faults)
    if against_database and checked.manifest is not None:
        faults += _ask_database(checked.manifest)
    if checked.manifest is None or faults:
        fail("\n".join(f"{file}: {fault}" for fault in faults))
    manifest = checked.manifest
    click.echo(
        f"Underlaget är helt: {len(manifest.files)} filer, per den {manifest.parameters.get('as_of')}."
    )
    click.echo(f"Liggarens länk {manifest.ledger.seq}, sigill {manifest.seal}.")


def _ask_database(manifest: Manifest) -> list[str]:
    database = open_database()
    try:
        with database.reading() as session:
            return check_ledger(session, manifest)
    finally:
        database.dispose()


@evidence.command("public-list")
@_as_of
@click.option("--unit", metavar="KOD", required=True, help="Enheten med alla under den.")
@_module
@_output
def public_list(*, as_of: date | None, unit: str, module: str | None, output: Path) -> None:
    """Lista för en begäran om allmän handling: genomfört utan skyddade, för HR att pröva före utlämnande."""
    today = clock.today()
    wish = Wish(
        subject=Subject.COMPLETIONS,
        as_of=as_of or today,
        today=today,
        format=Format.CSV,
        unit=unit,
        module=module,
    )
    count = deliver(output, lambda file: _write_list(wish, file))
    click.echo(f"{count} rader skrivna till {output}. HR ska pröva listan innan den lämnas ut.", err=True)


def _write_list(wish: Wish, file: IO[bytes]) -> int:
    with _database(wish.as_of, wish.unit, wish.module) as database:
        with database.reading() as session:
            count = write_public_list(session, wish, None, file)
        with database.writing() as session, session.begin():
            record_public_list(session, wish, count, at=clock.now())
    return count


@contextmanager
def _database(as_of: date, unit: str | None, module: str | None) -> Iterator[Database]:
    """The database for as long as a file is being written; what cannot be is a sentence and exit status 1."""
    database = open_database()
    try:
        yield database
    except FutureError:
        fail(f"{as_of} har inte varit än. Ange en dag till och med i dag, {clock.today()}.")
    except UnknownUnitError:
        fail(f"Det finns ingen enhet med koden ”{unit}”. Kontrollera koden i enhetsfilen.")
    except UnknownModuleError:
        fail(f"Det finns ingen modul ”{module}”. Modulerna heter som mapparna i content/.")
    except DBAPIError:
        fail("Databasen slutade svara. Ingen fil är skriven. Försök igen om en stund.")
    finally:
        database.dispose()
