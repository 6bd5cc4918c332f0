"""CSV read strictly: separators, quotes, line numbers, and no row that disappears."""

import pytest

from elearn.organisations.files.delimited import MOST_RESTARTS
from elearn.organisations.files.faults import MOST_FAULTS
from elearn.organisations.files.reading import read_managers, read_people, read_units
from tests.organisations.hr_files import MANAGER, PERSON, UNIT, people, text_of, units

HEADER = "enhetskod;namn;typ;överordnad;från;till\n"


def lines(file) -> list[int | None]:
    return [fault.line for fault in file.faults]


def read_text(*rows: str):
    return read_units((HEADER + "".join(rows)).encode())


@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_the_separator_is_found_out_and_named(separator):
    for read, row in ((read_units, UNIT), (read_people, PERSON), (read_managers, MANAGER)):
        file = read(text_of([row], separator).encode())
        assert file.faults == ()
        assert (file.separator, file.rows, len(file.records)) == (separator, 1, 1)


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_any_line_ending_and_a_missing_last_one_will_do(newline):
    text = units({}, {"enhetskod": "B"}).decode().strip().replace("\n", newline)
    file = read_units(text.encode())
    assert file.faults == ()
    assert [(record.line, record.code) for record in file.records] == [(2, "SKOL"), (3, "B")]


def test_a_separator_inside_quotes_and_a_doubled_quote_are_part_of_the_value():
    file = read_text('A;"Skola; ""Solen"", norr";enhet;;;\n')
    assert file.records[0].name == 'Skola; "Solen", norr'


def test_english_headers_in_any_order_and_case_with_blanks_are_known():
    text = " Valid_To ,NAME,kind,unit code,Valid-From,parent_code\n,Skola,Workplace,A,2020-01-01,B\n"
    file = read_units(text.encode())
    assert file.faults == ()
    assert file.headers["valid_to"] == "Valid_To"
    assert (file.records[0].code, file.records[0].parent_code) == ("A", "B")


def test_a_header_without_rows_is_read():
    file = read_units(HEADER.encode())
    assert (file.rows, file.records, file.faults) == (0, (), ())


def test_every_missing_column_is_named_and_the_rest_still_read():
    file = read_units(b"enhetskod;namn;till\nA;Skola;2026-02-30\n")
    assert [(fault.line, fault.column) for fault in file.faults] == [
        (None, "typ"),
        (None, "överordnad"),
        (None, "från"),
        (2, "till"),
    ]


def test_a_first_line_that_is_no_header_is_one_fault():
    file = read_units(b"A;Skola;enhet;;;\nB;Skola;enhet;A;;\n")
    assert lines(file) == [1]
    assert "ingen rubrikrad" in file.faults[0].message
    assert file.notices == ()


@pytest.mark.parametrize(
    "content", [b"\nenhetskod;namn\n", b"enhetskod namn typ\nA Skola enhet\n", b"a|b|c\n1|2|3\n"]
)
def test_a_file_with_an_empty_first_line_or_another_separator_has_no_header(content):
    file = read_units(content)
    assert lines(file) == [1]
    assert file.separator is None or content.startswith(b"\n")


def test_without_a_header_nothing_is_said_of_the_rows():
    assert lines(read_units(b"Enheter;2026\n" + units({}, {}))) == [1]


def test_a_header_that_occurs_twice_in_either_language_is_a_fault():
    file = read_units(b"enhetskod;namn;typ;parent_code;\xc3\xb6verordnad;fr\xc3\xa5n;till\nA;S;enhet;;;;\n")
    assert [(fault.line, fault.column) for fault in file.faults] == [(1, "överordnad")]


def test_unknown_columns_are_left_unread_with_a_notice_each():
    file = read_people(text_of([PERSON | {"Skonummer": "41", "": "x"}]).encode())
    assert file.faults == ()
    assert [(notice.line, notice.column) for notice in file.notices] == [(1, "Skonummer"), (1, None)]
    assert "13" not in file.notices[0].message
    assert "Kolumn 14" in file.notices[1].message


def test_records_with_more_or_fewer_fields_are_faults_and_keep_their_keys():
    file = read_text("A;Skola;enhet;;;\n", "B;Skola;enhet;A;\n", "C;Skola;enhet;A;;;\n")
    assert lines(file) == [3, 4]
    assert "5 fält" in file.faults[0].message
    assert [record.code for record in file.records] == ["A"]
    assert {"B", "C"} <= file.left_out
    assert file.rows == 3


def test_a_quote_that_never_closes_is_a_fault_where_its_record_starts_and_swallows_nothing():
    file = read_text(
        "A;Skola;enhet;;;\n", 'B;"Skola;enhet;A;;\n', "C;Skola;enhet;A;;\n", "D;Skola;knas;A;;\n"
    )
    assert lines(file) == [3, 5]
    assert [record.code for record in file.records] == ["A", "C"]
    assert "B" in file.left_out


def test_a_quote_that_another_row_happens_to_close_is_found_too():
    file = read_text('A;"Skola;enhet;;;\n', 'B;Skola";enhet;A;;\n', "C;Skola;enhet;A;;\n")
    assert lines(file) == [2]
    assert [record.code for record in file.records] == ["B", "C"]


def test_a_quote_that_closes_in_another_field_below_is_found_too():
    file = read_text('A;"Skola;enhet;;;\n', 'B";Skola;enhet;A;;\n', "C;Skola;enhet;A;;\n")
    assert lines(file) == [2]
    assert "citattecken" in file.faults[0].message


def test_text_after_a_closing_quote_is_a_fault():
    assert lines(read_text('A;"Skola" norr;enhet;;;\n', "C;Skola;enhet;A;;\n")) == [2]


def test_a_quote_in_the_header_that_never_closes_is_a_fault_of_line_one():
    assert lines(read_units(b'"enhetskod;namn\nA;B\n')) == [1]


def test_line_numbers_are_physical_where_quoted_fields_hold_line_breaks():
    header = HEADER.replace("\n", ";anmärkning\n")
    text = header + 'A;Skola;enhet;;;;"en\r\ntvå\ntre"\n' + "B;Skola;knas;A;;;\n" + "C;Skola;enhet;A;x;;\n"
    file = read_units(text.encode())
    assert [record.line for record in file.records] == [2]
    assert lines(file) == [5, 6]


def test_a_line_break_in_a_title_is_read_as_a_blank():
    text = text_of([PERSON | {"befattning": '"Lärare\nsvenska"'}])
    assert read_people(text.encode()).records[0].title == "Lärare svenska"


def test_empty_lines_between_rows_are_one_fault_and_at_the_end_none():
    file = read_text(
        "A;Skola;enhet;;;\n", "\n", ";;;;;\n", "B;Skola;enhet;A;;\n", ";;;;;\n", "C;S;enhet;A;;\n\n \n"
    )
    assert [(fault.line, fault.message[:14]) for fault in file.faults] == [
        (3, "Raderna 3–4 är"),
        (6, "Raden är tom. "),
    ]
    assert file.rows == 3


def test_a_file_that_ends_in_rows_of_nothing_but_separators_is_refused():
    assert lines(read_text("A;Skola;enhet;;;\n", ";;;;;\n")) == [3]


def test_a_field_of_unreasonable_length_is_a_fault_of_its_line():
    file = read_text("A;Skola;enhet;;;\n", f"B;{'x' * 200_000};enhet;A;;\n", "C;Skola;enhet;A;;\n")
    assert lines(file) == [3]
    assert "orimligt långt" in file.faults[0].message


def test_a_file_of_nothing_but_broken_quotes_is_given_up_and_says_so():
    file = read_text(*['A";"b\n'] * (MOST_RESTARTS + 50))
    assert file.faults[0].line is None
    assert "inte har lästs" in file.faults[0].message
    assert len(file.faults) == MOST_RESTARTS + 2


def test_a_file_that_is_wrong_throughout_says_that_there_is_more():
    file = read_text(*["A;Skola\n"] * (MOST_FAULTS + 10))
    assert len(file.faults) == MOST_FAULTS + 1
    assert "fler än" in file.faults[-1].message
    values = read_text(*[f"A{n};Skola;knas;;;\n" for n in range(MOST_FAULTS + 10)])
    assert len(values.faults) == MOST_FAULTS + 1
    assert values.records == ()


@pytest.mark.parametrize("closing", ["#end;1", "#end;1;;;;", "#end;rows=1;;;;", "#end", '"#end";"1"'])
def test_the_closing_record_of_an_export_is_skipped(closing):
    file = read_text("A;Skola;enhet;;;\n", closing + "\n")
    assert (file.faults, file.rows) == ((), 1)


def test_a_closing_record_that_promises_more_rows_tells_a_broken_file():
    file = read_text("A;Skola;enhet;;;\n", "#end;2;;;;\n")
    assert lines(file) == [3]
    assert "2 rader, men filen har 1" in file.faults[0].message


def test_rows_after_the_closing_record_are_a_fault():
    assert lines(read_text("A;Skola;enhet;;;\n", "#end;1;;;;\n", "B;Skola;enhet;A;;\n")) == [4]


def test_ten_kinds_of_fault_are_exactly_ten_faults():
    rows = [
        {},
        {"anställningsnummer": "1002", "nivå": "konsult"},
        {"anställningsnummer": "1003", "från": "2026-02-30"},
        {"anställningsnummer": "1004", "till": "2020-01-01"},
        {"anställningsnummer": "1005", "e-post": "ingen adress"},
        {"anställningsnummer": "", "förnamn": "Bo"},
        {"anställningsnummer": "1007", "förnamn": ""},
        {"anställningsnummer": "1008", "roll": "kung"},
        {"anställningsnummer": "1001", "enhetskod": "ANNAN", "efternamn": "Ek"},
        {"anställningsnummer": "1001"},
        {"anställningsnummer": "1010", "befattning": "Lärare\u202e"},
    ]
    file = read_people(people(*rows))
    assert lines(file) == [3, 4, 5, 6, 7, 8, 9, 10, 11, 12]
    assert [record.line for record in file.records] == [2]
