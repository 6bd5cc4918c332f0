"""HR's overview: which rows, which figures, which links."""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest

from elearn import clock
from elearn.organisations.kinds import Kind
from elearn.organisations.models import UnitVersion
from tests.reports.cast import MODULES, Cast

Counted = Callable[[], AbstractContextManager[list[str]]]


def test_hr_of_the_group_sees_administrations_companies_and_elected_bodies(cast: Cast) -> None:
    page = cast.read("dana", "/hr")
    assert "Gruppen: 0 av 19 är klara med allt, 19 är försenade." in page
    order = (
        "Totalt",
        "Förvaltningar",
        "Förvaltningen 0 av 14",
        "Bolag",
        "Bolaget 0 av 4",
        "Förtroendevalda",
        "Nämnden 0 av 1",
    )
    places = [page.index(text) for text in order]
    assert places == sorted(places)
    assert "Ängens avdelning" not in page


def test_hr_of_a_company_sees_the_company_and_what_is_below_it(cast: Cast) -> None:
    page = cast.read("oskar", "/hr")
    assert "Bolaget: 0 av 4 är klara" in page
    assert "Bolagets styrelse 0 av 1" in page
    for outside in ("Gruppen", "Förvaltningen", "Nämnden"):
        assert outside not in page
    assert cast.get("oskar", "/hr?struktur=nu").status_code == 200


def test_only_hr_has_the_overview(cast: Cast) -> None:
    for name in ("alice", "bob", "gunilla", "lena", "erik", "frida", "gustav"):
        assert cast.get(name, "/hr").status_code == 403
    assert cast.app.test_client().get("/hr").status_code == 303


def test_modules_are_columns_with_a_number_and_a_bar(cast: Cast) -> None:
    cast.complete("karl", *MODULES[:1])
    page = cast.get("dana", "/hr").get_data(as_text=True)
    row = page.split("Bolaget</a>")[1].split("</tr>")[0]
    assert row.count("bar-number") == 4 + 1  # and all of them together
    assert row.count("1 av 4") == 1
    assert row.count("0 av 4") == 3 + 1
    # All of them together come first, where a telephone shows them; no column is promised that another view has.
    assert row.index("0 av 4") < row.index("1 av 4")
    assert "De har var sin kolumn." not in page
    assert "De har var sin kolumn." in cast.read("dana", "/hr?modul=1")


@pytest.mark.usefixtures("arranged")
def test_one_module_shows_every_figure(cast: Cast) -> None:
    cast.complete("karl")
    cast.complete("maja", days_ago=9, valid_until=cast.today - timedelta(days=2))
    cast.hold("styrbjorn")
    page = cast.read("dana", "/hr?modul=1")
    heads = "Klara Försenade Behöver göra om Ej klara Hanteras av HR Borta länge Personer"
    assert heads in page
    assert "Bolaget 1 av 4 1 : visa försenade i Bolaget 1 1 1 0 4" in page


def test_the_day_the_structure_and_the_level_can_be_chosen(cast: Cast) -> None:
    cast.complete("karl", days_ago=1)
    yesterday = cast.today - timedelta(days=1)
    assert "1 av 19 är klar" in cast.read("dana", f"/hr?per={yesterday}")
    assert "0 av 19" in cast.read("dana", f"/hr?per={cast.today - timedelta(days=2)}")
    assert "Gruppen: 0 av 2 är klara" in cast.read("dana", "/hr?niva=politiker")
    assert "Gruppen: 0 av 5 är klara" in cast.read("dana", "/hr?niva=chef")
    cast.leave("karl")
    page = cast.read("dana", f"/hr?per={yesterday}&struktur=nu")
    assert "Ej längre anställda 1" in page
    assert "Bolaget 0 av 3" in page
    assert "Ej längre anställda" not in cast.read("dana", f"/hr?per={yesterday}")


def test_a_day_to_come_is_refused(cast: Cast) -> None:
    page = cast.get("dana", f"/hr?per={cast.today + timedelta(days=1)}")
    assert page.status_code == 422
    assert "Den dagen har inte varit än" in page.get_data(as_text=True)


def test_rows_lead_to_the_units_on_the_same_day(cast: Cast) -> None:
    day = (cast.today - timedelta(days=2)).isoformat()
    page = cast.get("dana", f"/hr?per={day}&struktur=nu&niva=chef").get_data(as_text=True)
    assert f'href="/enheter/F?per={day}&amp;struktur=nu&amp;niva=chef"' in page
    assert f'href="/hr?modul=1&amp;per={day}&amp;struktur=nu&amp;niva=chef"' in page
    for address in ("/hr/export", "/hr/import", "/hr/att-ordna", "/hr/krav", "/hr/personer"):
        assert f'href="{address}' in page


def test_the_overview_takes_as_many_statements_for_fifty_people_as_for_one(
    cast: Cast, counted: Counted
) -> None:
    client = cast.as_("dana")
    client.get("/hr")
    with counted() as few:
        client.get("/hr")
    for number in range(50):
        cast.hire("B", f"Nummer {number}")
    with counted() as many:
        assert "Bolaget</a>" in client.get("/hr").get_data(as_text=True)
    assert len(many) == len(few) <= 17


def order(page: str) -> list[str]:
    """The units of the overview, in its order."""
    return re.findall(r'scope="row"><a href="/enheter/(\w+)(?:\?[^"]*)?">', page)


def test_rows_are_sorted_by_the_heads_of_their_columns_within_their_part(cast: Cast) -> None:
    for code, name in (("F1", "Ett"), ("F2", "Två")):
        with cast.database.writing() as session, session.begin():
            version = session.query(UnitVersion).filter_by(unit_id=cast.world.units[code]).one()
            values = {each.name: getattr(version, each.name) for each in UnitVersion.__table__.columns}
            version.superseded_at = clock.now()
            session.flush()
            values |= {"id": None, "kind": Kind.ADMINISTRATION, "name": name, "recorded_at": clock.now()}
            session.add(UnitVersion(**values))
    for person in ("bob", "alice", "anders"):
        cast.complete(person)
    pages = {
        word: cast.get("dana", f"/hr?ordning={word}").get_data(as_text=True)
        for word in ("namn", "-namn", "personer", "klara", "forsenade", "behov")
    }
    found = {word: order(page)[1:4] for word, page in pages.items()}
    assert found["namn"] == ["F1", "F", "F2"] == order(cast.get("dana", "/hr").get_data(as_text=True))[1:4]
    assert found["-namn"] == ["F2", "F", "F1"]
    assert found["personer"] == ["F", "F1", "F2"]
    assert found["klara"] == ["F2", "F", "F1"]
    assert found["forsenade"] == ["F", "F2", "F1"]
    assert found["behov"] == ["F2", "F", "F1"]
    assert {word: re.findall('aria-sort="([a-z]+)"', page) for word, page in pages.items()} == {
        "namn": ["ascending"],
        "-namn": ["descending"],
        "personer": ["descending"],
        "klara": ["ascending"],
        "forsenade": ["descending"],
        "behov": [],
    }
    assert 'href="/hr?modul=1&amp;ordning=personer"' in pages["personer"]


def test_figures_lead_to_the_late_by_name(cast: Cast) -> None:
    page = cast.get("dana", "/hr?niva=chef&modul=2").get_data(as_text=True)
    assert 'href="/enheter/F?visa=forsenade&amp;niva=chef&amp;modul=2#personer"' in page
    assert "Bara chefer." in page


def test_the_overview_leads_to_itself_over_time(cast: Cast) -> None:
    day = (cast.today - timedelta(days=2)).isoformat()
    page = cast.get("dana", f"/hr?per={day}&niva=chef&modul=2").get_data(as_text=True)
    assert f'href="/hr/over-tid?per={day}&amp;niva=chef&amp;modul=2"' in page


def test_an_order_turned_round_can_be_kept_when_the_form_is_sent(cast: Cast) -> None:
    page = cast.get("dana", "/hr?ordning=-klara").get_data(as_text=True)
    assert '<option value="-klara" selected>andel klara, omvänt</option>' in page
    assert "omvänt" not in cast.get("dana", "/hr?ordning=klara").get_data(as_text=True)
