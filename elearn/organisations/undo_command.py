"""`elearn import undo`: takes an applied file back."""

import sys

import click
from sqlalchemy.exc import DBAPIError, NoResultFound
from sqlalchemy.orm import Session

from elearn import clock
from elearn.opening import fail, open_database
from elearn.organisations.applying import apply_import, lock_imports
from elearn.organisations.facts import FileKind
from elearn.organisations.options import DEFAULT_SOURCE, Share, SourceName
from elearn.organisations.planning import DEFAULT_MAX_ENDED, ImportPlan
from elearn.organisations.undoing import get_import, plan_undo
from elearn.organisations.written_results import written_json, written_undo


@click.command()
@click.option(
    "--source",
    type=SourceName(),
    default=DEFAULT_SOURCE,
    show_default=True,
    help="Systemet som filen kom ur.",
)
@click.option(
    "--kind",
    type=click.Choice([kind.value for kind in FileKind]),
    required=True,
    help="Vad filen innehöll.",
)
@click.option(
    "--import",
    "import_id",
    type=int,
    metavar="NUMMER",
    help="Den inlästa filens nummer (den senaste som inte är ångrad). Ett ångrande har också ett.",
)
@click.option("--dry-run", is_flag=True, help="Visa skillnaden utan att ändra något.")
@click.option(
    "--max-ended",
    type=Share(0, 100),
    default=DEFAULT_MAX_ENDED,
    show_default=True,
    metavar="PROCENT",
    help="Så stor andel av källans personer får stå utan anställning efteråt.",
)
@click.option("--json", "as_json", is_flag=True, help="Skriv resultatet som JSON.")
def undo(
    *, source: str, kind: str, import_id: int | None, dry_run: bool, max_ended: float, as_json: bool
) -> None:
    """Ångra en inläst fil: det som stod före den gäller igen. Inget raderas."""
    database = open_database()
    try:
        with database.reading() if dry_run else database.writing() as session:
            if not dry_run:
                lock_imports(session)
            planned = _plan(session, source, FileKind(kind), import_id, max_ended)
            applied = not (dry_run or planned.refused)
            if applied:
                apply_import(session, planned, at=clock.now())
                session.commit()
    except DBAPIError:
        fail("Databasen är upptagen eller svarar inte. Inget är ångrat. Försök igen om en stund.")
    finally:
        database.dispose()
    click.echo(written_json(planned, applied=applied) if as_json else written_undo(planned, applied=applied))
    if planned.refused:
        sys.exit(1)


def _plan(
    session: Session, source: str, kind: FileKind, import_id: int | None, max_ended: float
) -> ImportPlan:
    try:
        return plan_undo(session, get_import(session, source, kind, import_id), max_ended=max_ended)
    except NoResultFound:
        if import_id is None:
            fail(
                f"Källan {source} har ingen inläst fil av slaget {kind} att ångra. Kontrollera namn och slag."
            )
        fail(
            f"Källan {source} har ingen inläst fil med nummer {import_id} av slaget {kind}. Kontrollera numret."
        )
