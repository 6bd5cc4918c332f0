"""`elearn import undo` as somebody at a terminal meets it."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from elearn.cli import cli
from elearn.database import Database
from tests.organisations.loading import ALICE, BERTIL, GROUP, content, days_of, everything
from tests.organisations.taking_back import newest


@pytest.fixture(autouse=True)
def loaded(database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Units, then two people; a folder of its own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ELEARN_DATABASE_URL", database_url)
    monkeypatch.setenv("ELEARN_SECRET_KEY", "a-secret-of-the-tests-that-is-long-enough")
    for name, rows in {"units": GROUP, "people": (ALICE, BERTIL)}.items():
        Path(f"{name}.csv").write_bytes(content(name, *rows))
        assert run("import", name, f"{name}.csv").exit_code == 0


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli, list(arguments))


def undo(*arguments: str) -> Result:
    return run("import", "undo", "--kind", "people", *arguments)


def test_the_newest_file_is_taken_back_and_told_of(database: Database) -> None:
    result = undo("--max-ended", "100")
    assert result.exit_code == 0, result.output
    assert "avslutade         2" in result.output
    assert "Filen är ångrad." in result.output
    with database.reading() as session:
        assert days_of(session, "1") == []


def test_a_dry_run_changes_nothing(database: Database) -> None:
    with database.reading() as session:
        before = everything(session)
    result = undo("--dry-run", "--max-ended", "100")
    assert result.exit_code == 0
    assert "Bara en jämförelse" in result.output
    with database.reading() as session:
        assert everything(session) == before


def test_json_has_the_keys_of_an_import_and_what_is_taken_back(database: Database) -> None:
    with database.reading() as session:
        number = newest(session).id
    told = json.loads(undo("--json", "--max-ended", "100", "--import", str(number)).output)
    assert (told["applied"], told["undoes"], told["source"]) == (True, number, "hr")
    assert (told["added"], told["changed"], told["ended"], told["unchanged"]) == (0, 0, 2, 0)
    assert (told["notices"], told["faults"]) == ([], [])


def test_the_brake_refuses_and_says_how_it_is_raised(database: Database) -> None:
    result = undo()
    assert result.exit_code == 1
    assert "2 av 2 personer" in result.output
    assert "--max-ended" in result.output
    assert "Inget är ångrat." in result.output
    with database.reading() as session:
        assert days_of(session, "1") != []


def test_what_does_not_exist_is_one_sentence(database: Database) -> None:
    assert "ingen inläst fil av slaget people" in undo("--source", "annan").output
    result = undo("--import", "99")
    assert result.exit_code == 1
    assert "nummer 99" in result.output
    assert run("import", "undo").exit_code == 2
    assert run("import", "undo", "--kind", "allt").exit_code == 2


def test_the_undoing_has_a_number_and_can_be_taken_back(database: Database) -> None:
    undo("--max-ended", "100")
    with database.reading() as session:
        number = newest(session).id
    assert undo("--import", str(number)).exit_code == 0
    with database.reading() as session:
        assert days_of(session, "1") != []
