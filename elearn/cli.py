"""The `elearn` command: each room brings its own commands, loaded only when they are called."""

import importlib
import sys

import click
from sqlalchemy.exc import SQLAlchemyError

from elearn.config import ConfigError

# Command → the module that defines it, so that `content check` runs even when another room cannot be imported.
COMMANDS = {
    "account": "elearn.accounts.commands",
    "audit": "elearn.completions.commands",
    "bounces": "elearn.reminders.commands",
    "content": "elearn.modules.commands",
    "db": "elearn.db_commands",
    "demo": "elearn.demo.commands",
    "evidence": "elearn.reports.evidence_commands",
    "export": "elearn.reports.export_commands",
    "import": "elearn.organisations.commands",
    "remind": "elearn.reminders.commands",
    "report": "elearn.reports.commands",
    "role": "elearn.accounts.commands",
    "serve": "elearn.server",
    "tidy": "elearn.tidy",
}
ATTRIBUTES = {"import": "import_", "export": "export"}


class Rooms(click.Group):
    """A group whose commands live in their rooms."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in COMMANDS:
            return None
        if name == "import":  # what signing in and the kept counts do when a file is applied
            importlib.import_module("elearn.accounts.joining").register()
            importlib.import_module("elearn.reports.keeping").connect()
        command: click.Command = getattr(importlib.import_module(COMMANDS[name]), ATTRIBUTES.get(name, name))
        return command


@click.group(cls=Rooms)
def cli() -> None:
    """elearn: kunskap och kunskapskontroll för alla i kommunkoncernen."""


def main() -> None:
    """Run the command; a setting or a database that cannot be used is one sentence and exit status 1, never a traceback."""
    try:
        cli(prog_name="elearn")
    except ConfigError as error:
        click.echo(str(error), err=True)
        sys.exit(1)
    except SQLAlchemyError:
        click.echo(
            "Databasen svarar inte eller är upptagen. Inget är ändrat. Försök igen om en stund.", err=True
        )
        sys.exit(1)
