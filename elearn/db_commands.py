"""`elearn db`: creating and upgrading the database, with the content that belongs to the release."""

import os

import click
from alembic.util import CommandError
from sqlalchemy.exc import DBAPIError

from elearn import clock
from elearn.config import Config, content_dir
from elearn.database import Database
from elearn.modules.catalogue import Catalogue
from elearn.modules.checks.report import check_content
from elearn.modules.loader import ContentError, load_content
from elearn.modules.publishing import PublishError, publish
from elearn.opening import fail, shown
from elearn.reports.counting import renew_counts
from elearn.upgrade import UpgradeError, upgrade


@click.group()
def db() -> None:
    """Databasen."""


@db.command(name="upgrade")
def upgrade_command() -> None:
    """Skapa eller uppgradera databasen och lagra nya versioner av innehållet."""
    config = Config.from_env(os.environ, serving=False)
    catalogue = checked_catalogue()
    try:
        database = Database(config.database_url)
    except OSError:
        fail(
            "ELEARN_DATABASE_URL: databasen går inte att öppna. Kontrollera adressen och rättigheterna till mappen."
        )
    stored = bring_up_to_date(database, catalogue)
    database.dispose()
    click.echo(f"Databasen {shown(database)} är uppgraderad.")
    click.echo(f"Nytt innehåll lagrat: {', '.join(stored)}." if stored else "Innehållet var redan lagrat.")


def checked_catalogue() -> Catalogue:
    """The content, once everything in it has been checked; otherwise its mistakes and exit status 1."""
    folder = content_dir(os.environ)
    mistakes = check_content(folder, clock.today()).mistakes
    if mistakes:
        fail(
            "\n".join(
                [str(ContentError(mistakes)), "Databasen är inte ändrad. Rätta innehållet och kör igen."]
            )
        )
    return Catalogue(load_content(folder))


def bring_up_to_date(database: Database, catalogue: Catalogue) -> list[str]:
    """Migrate, then store what is new and count what today's figures are read from; the names of the versions stored. A refusal is a sentence and exit status 1."""
    try:
        upgrade(database)
    except DBAPIError as error:
        fail(
            f"Databasen {shown(database)} går inte att nå eller tar inte emot uppgraderingen ({_kind(error)}). "
            "Kontrollera ELEARN_DATABASE_URL, att servern är igång och att användaren får skapa tabeller. "
            "Inget är ändrat."
        )
    except CommandError:
        fail(
            "Databasen kommer från en nyare utgåva än den här. Installera den utgåvan, eller läs tillbaka en kopia."
        )
    except UpgradeError as error:
        fail(f"{error}.")
    try:
        with database.writing() as session, session.begin():
            at = clock.now()
            stored = [f"{row.slug} {row.version}" for row in publish(session, catalogue.modules, at)]
            renew_counts(session, clock.day_of(at))
            return stored
    except PublishError as error:
        fail(f"{error}\nDatabasen är uppgraderad, men inget nytt innehåll är lagrat.")
    except DBAPIError as error:
        fail(
            f"Databasen är uppgraderad, men innehållet gick inte att lagra ({_kind(error)}). Kör elearn db upgrade igen."
        )


def _kind(error: DBAPIError) -> str:
    """The driver's name for what went wrong: its message may hold values that are somebody's."""
    return type(error.orig).__name__
