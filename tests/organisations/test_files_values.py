"""What a cell may hold: known words, real days, clean text; and the sentence for what it may not."""

from datetime import date

import pytest

from elearn.organisations.files.columns import PEOPLE
from elearn.organisations.files.faults import shown
from elearn.organisations.files.reading import read_managers, read_people, read_units
from elearn.organisations.kinds import Form, Kind, Level, PostRole
from tests.organisations.hr_files import MANAGER, PERSON, UNIT, managers, only_fault, people, text_of, units


def person(**changes: str):
    file = read_people(
        people({key.replace("_", "-") if key == "e_post" else key: value for key, value in changes.items()})
    )
    assert file.faults == ()
    return file.records[0]


@pytest.mark.parametrize(
    ("word", "kind"),
    [
        ("koncern", Kind.GROUP),
        ("Förvaltning", Kind.ADMINISTRATION),
        ("BOLAG", Kind.COMPANY),
        ("avdelning", Kind.DEPARTMENT),
        ("enhet", Kind.WORKPLACE),
        ("nämnd", Kind.COMMITTEE),
        ("styrelse", Kind.BOARD),
        ("fullmäktige", Kind.COUNCIL),
        ("utskott", Kind.SUBCOMMITTEE),
        ("revision", Kind.AUDIT),
        ("gemensam nämnd", Kind.JOINT_COMMITTEE),
        ("gemensam_nämnd", Kind.JOINT_COMMITTEE),
        ("kommunalförbund", Kind.ASSOCIATION),
        ("extern utförare", Kind.EXTERNAL_PROVIDER),
        *((kind.value, kind) for kind in Kind),
    ],
)
def test_every_kind_of_unit_is_known_in_both_languages(word, kind):
    assert read_units(units({"typ": word})).records[0].kind is kind


def test_an_unknown_word_names_the_words_that_are_known_in_the_language_of_the_header():
    swedish = only_fault(read_people(people({"nivå": "konsult"})))
    assert (swedish.line, swedish.column, swedish.value) == (2, "nivå", "konsult")
    assert "politiker, chef, medarbetare" in swedish.message
    english = people({"nivå": "boss"}).decode().replace("nivå", "level").encode()
    assert "politician, manager, employee" in only_fault(read_people(english)).message


def test_a_row_of_employment_is_read_in_full():
    row = PERSON | {
        "roll": "Ställföreträdare",
        "språk": "EN",
        "nivå": "manager",
        "personnyckel": "k7",
        "anställningsform": "visstid",
        "sysselsättningsgrad": "75,5",
        "frånvarande_från": "2026-01-01",
        "frånvarande_till": "2026-06-30",
    }
    record = read_people(text_of([row]).encode()).records[0]
    assert (record.role, record.language, record.level) == (PostRole.DEPUTY, "en", Level.MANAGER)
    assert (record.person_key, record.form, record.fraction) == ("k7", Form.FIXED_TERM, "75,5")
    assert (record.absent_from, record.absent_to) == (date(2026, 1, 1), date(2026, 6, 30))
    assert (record.valid_from, record.valid_to, record.protected) == (date(2024, 8, 1), None, False)


def test_optional_columns_that_are_absent_or_empty_mean_the_usual():
    plain = person(språk="")
    assert (plain.language, plain.form, plain.person_key, plain.fraction) == ("sv", None, None, "")
    unit = read_units(units({})).records[0]
    assert (unit.counts_in_group, unit.legal_entity, unit.responsible_code) == (True, None, None)


def test_a_units_optional_columns_are_read():
    row = UNIT | {"juridisk_person": "Exempel AB", "ansvarig_nämnd": "KS", "räknas_i_koncernen": "Nej"}
    unit = read_units(text_of([row]).encode()).records[0]
    assert (unit.legal_entity, unit.responsible_code, unit.counts_in_group) == ("Exempel AB", "KS", False)


def test_only_a_managers_file_makes_coordinators():
    assert read_managers(managers({"roll": "samordnare"})).records[0].role is PostRole.COORDINATOR
    assert only_fault(read_people(people({"roll": "samordnare"}))).column == "roll"


@pytest.mark.parametrize(
    ("read", "row", "column"),
    [
        (read_units, UNIT, "enhetskod"),
        (read_units, UNIT, "namn"),
        (read_units, UNIT, "typ"),
        (read_people, PERSON, "anställningsnummer"),
        (read_people, PERSON, "enhetskod"),
        (read_people, PERSON, "nivå"),
        (read_managers, MANAGER, "enhetskod"),
        (read_managers, MANAGER, "källa"),
        (read_managers, MANAGER, "anställningsnummer"),
        (read_managers, MANAGER, "roll"),
    ],
)
def test_a_cell_that_must_be_filled_is_named_when_empty(read, row, column):
    fault = only_fault(read(text_of([row | {column: "  "}]).encode()))
    assert (fault.line, fault.column, fault.value) == (2, column, None)


def test_leading_zeros_stay():
    assert person(anställningsnummer="0012").employee_number == "0012"


@pytest.mark.parametrize(
    "day",
    [
        "2026-02-30",
        "31/12/26",
        "20260101",
        "2026-1-1",
        "2026-W01-1",
        "46023",
        "igår",
        "\u0662\u0660\u0662\u0666-\u0660\u0661-\u0660\u0661",
    ],
)
def test_what_is_no_real_day_is_refused_with_its_value(day):
    fault = only_fault(read_people(people({"från": day})))
    assert (fault.line, fault.column, fault.value) == (2, "från", day)


@pytest.mark.parametrize("day", ["0001-01-01", "1699-12-31", "2200-01-01", "9999-12-31"])
def test_a_first_day_out_of_all_reason_is_refused(day):
    assert "Året" in only_fault(read_people(people({"från": day}))).message


def test_the_last_day_of_all_is_read_as_none_and_said_so():
    file = read_people(people({"till": "9999-12-31"}))
    assert (file.faults, file.records[0].valid_to) == ((), None)
    assert [notice.column for notice in file.notices] == ["till"]


def test_an_end_before_its_beginning_is_refused():
    fault = only_fault(read_people(people({"från": "2026-03-02", "till": "2026-03-01"})))
    assert (fault.column, fault.value) == ("till", "2026-03-01")
    assert "2026-03-02" in fault.message


@pytest.mark.parametrize(
    "name",
    [
        "O'Brien",
        "Åsa-Märta",
        "van der Æ",
        "محمد",
        "李",
        "NULL",
        "None",
        "0",
        "1e5",
        "{{7*7}}",
        "%s",
        "<script>",
        "👩‍👧",
        "'t Hooft",
    ],
)
def test_unusual_names_are_kept_as_they_are(name):
    assert person(förnamn=name).given_name == name


@pytest.mark.parametrize(
    ("written", "meant"),
    [("'=1+1", "=1+1"), ("'@SUM", "@SUM"), ("'\uff1dA1", "\uff1dA1"), ("''-", "'-"), ("=1", "=1")],
)
def test_the_sign_that_our_export_puts_before_a_formula_is_taken_off(written, meant):
    assert person(förnamn=written).given_name == meant


@pytest.mark.parametrize("letter", ["\x07", "\x1b", "\x85", "\u202e", "\u2066", "\u2028", "\ufeff"])
def test_invisible_control_characters_are_refused_and_spelled_out(letter):
    fault = only_fault(read_people(people({"förnamn": f"An{letter}na"})))
    assert fault.column == "förnamn"
    assert f"U+{ord(letter):04X}" in fault.message
    assert fault.value == f"An\\u{ord(letter):04x}na"


def test_a_line_break_in_a_name_is_refused():
    assert "radbrytning" in only_fault(read_people(people({"förnamn": '"Anna\nMaria"'}))).message


def test_a_character_that_was_lost_on_the_way_is_refused():
    assert "förlorat" in only_fault(read_people(people({"efternamn": "�berg"}))).message


def test_a_value_of_201_characters_is_refused_and_shown_in_part():
    assert person(befattning="x" * 200).title == "x" * 200
    fault = only_fault(read_people(people({"befattning": "x" * 201})))
    assert "201" in fault.message
    assert fault.value == "x" * 80 + "…"
    assert shown("x" * 80) == "x" * 80


@pytest.mark.parametrize(
    "address", ["a@b@c.se", "asa", "@b.se", "a@", "a b@c.se", "a@b.se,c@d.se", "<a@b.se>", "Å <a@b.se>"]
)
def test_what_is_no_address_is_refused(address):
    assert only_fault(read_people(people({"e-post": address}))).column == "e-post"


def test_a_line_break_in_an_address_is_refused():
    assert only_fault(read_people(people({"e-post": '"a@b.se\nBcc: c@d.se"'}))).column == "e-post"


def test_an_address_may_be_empty():
    assert person(e_post="").email == ""


def test_the_word_of_the_closing_record_is_no_code():
    row = {"namn": "Skola", "enhetskod": "#END", "typ": "enhet", "överordnad": "", "från": "", "till": ""}
    assert only_fault(read_units(text_of([row]).encode())).column == "enhetskod"


def test_external_people_need_a_last_day():
    row = PERSON | {"anställningsform": "extern"}
    assert only_fault(read_people(text_of([row]).encode())).column == "till"
    assert read_people(text_of([row | {"till": "2026-12-31"}]).encode()).records[0].form is Form.EXTERNAL


def test_an_absence_needs_a_beginning_and_days_in_order():
    row = PERSON | {"frånvarande_från": "", "frånvarande_till": "2026-06-30"}
    assert only_fault(read_people(text_of([row]).encode())).column == "frånvarande_till"
    assert (
        only_fault(read_people(text_of([row | {"frånvarande_från": "2026-07-01"}]).encode())).column
        == "frånvarande_till"
    )
    alone = PERSON | {"frånvarande_till": "2026-06-30"}
    assert only_fault(read_people(text_of([alone]).encode())).column == "frånvarande_till"


@pytest.mark.parametrize(
    "header", ["frånvaroorsak", "Absence reason", "Orsak", "Personnummer", "personal number"]
)
def test_columns_that_hold_what_we_must_not_know_are_left_unread_with_a_notice(header):
    file = read_people(text_of([PERSON | {header: "hemlig"}]).encode())
    assert file.faults == ()
    assert [notice.column for notice in file.notices] == [header]
    assert "Ta bort den ur filen" in file.notices[0].message
    assert "hemlig" not in str(file)


# Invented numbers with right check digits, a coordination number among them.
NUMBERS = ["19900101-2385", "199001012385", "900101-2385", "9001012385", "900161+2382"]


@pytest.mark.parametrize("number", NUMBERS)
def test_a_column_of_personal_identity_numbers_is_dropped_with_a_notice(number):
    rows = [
        PERSON | {"personnyckel": number},
        PERSON | {"anställningsnummer": "2", "e-post": "", "personnyckel": ""},
    ]
    file = read_people(text_of(rows).encode())
    assert [record.person_key for record in file.records] == [None, None]
    assert [(notice.line, notice.column) for notice in file.notices] == [(None, "personnyckel")]
    assert number not in str(file)


@pytest.mark.parametrize(
    "number", ["900101-2386", "901301-2383", "900100-2386", "900199-2384", "1001", "20900101-23855"]
)
def test_what_only_resembles_one_is_a_key_like_any_other(number):
    assert read_people(text_of([PERSON | {"personnyckel": number}]).encode()).records[0].person_key == number


@pytest.mark.parametrize("column", ["anställningsnummer", "enhetskod", "förnamn"])
def test_personal_identity_numbers_where_something_is_needed_are_a_fault_of_the_column(column):
    fault = only_fault(read_people(people({column: NUMBERS[0]})))
    assert (fault.line, fault.column, fault.value) == (None, column, None)


def test_one_personal_identity_number_among_employee_numbers_is_a_fault_that_does_not_repeat_it():
    file = read_people(
        people(
            {}, {"anställningsnummer": "1002", "e-post": ""}, {"anställningsnummer": NUMBERS[2], "e-post": ""}
        )
    )
    assert [(fault.line, fault.column, fault.value) for fault in file.faults] == [
        (4, "anställningsnummer", None)
    ]
    post = read_managers(managers({}, {"anställningsnummer": "1002"}, {"anställningsnummer": NUMBERS[0]}))
    assert [fault.line for fault in post.faults] == [4]


def test_every_column_has_names_of_its_own_in_both_languages():
    assert len(PEOPLE.by_spelling()) == 2 * len(PEOPLE.columns)
