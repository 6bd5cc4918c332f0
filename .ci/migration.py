"""Writes the migration from the last one to what the models say: `make migration name="what it does"`."""

import subprocess
import sys
import tempfile
from pathlib import Path

from elearn.database import Database
from elearn.upgrade import MIGRATIONS, upgrade, write_migration

message = sys.argv[1].strip() if len(sys.argv) > 1 else ""
if not message:
    sys.exit('Say what it does: make migration name="add a column for …"')

number = 1 + max(int(path.name[:4]) for path in (MIGRATIONS / "versions").glob("[0-9]*.py"))
with tempfile.TemporaryDirectory() as directory:
    database = Database(f"sqlite:///{directory}/migration.db")
    upgrade(database)
    write_migration(database, message, f"{number:04}")
    database.dispose()
written = sorted(str(path) for path in (MIGRATIONS / "versions").glob(f"{number:04}_*.py"))
subprocess.run([Path(sys.executable).with_name("ruff"), "format", *written], check=True)  # noqa: S603 - our own
print(f"Read it before you commit it, try it on PostgreSQL too: {', '.join(written)}")  # noqa: T201 - for a person
