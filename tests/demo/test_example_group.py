"""The example group is as large as the real one and holds the cases that the demo is there to show."""

import re
from collections import Counter, defaultdict
from datetime import date, timedelta
from functools import cache

import pytest

from elearn.demo.files import BASE, CAST
from tests.demo.example import ELECTED, TODAY, Row, by_number, holds, now, persons, rows, units, who

HOME = "OMS-EXG"


@cache
def first_days() -> dict[str, str]:
    starts: dict[str, str] = {}
    for row in rows("people"):
        starts[who(row)] = min(row["från"], starts.get(who(row), row["från"]))
    return starts


@cache
def newcomers() -> frozenset[str]:
    since = (BASE - timedelta(days=120)).isoformat()
    return frozenset(person for person, first in first_days().items() if since < first <= TODAY)


def test_about_seven_and_a_half_thousand_people():
    assert 7400 <= persons(rows("people")) <= 7600
    assert 7400 <= persons(now()) <= 7600
    assert min(row["från"] for row in rows("people")).startswith("1988")


@pytest.mark.parametrize(
    ("what", "lowest", "highest", "suits"),
    [
        ("paid by the hour", 14, 16, lambda row: row["anställningsform"] == "timavlönad"),
        ("absent", 4.5, 5.5, lambda row: bool(row["frånvarande_från"])),
        ("without an address", 2.5, 3.5, lambda row: not row["e-post"]),
        ("started lately", 1.5, 2.5, lambda row: who(row) in newcomers()),
    ],
)
def test_shares_of_those_here_now(what, lowest, highest, suits):
    share = 100 * persons([row for row in now() if suits(row)]) / persons(now())
    assert lowest <= share <= highest, what


def test_some_dozens_are_due_within_ninety_days_of_their_start_in_the_month_before_and_after():
    due = [date.fromisoformat(first_days()[person]) + timedelta(days=90) for person in newcomers()]
    assert sum(BASE - timedelta(days=30) <= day < BASE for day in due) >= 30
    assert sum(BASE <= day <= BASE + timedelta(days=30) for day in due) >= 30


def test_most_absences_are_longer_than_thirty_days():
    absent = [row for row in now() if row["frånvarande_från"]]
    long = [
        row
        for row in absent
        if not row["frånvarande_till"]
        or (date.fromisoformat(row["frånvarande_till"]) - date.fromisoformat(row["frånvarande_från"])).days
        > 30
    ]
    assert 0.75 < len(long) / len(absent) < 1


def test_the_council_and_the_committees_are_full():
    assert len(now(enhetskod="KF")) == 61
    for code, row in units().items():
        if row["typ"] in ELECTED:
            assert len(now(enhetskod=code)) >= 5, code
            assert any(
                post["enhetskod"] == code and post["roll"] == "samordnare" for post in rows("managers")
            )


# The people behind the demo accounts


def account(name: str) -> Row:
    """The first employment that holds today."""
    return next(row for row in by_number(*CAST[name]) if holds(row))


def test_every_account_is_one_person_with_an_address_of_its_own():
    addresses = Counter(address for address, _ in {(row["e-post"], who(row)) for row in rows("people")})
    for name in CAST:
        assert {row["e-post"] for row in by_number(*CAST[name])} == {f"{name}@exempel.example"}
        assert addresses[f"{name}@exempel.example"] == 1
        assert account(name)["till"] == "" or name == "politiker"


def test_every_account_is_where_its_part_is_played():
    places = {name: account(name)["enhetskod"] for name in CAST}
    assert places["larande"] == places["chef"] == places["stallforetradare"] == HOME
    assert (places["hr"], places["hr-bolag"], places["revisor"]) == ("KLF-HR", "VIDINGEHEM-S", "REV-K")
    assert places["redaktor"].startswith("KLF-")
    assert places["admin"].startswith("KLF-")
    assert {row["enhetskod"] for row in by_number(*CAST["politiker"]) if holds(row)} == {"KF", "UN"}
    assert [who(row) for row in now(enhetskod=HOME, roll="chef")] == [who(account("chef"))]
    assert [who(row) for row in now(enhetskod=HOME, roll="ställföreträdare")] == [
        who(account("stallforetradare"))
    ]


def test_the_learners_workplace_has_eighteen_people_of_every_sort_and_two_units_below():
    people = now(enhetskod=HOME)
    assert len(people) == 18
    assert (
        len([code for code, row in units().items() if row["överordnad"] == HOME and now(enhetskod=code)]) == 2
    )
    assert len([row for row in people if row["frånvarande_från"]]) == 2
    assert len([row for row in people if who(row) in newcomers()]) == 3
    assert len([row for row in people if row["anställningsform"] == "timavlönad"]) == 2
    assert {"", "ja"} == {row["skyddade_uppgifter"] for row in people}
    assert {"sv", "en"} == {row["språk"] for row in people}
    assert [row for row in rows("people") if row["enhetskod"] == HOME and row["från"] > TODAY]
    assert [row for row in rows("people") if row["enhetskod"] == HOME and "" < row["till"] < TODAY]


# The cases


def test_numbers_collide_between_sources_and_are_different_people():
    for other in ("vidingehem", "veab", "bolagen"):
        (ours, *_), (theirs, *_) = by_number("hr", "10001"), by_number(other, "10001")
        assert who(ours) != who(theirs)


def test_politicians_with_a_job_are_one_person_in_two_sources():
    sources = defaultdict(set)
    for row in now():
        sources[who(row)].add((row["source"], row["befattning"]))
    both = [found for found in sources.values() if len({source for source, _ in found}) > 1]
    assert len(both) == 9
    assert any(("hr", "Gymnasielärare") in found for found in both)


def test_units_led_by_one_by_two_and_by_nobody():
    posts = [post for post in rows("managers") if holds(post) and post["roll"] == "chef"]
    schools = Counter(
        (post["källa"], post["anställningsnummer"]) for post in posts if post["enhetskod"].startswith("UTB-G")
    )
    assert [number for number, count in schools.items() if count == 2 and now_leads_a_school(number)]
    assert len(now(enhetskod="UTB-G3-01", roll="chef")) == 2
    led = {row["enhetskod"] for row in [*now(roll="chef"), *posts]}
    staffed = {row["enhetskod"] for row in now() if units()[row["enhetskod"]]["typ"] not in ELECTED}
    assert staffed - led == {"OMS-H1-03"}


def now_leads_a_school(number: tuple[str, str]) -> bool:
    (row,) = (row for row in by_number(*number) if holds(row))
    return row["roll"] == "chef" and units()[row["enhetskod"]]["namn"].endswith(" skola")


def test_protected_people_and_addresses():
    protected = now(skyddade_uppgifter="ja")
    assert persons(protected) == 12
    assert 3 <= len([row for row in protected if not row["förnamn"]]) < 12
    owners = defaultdict(set)
    for row in rows("people"):
        assert re.fullmatch(r"([a-z0-9.-]+@exempel\.example)?", row["e-post"])
        owners[row["e-post"]].add(who(row))
    assert [len(people) for address, people in owners.items() if address and len(people) > 1] == [2]


def test_people_come_go_return_and_work_in_two_places():
    staff = [row for row in rows("people") if row["nivå"] != "politiker"]
    here, gone = {who(row) for row in now()}, (BASE - timedelta(days=366)).isoformat()
    assert len({who(row) for row in staff if gone < row["till"] < TODAY} - here) >= 60
    assert len({who(row) for row in staff if row["från"] > TODAY} - here) >= 30
    places = Counter(who(row) for row in now() if row["nivå"] != "politiker")
    assert sum(count > 1 for count in places.values()) >= 50
    again = {person for person, own in numbers().items() if len(own) > 1}
    assert len(again & here) >= 10
    externals = now(anställningsform="extern")
    assert len(externals) >= 20
    assert all(row["till"] for row in externals)


@cache
def numbers() -> dict[str, set[str]]:
    """Person → numbers in the municipality's own system."""
    found = defaultdict(set)
    for row in rows("people"):
        if row["source"] == "hr":
            found[who(row)].add(row["anställningsnummer"])
    return found


def test_a_school_closed_and_a_preschool_is_to_open():
    assert units()["UTB-G4-NED"]["till"] < TODAY < units()["UTB-F5-NY"]["från"]
    closed = [row for row in rows("people") if row["enhetskod"] == "UTB-G4-NED"]
    assert len(closed) >= 20
    assert len([row for row in closed if who(row) in {who(other) for other in now()}]) >= 20
    assert len([row for row in rows("people") if row["enhetskod"] == "UTB-F5-NY"]) == 12


def test_names_are_of_many_sorts():
    names = " ".join({f"{row['förnamn']} {row['efternamn']}" for row in now()})
    for part in ("å", "ä", "ö", "O'Brien", "van der", "Anna-Karin", "Ł", "ž"):
        assert part in names
    assert max(len(f"{row['förnamn']} {row['efternamn']}") for row in now()) > 50
    assert min(len(row["efternamn"]) for row in now() if row["efternamn"]) == 1
