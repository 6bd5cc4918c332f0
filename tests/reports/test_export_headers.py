"""Exports with the client's own headers and course codes: what a mapping file gives, and what is wrong with one."""

import csv
import io
import json
import os
import re
from datetime import timedelta
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner, Result
from sqlalchemy import select
from sqlalchemy.orm import Session

from elearn.audit.models import AuditEvent
from elearn.cli import cli
from elearn.clock import today
from elearn.organisations.files.faults import FileRefused
from elearn.organisations.files.writing import PURPOSE
from elearn.reports.export_headers import list_mappings, read_headers
from elearn.reports.spreadsheets import Column
from tests.people import World
from tests.reports.cast import MODULES
from tests.reports.history import MODULE, complete, require

LAST_YEAR = today() - timedelta(days=365)
EXAMPLE = Path(__file__).resolve().parents[2] / "docs" / "export-mapping.example.toml"
CODES = "\n".join(f'{module} = "K-{number}"' for number, module in enumerate(MODULES, start=1))
MAPPING = f"""
name = "Lönesystemet"

[columns]
"Kurskod" = "module"
"Anst.nr" = "employee_number"
"Klart" = "completed_on"

[modules]
{CODES}
"""
CODE = f"K-{MODULES.index(MODULE) + 1}"
COLUMNS = (Column("employee_number"), Column("module"))


@pytest.fixture
def elearn(database_url: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.setenv("ELEARN_DATABASE_URL", database_url)
    monkeypatch.setenv("ELEARN_INSTANCE_DIR", str(tmp_path))

    def run(*arguments: str) -> Result:
        return CliRunner().invoke(cli, arguments)

    return run


@pytest.fixture
def history(session: Session, world: World) -> World:
    """Everybody is asked for one module; Alice and Petra, who is protected, have completed it."""
    require(session, world.units["G"], LAST_YEAR)
    for person in (world.alice, world.petra):
        complete(session, person, LAST_YEAR)
    session.commit()
    return world


@pytest.fixture
def mapping(tmp_path: Path) -> str:
    path = tmp_path / "rubriker.toml"
    path.write_text(MAPPING)
    return str(path)


def records(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";", strict=True))


def faults(text: str, columns=COLUMNS, modules=MODULES) -> list[tuple[int | None, str]]:
    with pytest.raises(FileRefused) as refused:
        read_headers(text, columns, modules)
    return [(fault.line, fault.message) for fault in refused.value.faults]


def test_a_csv_has_their_headers_in_their_order_with_their_codes(history: World, elearn, mapping: str):
    header, alice, petra, closing = records(
        elearn("export", "completions", "--headers", mapping).stdout_bytes
    )
    assert header == ["Kurskod", "Anst.nr", "Klart"]
    assert alice == [CODE, "5", LAST_YEAR.isoformat()]
    assert petra == [CODE, "", LAST_YEAR.isoformat()]
    assert (closing[0], closing[1], closing[3]) == ("#end", "2", PURPOSE)


def test_json_lines_and_a_workbook_have_them_too(history: World, elearn, mapping: str, tmp_path: Path):
    lines = elearn("export", "completions", "--headers", mapping, "--format", "jsonl").stdout.splitlines()
    assert json.loads(lines[0]) == {"Kurskod": CODE, "Anst.nr": "5", "Klart": LAST_YEAR.isoformat()}
    assert json.loads(lines[-1])["note"] == PURPOSE
    target = tmp_path / "ut.xlsx"
    elearn("export", "completions", "--headers", mapping, "--format", "xlsx", "-o", str(target))
    workbook = openpyxl.load_workbook(target)
    sheet = workbook["completions"]
    assert [cell.value for cell in sheet[1]] == ["Kurskod", "Anst.nr", "Klart"]
    assert sheet["C2"].is_date
    assert workbook["about"]["B1"].value == PURPOSE


def test_without_codes_our_own_names_of_modules_stand(history: World, elearn, tmp_path: Path):
    path = tmp_path / "rubriker.toml"
    path.write_text('[columns]\n"Kurs" = "module"\n"Läge" = "state"\n')
    rows = records(elearn("export", "status", "--headers", str(path), "--unit", "F1").stdout_bytes)
    assert rows[:2] == [["Kurs", "Läge"], [MODULE, "completed"]]


def test_the_example_in_the_documents_fits_the_modules_of_today(history: World, elearn):
    result = elearn("export", "completions", "--headers", str(EXAMPLE))
    assert result.exit_code == 0, result.stderr
    assert records(result.stdout_bytes)[0][:2] == ["Anställningsnummer", "Kurskod"]


def test_every_mistake_is_said_at_once_with_its_line():
    text = f"""färg = "blå"
[columns]
"Nr" = "nummer"
"=1+1" = "module"
"Modul" = 7

[modules]
{MODULES[0]} = ""
{MODULES[1]} = "A"
{MODULES[2]} = "A"
finns-inte = "B"
""".replace("färg", '"färg"')
    found = faults(text)
    assert [line for line, _message in found] == [1, 3, 4, 5, 7, 8, 10, 11]
    said = " ".join(message for _line, message in found)
    for words in (
        "[columns] och [modules]",
        "”nummer” finns inte i den här filen",
        "börja med = + - @ #",
        "text inom citattecken",
        f"Kurskod saknas för {MODULES[3]}.",
        "Kurskoden är tom",
        "samma kurskod",
        f"Modulerna heter {MODULES[0]}",
    ):
        assert words in said, words


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("", None, "[columns] saknas eller är tomt"),
        ("[columns]\n", None, "[columns] saknas eller är tomt"),
        ('columns = "module"\n', 1, "ska vara ett avsnitt"),
        ("[columns]\nKurs = module\n", 2, "Rad 2 går inte att läsa som TOML"),
        ('[columns]\n"" = "module"\n', 2, "kan inte vara tom"),
        ('[columns]\n"#end" = "module"\n', 2, "börja med"),
        ('[columns]\n"a\\nb" = "module"\n', 2, "radbrytningar"),
        ('[columns]\n"A" = "module"\n[modules]\nx = 1\n', 4, "text inom citattecken"),
    ],
)
def test_what_a_file_cannot_say(text: str, line: int | None, said: str):
    found = faults(text)
    assert (line, True) in [(at, said in message) for at, message in found], found


def test_mistakes_on_the_command_line_leave_no_file(history: World, elearn, tmp_path: Path):
    path, target = tmp_path / "rubriker.toml", tmp_path / "ut.csv"
    path.write_text('[columns]\n"A" = "x"\n"B" = "y"\n')
    result = elearn("export", "completions", "--headers", str(path), "-o", str(target))
    assert result.exit_code == 1
    first, second = result.stderr.splitlines()
    assert first.startswith(f"{path}: Rad 2, A: ”x” finns inte")
    assert second.startswith(f"{path}: Rad 3, B: ”y” finns inte")
    assert not target.exists()
    assert elearn("export", "completions", "--headers", str(tmp_path / "nej.toml")).exit_code == 2


@pytest.mark.one_engine
@pytest.mark.parametrize(
    ("content", "said"), [(b"\xff\xfe\x00", "inte skriven i UTF-8"), (b"#" * 70_000, "större än 64 kB")]
)
def test_a_file_that_is_no_text_is_a_sentence(history: World, elearn, tmp_path: Path, content, said):
    path = tmp_path / "rubriker.toml"
    path.write_bytes(content)
    result = elearn("export", "completions", "--headers", str(path))
    assert (result.exit_code, said in result.stderr) == (1, True)


@pytest.fixture
def installed(tmp_path: Path) -> Path:
    folder = tmp_path / "export-mappings"
    folder.mkdir()
    (folder / "lon.toml").write_text(MAPPING)
    (folder / "trasig.toml").write_text('[columns]\n"A" = "nej"\n"B" = "inte"\n')
    (folder / "annat.txt").write_text("")
    return folder


def test_the_files_of_an_installation_are_known_by_what_they_call_themselves(installed: Path):
    assert list_mappings(installed.parent) == [("lon", "Lönesystemet"), ("trasig", "trasig")]
    assert list_mappings(installed) == []


def ask(client, token, **given: str):
    form = {"subject": "completions", "as_of": today().isoformat(), "structure": "then", "format": "csv"}
    return client.post(
        "/hr/export", data={**form, **given, "csrf_token": token(client, "/hr/export")}, buffered=True
    )


def test_hr_chooses_headers_on_the_page(
    history: World, client, sign_in_as, token, session: Session, installed: Path
):
    sign_in_as(client, history.dana)
    page = client.get("/hr/export").get_data(as_text=True)
    assert re.search(r'<option value="lon">Lönesystemet', page)
    header, *_rest = records(ask(client, token, headers="lon").get_data())
    assert header == ["Kurskod", "Anst.nr", "Klart"]
    event = session.scalars(select(AuditEvent).where(AuditEvent.action == "export.made")).one()
    assert event.details["headers"] == "lon"


def test_a_broken_file_is_said_on_the_page_with_its_lines(
    history: World, client, sign_in_as, token, installed: Path
):
    sign_in_as(client, history.dana)
    response = ask(client, token, headers="trasig")
    page = response.get_data(as_text=True)
    assert response.status_code == 422
    assert "Rad 1" not in page
    assert "Rad 2, A: ”nej” finns inte" in page
    assert "Rad 3, B: ”inte” finns inte" in page


@pytest.mark.one_engine
@pytest.mark.parametrize("name", ["../lon", "annat", "/etc/passwd"])
def test_only_the_files_of_the_installation_can_be_chosen(
    history: World, client, sign_in_as, token, installed: Path, name: str
):
    sign_in_as(client, history.dana)
    response = ask(client, token, headers=name)
    assert response.status_code == 422
    assert "Välj rubriker i listan." in response.get_data(as_text=True)


def test_without_files_there_is_nothing_to_choose(world: World, client, sign_in_as):
    sign_in_as(client, world.dana)
    assert "Rubriker" not in client.get("/hr/export").get_data(as_text=True)


def test_the_organisation_s_own_files_say_what_they_are_for(history: World, elearn, tmp_path: Path):
    for kind in ("units", "people", "managers"):
        path = tmp_path / f"{kind}.csv"
        assert elearn("export", kind, "-o", str(path)).exit_code == 0
        assert records(path.read_bytes())[-1][3] == PURPOSE
    result = elearn("import", "units", str(tmp_path / "units.csv"), "--dry-run", "--json")
    assert json.loads(result.stdout)["faults"] == []
    assert os.path.exists(tmp_path / "managers.csv")
