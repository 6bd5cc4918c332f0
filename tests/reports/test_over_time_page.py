"""The pages of units over time: which lines, which numbers, and for whom."""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from elearn import clock
from elearn.organisations.models import UnitVersion
from elearn.organisations.scope import get_scope
from elearn.permissions import Actor
from elearn.reports.lines import days_until
from elearn.reports.views.over_time import sees_in
from tests.reports.cast import MODULES, Cast

Counted = Callable[[], AbstractContextManager[list[str]]]


def tables(page: str) -> list[list[list[str]]]:
    """The tables of a page: rows of cells, without the line that stands in one of them."""
    found = []
    for table in re.findall(r"<table.*?</table>", page, re.S):
        rows = re.findall(r"<tr.*?</tr>", table, re.S)
        cells = [re.findall(r"<t[hd][ >].*?</t[hd]>", row, re.S) for row in rows]
        found.append(
            [
                [" ".join(re.sub(r"<[^>]+>", " ", cell).replace("\xa0", " ").split()) for cell in row]
                for row in cells
            ]
        )
    return found


def read(cast: Cast, who: str, address: str) -> list[list[list[str]]]:
    page = cast.get(who, address)
    assert page.status_code == 200
    return tables(page.get_data(as_text=True))


def test_a_table_says_what_the_line_draws(cast: Cast) -> None:
    cast.complete("alice", days_ago=100)
    cast.complete("vera")
    page = cast.get("bob", "/enheter/F1/over-tid").get_data(as_text=True)
    heads, *rows = tables(page)[0]
    assert heads == [
        "Per den",
        "Andel klara",
        "Klara med allt",
        "Krävs av",
        "Försenade",
        "Behöver göra om",
        "Personer",
    ]
    assert len(rows) == 13
    assert rows[-1][1:] == ["40 %", "2", "5", "3", "0", "5"]
    assert rows[-2][1:4] == ["20 %", "1", "5"]
    assert rows[-6][1:4] == ["0 %", "0", "5"]
    first, last = (
        re.search(rf"{share} % klara \({done}\)", page) for share, done in ((0, "0 av 5"), (40, "2 av 5"))
    )
    assert first
    assert last
    picture = page.split('class="line-picture"')[1].split("</svg>")[0]
    heights = re.findall(r'class="line-point" cx="[\d.]+%" cy="([\d.]+)%"', picture)
    assert [float(height) for height in heights] == [100 - int(row[1].split()[0]) for row in rows]
    assert picture.count("line-step") == 12


def test_every_day_leads_to_the_units_page_of_it(cast: Cast) -> None:
    page = cast.get("bob", "/enheter/F1/over-tid?niva=medarbetare&modul=1").get_data(as_text=True)
    days = days_until(cast.today, 1)
    for on in days[:-1]:
        assert f'href="/enheter/F1?per={on}&amp;niva=medarbetare&amp;modul=1"' in page
    assert 'href="/enheter/F1?niva=medarbetare&amp;modul=1"' in page
    assert "Bara medarbetare." in page


def test_the_units_below_have_lines_and_numbers_of_their_own(cast: Cast) -> None:
    cast.complete("vera", days_ago=40)
    heads, *rows = read(cast, "bob", "/enheter/F1/over-tid")[1]
    assert heads[:2] == ["Enhet", "Linje"]
    assert len(heads) == 2 + 13
    assert rows[0][0] == "Östra enheten"
    assert rows[0][-1] == "100 %"
    assert rows[0][-3] == "0 %"


def test_five_years_are_quarters(cast: Cast) -> None:
    _heads, *rows = read(cast, "bob", "/enheter/F1/over-tid?spann=fem-ar")[0]
    assert len(rows) == 21
    assert rows[0][1] == "ingen"  # nothing was asked of anybody
    assert rows[-1][1] == "0 %"


def test_where_nothing_was_ever_asked_there_is_no_line(cast: Cast) -> None:
    page = cast.get("bob", f"/enheter/F1/over-tid?per={cast.today - timedelta(days=900)}").get_data(
        as_text=True
    )
    assert "Ingen linje att visa" in page
    assert "line-picture" not in page


def test_hr_sees_its_own_units_and_what_stands_out_below(cast: Cast) -> None:
    cast.complete("karl")
    page = cast.read("oskar", "/hr/over-tid")
    assert "Bolaget med alla under" in page
    assert "Bolagets styrelse" in page
    assert "Förvaltningen" not in page
    assert "Gruppen" not in page
    page = cast.read("dana", "/hr/over-tid?modul=1")
    order = ("Gruppen med alla under", "Förvaltningen", "Bolaget", "Nämnden")
    assert [page.index(text) for text in order] == sorted(page.index(text) for text in order)


def test_a_day_on_which_a_unit_stood_elsewhere_is_not_shown(cast: Cast) -> None:
    """F2 stood outside Bob's department until ten days ago."""
    moved = cast.today - timedelta(days=10)
    with cast.database.writing() as session, session.begin():
        unit_id = cast.world.units["F2"]
        old = session.scalars(select(UnitVersion).where(UnitVersion.unit_id == unit_id)).one()
        values = {each.name: getattr(old, each.name) for each in UnitVersion.__table__.columns}
        values |= {"id": None, "recorded_at": clock.now()}
        old.superseded_at = clock.now()
        session.flush()
        session.add(UnitVersion(**(values | {"valid_to": moved - timedelta(days=1)})))
        parent = cast.world.units["F1"]
        session.add(UnitVersion(**(values | {"parent_id": parent, "valid_from": moved})))
    before = cast.today - timedelta(days=11)
    assert cast.get("bob", f"/enheter/F2?per={before}").status_code == 404
    _heads, *rows = read(cast, "bob", "/enheter/F2/over-tid")[0]
    shown = [row[1:] for row in rows]
    earlier = sum(on < moved for on in days_until(cast.today, 1))
    assert shown[:earlier] == [["visas inte", "", "", "", "", ""]] * earlier
    assert all(row[-1] == "3" for row in shown[earlier:])
    assert cast.get("bob", f"/enheter/F2/over-tid?per={before}").status_code == 404
    _heads, *now = read(cast, "bob", "/enheter/F2/over-tid?struktur=nu")[0]
    assert [row[-1] for row in now] == ["3"] * 13


def test_whose_figures_a_line_shows_is_what_the_scope_says(cast: Cast) -> None:
    units = cast.world.units
    with cast.database.reading() as session:
        for way in ("manages", "deputises", "coordinates", "hr_units"):
            for held in (("F1",), ("F", "S"), ("G",), ("N",), ()):
                posts: Any = {way: frozenset(units[code] for code in held)}
                actor = Actor(person_id=cast.world.bob, **posts)
                scope = get_scope(session, actor, cast.today)
                tree = scope.line.tree
                assert {unit for unit in tree.nodes if sees_in(actor, tree, unit)} == scope.figures


def test_a_day_to_come_is_refused_with_a_sentence_and_todays_line(cast: Cast) -> None:
    for who, address in (("bob", "/enheter/F1/over-tid"), ("dana", "/hr/over-tid")):
        page = cast.get(who, f"{address}?per={cast.today + timedelta(days=1)}")
        assert page.status_code == 422
        assert "Den dagen har inte varit än" in page.get_data(as_text=True)
        assert "line-picture" in page.get_data(as_text=True)


def test_addresses_that_make_things_up_are_taken_for_the_ordinary(cast: Cast) -> None:
    assert read(cast, "bob", "/enheter/F1/over-tid?spann=x&modul=99&niva=x&struktur=x") == read(
        cast, "bob", "/enheter/F1/over-tid"
    )
    assert cast.get("bob", "/enheter/F1/over-tid?per=0001-01-01").status_code == 200


@pytest.mark.parametrize(("who", "address"), [("dana", "/hr/over-tid"), ("bob", "/enheter/F1/over-tid")])
def test_a_line_takes_as_many_statements_whatever_the_people_and_the_days(
    cast: Cast, counted: Counted, who: str, address: str
) -> None:
    client = cast.as_(who)
    client.get(address)
    with counted() as few:
        client.get(address)
    for number in range(50):
        cast.hire("F1", f"Nummer {number}")
    with counted() as many:
        client.get(f"{address}?spann=fem-ar")
    assert len(many) == len(few) <= 19
    cast.complete("alice", MODULES[0])
    with counted() as now:
        client.get(f"{address}?struktur=nu&modul=1")
    assert len(now) == len(few)


def test_the_title_and_the_address_are_neutral(cast: Cast) -> None:
    page = cast.get("bob", "/enheter/F1/over-tid").get_data(as_text=True)
    assert "<title>Över tid: Ängens avdelning – elearn</title>" in page
    assert "<title>HR – elearn</title>" in cast.get("dana", "/hr/over-tid").get_data(as_text=True)
