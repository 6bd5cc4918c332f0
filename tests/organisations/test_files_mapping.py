"""A mapping file: another system's headers and words for ours, and a sentence for each mistake in it."""

import pytest

from elearn.organisations.files.faults import FileRefused
from elearn.organisations.files.mapping import load_mapping
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


def refused(text: str) -> list[str]:
    with pytest.raises(FileRefused) as refusal:
        load_mapping(text)
    assert all(fault.line is None for fault in refusal.value.faults)
    assert str(refusal.value)
    return [f"{fault.column}: {fault.message}" for fault in refusal.value.faults]


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
    ("text", "said"),
    [
        ("[columns\n", "TOML"),
        ("[columns]\na = b\n", "Rad 2"),
        ("[columns]\na = 1\n", "a: Värdet ska vara text"),
        ("columns = 1\n", "columns: Skriv raderna"),
        ("[kolumner]\na = 'b'\n", "kolumner: Avsnittet är okänt"),
        ("[columns]\na = 'skostorlek'\n", "a: ”skostorlek” är ingen av våra kolumner"),
        ("[columns]\na = 'roll'\nb = 'role'\n", "b: Kolumnen ”role” pekas ut två gånger"),
        ("values = 'x'\n", "values: Skriv ett avsnitt per kolumn"),
        ("[values.name]\na = 'b'\n", "name: Ord kan bara översättas för"),
        ("[values.skostorlek]\na = 'b'\n", "skostorlek: Ord kan bara"),
        ("[values.level]\na = 'kung'\n", "a: ”kung” är inget av våra ord"),
        ("[values.level]\na = ''\n", "a: Ordet kan inte bli tomt"),
        ("[values]\nlevel = 3\n", "level: Skriv raderna"),
        ("a = " + "[" * 5000, "TOML"),
    ],
)
def test_each_mistake_is_a_sentence(text, said):
    assert any(said in sentence for sentence in refused(text)), refused(text)


def test_every_mistake_is_told_at_once():
    assert len(refused("[columns]\na = 'x'\nb = 1\n[values.level]\nc = 'y'\n[other]\n")) == 4
