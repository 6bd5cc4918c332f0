"""Creating and upgrading the database: Alembic, without its ini file."""

from pathlib import Path

from alembic import command
from alembic.config import Config as AlembicConfig
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from elearn.database import Database

MIGRATIONS = Path(__file__).parent / "migrations"


class UpgradeError(Exception):
    """The upgrade would leave rows that point at nothing."""


def upgrade(database: Database) -> None:
    """Bring the database to the newest migration, all or nothing.

    SQLite recreates a table to change it, and with foreign keys on that would delete the rows that
    hang on it: they are off meanwhile and checked afterwards.
    """
    with database.engine.connect() as connection:
        if database.is_sqlite:
            _foreign_keys(connection, "OFF")
        try:
            with connection.begin():
                command.upgrade(_alembic(connection), "head")
                if database.is_sqlite and connection.exec_driver_sql("PRAGMA foreign_key_check").first():
                    raise UpgradeError(
                        "uppgraderingen skulle lämna rader som pekar på ingenting; inget är ändrat"
                    )
        finally:
            if database.is_sqlite:
                _foreign_keys(connection, "ON")


def is_current(database: Database) -> bool:
    """Whether the database stands at the newest migration."""
    with database.reading() as session:  # not to wait for whoever writes at this moment
        present = MigrationContext.configure(session.connection()).get_current_revision()
        return present == ScriptDirectory(str(MIGRATIONS)).get_current_head()


def write_migration(database: Database, message: str, name: str) -> None:
    """Write the migration that would bring this database to the models (for developers)."""
    with database.engine.connect() as connection, connection.begin():
        command.revision(_alembic(connection), message=message, rev_id=name, autogenerate=True)


def _alembic(connection: Connection) -> AlembicConfig:
    config = AlembicConfig()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("path_separator", "os")
    config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    config.attributes["connection"] = connection
    return config


def _foreign_keys(connection: Connection, state: str) -> None:
    # Straight to the driver: the pragma does nothing inside a transaction, and SQLAlchemy would begin one.
    driver = connection.connection.driver_connection
    if driver is not None:
        driver.execute(f"PRAGMA foreign_keys = {state}")
