"""What we write we read back unchanged, and no bytes whatever make the reader fail."""

import unicodedata
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from elearn.demo.files import FILES
from elearn.organisations.files import reading, writing
from elearn.organisations.files.decoding import find_wrong_encoding
from elearn.organisations.files.personal_numbers import is_personal_number
from elearn.organisations.files.records import ManagerRecord, PersonRecord, UnitRecord
from elearn.organisations.files.values import Unfit, clean
from elearn.organisations.kinds import Form, Kind, Level, PostRole
from tests.organisations.hr_files import managers, people, units

READERS = (reading.read_units, reading.read_people, reading.read_managers)

# How long an example takes says nothing here, and on a busy machine nothing at all.
patient = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


def is_plain(text: str) -> bool:
    """What a reader lets in: the rest is tested where it is refused."""
    if find_wrong_encoding(text, guessed=False) or is_personal_number(text) or text.casefold() == "#end":
        return False
    try:
        return clean(f"'{text}" if text[:1] in "'=+-@\uff1d\uff0b\uff0d\uff20" else text) == text
    except Unfit:
        return False


hostile = st.sampled_from(
    [
        "=cmd|' /C calc'!A0",
        "'=1",
        "''=1",
        "-",
        "@x",
        "\uff1d1",
        '"',
        ';";',
        "'",
        ",",
        "a\u200db",
        "é",
        "#end;1",
        "NULL",
    ]
)
words = st.text(st.characters(exclude_categories=("Cc", "Cs", "Cn")), max_size=20)
texts = (words | hostile).map(lambda text: unicodedata.normalize("NFC", text).strip()).filter(is_plain)
filled = texts.filter(bool)
maybe = st.none() | filled
days = st.dates(date(1700, 1, 1), date(2199, 12, 31))


@st.composite
def periods(draw):
    first, last = draw(st.none() | days), draw(st.none() | days)
    return (last, first) if first and last and last < first else (first, last)


@st.composite
def unit_records(draw, code):
    first, last = draw(periods())
    return UnitRecord(
        line=0,
        code=code,
        name=draw(filled),
        kind=draw(st.sampled_from(Kind)),
        parent_code=draw(maybe),
        valid_from=first,
        valid_to=last,
        legal_entity=draw(maybe),
        responsible_code=draw(maybe),
        counts_in_group=draw(st.booleans()),
    )


@st.composite
def person_records(draw, number):
    first, last = draw(periods())
    away, back = draw(periods())
    form = draw(st.none() | st.sampled_from(Form))
    return PersonRecord(
        line=0,
        employee_number=number,
        given_name=draw(filled),
        family_name=draw(filled),
        email=draw(st.sampled_from(["", "a@b.se", "+x@y", "-@z"])),
        unit_code=draw(filled),
        level=draw(st.sampled_from(Level)),
        title=draw(texts),
        role=draw(st.sampled_from([None, PostRole.MANAGER, PostRole.DEPUTY])),
        valid_from=first,
        valid_to=last,
        language=draw(st.sampled_from(["sv", "en"])),
        protected=draw(st.booleans()),
        person_key=draw(maybe),
        form=None if form is Form.EXTERNAL and last is None else form,
        fraction=draw(texts),
        absent_from=away,
        absent_to=back if away else None,
    )


@st.composite
def manager_records(draw, number):
    return ManagerRecord(
        0, draw(filled), draw(filled), number, draw(st.sampled_from(PostRole)), *draw(periods())
    )


@st.composite
def files_of(draw, of):
    keys = draw(st.lists(filled, max_size=8, unique=True))
    return [draw(of(key)) for key in keys]


@patient
@given(files_of(unit_records))
def test_units_are_read_back_as_they_were_written(records):
    file = reading.read_units(writing.write_units(records))
    assert (file.faults, file.notices, list(file.records)) == ((), (), records)


@patient
@given(files_of(person_records))
def test_people_are_read_back_as_they_were_written(records):
    file = reading.read_people(writing.write_people(records))
    assert (file.faults, list(file.records)) == ((), records)


@patient
@given(files_of(manager_records))
def test_managers_are_read_back_as_they_were_written(records):
    file = reading.read_managers(writing.write_managers(records))
    assert (file.faults, file.notices, list(file.records)) == ((), (), records)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_the_example_group_is_read_without_a_fault_and_back_again(file):
    read, write = getattr(reading, f"read_{file.kind}"), getattr(writing, f"write_{file.kind}")
    first = read(file.path.read_bytes())
    assert first.faults == ()
    assert first.rows == len(first.records) > 0
    assert read(write(first.records)).records == first.records


def test_a_written_file_is_what_swedish_excel_opens():
    content = writing.write_people(
        [PersonRecord(0, "0012", "=1+1", "Öberg", "", "A", Level.EMPLOYEE, "", None, None, None)]
    )
    header, row, closing, rest = content.decode("utf-8-sig").split("\r\n")
    assert content.startswith(b"\xef\xbb\xbf")
    assert header.startswith(
        "employee_number;given_name;family_name;email;unit_code;level;title;role;valid_from;valid_to"
    )
    assert row == "0012;'=1+1;Öberg;;A;employee;;;;;sv;;;;;;"
    assert closing.startswith("#end;1;sha256=")
    assert f';"{writing.PURPOSE}";' in closing
    assert closing.replace(writing.PURPOSE, "").count(";") == header.count(";")
    assert rest == ""


@pytest.mark.parametrize(
    "text", ["=1", "+1", "-1", "@a", "\uff1d1", "\uff0b", "\uff0d", "\uff20", "\tx", "\rx", "'=1"]
)
def test_a_cell_that_a_spreadsheet_would_calculate_is_made_text(text):
    assert writing.defused(text) == f"'{text}"
    assert writing.defused(f"a{text}") == f"a{text}"


def test_an_export_that_broke_off_is_refused_and_a_changed_one_noticed():
    records = [UnitRecord(0, code, "Skola", Kind.WORKPLACE, None, None, None) for code in "ABC"]
    content = writing.write_units(records)
    broken = content.replace(b"B;Skola;workplace;;;;;;yes\r\n", b"")
    assert [fault.line for fault in reading.read_units(broken).faults] == [4]
    changed = reading.read_units(content.replace(b"B;Skola", b"B;Skolan"))
    assert changed.faults == ()
    assert [notice.line for notice in changed.notices] == [5]


def test_an_empty_export_is_a_header_and_its_end():
    file = reading.read_units(writing.write_units([]))
    assert (file.rows, file.faults, file.records) == (0, (), ())


@patient
@given(st.binary(max_size=300), st.sampled_from(READERS))
def test_any_bytes_give_faults_or_records_and_never_an_exception(content, read):
    file = read(content)
    assert file.faults or file.records or file.rows == 0


pieces = st.sampled_from(
    ["\n", "\r", '"', ";", ",", "\t", "'", "=", "#end", "2026-02-30", "å", "\ufeff", "ja", " ", "\x00"]
)


@patient
@given(st.data())
def test_a_good_file_with_anything_put_in_anywhere_never_makes_an_exception(data):
    content, read = data.draw(
        st.sampled_from(
            [
                (units({}, {"enhetskod": "B"}), READERS[0]),
                (people({}, {}), READERS[1]),
                (managers({}), READERS[2]),
            ]
        )
    )
    text = content.decode()
    for piece in data.draw(st.lists(pieces | st.text(max_size=3), max_size=6)):
        place = data.draw(st.integers(0, len(text)))
        text = text[:place] + piece + text[place:]
    file = read(text.encode("utf-8", "surrogatepass"))
    assert all(fault.message and "%(" not in fault.message for fault in (*file.faults, *file.notices))
    assert len(file.records) <= file.rows
