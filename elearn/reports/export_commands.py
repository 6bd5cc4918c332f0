"""`elearn export`: the ledger, how far everybody is, the figures, and the organisation, as files."""

import importlib
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from typing import IO, Any

import click
from sqlalchemy.exc import DBAPIError
from tqdm import tqdm

from elearn import clock
from elearn.database import Database
from elearn.opening import Day, deliver, fail, open_database
from elearn.organisations.files.faults import FileRefused, in_words
from elearn.organisations.kinds import Level
from elearn.reports.export_job_commands import run_jobs
from elearn.reports.export_trail import digest_of, record_export
from elearn.reports.exports import Format, Subject, Wish, write_export
from elearn.reports.queries import FutureError, Structure, UnknownModuleError, UnknownUnitError
from elearn.reports.spreadsheets import Row
from elearn.reports.toml_file import read_text

# What `elearn import` reads back; loaded only when called, like every command.
ORGANISATION = {"managers": "export_managers", "people": "export_people", "units": "export_units"}


class Exports(click.Group):
    """Our own commands, and those of the organisation from their room."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted([*super().list_commands(ctx), *ORGANISATION])

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in ORGANISATION:
            return super().get_command(ctx, name)
        room = importlib.import_module("elearn.organisations.commands")
        command: click.Command = getattr(room, ORGANISATION[name])
        return command


@click.group(cls=Exports)
def export() -> None:
    """Ta ut uppgifter till en fil."""


export.add_command(run_jobs)


def _shared(command: Callable[..., None]) -> Callable[..., None]:
    """The options that every export takes."""
    options = (
        click.option("--as-of", type=Day(), help="Till och med den dagen (i dag)."),
        click.option("--unit", metavar="KOD", help="Bara den enheten och alla under den."),
        click.option("--module", metavar="SLUG", help="Bara den modulen."),
        click.option(
            "--format",
            type=click.Choice([each.value for each in Format]),
            default=Format.CSV.value,
            show_default=True,
            help="Filens format; xlsx kräver -o.",
        ),
        click.option(
            "--headers",
            type=click.Path(dir_okay=False, path_type=Path),
            metavar="FIL",
            help="En TOML-fil med ert systems rubriker och kurskoder (docs/export-mapping.example.toml).",
        ),
        click.option(
            "-o",
            "output",
            type=click.Path(dir_okay=False, path_type=Path),
            metavar="FIL",
            help="Filen att skriva; utan den skrivs allt på standard ut.",
        ),
    )
    for option in reversed(options):
        command = option(command)
    return command


@export.command()
@_shared
def completions(**given: Any) -> None:
    """Genomförda moduler: en rad per rad i liggaren."""
    _export(Subject.COMPLETIONS, **given)


_structure = click.option(
    "--structure",
    type=click.Choice([each.value for each in Structure]),
    default=Structure.THEN.value,
    show_default=True,
    help="Var folk står: där de var den dagen eller där de är i dag.",
)


@export.command()
@_shared
@_structure
def status(structure: str, **given: Any) -> None:
    """Läget: en rad per person och modul som krävs eller rekommenderas."""
    _export(Subject.STATUS, structure=Structure(structure), **given)


@export.command("units-report")
@_shared
@_structure
@click.option("--level", type=click.Choice([each.value for each in Level]), help="Bara den nivån.")
def units_report(structure: str, level: str | None, **given: Any) -> None:
    """Siffrorna per enhet och modul, som i elearn report units."""
    chosen = Level(level) if level else None
    _export(Subject.UNITS_REPORT, structure=Structure(structure), level=chosen, **given)


def _export(
    subject: Subject,
    *,
    as_of: date | None,
    unit: str | None,
    module: str | None,
    format: str,
    output: Path | None,
    headers: Path | None,
    structure: Structure = Structure.THEN,
    level: Level | None = None,
) -> None:
    today = clock.today()
    wish = Wish(
        subject=subject,
        as_of=as_of or today,
        today=today,
        format=Format(format),
        structure=structure,
        unit=unit,
        module=module,
        level=level,
        headers=_read_headers(headers) if headers else None,
    )
    if wish.format is Format.XLSX and output is None:
        raise click.UsageError("En xlsx-fil kan inte skrivas på standard ut. Ange en fil med -o.")
    try:
        count = deliver(output, lambda file: _write(wish, file, headers))
    except FileRefused as refused:
        fail("\n".join(f"{headers}: {in_words(fault)}" for fault in refused.faults))
    if output is not None:
        click.echo(f"{count} rader skrivna till {output}.", err=True)


def _read_headers(path: Path) -> str:
    if not path.exists():
        raise click.UsageError(f"Filen {path} finns inte. Kontrollera namn och mapp.")
    try:
        return read_text(path)
    except FileRefused as refused:
        fail(f"{path}: {refused}")


def _write(wish: Wish, file: IO[bytes], headers: Path | None) -> int:
    """The file is put where it is wanted only when the audit trail knows about it."""
    database = open_database()
    try:
        return _write_and_note(database, wish, file, headers)
    except FutureError:
        fail(f"{wish.as_of} har inte varit än. Ange en dag till och med i dag, {wish.today}.")
    except UnknownUnitError:
        fail(f"Det finns ingen enhet med koden ”{wish.unit}”. Kontrollera koden i enhetsfilen.")
    except UnknownModuleError:
        fail(f"Det finns ingen modul ”{wish.module}”. Modulerna heter som mapparna i content/.")
    except DBAPIError:
        fail("Databasen slutade svara. Ingen fil är skriven. Försök igen om en stund.")
    finally:
        database.dispose()


def _write_and_note(database: Database, wish: Wish, file: IO[bytes], headers: Path | None) -> int:
    with database.reading() as session:
        count = write_export(session, wish, None, file, _progress)
    name, sha256 = headers.stem if headers else None, digest_of(file)
    with database.writing() as session, session.begin():
        record_export(session, wish, count, at=clock.now(), headers=name, sha256=sha256)
    return count


def _progress(rows: Iterable[Row]) -> Iterable[Row]:
    shown: Iterable[Row] = tqdm(rows, unit=" rader", disable=None, leave=False)
    return shown
