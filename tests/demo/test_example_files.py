"""The shipped HR files of the example group: remade byte for byte, and written after the rules."""

import csv
import io
import re
from collections import Counter, defaultdict
from datetime import date
from itertools import pairwise

from elearn.demo.files import DATA, DATE_COLUMNS, FILES, shift_dates
from elearn.demo.generate import main
from tests.demo.example import ELECTED, by_number, rows, text, unit_path, units

KINDS = {
    *("koncern", "förvaltning", "bolag", "avdelning", "enhet", "nämnd", "styrelse", "fullmäktige", "utskott"),
    *("revision", "gemensam nämnd", "kommunalförbund", "extern utförare"),
}
FORMS = {"tillsvidare", "visstid", "timavlönad", "arvoderad", "extern"}


# The files


def test_the_generator_writes_the_shipped_files_again(tmp_path, monkeypatch):
    monkeypatch.setattr("elearn.demo.generate.DATA", tmp_path)
    main()
    names = {file.name for file in FILES}
    assert {path.name for path in tmp_path.iterdir()} == {path.name for path in DATA.glob("*.csv")} == names
    for name in names:
        remade = (tmp_path / name).read_bytes() == (DATA / name).read_bytes()
        assert remade, f"{name} is not what the generator writes: python -m elearn.demo.generate"


def test_the_files_have_a_byte_order_mark_and_rows_as_long_as_the_header():
    for file in FILES:
        assert file.path == DATA / file.name
        assert text(file.name).startswith("\ufeff")
        lengths = {len(row) for row in csv.reader(io.StringIO(text(file.name)), delimiter=";", strict=True)}
        assert len(lengths) == 1, file.name
    assert sum(path.stat().st_size for path in DATA.glob("*.csv")) < 2_500_000


def test_shifting_by_nothing_changes_nothing_and_there_and_back_neither():
    for file in FILES:
        assert shift_dates(text(file.name), 0) == text(file.name)
        assert shift_dates(shift_dates(text(file.name), 21), -21) == text(file.name)


def test_shifting_moves_every_date_and_nothing_else():
    header = "\ufeffnamn;från;till;frånvarande_från;frånvarande_till\n"
    before = '"2026-11-01; ""Ö"""' + ";2026-12-31;;2024-02-29;2026-11-30\n"
    after = '"2026-11-01; ""Ö"""' + ";2027-01-01;;2024-03-01;2026-12-01\n"
    assert shift_dates(header + before, 1) == header + after


def test_nothing_looks_like_a_personal_identity_number():
    for file in FILES:
        assert not re.search(r"\d{6}[-+]?\d{4}|\d{7,}", text(file.name)), file.name


def test_no_cell_could_be_read_as_a_formula():
    cells = [cell for kind in ("units", "people", "managers") for row in rows(kind) for cell in row.values()]
    assert not [cell for cell in cells if cell and cell[0] in "=+-@\t\r"]
    assert not [cell for cell in cells if cell != cell.strip()]


# The rules for units


def test_unit_codes_are_unique_and_kinds_known():
    assert not [
        code for code, times in Counter(row["enhetskod"] for row in rows("units")).items() if times > 1
    ]
    assert {row["typ"] for row in rows("units")} == KINDS
    assert {row["räknas_i_koncernen"] for row in rows("units")} == {"ja", "nej"}
    assert all(re.fullmatch(r"[A-Z0-9-]+", code) for code in units())


def test_units_are_one_tree_and_no_file_needs_a_later_one():
    seen: set[str] = set()
    for row in rows("units"):
        assert row["överordnad"] in seen or row["enhetskod"] == "KONCERN"
        assert row["ansvarig_nämnd"] in {"", *seen}
        seen.add(row["enhetskod"])
    assert units()["KONCERN"]["namn"] == "Växjö kommunkoncern (exempel)"
    assert max(len(unit_path(code)) for code in units()) == 5


def test_a_unit_is_there_no_longer_than_the_one_above():
    for row in rows("units"):
        above = units().get(row["överordnad"], row)
        assert above["från"] <= row["från"]
        assert (row["till"] or "9999") <= (above["till"] or "9999")
        assert row["från"] <= (row["till"] or "9999")


def test_the_group_has_its_administrations_companies_and_committees():
    kinds = Counter(row["typ"] for row in rows("units"))
    assert 250 <= len(units()) <= 400
    assert (kinds["koncern"], kinds["förvaltning"], kinds["bolag"]) == (1, 8, 12)
    assert (kinds["nämnd"], kinds["gemensam nämnd"], kinds["fullmäktige"]) == (9, 1, 1)
    for row in rows("units"):
        if row["typ"] == "förvaltning":
            assert units()[row["ansvarig_nämnd"]]["typ"] == "nämnd"
        if row["typ"] == "bolag":
            assert units()[f"{row['enhetskod']}-STYR"]["överordnad"] == row["enhetskod"]
    assert {row["enhetskod"] for row in rows("units") if row["räknas_i_koncernen"] == "nej"} >= {
        "VRT",
        "OMS-EXT",
    }


# The rules for people and posts


def test_every_value_of_a_person_is_known_and_every_date_real_and_in_order():
    for row in rows("people"):
        assert row["enhetskod"] in units()
        assert row["nivå"] in {"politiker", "chef", "medarbetare"}
        assert row["roll"] in {"", "chef", "ställföreträdare"}
        assert row["anställningsform"] in FORMS
        assert row["språk"] in {"sv", "en"}
        assert row["skyddade_uppgifter"] in {"", "ja"}
        for column in DATE_COLUMNS & row.keys():
            assert not row[column] or date.fromisoformat(row[column]).isoformat() == row[column]
        assert row["från"] <= (row["till"] or "9999")
        assert row["befattning"]
        assert bool(row["frånvarande_från"]) or not row["frånvarande_till"]
        if row["frånvarande_från"]:
            assert row["från"] <= row["frånvarande_från"] <= (row["frånvarande_till"] or "9999")
        assert row["anställningsform"] != "extern" or row["till"]


def test_people_are_in_a_unit_while_it_is_there():
    for row in rows("people"):
        unit = units()[row["enhetskod"]]
        assert unit["från"] <= row["från"], row
        assert (row["till"] or "9999") <= (unit["till"] or "9999"), row
        assert (row["nivå"] == "politiker") == (unit["typ"] in ELECTED), row


def test_rows_of_one_key_do_not_overlap():
    keys = defaultdict(list)
    for row in rows("people"):
        key = (row["source"], row["anställningsnummer"], row["enhetskod"], row["nivå"])
        keys[key].append((row["från"], row["till"] or "9999"))
    assert [key for key, periods in keys.items() if len(periods) > 1]
    for periods in keys.values():
        assert all(before[1] < after[0] for before, after in pairwise(sorted(periods)))


def test_a_person_has_one_name_language_and_protection_in_a_source():
    said = defaultdict(set)
    for row in rows("people"):
        personal = (
            row["förnamn"],
            row["efternamn"],
            row["språk"],
            row["skyddade_uppgifter"],
            row.get("personnyckel"),
        )
        said[row["source"], row["anställningsnummer"]].add(personal)
        assert (row["förnamn"] and row["efternamn"]) or row["skyddade_uppgifter"]
    assert all(len(ways) == 1 for ways in said.values())


def test_posts_are_held_by_people_employed_all_the_while():
    for post in rows("managers"):
        assert post["enhetskod"] in units()
        assert post["roll"] in {"chef", "ställföreträdare", "samordnare"}
        start, end = post["från"], post["till"] or "9999"
        employments = by_number(post["källa"], post["anställningsnummer"])
        assert any(row["från"] <= start <= end <= (row["till"] or "9999") for row in employments), post
