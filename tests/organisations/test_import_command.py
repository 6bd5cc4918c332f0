"""`elearn import` and `elearn export units|people|managers` as somebody at a terminal meets them."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import text

from elearn.cli import cli
from elearn.database import Database
from tests.organisations.loading import ALICE, BERTIL, GROUP, content, everything

Run = Callable[..., Result]


@pytest.fixture
def run(database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run the command against the test's database, in a folder of its own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ELEARN_DATABASE_URL", database_url)
    monkeypatch.setenv("ELEARN_SECRET_KEY", "a-secret-of-the-tests-that-is-long-enough")
    for name, rows in {"units": GROUP, "people": (ALICE, BERTIL), "managers": ("F;hr;1;chef;;",)}.items():
        Path(f"{name}.csv").write_bytes(content(name, *rows))

    def invoke(*arguments: str) -> Result:
        return CliRunner().invoke(cli, list(arguments))

    return invoke


def test_a_file_is_loaded_and_told_of(run: Run) -> None:
    result = run("import", "units", "units.csv")
    assert result.exit_code == 0
    assert "utf-8" in result.output
    assert "nya               3" in result.output
    assert "Filen är inläst." in result.output
    again = run("import", "units", "units.csv")
    assert "Inget var nytt." in again.output


def test_json_has_the_keys_that_programs_rely_on(run: Run) -> None:
    result = run("import", "units", "units.csv", "--json", "--as-of", "2026-11-01")
    assert json.loads(result.output) == {
        "encoding": "utf-8",
        "separator": ";",
        "source": "hr",
        "rows": 3,
        "effective": "2026-11-01",
        "applied": True,
        "added": 3,
        "changed": 0,
        "ended": 0,
        "unchanged": 0,
        "notices": [],
        "faults": [],
    }


def test_a_dry_run_changes_nothing(run: Run, database: Database) -> None:
    result = run("import", "units", "units.csv", "--dry-run", "--json")
    assert result.exit_code == 0
    assert json.loads(result.output)["applied"] is False
    assert json.loads(result.output)["added"] == 3
    assert "inget är ändrat" in run("import", "units", "units.csv", "--dry-run").output
    with database.reading() as session:
        assert everything(session)["unit"] == 0


def test_a_refused_file_is_told_of_line_by_line_with_exit_status_1(run: Run) -> None:
    run("import", "units", "units.csv")
    Path("people.csv").write_bytes(
        content("people", ALICE.replace(";A;", ";XX;"), BERTIL.replace(";A;", ";XY;"))
    )
    result = run("import", "people", "people.csv")
    assert result.exit_code == 1
    assert [line.split()[:3] for line in result.output.splitlines() if "finns inte" in line] == [
        ["2", "enhetskod", "XX"],
        ["3", "enhetskod", "XY"],
    ]
    assert "Inget är ändrat." in result.output
    faults = json.loads(run("import", "people", "people.csv", "--json").output)["faults"]
    assert [set(fault) for fault in faults] == [{"line", "column", "value", "message"}] * 2


def test_notices_are_told_and_do_not_stop_the_file(run: Run) -> None:
    run("import", "units", "units.csv")
    Path("people.csv").write_bytes(content("people", ALICE, BERTIL.replace("bertil", "alice")))
    result = run("import", "people", "people.csv")
    assert result.exit_code == 0
    assert "Att veta:" in result.output


def test_the_brake_is_raised_by_an_option(run: Run) -> None:
    run("import", "units", "units.csv")
    run("import", "people", "people.csv")
    Path("people.csv").write_bytes(content("people", ALICE))
    assert run("import", "people", "people.csv").exit_code == 1
    assert run("import", "people", "people.csv", "--max-ended", "50").exit_code == 0


def test_a_mapping_file_translates_headers(run: Run) -> None:
    Path("units.csv").write_text(
        "Kod;Benämning;typ;överordnad;från;till\nG;Gruppen;koncern;;;\n", encoding="utf-8"
    )
    Path("map.toml").write_text('[columns]\n"Kod" = "unit_code"\n"Benämning" = "name"\n', encoding="utf-8")
    assert run("import", "units", "units.csv").exit_code == 1
    assert run("import", "units", "units.csv", "--mapping", "map.toml").exit_code == 0


@pytest.mark.one_engine
@pytest.mark.parametrize("mapping", [b"[columns\n", b"\xff\xfe\x00"])
def test_a_broken_mapping_file_is_a_sentence(run: Run, mapping: bytes) -> None:
    Path("map.toml").write_bytes(mapping)
    result = run("import", "units", "units.csv", "--mapping", "map.toml")
    assert result.exit_code == 1
    assert "map.toml" in result.output


@pytest.mark.one_engine
@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["nope.csv"], "finns inte"),
        (["."], "kan inte läsas"),
        (["units.csv", "--as-of", "2026-02-30"], "ingen dag"),
        (["units.csv", "--source", "två ord"], "kan inte vara en källa"),
        (["units.csv", "--max-ended", "120"], "120"),
        (["units.csv", "--max-ended", "nan"], "inget tal mellan 0 och 100"),
    ],
)
def test_wrong_use_is_exit_status_2_with_a_sentence(run: Run, arguments: list[str], sentence: str) -> None:
    result = run("import", "units", *arguments)
    assert result.exit_code == 2
    assert sentence in result.output


def test_a_file_that_is_too_large_is_refused_unread(run: Run) -> None:
    with Path("large.csv").open("wb") as file:
        file.truncate(101 * 1024 * 1024)
    result = run("import", "units", "large.csv")
    assert result.exit_code == 1
    assert "100 MB" in result.output


def test_a_database_that_is_not_ready_is_a_sentence(run: Run, database: Database) -> None:
    with database.engine.begin() as connection:
        connection.execute(text("DROP TABLE post"))
    for arguments in (
        ["import", "managers", "managers.csv"],
        ["import", "managers", "managers.csv", "--dry-run"],
    ):
        result = run(*arguments)
        assert result.exit_code == 1
        assert "Inget är inläst." in result.output
        assert "post" not in result.output


@pytest.mark.parametrize("kind", ["units", "people", "managers"])
def test_an_export_is_what_an_import_reads_back_unchanged(run: Run, kind: str) -> None:
    for each in ("units", "people", "managers"):
        assert run("import", each, f"{each}.csv").exit_code == 0
    assert run("export", kind, "-o", "out.csv").exit_code == 0
    result = json.loads(run("import", kind, "out.csv", "--json").output)
    assert (result["added"], result["changed"], result["ended"]) == (0, 0, 0)
    assert result["unchanged"] == result["rows"] > 0


def test_an_export_goes_to_standard_output_without_a_file(run: Run) -> None:
    run("import", "units", "units.csv")
    result = run("export", "units")
    assert result.stdout_bytes.startswith(b"\xef\xbb\xbfunit_code;")
    assert b"#end;3;" in result.stdout_bytes


def test_an_export_holds_one_source_only(run: Run) -> None:
    run("import", "units", "units.csv")
    Path("own.csv").write_bytes(content("units", "X;Bolaget;bolag;G;;"))
    run("import", "units", "own.csv", "--source", "bolag")
    assert b"#end;1;" in run("export", "units", "--source", "bolag").stdout_bytes


def test_an_export_of_an_unknown_source_is_a_sentence(run: Run) -> None:
    result = run("export", "people", "--source", "okänd")
    assert result.exit_code == 1
    assert "okänd" in result.output


def test_an_export_to_where_nothing_can_be_written_is_a_sentence(run: Run) -> None:
    run("import", "units", "units.csv")
    result = run("export", "units", "-o", "no/such/folder/out.csv")
    assert result.exit_code == 1
    assert "kan inte skrivas" in result.output


def test_an_export_to_a_device_is_written_there(run: Run) -> None:
    run("import", "units", "units.csv")
    assert run("export", "units", "-o", "/dev/null").exit_code == 0
