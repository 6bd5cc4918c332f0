"""How a command opens the database, reads a day, writes a file, and how it refuses."""

import errno
import os
import re
import shutil
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from tempfile import NamedTemporaryFile, TemporaryFile
from typing import IO, NoReturn, TypeVar

import click
from sqlalchemy.exc import DBAPIError

from elearn.config import Config
from elearn.database import Database
from elearn.upgrade import is_current

Result = TypeVar("Result")

REASONS = {
    errno.ENOENT: "Mappen finns inte.",
    errno.EACCES: "Du saknar rättigheter till mappen.",
    errno.EROFS: "Disken går bara att läsa.",
    errno.ENOSPC: "Disken är full.",
}


def open_database() -> Database:
    """The database that the environment names, at its newest migration; otherwise a sentence and exit status 1."""
    config = Config.from_env(os.environ, serving=False)
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


class Day(click.ParamType[date]):
    """A day as an option's value; anything else is wrong use, exit status 2."""

    name = "ÅÅÅÅ-MM-DD"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> date:
        if isinstance(value, date):
            return value
        text = str(value)
        try:
            # fromisoformat alone also reads weeks, and days without their hyphens
            return date.fromisoformat(text if re.fullmatch(r"\d{4}-\d\d-\d\d", text) else "")
        except ValueError:
            self.fail(f"”{text}” är ingen dag i kalendern. Skriv ÅÅÅÅ-MM-DD.", param, ctx)


def deliver(output: Path | None, write: Callable[[IO[bytes]], Result]) -> Result:
    """Let a file be written whole before anybody sees any of it, then put it where it is wanted (None: standard output).

    What cannot be written is a sentence and exit status 1, and what stood there before is left alone.
    """
    try:
        if output is None or (output.exists() and not output.is_file()):  # a pipe or a device
            return _write_through(output, write)
        return _write_beside(output.resolve(), write)
    except BrokenPipeError:
        raise  # whoever read has had enough
    except OSError as error:
        reason = REASONS.get(error.errno or 0, "Kontrollera mappen och rättigheterna.")
        fail(f"{output or 'Standard ut'} kan inte skrivas. {reason}")


def _write_through(output: Path | None, write: Callable[[IO[bytes]], Result]) -> Result:
    with TemporaryFile() as file:
        result = write(file)
        file.seek(0)
        if output is None:
            shutil.copyfileobj(file, sys.stdout.buffer)
            sys.stdout.buffer.flush()
        else:
            with output.open("wb") as target:
                shutil.copyfileobj(file, target)
    return result


def _write_beside(target: Path, write: Callable[[IO[bytes]], Result]) -> Result:
    """Write into a private file in the same folder, which then takes the place of the target."""
    with NamedTemporaryFile(dir=target.parent, prefix=f".{target.name}.", delete=False) as file:
        try:
            result = write(file)
            file.flush()
            os.replace(file.name, target)
        except BaseException:
            os.unlink(file.name)
            raise
    return result
