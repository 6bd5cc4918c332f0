"""A unit's page narrowed to a level, a module or to those who are late, and the ways down and up from it."""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest

from tests.reports.cast import MODULES, Cast
from tests.reports.test_unit_page import rows

Counted = Callable[[], AbstractContextManager[list[str]]]
LATE = "?visa=forsenade"


def names(cast: Cast, who: str, address: str) -> list[str]:
    """The given names of a list, in its order."""
    page = cast.get(who, address)
    assert page.status_code == 200
    text = page.get_data(as_text=True)
    return [row.split()[0] for row in rows(text)] if "Läget per den" in text else []


def links(cast: Cast, who: str, address: str) -> list[str]:
    text = cast.get(who, address).get_data(as_text=True).replace("&amp;", "&")
    return re.findall(r'href="([^"]+)"', text)


def test_a_manager_sees_all_who_are_late_in_the_own_units(cast: Cast) -> None:
    cast.complete("alice")
    cast.hold("vera")
    assert names(cast, "bob", f"/enheter/F1{LATE}") == ["Cecilia", "Anders"]
    late = names(cast, "hanna", f"/enheter/F{LATE}")
    assert {"Bob", "Doris", "Lena"} <= set(late)  # whom she is nearest to, no others
    assert {"Alice", "Anders", "David", "Hanna", "Maja"}.isdisjoint(late)


def test_a_list_that_is_shorter_than_the_number_says_where_the_others_are(cast: Cast) -> None:
    assert "Siffran överst räknar också dem som har en annan chef." in cast.read("hanna", f"/enheter/F{LATE}")
    assert "en annan chef" not in cast.read("dana", f"/enheter/F{LATE}")


@pytest.mark.usefixtures("arranged")
def test_hr_sees_all_who_are_late_below_a_unit_and_where_they_are(cast: Cast) -> None:
    cast.complete("karl")
    page = cast.read("oskar", f"/enheter/B{LATE}")
    assert "Maja Malm Bolaget" in page
    assert "Styrbjörn" in page
    assert "Karl" not in page
    late = names(cast, "dana", f"/enheter/G{LATE}")
    assert {"Alice", "Vera", "Doris", "Maja"} <= set(late)
    assert "Petra" not in late  # whose identity is protected
    assert "Xerxes" not in late  # who is external


def test_the_late_are_those_who_must_do_it_again_too(cast: Cast) -> None:
    for name in ("alice", "cecilia", "vera"):
        cast.complete(name)
    cast.complete("anders", days_ago=9, valid_until=cast.today - timedelta(days=2))
    assert names(cast, "bob", f"/enheter/F1{LATE}") == ["Anders"]


def test_nobody_is_late_where_all_are_done(cast: Cast) -> None:
    for name in ("alice", "cecilia", "vera", "anders"):
        cast.complete(name)
    assert "Försenade Ingen att visa." in cast.read("bob", f"/enheter/F1{LATE}")


def test_a_long_list_of_the_late_ends_with_how_many_more(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("elearn.reports.views.units.MOST_SHOWN", 2)
    assert "2 personer till visas inte. Välj en mindre enhet." in cast.read("bob", f"/enheter/F1{LATE}")


def test_a_filter_never_shows_more_than_the_reader_sees(cast: Cast) -> None:
    page = cast.read("hanna", f"/enheter/F1{LATE}")
    assert "Bob Björk" in page
    for below in ("Alice", "Anders", "Vera"):
        assert below not in page
    assert cast.get("bob", f"/enheter/F2{LATE}").status_code == 404
    assert cast.get("oskar", f"/enheter/F{LATE}").status_code == 404


def test_one_module_alone_has_its_figures_its_units_and_its_column(cast: Cast) -> None:
    number = next(n for n in range(1, 5) if MODULES[0] in module_slug(cast, n))
    cast.complete("alice", MODULES[0])
    cast.complete("vera", MODULES[0])
    page = cast.read("bob", f"/enheter/F1?modul={number}")
    assert "2 av 5 är klara med modulen, 3 är försenade." in page
    assert "Östra enheten 1 av 1 0 0 1" in page
    table = cast.get("bob", f"/enheter/F1?modul={number}").get_data(as_text=True).split("Läget per den")[1]
    assert table.split("</thead>")[0].count("<th ") == 3  # name, the module, minutes
    assert names(cast, "bob", f"/enheter/F1{LATE}&modul={number}") == ["Cecilia", "Anders"]


def module_slug(cast: Cast, number: int) -> str:
    from elearn.modules.catalogue import get_catalogue

    with cast.app.app_context():
        return next(module.slug for module in get_catalogue().modules if module.number == number)


def test_one_level_alone_has_its_figures_and_its_names(cast: Cast) -> None:
    page = cast.read("hanna", "/enheter/F?niva=chef")
    assert "0 av 3 är klara med allt, 3 är försenade." in page  # Hanna, Bob and Doris
    assert "Bara chefer." in page
    assert names(cast, "hanna", "/enheter/F?niva=chef&ordning=namn") == ["Bob", "Doris"]
    assert names(cast, "bob", "/enheter/F1?niva=politiker") == []


def test_names_are_ordered_by_state_or_by_last_day(cast: Cast) -> None:
    cast.complete("alice", *MODULES)
    cast.complete("cecilia", *MODULES[:3], days_ago=3)
    cast.complete("vera", *MODULES[1:], days_ago=30)
    cast.complete("vera", MODULES[0], days_ago=700, valid_until=cast.today - timedelta(days=300))
    assert names(cast, "bob", "/enheter/F1?ordning=lage") == ["Cecilia", "Vera", "Anders", "Alice"]
    assert names(cast, "bob", "/enheter/F1?ordning=dag") == ["Vera", "Cecilia", "Anders", "Alice"]


def test_units_below_can_be_sorted_by_their_heads(cast: Cast) -> None:
    page = cast.get("hanna", "/enheter/F").get_data(as_text=True)
    assert "aria-sort" not in page  # by need, which is no column
    assert 'href="/enheter/F?enheter=namn"' in page
    by_name = cast.get("hanna", "/enheter/F?enheter=namn&niva=chef").get_data(as_text=True)
    assert by_name.count('aria-sort="ascending"') == 1
    assert 'href="/enheter/F?niva=chef&amp;enheter=-namn"' in by_name
    body = by_name.split("<tbody")[1]
    assert body.index("Ängens avdelning") > 0
    assert body.index("Åkerns enhet") < body.index("Ängens avdelning")


def test_figures_lead_to_the_late_and_down_and_up_with_what_was_chosen(cast: Cast) -> None:
    day = (cast.today - timedelta(days=3)).isoformat()
    chosen = f"?per={day}&struktur=nu&niva=chef&modul=1"
    down = links(cast, "dana", f"/enheter/F{chosen}")
    for address in (
        f"/enheter/F1{chosen}",
        f"/enheter/G{chosen}",
        f"/enheter/F/over-tid{chosen}",
        f"/enheter/F/jamfor?per={day}&niva=chef&modul=1",
        f"/enheter/F/forandring?till={day}&niva=chef&modul=1",
    ):
        assert address in down
    assert not any("visa=forsenade" in each for each in down)  # who was late on an earlier day has no names
    today = links(cast, "dana", "/enheter/F?niva=chef&modul=1")
    assert any(each.startswith("/enheter/F?") and "visa=forsenade#personer" in each for each in today)
    assert any(each.startswith("/enheter/F1?visa=forsenade") for each in today)
    assert f"/enheter/F{chosen}" in links(cast, "dana", f"/enheter/F1{chosen}")


def test_who_sees_no_names_gets_no_way_to_them(cast: Cast) -> None:
    """Gunilla leads the group: of what stands below Hanna she has figures."""
    assert not [each for each in links(cast, "gunilla", "/enheter/F1") if "visa=forsenade" in each]
    assert "Visa namn på" not in cast.read("gunilla", "/enheter/F1")


def test_the_page_says_in_words_what_it_shows(cast: Cast) -> None:
    page = cast.read("bob", "/enheter/F1")
    assert "Alla nivåer. Alla moduler." in page
    for told in ("Organisationen som den var", "Organisationen som den är"):
        assert told not in page  # of today there is but one
    assert "Så som det var känt" in page
    assert "inte för lön, prestation eller disciplin" in page
    page = cast.read("dana", "/enheter/F1?struktur=nu&niva=medarbetare")
    assert "Organisationen som den är i dag. Bara medarbetare. Alla moduler." in page


def test_what_a_filter_makes_up_is_taken_for_the_ordinary(cast: Cast) -> None:
    page = cast.get("bob", "/enheter/F1?niva=x&modul=99&visa=x&ordning=x&enheter=x")
    assert page.status_code == 200
    assert names(cast, "bob", "/enheter/F1?niva=x&modul=99&visa=x") == names(cast, "bob", "/enheter/F1")


def test_the_late_take_as_many_statements_for_fifty_people_as_for_one(cast: Cast, counted: Counted) -> None:
    client = cast.as_("dana")
    client.get(f"/enheter/F{LATE}")
    with counted() as few:
        client.get(f"/enheter/F{LATE}")
    for number in range(50):
        cast.hire("F1", f"Nummer {number}")
    with counted() as many:
        assert "Nummer 49" in client.get(f"/enheter/F{LATE}").get_data(as_text=True)
    assert len(many) == len(few) <= 19
