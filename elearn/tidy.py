"""`elearn tidy`: deletes what its time has passed for, and renews the kept counts. Any scheduler runs it, as often as it likes."""

import os
import shutil
import tempfile
from datetime import datetime, timedelta
from pathlib import Path

import click

from elearn import clock
from elearn.accounts import services as accounts
from elearn.completions import group_services as group
from elearn.completions import way_files, way_services
from elearn.config import Config
from elearn.database import Database
from elearn.modules import counting
from elearn.modules import services as modules
from elearn.opening import open_database
from elearn.organisations import undo_requests, uploads
from elearn.reminders import services as reminders
from elearn.reports import export_jobs
from elearn.reports.counting import renew_counts
from elearn.reports.spreadsheets import DIRECTORY_PREFIX

# An export that was being written when its process was killed leaves its rows here; none takes that long.
LEFTOVER_AFTER = timedelta(hours=24)


@click.command()
def tidy() -> None:
    """Radera det vars tid är ute: svar, avbrutna försök, inloggningar, uppladdade filer."""
    at = clock.now()
    database = open_database()
    if modules.forget_answers not in accounts.on_leave:  # as the application has it
        accounts.on_leave.append(modules.forget_answers)
    gone, renewed = tidy_up(database, Config.from_env(os.environ, serving=False).instance_dir, at)
    database.dispose()
    leftovers = purge_leftovers(at)
    click.echo(
        f"Raderat: försök med svar {gone['attempts']}, inloggningar och länkar {gone['signs']}, "
        f"uppladdade filer {gone['files']}, exporter {gone['exports']}, rester av exporter {leftovers}, "
        f"påminnelser {gone['mails']}, gemensamma träffar {gone['meetings']}."
    )
    if gone["cases"] or gone["certificates"]:
        click.echo(f"Raderat: gamla ärenden {gone['cases']}, filer i ärenden {gone['certificates']}.")
    if renewed:
        click.echo("Antalen som dagens siffror läses ur är omräknade.")


def tidy_up(database: Database, instance_dir: Path, at: datetime) -> tuple[dict[str, int], bool]:
    """Delete what its time has passed for at an instant: how much of what, and whether counts were made anew."""
    with database.writing() as session, session.begin():
        gone = {
            "attempts": modules.purge_answers(session, at),
            "signs": accounts.purge(session, at),
            "files": uploads.purge_uploads(session, at),
            "cases": way_services.purge(session, at),
            "exports": export_jobs.purge_jobs(session, at),
            "mails": reminders.purge_mails(session, at),
            "meetings": group.purge_sessions(session, at),
        }
        undo_requests.purge_requests(session, at)
        counting.drop_small_batches(session, clock.day_of(at))
    with database.writing() as session, session.begin():
        renewed = renew_counts(session, clock.day_of(at))
    with database.reading() as session:
        gone["certificates"] = way_files.remove_leftovers(session, instance_dir, at)
    return gone, renewed


def purge_leftovers(at: datetime) -> int:
    """Delete the working directories of exports that were broken off; returns how many."""
    gone = 0
    for directory in Path(tempfile.gettempdir()).glob(f"{DIRECTORY_PREFIX}*"):
        changed = datetime.fromtimestamp(directory.stat().st_mtime, tz=at.tzinfo)
        if changed < at - LEFTOVER_AFTER:
            shutil.rmtree(directory, ignore_errors=True)
            gone += not directory.exists()
    return gone
