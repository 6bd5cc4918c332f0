"""In which order units stand, by the address."""

import pytest

from elearn.reports.over_time import Figures
from elearn.reports.sorting import Sorting, UnitOrder

UNITS = {
    "Östra": Figures(people=10, asked=10, done=5, overdue=4, expired=0),
    "Ängen": Figures(people=30, asked=20, done=5, overdue=6, expired=0),
    "Alm": Figures(people=20, asked=10, done=9, overdue=0, expired=0),
    "Björk": Figures(people=5),
}
pytestmark = pytest.mark.one_engine


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "Östra Ängen Alm Björk"),
        ("påhitt", "Östra Ängen Alm Björk"),
        ("behov", "Östra Ängen Alm Björk"),
        ("-behov", "Björk Alm Ängen Östra"),
        ("namn", "Alm Björk Ängen Östra"),
        ("-namn", "Östra Ängen Björk Alm"),
        ("klara", "Ängen Östra Alm Björk"),
        ("-klara", "Alm Östra Ängen Björk"),
        ("personer", "Ängen Alm Östra Björk"),
        ("-personer", "Björk Östra Alm Ängen"),
        ("forsenade", "Ängen Östra Alm Björk"),
        ("-forsenade", "Alm Björk Östra Ängen"),
    ],
)
def test_units_are_sorted_as_the_address_says(text: str, expected: str) -> None:
    sorting = Sorting.read(text, UnitOrder.NEED)
    assert sorting.sort(UNITS, str, lambda name: UNITS[name]) == expected.split()


def test_a_head_turns_its_own_order_round_and_begins_anothers() -> None:
    by_name = Sorting.read("namn", UnitOrder.NEED)
    assert (by_name.by("namn"), by_name.by("personer")) == ("-namn", "personer")
    assert Sorting.read("-namn", UnitOrder.NEED).by("namn") == "namn"


def test_a_head_says_which_way_its_numbers_go() -> None:
    said = {
        text: Sorting.read(text, UnitOrder.NEED).direction(text.lstrip("-"))
        for text in ("namn", "-namn", "klara", "-klara", "personer", "-personer", "forsenade", "-forsenade")
    }
    assert said == {
        "namn": "ascending",
        "-namn": "descending",
        "klara": "ascending",
        "-klara": "descending",
        "personer": "descending",
        "-personer": "ascending",
        "forsenade": "descending",
        "-forsenade": "ascending",
    }
    assert Sorting.read("namn", UnitOrder.NEED).direction("klara") == ""


def test_an_address_says_no_more_than_it_must() -> None:
    assert Sorting.read("behov", UnitOrder.NEED).said("enheter", UnitOrder.NEED) == {}
    assert Sorting.read("-namn", UnitOrder.NEED).said("enheter", UnitOrder.NEED) == {"enheter": "-namn"}
