"""XLSX: the first sheet as Excel shows it, day for day and row for row."""

import csv
import io
import re
from collections.abc import Sequence
from datetime import date, datetime

import pytest
from python_calamine import CalamineWorkbook

from elearn.demo.files import DATA
from elearn.organisations.files import parts, sheet
from elearn.organisations.files.reading import read_people, read_units
from elearn.organisations.kinds import Kind
from tests.organisations.hr_workbooks import HEADER, one_fault, with_sheet, workbook


def test_cells_are_read_as_excel_shows_them():
    file = read_units(workbook(HEADER, [1001.0, "Skola", "enhet", "0012", date(2026, 1, 2), "2026-12-31"]))
    assert (file.faults, file.encoding, file.separator, file.rows) == ((), None, None, 1)
    unit = file.records[0]
    assert (unit.line, unit.code, unit.kind, unit.parent_code) == (2, "1001", Kind.WORKPLACE, "0012")
    assert (unit.valid_from, unit.valid_to) == (date(2026, 1, 2), date(2026, 12, 31))


def test_a_whole_example_file_gives_the_same_records_as_its_csv():
    content = (DATA / "people-vidingehem.csv").read_bytes()
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))
    days = {place for place, name in enumerate(rows[0]) if "från" in name or "till" in name}
    typed: list[list[object]] = [
        [date.fromisoformat(cell) if place in days and cell else cell for place, cell in enumerate(row)]
        for row in rows[1:]
    ]
    assert read_people(workbook(rows[0], *typed)).records == read_people(content).records


def test_another_reader_sees_the_same_cells():
    rows: list[Sequence[object]] = [
        HEADER,
        [7, "å", "enhet", 1.5, date(2026, 2, 28), True],
        ["x", "", "=1", "", "", "z"],
    ]
    content = workbook(*rows)
    with parts.opened(content) as book:
        ours = sheet.read_first_sheet(book)
    theirs = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    assert theirs[1] == [7.0, "å", "enhet", 1.5, date(2026, 2, 28), True]
    assert ours[2] == {1: "7", 2: "å", 3: "enhet", 4: "1.5", 5: date(2026, 2, 28), 6: "ja"}
    assert ours[3] == {1: "x", 3: "=1", 6: "z"}
    assert theirs[2] == ["x", "", "=1", "", "", "z"]


def test_days_are_counted_from_1904_where_the_workbook_says_so():
    content = workbook(HEADER, ["A", "S", "enhet", "", date(2026, 1, 2), ""], date_1904=True)
    assert read_units(content).records[0].valid_from == date(2026, 1, 2)


@pytest.mark.parametrize("from_1904", [False, True])
def test_no_last_day_is_read_from_a_day_cell_too(from_1904):
    row = ["A", "S", "enhet", "", date(2026, 1, 2), date(9999, 12, 31)]
    file = read_units(workbook(HEADER, row, date_1904=from_1904))
    assert (file.faults, file.records[0].valid_to) == ((), None)


def test_a_number_in_a_column_of_days_is_no_day():
    fault = one_fault(workbook(HEADER, ["A", "Skola", "enhet", "", 46023, ""]))
    assert (fault.line, fault.column, fault.value) == (2, "från", "46023")


@pytest.mark.parametrize(
    ("serial", "day"), [(1, date(1900, 1, 1)), (59, date(1900, 2, 28)), (61, date(1900, 3, 1))]
)
def test_excels_leap_day_of_1900_does_not_move_the_days_around_it(serial, day):
    def fill(book, page):
        page.write_number(1, 4, serial, book.add_format({"num_format": 14}))

    assert read_units(workbook(HEADER, ["A", "S", "enhet"], fill=fill)).records[0].valid_from == day


@pytest.mark.parametrize(
    ("code", "is_day"),
    [
        ("d mmm yyyy", True),
        ("[$-41D]yyyy/mm/dd;@", True),
        ('0 "dagar"', False),
        ("[Red]0.00", False),
        (r"0\d", False),
        ("hh:mm", False),
    ],
)
def test_the_number_format_tells_a_day_from_a_number(code, is_day):
    def fill(book, page):
        page.write_number(1, 4, 46023, book.add_format({"num_format": code}))

    file = read_units(workbook(HEADER, ["A", "Skola", "enhet"], fill=fill))
    assert [record.valid_from for record in file.records] == [date(2026, 1, 1)] * is_day
    assert len(file.faults) == (not is_day)


def test_a_time_of_day_is_no_day():
    fault = one_fault(workbook(HEADER, ["A", "Skola", "enhet", "", datetime(2026, 1, 2, 8, 30), ""]))  # noqa: DTZ001
    assert (fault.column, fault.value) == ("från", "2026-01-02 08:30")


def test_a_day_where_a_code_belongs_is_what_excel_made_of_it():
    fault = one_fault(workbook(HEADER, [date(2026, 1, 1), "Skola", "enhet", "", "", ""]))
    assert (fault.column, fault.value) == ("enhetskod", "2026-01-01")
    assert "Formatera kolumnen som text" in fault.message


def test_true_and_false_answer_yes_and_no():
    content = workbook(
        [*HEADER, "räknas_i_koncernen"],
        ["A", "S", "enhet", "", "", "", False],
        ["B", "S", "enhet", "", "", "", True],
    )
    assert [record.counts_in_group for record in read_units(content).records] == [False, True]


def test_a_formula_that_gives_an_error_is_a_fault_not_an_empty_cell():
    def fill(_book, page):
        page.write_formula(1, 5, "=VLOOKUP(1,A1:B2,2)", value="#N/A")

    fault = one_fault(workbook(HEADER, ["A", "Skola", "enhet", "", "", ""], fill=fill))
    assert (fault.line, fault.column) == (2, "till")
    assert "formel" in fault.message


def test_an_error_in_a_column_that_is_not_read_keeps_nothing_out():
    def fill(_book, page):
        page.write_formula(1, 6, "=1/0", value="#DIV/0!")

    file = read_units(workbook([*HEADER, "Summa"], ["A", "Skola", "enhet", "", "", ""], fill=fill))
    assert (file.faults, [record.code for record in file.records]) == ((), ["A"])


def test_a_formulas_value_is_read():
    def fill(_book, page):
        page.write_formula(1, 1, '="Sko"&"la"', value="Skola")

    assert read_units(workbook(HEADER, ["A", "", "enhet"], fill=fill)).records[0].name == "Skola"


def test_formatted_runs_are_one_text():
    def fill(book, page):
        page.write_rich_string(1, 1, "Sko", book.add_format({"bold": True}), "lan")

    assert read_units(workbook(HEADER, ["A", "", "enhet"], fill=fill)).records[0].name == "Skolan"


def test_spelled_out_characters_and_line_breaks_become_what_they_are():
    file = read_units(workbook(HEADER, ["A", "Sko\r\nlan", "enhet", "_x0041_", "", ""]))
    assert (file.records[0].name, file.records[0].parent_code) == ("Sko lan", "_x0041_")


def test_line_numbers_are_the_sheets_and_empty_rows_between_are_one_fault():
    row = ["Skola", "enhet", "", "", ""]
    file = read_units(workbook(HEADER, ["A", *row], [], ["", " "], ["B", "Skola", "knas", "", "", ""]))
    assert [(fault.line, fault.message[:20]) for fault in file.faults] == [
        (3, "Raderna 3–4 är tomma"),
        (5, "Okänt ord. Skriv någ"),
    ]
    assert file.rows == 2


def test_empty_rows_and_columns_after_the_table_are_nothing():
    def fill(book, page):
        page.write_blank(1_000_000, 9_000, None, book.add_format({"bold": True}))
        page.write_string(20, 3, "  ")

    file = read_units(workbook(HEADER, ["A", "Skola", "enhet", "", "", ""], fill=fill))
    assert (file.faults, file.rows) == ((), 1)


def test_a_cell_beyond_the_headers_is_a_fault_of_its_row():
    file = read_units(workbook(HEADER, ["A", "S", "enhet", "", "", ""], ["B", "S", "enhet", "", "", "", "x"]))
    assert [fault.line for fault in file.faults] == [3]
    assert "utan rubrik" in file.faults[0].message
    assert "B" in file.left_out


def test_the_closing_record_of_an_export_is_skipped_in_a_sheet_too():
    good: list[list[object]] = [["A", "S", "enhet", "", "", ""], ["#end", 1]]
    assert read_units(workbook(HEADER, *good)).faults == ()
    assert [fault.line for fault in read_units(workbook(HEADER, good[0], ["#end", 2])).faults] == [3]
    assert [fault.line for fault in read_units(workbook(HEADER, *good, good[0])).faults] == [4]


@pytest.mark.parametrize("rows", [[], [["", " "]]])
def test_an_empty_sheet_is_a_fault(rows):
    assert "tomt" in one_fault(workbook(*rows)).message


def test_a_header_that_is_not_in_the_first_row_is_a_fault():
    assert one_fault(workbook([], HEADER, ["A", "Skola", "enhet"])).line == 1


def test_a_header_of_very_many_columns_is_refused():
    assert "fler än 200" in one_fault(workbook([str(number) for number in range(300)])).message


def test_text_encoded_twice_is_refused_in_a_sheet_too():
    assert one_fault(workbook(HEADER, ["A", "GÃ¥rden", "enhet"])).column == "namn"


def test_only_the_first_sheet_counts():
    def fill(book, _page):
        book.add_worksheet("Annat").write(0, 0, "x")

    file = read_units(workbook(HEADER, ["A", "Skola", "enhet"], fill=fill))
    assert file.faults == ()
    assert ["”Sheet1”, är läst" in notice.message for notice in file.notices] == [True]


def test_a_sheet_that_cannot_be_seen_is_not_the_first():
    def fill(book, page):
        seen = book.add_worksheet("Enheter")
        seen.write_row(0, 0, HEADER)
        seen.write_row(1, 0, ["B", "Skola", "enhet"])
        seen.activate()
        page.hide()

    file = read_units(workbook(HEADER, ["A", "Skola", "enhet"], fill=fill))
    assert [record.code for record in file.records] == ["B"]
    assert file.notices == ()


def test_a_workbook_whose_elements_have_a_prefix_is_read():
    def prefixed(part: bytes) -> bytes:
        return (
            part.replace(b"</", b"</x:")
            .replace(b"<", b"<x:")
            .replace(b"<x:/x:", b"</x:")
            .replace(b"<x:?", b"<?")
            .replace(b" xmlns=", b" xmlns:x=")
        )

    file = read_units(with_sheet(prefixed))
    assert (file.faults, file.records[0].code) == ((), "A")


def test_cells_that_do_not_say_where_they_are_follow_each_other():
    file = read_units(with_sheet(lambda part: re.sub(rb' r="[A-Z]*[0-9]+"', b"", part)))
    assert (file.faults, file.records[0].line, file.records[0].name) == ((), 2, "Skola")


def test_inline_text_and_iso_days_are_read():
    def inline(part: bytes) -> bytes:
        cells = (
            b'<c r="A2" t="inlineStr"><is><t>B</t><rPh><t>x</t></rPh></is></c><c r="B2" t="str"><v>Skola</v></c>'
            b'<c r="C2" t="str"><v>enhet</v></c><c r="E2" t="d"><v>2026-01-02T00:00:00Z</v></c>'
            b'<c r="F2" t="d"><v>2026-01-03T08:00</v></c><c r="G2" t="s"><v/></c><c r="H2"/>'
        )
        return part[: part.index(b'<row r="2"')] + b'<row r="2">' + cells + b"</row></sheetData></worksheet>"

    file = read_units(with_sheet(inline))
    assert [(fault.column, fault.value) for fault in file.faults] == [("till", "2026-01-03T08:00")]
    assert file.left_out == {"B"}
