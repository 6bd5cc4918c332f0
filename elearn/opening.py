"""How a command opens the database, and how it refuses."""

import os
from typing import NoReturn

import click
from sqlalchemy.exc import DBAPIError

from elearn.config import Config
from elearn.database import Database
from elearn.upgrade import is_current


def open_database() -> Database:
    """The database that the environment names, at its newest migration; otherwise a sentence and exit status 1."""
    config = Config.from_env(os.environ)
    database = Database(config.database_url)
    try:
        current = is_current(database)
    except DBAPIError:
        fail(
            f"Databasen {shown(database)} går inte att nå. Kontrollera ELEARN_DATABASE_URL och att servern är igång."
        )
    if not current:
        fail(f"Databasen {shown(database)} är inte uppgraderad. Kör: elearn db upgrade")
    return database


def shown(database: Database) -> str:
    """The database's address without its password."""
    return database.url.render_as_string(hide_password=True)


def fail(message: str) -> NoReturn:
    """Say why nothing was done, on standard error, and exit with status 1."""
    click.echo(message, err=True)
    raise SystemExit(1)
