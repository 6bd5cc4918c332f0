"""`elearn export run-jobs`: large exports done by a scheduler, beside or instead of the web processes."""

import logging
import os

import click

from elearn import clock
from elearn.config import Config
from elearn.database import Database
from elearn.opening import open_database
from elearn.reports.export_running import Workshop, do_next


@click.command("run-jobs")
def run_jobs() -> None:
    """Gör de större exporter som väntar, och de som en process har lämnat efter sig."""
    database = open_database()
    replica = Config.from_env(os.environ, serving=False).reports_database_url
    reports = Database(replica) if replica else database
    shop = Workshop(database, reports, clock.now, logging.getLogger("elearn"))
    try:
        count = 0
        while do_next(shop):
            count += 1
    finally:
        for each in {database, reports}:
            each.dispose()
    click.echo(f"Exporter som väntade: {count}.")
