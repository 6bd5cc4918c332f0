"""`elearn report`: the formats, the options, and how it refuses."""

import csv
import io
import json
from collections.abc import Callable
from datetime import timedelta

import pytest
from click.testing import CliRunner, Result

from elearn import clock
from elearn.cli import cli
from elearn.organisations.kinds import Form, Kind
from tests.reports.building import DAY, MODULE, Group

KEYS = [
    "unit_code",
    "unit_name",
    "kind",
    "parent_code",
    "module",
    "people",
    "required",
    "completed",
    "expired",
    "overdue",
    "due",
    "held",
    "absent",
]
Run = Callable[..., Result]


@pytest.fixture
def run(group: Group, database_url: str) -> Run:
    """Run `elearn report …` on a group of two administrations, with three people, two of them done."""
    group.unit("A", Kind.ADMINISTRATION, name="=Åkern")
    group.unit("A1", above="A", name="Ängen")
    group.unit("B", Kind.ADMINISTRATION)
    today = clock.today()
    group.require(first=today - 300 * DAY)
    for unit in ("A1", "B"):
        group.complete(group.person(unit), today - 10 * DAY)
    group.person("A1")
    group.person("B", form=Form.EXTERNAL)
    group.session.commit()
    group.session.close()

    def run(*arguments: str) -> Result:
        environment = {"ELEARN_DATABASE_URL": database_url, "ELEARN_SECRET_KEY": "x" * 40}
        return CliRunner(env=environment).invoke(cli, ["report", *arguments])

    return run


def test_json_has_a_row_per_unit_and_module(run: Run) -> None:
    found = run("units", "--format", "json")
    assert found.exit_code == 0, found.output
    content = json.loads(found.stdout)
    today = clock.today().isoformat()
    assert (content["as_of"], content["structure"]) == (today, "then")
    assert content["known_at"].endswith("+00:00")
    assert all(list(row) == KEYS for row in content["rows"])
    rows = [row for row in content["rows"] if row["module"] == MODULE]
    assert len(content["rows"]) == 4 * len(rows) == 4 * 4
    assert rows[0] == {
        "unit_code": "G",
        "unit_name": "Enhet G",
        "kind": "group",
        "parent_code": None,
        "module": MODULE,
        "people": 3,
        "required": 3,
        "completed": 2,
        "expired": 0,
        "overdue": 1,
        "due": 0,
        "held": 0,
        "absent": 0,
    }
    assert [(row["unit_code"], row["parent_code"], row["people"]) for row in rows[1:]] == [
        ("A", "G", 2),
        ("A1", "A", 2),
        ("B", "G", 1),
    ]


def test_csv_is_for_swedish_excel_and_ends_with_its_closing_record(run: Run) -> None:
    found = run("units", "--format", "csv", "--module", MODULE)
    assert found.stdout_bytes.startswith(b"\xef\xbb\xbfunit_code;")
    assert found.stdout_bytes.endswith(b"\r\n")
    header, *rows = csv.reader(io.StringIO(found.stdout_bytes.decode("utf-8-sig")), delimiter=";")
    assert header == KEYS
    assert rows[1][:3] == ["A", "'=Åkern", "administration"]
    assert rows[0][3] == ""
    assert rows[-1][:2] == ["#end", "4"]


def test_the_table_shows_units_below_each_other(run: Run) -> None:
    lines = run("units", "--unit", "A").stdout.splitlines()
    assert lines[0].split()[:2] == [MODULE, "personer"]
    assert lines[1].startswith("=Åkern ")
    assert lines[2].startswith("  Ängen ")
    assert lines[1].split()[-8:] == ["2", "2", "1", "0", "1", "0", "0", "0"]


def test_the_options_narrow_the_report(run: Run) -> None:
    def people(*options: str) -> dict[str, int]:
        rows = json.loads(run("units", "--format", "json", "--module", MODULE, *options).stdout)["rows"]
        return {row["unit_code"]: row["people"] for row in rows}

    assert people("--unit", "A") == {"A": 2, "A1": 2}
    assert people("--level", "manager") == {"G": 0, "A": 0, "A1": 0, "B": 0}
    assert people("--structure", "now")[""] == 0
    assert people("--as-of", "2019-12-31") == {}  # nothing was there yet
    assert people("--known-at", "2019-12-31") == {}
    before = json.loads(
        run("units", "--format", "json", "--known-at", f"{clock.today() - timedelta(days=20)}T12:00").stdout
    )
    assert before["known_at"].startswith(f"{clock.today() - timedelta(days=20)}T12:00:00+0")
    assert sum(row["completed"] for row in before["rows"]) == 0


@pytest.mark.one_engine
@pytest.mark.parametrize(
    ("options", "status", "sentence"),
    [
        (["--as-of", "2999-01-01"], 1, "har inte varit än"),
        (["--unit", "X"], 1, "ingen enhet med koden ”X”"),
        (["--module", "x"], 1, "ingen modul ”x”"),
        (["--as-of", "2026-02-30"], 2, "ingen dag"),
        (["--known-at", "i går"], 2, "ingen tidpunkt"),
        (["--known-at", "2026-02-30"], 2, "ingen tidpunkt"),
        (["--level", "boss"], 2, "boss"),
        (["--structure", "soon"], 2, "soon"),
        (["--format", "pdf"], 2, "pdf"),
    ],
)
def test_what_cannot_be_answered_is_refused_with_a_sentence(
    run: Run, options: list[str], status: int, sentence: str
) -> None:
    found = run("units", *options)
    assert found.exit_code == status
    assert sentence in found.stderr
    assert found.stdout == ""
