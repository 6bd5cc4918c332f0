"""`elearn export completions` and `status` as somebody at a terminal, or a script, meets them."""

import csv
import io
import json
import os
import stat
import subprocess
import sys
import threading
from datetime import timedelta
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner, Result
from sqlalchemy import text
from sqlalchemy.orm import Session

from elearn.cli import cli
from elearn.clock import today
from tests.people import World
from tests.reports.history import A_DAY, MODULE, complete, rename, require

LAST_YEAR = today() - timedelta(days=365)


@pytest.fixture
def elearn(database_url: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.setenv("ELEARN_DATABASE_URL", database_url)
    monkeypatch.setenv("ELEARN_INSTANCE_DIR", str(tmp_path))

    def run(*arguments: str) -> Result:
        return CliRunner().invoke(cli, arguments)

    return run


@pytest.fixture
def history(session: Session, world: World) -> World:
    """Everybody is asked for one module, and three have completed it."""
    require(session, world.units["G"], LAST_YEAR)
    for person in (world.alice, world.karl, world.petra):
        complete(session, person, LAST_YEAR)
    rename(session, "14", "=1+1", "Åkerö; AB", since=LAST_YEAR)
    session.commit()
    return world


def records(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";", strict=True))


def test_completions_go_to_standard_output_as_csv(history: World, elearn):
    result = elearn("export", "completions")
    assert (result.exit_code, result.stderr) == (0, "")
    header, alice, karl, petra, closing = records(result.stdout_bytes)
    assert header[:5] == ["completion_id", "source", "employee_number", "given_name", "family_name"]
    assert alice[3:5] == ["Alice", "Alm"]
    assert karl[3:5] == ["'=1+1", "Åkerö; AB"]
    assert petra[1:5] == ["", "", "Skyddad uppgift", "Skyddad uppgift"]
    assert closing[:2] == ["#end", "3"]


def test_json_lines_are_asked_for_by_format(history: World, elearn):
    result = elearn("export", "completions", "--format", "jsonl", "--unit", "B", "--module", MODULE)
    row, closing = (json.loads(line) for line in result.stdout_bytes.decode().splitlines())
    assert (row["given_name"], row["unit_code_then"]) == ("=1+1", "B")
    assert (closing["end"], closing["rows"]) == (True, 1)
    assert "completion_id" not in closing


def test_a_day_before_the_first_completion_gives_a_whole_file_without_rows(history: World, elearn):
    result = elearn("export", "completions", "--as-of", str(LAST_YEAR - A_DAY))
    assert [record[:2] for record in records(result.stdout_bytes)[1:]] == [["#end", "0"]]


def test_status_takes_a_structure(history: World, elearn):
    for structure in ("then", "now"):
        result = elearn("export", "status", "--structure", structure, "--unit", "F1", "--format", "jsonl")
        *rows, closing = (json.loads(line) for line in result.stdout_bytes.decode().splitlines())
        assert {row["given_name"]: row["state"] for row in rows}["Alice"] == "completed"
        assert closing["rows"] == len(rows) == 5


def test_a_file_is_private_whole_and_named_on_standard_error(history: World, elearn, tmp_path: Path):
    target = tmp_path / "ut" / "läget.xlsx"
    target.parent.mkdir()
    target.write_text("den förra")
    result = elearn("export", "status", "--format", "xlsx", "-o", str(target))
    assert (result.exit_code, result.stdout) == (0, "")
    assert f"skrivna till {target}" in result.stderr
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    assert os.listdir(target.parent) == [target.name]
    workbook = openpyxl.load_workbook(target)
    assert workbook.sheetnames == ["status", "about"]
    assert workbook["status"]["C2"].data_type == "s"
    about = {row[0].value: row[1].value for row in workbook["about"].iter_rows()}
    assert str(about["as_of"]).startswith(str(today()))
    assert (about["structure"], about["unit"], about["rows"]) == (
        "then",
        None,
        str(workbook["status"].max_row - 1),
    )
    assert "inte för lön" in str(about["note"])


def test_a_pipe_is_written_to_and_stays_a_pipe(history: World, elearn, tmp_path: Path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    read: list[bytes] = []
    reader = threading.Thread(target=lambda: read.append(pipe.read_bytes()))
    reader.start()
    assert elearn("export", "completions", "-o", str(pipe)).exit_code == 0
    reader.join()
    assert records(read[0])[-1][0] == "#end"
    assert stat.S_ISFIFO(pipe.stat().st_mode)


@pytest.mark.one_engine
@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (("--format", "xlsx"), 2, "Ange en fil med -o."),
        (("--as-of", "2026-02-30"), 2, "ingen dag i kalendern"),
        (("--as-of", "20260228"), 2, "ingen dag i kalendern"),
        (("--format", "pdf"), 2, "pdf"),
        (("--as-of", str(today() + A_DAY)), 1, "har inte varit än"),
        (("--unit", "finns-inte"), 1, "ingen enhet med koden ”finns-inte”"),
        (("--module", "finns-inte"), 1, "ingen modul ”finns-inte”"),
        (("-o", "/finns/inte.csv"), 1, "Mappen finns inte."),
        (("-o", "/dev/full"), 1, "Disken är full."),
    ],
)
def test_what_cannot_be_done_is_a_sentence_and_an_exit_status(
    history: World, elearn, arguments, status, said
):
    result = elearn("export", "completions", *arguments)
    assert result.exit_code == status
    assert said in result.stderr
    assert result.stdout_bytes == b""
    assert isinstance(result.exception, SystemExit)


def test_a_database_that_fails_on_the_way_is_a_sentence(
    history: World, session: Session, elearn, tmp_path: Path
):
    session.execute(text("ALTER TABLE completion RENAME TO somewhere_else"))
    session.commit()
    result = elearn("export", "completions", "-o", str(tmp_path / "fil.csv"))
    assert result.exit_code == 1
    assert result.stderr == "Databasen slutade svara. Ingen fil är skriven. Försök igen om en stund.\n"
    assert not (tmp_path / "fil.csv").exists()


def test_a_reader_that_has_had_enough_gets_no_traceback(history: World, database_url: str, tmp_path: Path):
    environment = {**os.environ, "ELEARN_DATABASE_URL": database_url, "ELEARN_INSTANCE_DIR": str(tmp_path)}
    command = [sys.executable, "-m", "elearn", "export", "completions"]
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 1


def test_a_refused_export_leaves_the_file_that_was_there(history: World, elearn, tmp_path: Path):
    target = tmp_path / "ut" / "före.csv"
    target.parent.mkdir()
    target.write_text("den förra")
    assert elearn("export", "status", "--unit", "finns-inte", "-o", str(target)).exit_code == 1
    assert target.read_text() == "den förra"
    assert os.listdir(target.parent) == [target.name]


def test_the_organisation_s_exports_are_listed_with_ours(elearn):
    help_text = elearn("export", "--help").stdout
    for name in ("completions", "status", "units", "people", "managers"):
        assert f"\n  {name} " in help_text
    assert elearn("export", "units", "--help").exit_code == 0
    assert elearn("export", "finns-inte").exit_code == 2
