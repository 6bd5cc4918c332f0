"""Which encoding an HR file is in is found out; what cannot be read for sure is refused, never stored as mojibake."""

import unicodedata

import pytest

from elearn.organisations.files.faults import Fault
from elearn.organisations.files.reading import read_people, read_units
from tests.organisations.hr_files import PERSON, only_fault, people, text_of, units

SAMPLE = people({})


def one_fault(content: bytes) -> Fault:
    return only_fault(read_people(content))


@pytest.mark.parametrize(
    ("codec", "named"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8-sig"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16"),
        ("utf-16-be", "utf-16"),
        ("windows-1252", "windows-1252"),
        ("iso-8859-1", "windows-1252"),
    ],
)
def test_every_usual_encoding_is_read_and_named(codec, named):
    file = read_people(SAMPLE.decode().encode(codec))
    assert file.faults == ()
    assert file.encoding == named
    assert file.records[0].family_name == "Öberg"
    assert file.headers["given_name"] == "förnamn"


def test_utf_16_with_the_other_byte_order_and_its_mark_is_read():
    file = read_people(b"\xfe\xff" + SAMPLE.decode().encode("utf-16-be"))
    assert (file.encoding, file.records[0].given_name) == ("utf-16", "Åsa")


def test_text_that_was_encoded_twice_is_refused_at_its_first_trace():
    twice = SAMPLE.decode().encode().decode("windows-1252", "replace").encode()
    fault = one_fault(twice)
    assert fault.line == 1
    assert "fel teckenkodning" in fault.message


def test_one_twice_encoded_name_under_english_headers_is_refused_with_its_line_and_column():
    content = (
        b"unit_code,name,kind,parent_code,valid_from,valid_to\n"
        b"A,Skola,workplace,,,\n" + "B,GÃ¥rden,workplace,A,,\n".encode()
    )
    file = read_units(content)
    assert [(fault.line, fault.column, fault.value) for fault in file.faults] == [(3, "name", "Ã¥")]
    assert file.records == ()


@pytest.mark.parametrize("codec", ["mac_roman", "cp850", "cp437"])
def test_old_macintosh_and_dos_files_are_refused(codec):
    text = text_of([PERSON | {"förnamn": "Märta", "efternamn": "Strånd"}])
    assert "fel teckenkodning" in one_fault(text.encode(codec)).message


def test_a_typographic_quote_inside_a_word_of_a_good_windows_file_is_no_sign_of_dos():
    text = text_of([PERSON | {"befattning": "Förskolan”Solen”"}])
    file = read_people(text.encode("windows-1252"))
    assert file.faults == ()
    assert file.records[0].title == "Förskolan”Solen”"


def test_bytes_that_fit_no_encoding_are_refused_with_line_and_place():
    fault = one_fault(SAMPLE + b"1002;\x81;x\n")
    assert fault.line == 3
    assert "Tecken 6 på rad 3" in fault.message


def test_a_broken_utf_8_file_with_a_byte_order_mark_is_refused():
    fault = one_fault(b"\xef\xbb\xbf" + SAMPLE + b"\xff")
    assert fault.line == 3
    assert "Tecken 1 på rad 3 går inte att tolka" in fault.message


def test_letters_that_any_encoding_would_have_given_are_pointed_out():
    text = "unit_code,name,kind,parent_code,valid_from,valid_to\nA,Skola,workplace,,,\nB,José,workplace,A,,\n"
    file = read_units(text.encode("windows-1252"))
    assert file.faults == ()
    assert [(notice.line, notice.column, notice.value) for notice in file.notices] == [(3, "name", None)]


def test_nothing_but_nul_bytes_is_refused():
    assert "nolltecken" in one_fault(bytes(64)).message


def test_nul_characters_are_refused_with_their_line():
    fault = one_fault(SAMPLE + b"10\x00;\n")
    assert fault.line == 3
    assert "nolltecken" in fault.message


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"%PDF-1.7\n", "PDF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "lösenord"),
        (b"", "tom"),
        (b"\n\r\n  \n", "tom"),
        (b"\xef\xbb\xbf", "tom"),
    ],
)
def test_what_is_no_text_file_gets_a_sentence_of_its_own(content, said):
    fault = one_fault(content)
    assert fault.line is None
    assert said in fault.message


def test_decomposed_letters_in_headers_and_values_are_composed():
    file = read_units(unicodedata.normalize("NFD", units({"namn": "Åsgården"}).decode()).encode())
    assert file.faults == ()
    assert file.records[0].name == "Åsgården"
