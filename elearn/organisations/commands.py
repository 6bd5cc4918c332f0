"""`elearn import` and the organisation's part of `elearn export`: HR files in and out."""

import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import click
from sqlalchemy.exc import DBAPIError
from tqdm import tqdm

from elearn import clock
from elearn.database import Database
from elearn.opening import Day, deliver, fail, open_database
from elearn.organisations.exporting import export_file, record_exported
from elearn.organisations.facts import FileKind
from elearn.organisations.files.faults import FileRefused, in_words
from elearn.organisations.files.mapping import Mapping, decode_mapping, load_mapping
from elearn.organisations.importing import DEFAULT_MAX_ENDED, apply_import, lock_imports, plan_import
from elearn.organisations.options import DEFAULT_SOURCE, Share, SourceName
from elearn.organisations.planning import ImportPlan
from elearn.organisations.stored import find_source_id
from elearn.organisations.undo_command import undo
from elearn.organisations.written_results import written_json, written_text

LARGEST_FILE = 100 * 1024 * 1024


@click.group()
def import_() -> None:
    """Läs in en fil från HR: enheter, personer eller chefer utan egen anställning i enheten."""


def _options(command: Callable[..., None]) -> Callable[..., None]:
    """What every import takes."""
    options = (
        click.argument("file", metavar="FIL", type=click.Path(path_type=Path)),
        click.option("--as-of", type=Day(), help="Dagen som filen gäller från (i dag)."),
        click.option(
            "--source",
            type=SourceName(),
            default=DEFAULT_SOURCE,
            show_default=True,
            help="Systemet som filen kommer ur.",
        ),
        click.option("--dry-run", is_flag=True, help="Visa skillnaden utan att ändra något."),
        click.option(
            "--max-ended",
            type=Share(0, 100),
            default=DEFAULT_MAX_ENDED,
            show_default=True,
            metavar="PROCENT",
            help="Så stor andel av källans personer får stå utan anställning efter filen.",
        ),
        click.option("--correction", is_flag=True, help="Tillåt ett datum före den senast inlästa filens."),
        click.option(
            "--mapping",
            type=click.Path(path_type=Path),
            metavar="FIL",
            help="En TOML-fil som översätter rubriker och värden.",
        ),
        click.option("--json", "as_json", is_flag=True, help="Skriv resultatet som JSON."),
    )
    for option in reversed(options):
        command = option(command)
    return command


@import_.command()
@_options
def units(**given: Any) -> None:
    """Enheter: förvaltningar, bolag, nämnder och allt under dem."""
    _import(FileKind.UNITS, **given)


@import_.command()
@_options
def people(**given: Any) -> None:
    """Personer: en rad per anställning eller förtroendeuppdrag."""
    _import(FileKind.PEOPLE, **given)


@import_.command()
@_options
def managers(**given: Any) -> None:
    """Chefer, ställföreträdare och samordnare i enheter där de inte är anställda."""
    _import(FileKind.MANAGERS, **given)


import_.add_command(undo)


def _import(
    kind: FileKind,
    *,
    file: Path,
    as_of: date | None,
    mapping: Path | None,
    dry_run: bool,
    as_json: bool,
    **terms: Any,
) -> None:
    content = _read(file)
    headers = _read_mapping(mapping) if mapping else None
    terms |= {"effective": as_of or clock.today(), "mapping": headers}
    database = open_database()
    try:
        planned = _run(database, kind, content, terms, dry_run=dry_run)
    except DBAPIError:
        fail("Databasen är upptagen eller svarar inte. Inget är inläst. Försök igen om en stund.")
    finally:
        database.dispose()
    applied = not (dry_run or planned.refused)
    click.echo(
        written_json(planned, applied=applied) if as_json else written_text(planned, file, applied=applied)
    )
    if planned.refused:
        sys.exit(1)


def _run(
    database: Database, kind: FileKind, content: bytes, terms: dict[str, Any], *, dry_run: bool
) -> ImportPlan:
    """Plan, and carry the plan out unless it was only to be seen."""
    with (
        tqdm(total=2, desc="Jämför", unit=" steg", disable=None, leave=False) as progress,
        database.reading() if dry_run else database.writing() as session,
    ):
        if not dry_run:
            lock_imports(session)
        planned = plan_import(session, kind, content, **terms)
        progress.set_description("Sparar")
        progress.update()
        if not (dry_run or planned.refused):
            apply_import(session, planned, at=clock.now())
            session.commit()
        progress.update()
    return planned


def _read(path: Path) -> bytes:
    try:
        if path.is_file() and path.stat().st_size > LARGEST_FILE:
            fail(f"{path} är större än 100 MB. Kontrollera att det är rätt fil.")
        return path.read_bytes()
    except FileNotFoundError:
        raise click.UsageError(f"Filen {path} finns inte. Kontrollera namn och mapp.") from None
    except OSError as error:
        raise click.UsageError(
            f"Filen {path} kan inte läsas ({error.strerror}). Kontrollera att det är en fil och att du får läsa den."
        ) from None


def _read_mapping(path: Path) -> Mapping:
    try:
        return load_mapping(decode_mapping(_read(path)))
    except FileRefused as refused:
        fail("\n".join(f"{path}: {in_words(fault)}" for fault in refused.faults))


def _export_options(command: Callable[..., None]) -> Callable[..., None]:
    """What every export of the organisation takes."""
    options = (
        click.option(
            "--source",
            type=SourceName(),
            default=DEFAULT_SOURCE,
            show_default=True,
            help="Systemet vars uppgifter tas ut.",
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


@click.command("units")
@_export_options
def export_units(source: str, output: Path | None) -> None:
    """Enheterna, så som de kan läsas in igen."""
    _export(FileKind.UNITS, source, output)


@click.command("people")
@_export_options
def export_people(source: str, output: Path | None) -> None:
    """Personerna, så som de kan läsas in igen: även namnen på dem med skyddade uppgifter."""
    _export(FileKind.PEOPLE, source, output)


@click.command("managers")
@_export_options
def export_managers(source: str, output: Path | None) -> None:
    """Chefer, ställföreträdare och samordnare, så som de kan läsas in igen."""
    _export(FileKind.MANAGERS, source, output)


def _export(kind: FileKind, source: str, output: Path | None) -> None:
    deliver(output, lambda file: file.write(_read_out(kind, source)))


def _read_out(kind: FileKind, source: str) -> bytes:
    """A source as a file, once the audit trail knows that it was taken out."""
    database, at = open_database(), clock.now()
    try:
        with database.reading() as session:
            if find_source_id(session, source) is None:
                fail(f"Det finns ingen källa ”{source}”. Kontrollera namnet.")
            content = export_file(session, kind, source, clock.day_of(at))
        with database.writing() as session, session.begin():
            record_exported(session, kind, source, content, at=at)
    except DBAPIError:
        fail("Databasen svarar inte. Ingen fil är skriven. Försök igen om en stund.")
    finally:
        database.dispose()
    return content
