"""Files as the programs that open them see them: csv, openpyxl, calamine, json."""

import csv
import hashlib
import io
import json
import os
import tempfile
import zipfile
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
from python_calamine import CalamineWorkbook

from elearn.organisations.files.values import clean
from elearn.reports.spreadsheets import (
    Column,
    Row,
    spool,
    unspooled,
    write_csv,
    write_json_lines,
    write_workbook,
)

NOTE = "Bara för uppföljning."
COLUMNS = (
    Column("name"),
    Column("code"),
    Column("unit"),
    Column("completed_on", date),
    Column("annulled", bool),
)
DAY = date(2026, 2, 28)
HOSTILE = [
    "=1+1",
    "+46",
    "-12",
    "@SUM(A1)",
    "\tx",
    "\uff1d1",
    "\uff0b1",
    "\uff0d1",
    "\uff20x",
    "'=1",
    "http://exempel.example",
    "00123",
]
ROWS: list[Row] = [
    ["Åsa Öberg", "=HYPERLINK(1)", "Ängens; enhet", DAY, True],
    ['Säg "hej"', "007", None, None, False],
]


def written_csv(rows) -> bytes:
    file = io.BytesIO()
    write_csv(file, COLUMNS, rows, note=NOTE)
    return file.getvalue()


def written_workbook(rows, **given) -> bytes:
    file = io.BytesIO()
    write_workbook(
        file, COLUMNS, rows, title="completions", about={"note": NOTE, "as_of": DAY, "unit": None}, **given
    )
    return file.getvalue()


def read_csv(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";", strict=True))


def test_csv_is_what_a_swedish_excel_opens():
    content = written_csv(ROWS)
    assert content.startswith(b"\xef\xbb\xbfname;code;unit;completed_on;annulled\r\n")
    assert content.count(b"\n") == content.count(b"\r\n") == 4
    header, first, second, _closing = read_csv(content)
    assert header == [column.name for column in COLUMNS]
    assert first == ["Åsa Öberg", "'=HYPERLINK(1)", "Ängens; enhet", "2026-02-28", "yes"]
    assert second == ['Säg "hej"', "007", "", "", "no"]


def test_the_last_record_of_a_csv_promises_the_rows_and_digests_what_came_before():
    content = written_csv(ROWS)
    closing = read_csv(content)[-1]
    assert len(closing) == len(COLUMNS)
    marker, rows, digest, note = closing[:4]
    assert (marker, rows, note) == ("#end", "2", NOTE)
    before = content.removeprefix(b"\xef\xbb\xbf").rsplit(b"#end", 1)[0]
    assert digest == f"sha256={hashlib.sha256(before).hexdigest()}"


def test_an_empty_csv_has_a_header_and_its_closing_record():
    assert [record[:2] for record in read_csv(written_csv([]))] == [["name", "code"], ["#end", "0"]]


@pytest.mark.parametrize("text", HOSTILE)
def test_what_could_be_a_formula_is_text_in_csv_and_our_importer_takes_it_back(text):
    name = read_csv(written_csv([[text, "1", None, None, False]]))[1][0]
    assert name[0] not in "=+-@\t\uff1d\uff0b\uff0d\uff20"
    assert clean(name) == text.strip()


def test_a_text_that_begins_with_nothing_is_no_formula_either():
    assert read_csv(written_csv([["\0=1", "1", None, None, False]]))[1][0] == "'\0=1"


def test_json_lines_are_raw_and_end_with_an_object_without_the_keys_of_a_row():
    file = io.BytesIO()
    assert write_json_lines(file, COLUMNS, ROWS, note=NOTE) == 2
    first, second, closing = (json.loads(line) for line in file.getvalue().decode("utf-8").splitlines())
    assert first == {
        "name": "Åsa Öberg",
        "code": "=HYPERLINK(1)",
        "unit": "Ängens; enhet",
        "completed_on": "2026-02-28",
        "annulled": True,
    }
    assert second["unit"] is None
    before = file.getvalue().rsplit(b'{"end"', 1)[0]
    assert closing == {"end": True, "rows": 2, "sha256": hashlib.sha256(before).hexdigest(), "note": NOTE}
    assert "Åsa".encode() in file.getvalue()


def test_a_workbook_has_typed_cells_a_frozen_header_and_a_filter():
    sheet = openpyxl.load_workbook(io.BytesIO(written_workbook(ROWS)))["completions"]
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:E3"
    assert [cell.value for cell in sheet[1]] == [column.name for column in COLUMNS]
    assert [cell.value for cell in sheet[2]] == [
        "Åsa Öberg",
        "=HYPERLINK(1)",
        "Ängens; enhet",
        datetime(2026, 2, 28),  # noqa: DTZ001 -- as openpyxl reads a day
        "yes",
    ]
    assert [cell.data_type for cell in sheet[2]] == ["s", "s", "s", "d", "s"]
    assert sheet["D2"].number_format == "yyyy-mm-dd"
    assert [cell.value for cell in sheet[3]] == ['Säg "hej"', "007", None, None, "no"]


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_of_a_workbook_is_a_formula_a_link_or_a_number(text):
    content = written_workbook([[text, text, None, None, False]])
    sheet = openpyxl.load_workbook(io.BytesIO(content))["completions"]
    assert (sheet["A2"].value, sheet["A2"].data_type, sheet["A2"].hyperlink) == (text, "s", None)
    xml = zipfile.ZipFile(io.BytesIO(content)).read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in xml
    assert "<hyperlink" not in xml


def test_another_reader_of_workbooks_sees_the_same():
    workbook = CalamineWorkbook.from_filelike(io.BytesIO(written_workbook(ROWS)))
    assert workbook.sheet_names == ["completions", "about"]
    assert workbook.get_sheet_by_name("completions").to_python() == [
        [column.name for column in COLUMNS],
        ["Åsa Öberg", "=HYPERLINK(1)", "Ängens; enhet", DAY, "yes"],
        ['Säg "hej"', "007", "", "", "no"],
    ]
    assert workbook.get_sheet_by_name("about").to_python() == [["note", NOTE], ["as_of", DAY], ["unit", ""]]


def test_more_rows_than_a_sheet_holds_go_on_in_another():
    rows = [[str(place), "", None, None, False] for place in range(5)]
    workbook = openpyxl.load_workbook(io.BytesIO(written_workbook(rows, most_rows=2)))
    assert workbook.sheetnames == ["completions", "completions 2", "completions 3", "about"]
    for sheet, expected in zip(workbook.worksheets, (["0", "1"], ["2", "3"], ["4"]), strict=False):
        assert [cell.value for cell in sheet["A"]] == ["name", *expected]
        assert sheet.auto_filter.ref == f"A1:E{len(expected) + 1}"


def test_a_workbook_without_rows_has_its_header():
    sheet = openpyxl.load_workbook(io.BytesIO(written_workbook([])))["completions"]
    assert [cell.value for cell in sheet[1]] == [column.name for column in COLUMNS]
    assert sheet.max_row == 1


class Broken(Exception):  # noqa: N818 -- what happened, not a defect of ours
    """The rows stop coming."""


def rows_that_break():
    yield ROWS[0]
    raise Broken


def test_a_workbook_that_breaks_off_leaves_no_file_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with pytest.raises(Broken):
        written_workbook(rows_that_break())
    assert os.listdir(tmp_path) == []
    written_workbook(ROWS)
    assert os.listdir(tmp_path) == []


# The zip file within tries once more when it goes.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_full_disk_is_an_error_of_the_file():
    with Path("/dev/full").open("r+b", buffering=0) as full, pytest.raises(OSError, match="space"):
        write_workbook(full, COLUMNS, ROWS, title="completions", about={})


def test_rows_put_aside_come_back_as_they_were():
    with tempfile.TemporaryFile() as file:
        assert spool(file, ROWS) == 2
        assert list(unspooled(file, COLUMNS)) == ROWS
