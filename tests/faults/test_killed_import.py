"""An import that is killed half-way leaves nothing behind, and keeps nobody from importing again at once."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from elearn.cli import cli
from elearn.database import Database
from tests.faults.stopping import STOPPED
from tests.organisations.loading import ALICE, BERTIL, GROUP, content, everything, load
from tests.serving import environment

# Somebody who stays with another title, somebody who leaves, and a newcomer: all that an import writes.
ROWS = (ALICE.replace("Pedagog", "Rektor"), "3;Cilla;Ceder;;A;chef;;chef;2026-11-01;;;")
IMPORT = ("--max-ended", "100", "--json")
# The file's own row in the list of imports; then, with all that is written, the last word of the audit trail.
FIRST, HALF_WAY, LAST = 1, 5, 9


@pytest.fixture
def people(database: Database, tmp_path: Path) -> Path:
    with database.writing() as session:
        load(session, "units", *GROUP)
        load(session, "people", ALICE, BERTIL)
    path = tmp_path / "people.csv"
    path.write_bytes(content("people", *ROWS))
    return path


def kill_after(writes: int, path: Path, environ: dict[str, str]) -> None:
    """Start the import, and end it without a word of warning once it has written so much."""
    command = [sys.executable, "-m", "tests.faults.stopping", str(writes), "import", "people", str(path)]
    with subprocess.Popen(
        [*command, *IMPORT], env=environ, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline().strip() == STOPPED, f"it never wrote {writes} times"
        process.kill()


@pytest.mark.parametrize("writes", [FIRST, HALF_WAY, LAST])
def test_an_import_killed_half_way_leaves_nothing(
    database: Database, database_url: str, tmp_path: Path, people: Path, writes: int
) -> None:
    environ = environment(database_url, tmp_path)
    with database.reading() as session:
        before = everything(session)

    kill_after(writes, people, environ)

    with database.reading() as session:
        assert everything(session) == before
    run = CliRunner(env=environ).invoke
    again = run(cli, ["import", "people", str(people), *IMPORT])
    assert again.exit_code == 0, again.output
    told = json.loads(again.stdout)
    assert (told["applied"], told["added"], told["changed"], told["ended"]) == (True, 1, 1, 1)
    assert run(cli, ["audit", "verify"]).exit_code == 0
