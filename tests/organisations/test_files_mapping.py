"""A mapping file: another system's headers and words for ours, and a sentence for each mistake in it."""

import pytest

from elearn.organisations.files.faults import Fault, FileRefused, in_words
from elearn.organisations.files.mapping import decode_mapping, load_mapping
from elearn.organisations.files.reading import read_managers, read_people
from elearn.organisations.kinds import Level, PostRole
from tests.organisations.hr_files import PERSON, managers, text_of

GOOD = """
[columns]
"Anst.nr" = "anställningsnummer"
"Org" = "unit_code"
Kategori = "nivå"

[values.level]
Tjm = "medarbetare"
"Förtroendevald" = "politician"

[values.roll]
"-" = ""
"T.f. chef" = "deputy"
"""


def refused(text: str) -> list[tuple[int | None, str]]:
    with pytest.raises(FileRefused) as refusal:
        load_mapping(text)
    assert str(refusal.value)
    return [(fault.line, f"{fault.column}: {fault.message}") for fault in refusal.value.faults]


def test_their_headers_and_words_are_read_as_ours():
    row = PERSON | {"nivå": "TJM", "roll": "-"}
    ours = {"anställningsnummer": "Anst.nr", "enhetskod": "ORG", "nivå": "kategori"}
    content = text_of([{ours.get(key, key): value for key, value in row.items()}]).encode()
    file = read_people(content, load_mapping(GOOD))
    assert file.faults == ()
    assert (file.records[0].level, file.records[0].role) == (Level.EMPLOYEE, None)
    assert file.headers["employee_number"] == "Anst.nr"
    assert read_people(content).faults


def test_words_that_are_ours_already_stay_known():
    row = PERSON | {"roll": "t.f. chef", "nivå": "chef"}
    record = read_people(text_of([row]).encode(), load_mapping(GOOD)).records[0]
    assert (record.level, record.role) == (Level.MANAGER, PostRole.DEPUTY)


def test_a_word_for_nothing_is_refused_where_something_is_needed():
    file = read_managers(managers({"roll": "-"}), load_mapping('[values.roll]\n"-" = ""\n'))
    assert [fault.column for fault in file.faults] == ["roll"]


def test_a_mapping_does_not_bring_personal_identity_numbers_in():
    content = text_of([{"Personnummer": "1", **PERSON}]).replace(";anställningsnummer", ";nr").encode()
    file = read_people(content, load_mapping('[columns]\nPersonnummer = "anställningsnummer"\n'))
    assert "anställningsnummer" in [fault.column for fault in file.faults]
    assert "Personnummer" in [notice.column for notice in file.notices]


def test_an_empty_mapping_changes_nothing():
    assert load_mapping("") == load_mapping("\ufeff[columns]\n")


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("\n[columns\n", 2, "TOML"),
        ("[columns]\na = b\n", 2, "Rad 2"),
        ("[columns]\n\na = 1\n", 3, "a: Värdet ska vara text"),
        ("columns = 1\n", 1, "columns: Skriv raderna"),
        ("[kolumner]\na = 'b'\n", 1, "kolumner: Avsnittet är okänt"),
        ("[columns]\na = 'skostorlek'\n", 2, "a: ”skostorlek” är ingen av våra kolumner"),
        ("[columns]\na = 'roll'\nb = 'role'\n", 3, "b: Kolumnen ”role” pekas ut två gånger"),
        ("[columns]\nOrg-nr = 'roll'\norg_NR = 'namn'\n", 3, "org_NR: Rubriken ”org_NR” översätts två"),
        ("values = 'x'\n", 1, "values: Skriv ett avsnitt per kolumn"),
        ("[values.name]\na = 'b'\n", 1, "name: Ord kan bara översättas för"),
        ("[values.skostorlek]\na = 'b'\n", 1, "skostorlek: Ord kan bara"),
        ("# ord\r\n[values.level]\r\na = 'kung'\r\n", 3, "a: ”kung” är inget av våra ord"),
        ("[values.level]\na = ''\n", 2, "a: Ordet kan inte bli tomt"),
        ("[values]\nlevel = 3\n", 2, "level: Skriv raderna"),
        ("[values]\n'nivå'.\"T=j\" = 'kung'\n", 2, "T=j: ”kung” är inget av våra ord"),
        ("values = {level = {a = 'kung'}}\n", None, "a: ”kung” är inget av våra ord"),
        ('[values.level]\na = """\nkung"""\n', 2, "a: ”kung” är inget av våra ord"),
        ("a = " + "[" * 5000, None, "TOML"),
    ],
)
def test_each_mistake_is_a_sentence_with_its_line(text, line, said):
    assert any(found == line and said in sentence for found, sentence in refused(text)), refused(text)


def test_every_mistake_is_told_at_once_in_the_order_of_the_file():
    text = "[other]\n[values.level]\nc = 'y'\n[columns]\nb = 1\na = 'x'\n"
    assert [line for line, _sentence in refused(text)] == [1, 3, 5, 6]


@pytest.mark.parametrize(
    ("content", "said"),
    [("[columns]\nå = 'roll'".encode("utf-16"), "UTF-8"), (b"#" * 65 * 1024, "64 kB")],
)
def test_what_is_no_mapping_file_gets_a_sentence_of_its_own(content, said):
    with pytest.raises(FileRefused, match=said):
        decode_mapping(content)


def test_a_fault_in_words_names_its_place_once():
    assert in_words(Fault(3, "Org", None, "Fel.")) == "Rad 3, Org: Fel."
    assert in_words(Fault(None, "Org", None, "Fel.")) == "Org: Fel."
    assert in_words(Fault(3, None, None, "Rad 3 är fel.")) == "Rad 3 är fel."
