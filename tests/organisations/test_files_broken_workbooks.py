"""A sentence for every workbook that cannot be read, or should not be."""

import io
import zipfile

import pytest

from elearn.organisations.files import parts, sheet
from elearn.organisations.files.faults import MOST_FAULTS
from elearn.organisations.files.reading import read_units
from tests.organisations.hr_workbooks import HEADER, SHEET, changed, one_fault, with_sheet, workbook

REFUSED = {
    "bytes after the signature": b"PK\x03\x04 and nothing more",
    "an empty archive": b"PK\x05\x06" + b"\0" * 18,
    "a sheet cut off": with_sheet(lambda part: part[:-30]),
    "a place beyond the last row": with_sheet(lambda part: part.replace(b'r="A2"', b'r="A9999999"')),
    "a place beyond the last column": with_sheet(lambda part: part.replace(b'r="A2"', b'r="ZZZ2"')),
    "a place that is none": with_sheet(lambda part: part.replace(b'r="A2"', b'r="2A"')),
    "a row of its own that is none": with_sheet(lambda part: part.replace(b'<row r="2"', b'<row r="two"')),
    "a string that does not exist": with_sheet(lambda part: part.replace(b"<v>6</v>", b"<v>600</v>")),
    "entities of its own": with_sheet(
        lambda part: part.replace(b"<worksheet", b'<!DOCTYPE a [<!ENTITY b "c">]><worksheet', 1)
    ),
    "no sheet where it should be": changed(workbook(HEADER), SHEET, None),
    "a list of sheets without one": changed(
        workbook(HEADER), "xl/workbook.xml", lambda part: part.replace(b"<sheet ", b"<other ")
    ),
}


@pytest.mark.parametrize("content", REFUSED.values(), ids=REFUSED)
def test_a_damaged_workbook_is_refused_with_a_sentence(content):
    fault = one_fault(content)
    assert (fault.line, fault.column) == (None, None)
    assert "XLSX" in fault.message


def test_a_workbook_that_overstates_its_strings_is_read_all_the_same():
    """A reader that makes room for as many as the file claims would end the whole process here."""
    content = changed(
        workbook(HEADER, ["A", "Skola", "enhet"]),
        "xl/sharedStrings.xml",
        lambda part: part.replace(b'ount="', b'ount="99999999'),
    )
    assert read_units(content).records[0].code == "A"


@pytest.mark.parametrize("name", ["word/document.xml", "mimetype", "content.xml"])
def test_another_kind_of_archive_is_named_so(name):
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w") as archive:
        archive.writestr(name, "x")
    assert "ingen XLSX-fil" in one_fault(memory.getvalue()).message


def test_a_workbook_with_locked_parts_is_refused():
    content = bytearray(workbook(HEADER))
    place = -1
    while (place := content.find(b"PK\x01\x02", place + 1)) >= 0:
        content[place + 8] |= 1
    assert "skyddad" in one_fault(bytes(content)).message


def test_a_workbook_that_would_fill_the_memory_is_refused_before_it_is_unpacked(monkeypatch):
    monkeypatch.setattr(parts, "LARGEST_UNPACKED", 100_000)
    blank = changed(workbook(HEADER), "xl/media/image.png", b" " * 200_000)
    assert len(blank) < 100_000
    assert "för stor" in one_fault(blank).message


def test_a_sheet_of_too_many_cells_is_refused(monkeypatch):
    monkeypatch.setattr(sheet, "MOST_CELLS", 11)
    assert (
        "fler än 11 celler"
        in one_fault(workbook(HEADER, ["A", "Skola", "enhet", "B", "", "2026-01-01"], ["C", "x"])).message
    )


def test_a_far_away_cell_costs_neither_time_nor_memory():
    def fill(_book, page):
        page.write(1_048_575, 16_383, "x")

    file = read_units(workbook(HEADER, ["A", "Skola", "enhet"], fill=fill))
    assert [fault.line for fault in file.faults] == [3, 1_048_576]


def test_a_sheet_that_is_wrong_throughout_says_that_there_is_more():
    stray = ["", "", "", "", "", "", "x"]
    file = read_units(workbook(HEADER, *[stray] * (MOST_FAULTS + 10)))
    assert len(file.faults) == MOST_FAULTS + 1
    assert "fler än" in file.faults[-1].message
