"""Rules that bind the rows of one file: days that overlap, one name per number, protection that wins."""

from datetime import date

import pytest

from elearn.organisations.files.reading import read_managers, read_people, read_units
from tests.organisations.hr_files import PERSON, managers, people, text_of, units

OTHER = {"anställningsnummer": "1002", "e-post": ""}


def places(file) -> list[tuple[int | None, str | None]]:
    return [(fault.line, fault.column) for fault in file.faults]


def days(first: str, last: str, **more: str) -> dict[str, str]:
    return {"från": first, "till": last, **more}


@pytest.mark.parametrize(
    ("first", "second", "collide"),
    [
        (days("2025-01-01", "2025-12-31"), days("2026-01-01", ""), False),
        (days("2026-01-01", ""), days("2025-01-01", "2025-12-31"), False),
        (days("2025-01-01", "2026-01-01"), days("2026-01-01", ""), True),
        (days("2026-01-01", ""), days("2025-01-01", "2026-01-01"), True),
        (days("2025-01-01", ""), days("2026-01-01", "2026-01-31"), True),
        (days("", ""), days("", ""), True),
        (days("", ""), days("2020-01-01", "2020-12-31"), False),
    ],
)
def test_rows_of_one_key_may_not_share_a_day(first, second, collide):
    for file in (
        read_people(people(first, second)),
        read_units(units(first, second)),
        read_managers(managers(first, second)),
    ):
        assert [fault.line for fault in file.faults] == [3] * collide
        assert len(file.records) == 2 - collide
        assert not collide or "rad 2" in file.faults[0].message


@pytest.mark.parametrize("difference", [{"enhetskod": "B"}, {"nivå": "chef"}, {**OTHER}])
def test_another_unit_level_or_number_is_another_employment(difference):
    assert read_people(people({}, difference)).faults == ()


def test_a_manager_and_a_deputy_in_one_unit_are_two_posts():
    assert read_managers(managers({}, {"roll": "ställföreträdare"}, {"källa": "bolag"})).faults == ()


def test_a_row_without_a_first_day_begins_on_the_effective_date_where_that_is_known():
    content = people(days("", ""), days("2020-01-01", "2026-05-01"))
    assert places(read_people(content, effective=date(2026, 5, 1))) == [(3, "anställningsnummer")]
    assert places(read_people(content, effective=date(2026, 5, 2))) == []


def test_a_row_that_ends_before_the_effective_date_collides_with_nothing_here():
    content = people(days("", "2020-01-01"), days("2020-01-01", ""))
    assert places(read_people(content, effective=date(2026, 5, 1))) == []


def test_each_of_three_overlapping_rows_but_the_first_is_a_fault():
    assert places(read_units(units({}, {}, {}))) == [(3, "enhetskod"), (4, "enhetskod")]


def test_a_row_whose_days_cannot_be_read_gets_no_second_fault_for_them():
    assert places(read_people(people({}, {"från": "igår"}))) == [(3, "från")]


def test_one_number_has_one_name_on_every_row():
    elsewhere = {"enhetskod": "B"}
    file = read_people(
        people({}, elsewhere | {"förnamn": "Eva"}, elsewhere | {"efternamn": "Ek", "nivå": "chef"})
    )
    assert places(file) == [(3, "förnamn"), (4, "efternamn")]
    assert [fault.value for fault in file.faults] == ["Eva", "Ek"]
    assert file.left_out == {"1001"}


def test_another_persons_name_is_no_business_of_this_number():
    assert read_people(people({}, OTHER | {"förnamn": "Eva"})).faults == ()


def test_a_row_with_another_fault_still_tells_of_its_name():
    file = read_people(people({}, {"enhetskod": "B", "förnamn": "Eva", "nivå": "kung"}))
    assert places(file) == [(3, "nivå"), (3, "förnamn")]


def test_a_number_has_one_person_key_and_the_fault_does_not_repeat_it():
    rows = [
        PERSON | {"enhetskod": unit, "personnyckel": key}
        for unit, key in (("A", "k1"), ("B", ""), ("C", "k2"))
    ]
    file = read_people(text_of(rows).encode())
    assert places(file) == [(4, "personnyckel")]
    assert "k2" not in str(file.faults)


@pytest.mark.parametrize("column", ["förnamn", "efternamn"])
def test_only_protected_people_may_lack_a_name(column):
    assert places(read_people(people({column: ""}))) == [(2, column)]
    file = read_people(people({column: "", "e-post": "", "skyddade_uppgifter": "ja"}))
    assert file.faults == ()
    assert file.records[0].protected


@pytest.mark.parametrize(("word", "protected"), [("ja", True), ("YES", True), ("", False), ("nej", False)])
def test_protection_is_yes_or_nothing(word, protected):
    assert read_people(people({"skyddade_uppgifter": word})).records[0].protected is protected


def test_an_unknown_word_for_protection_is_a_fault_and_no_row_of_it_is_taken():
    file = read_people(people({"skyddade_uppgifter": "kanske", "förnamn": ""}))
    assert places(file) == [(2, "skyddade_uppgifter")]
    assert file.records == ()


def test_protection_on_one_row_protects_all_rows_of_the_person_and_withholds_the_name():
    file = read_people(
        people(
            {},
            OTHER,
            {"enhetskod": "B", "skyddade_uppgifter": "ja", "förnamn": "", "efternamn": "", "e-post": ""},
        )
    )
    assert file.faults == ()
    assert [(record.protected, record.given_name, record.family_name) for record in file.records] == [
        (True, "", ""),
        (False, "Åsa", "Öberg"),
        (True, "", ""),
    ]
    assert [(notice.line, notice.column, notice.value) for notice in file.notices] == [
        (2, "skyddade_uppgifter", None)
    ]


def test_two_names_of_a_protected_person_are_a_fault_that_shows_neither():
    file = read_people(people({"skyddade_uppgifter": "ja"}, {"enhetskod": "B", "förnamn": "Eva"}))
    assert [(fault.line, fault.column, fault.value) for fault in file.faults] == [(3, "förnamn", None)]


def test_a_person_is_written_to_in_the_language_of_the_first_row():
    file = read_people(people({"språk": "en"}, {"enhetskod": "B"}))
    assert [record.language for record in file.records] == ["en", "en"]
    assert [(notice.line, notice.column) for notice in file.notices] == [(3, "språk")]


def test_an_address_that_two_people_share_is_a_notice():
    file = read_people(people({}, {"enhetskod": "B"}, OTHER | {"e-post": "ASA.oberg@exempel.example"}))
    assert file.faults == ()
    assert [(notice.line, notice.value) for notice in file.notices] == [(4, "ASA.oberg@exempel.example")]
    assert "2 personer" in file.notices[0].message


def test_the_shared_address_of_somebody_protected_is_not_shown():
    file = read_people(people({}, {"anställningsnummer": "1002", "skyddade_uppgifter": "ja"}))
    assert [(notice.line, notice.value) for notice in file.notices] == [(3, None)]


def test_one_person_with_two_numbers_shares_an_address_with_nobody():
    rows = [PERSON | {"anställningsnummer": number, "personnyckel": "k1"} for number in ("1", "2")]
    assert read_people(text_of(rows).encode()).notices == ()


def test_a_file_that_lacks_the_column_of_protection_says_only_that():
    row = {key: value for key, value in PERSON.items() if key != "skyddade_uppgifter"} | {"förnamn": ""}
    assert places(read_people(text_of([row]).encode())) == [(None, "skyddade_uppgifter")]
