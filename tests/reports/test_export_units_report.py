"""The report of units as a file: the same figures as on the screen, for the reader's own units."""

import csv
import io
import json
from datetime import timedelta
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner, Result
from sqlalchemy.orm import Session

from elearn.cli import cli
from elearn.clock import today
from elearn.organisations.files.writing import PURPOSE
from tests.people import World
from tests.reports.cast import Cast
from tests.reports.history import A_DAY, MODULE, complete, require

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
    require(session, world.units["G"], LAST_YEAR)
    for person in (world.alice, world.karl, world.bob):
        complete(session, person, LAST_YEAR)
    session.commit()
    return world


def parsed(text: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in text.splitlines()]


def test_the_file_has_the_figures_of_the_report(history: World, elearn):
    asked = ("--as-of", str(today() - A_DAY), "--module", MODULE)
    *rows, closing = parsed(elearn("export", "units-report", *asked, "--format", "jsonl").stdout)
    report = json.loads(elearn("report", "units", *asked, "--format", "json").stdout)
    assert rows == report["rows"]
    assert (closing["rows"], closing["note"]) == (len(rows), PURPOSE)
    assert next(row for row in rows if row["unit_code"] == "F1")["completed"] == 2


def test_a_level_a_structure_and_a_unit_can_be_asked_for(history: World, elearn):
    for structure in ("then", "now"):
        asked = ("--level", "manager", "--structure", structure, "--unit", "F1", "--module", MODULE)
        f1, f11, _closing = parsed(elearn("export", "units-report", *asked, "--format", "jsonl").stdout)
        assert (f1["unit_code"], f1["people"], f1["completed"]) == ("F1", 1, 1)
        assert (f11["unit_code"], f11["people"]) == ("F11", 0)


def test_numbers_are_numbers_in_a_workbook(history: World, elearn, tmp_path: Path):
    target = tmp_path / "ut.xlsx"
    elearn("export", "units-report", "--format", "xlsx", "--level", "employee", "-o", str(target))
    workbook = openpyxl.load_workbook(target)
    sheet, about = workbook["units-report"], workbook["about"]
    assert [cell.value for cell in sheet[1]][:6] == [
        "unit_code", "unit_name", "kind", "parent_code", "module", "people",
    ]  # fmt: skip
    assert [cell.data_type for cell in sheet[2]][5:] == ["n"] * 8
    said = {row[0].value: row[1].value for row in about.iter_rows()}
    assert (said["note"], said["structure"], said["level"]) == (PURPOSE, "then", "employee")


@pytest.mark.one_engine
@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--as-of", str(today() + A_DAY)), "har inte varit än"),
        (("--unit", "finns-inte"), "ingen enhet med koden"),
        (("--module", "finns-inte"), "ingen modul"),
    ],
)
def test_what_cannot_be_is_a_sentence(history: World, elearn, arguments, said):
    result = elearn("export", "units-report", *arguments)
    assert (result.exit_code, said in result.stderr) == (1, True)


def ask(client, token, **given: str):
    form = {"subject": "units-report", "as_of": today().isoformat(), "structure": "then", "format": "csv"}
    return client.post(
        "/hr/export", data={**form, **given, "csrf_token": token(client, "/hr/export")}, buffered=True
    )


def units(response) -> list[str]:
    text = io.StringIO(response.get_data().decode("utf-8-sig"), newline="")
    return list(dict.fromkeys(row[0] for row in csv.reader(text, delimiter=";")))[1:-1]


def test_hr_takes_it_out_on_the_page_for_its_own_units(history: World, client, sign_in_as, token):
    sign_in_as(client, history.dana)
    assert units(ask(client, token)) == ["G", "B", "S", "F", "F2", "F1", "F11", "N"]
    sign_in_as(client, history.oskar)
    assert units(ask(client, token)) == ["B", "S"]
    assert units(ask(client, token, unit="S", structure="now", level="politician")) == ["S"]
    assert ask(client, token, level="alla").status_code == 422


def test_the_group_s_hr_gets_the_row_of_those_employed_nowhere_any_more(
    cast: Cast, client, sign_in_as, token, elearn
):
    """The same rows as on the command line, in the organisation of today."""
    cast.leave("alice")
    before = str(today() - 10 * A_DAY)
    given = {"structure": "now", "as_of": before, "format": "jsonl"}
    page = parsed(ask(sign_in_as(client, cast.world.dana), token, **given).get_data(as_text=True))
    asked = ("--structure", "now", "--as-of", before, "--format", "jsonl")
    assert page == parsed(elearn("export", "units-report", *asked).stdout)
    assert {row["people"] for row in page[:-1] if row["unit_code"] == ""} == {1}
