"""A unit's page: who sees which figures and which names, and what they say."""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

from werkzeug.test import TestResponse

from elearn.organisations.kinds import PostRole
from elearn.organisations.models import PersonNumber, Post, Unit, UnitVersion
from tests.people import _dated
from tests.reports.cast import MODULES, Cast

Counted = Callable[[], AbstractContextManager[list[str]]]


def rows(page: str) -> list[str]:
    """The rows of the table of names, as text."""
    table = page.split("Läget per den")[1].split("</table>")[0].split("<tbody")[1].split(">", 1)[1]
    return [" ".join(re.sub(r"<[^>]+>", " ", row).split()) for row in table.split("</tr>")[:-1]]


def without_address(page: TestResponse) -> str:
    """A page's bytes, but for its own address and form token."""
    return re.sub(r' value="[^"]*"', "", page.get_data(as_text=True))


def test_who_leads_one_unit_goes_straight_to_it(cast: Cast) -> None:
    page = cast.get("bob", "/enheter")
    assert (page.status_code, page.location) == (303, "/enheter/F1")
    assert cast.get("cecilia", "/enheter").location == "/enheter/F1"
    assert cast.get("lena", "/enheter").location == "/enheter/N"
    assert cast.get("oskar", "/enheter").location == "/enheter/B"


def test_who_has_several_units_chooses_among_them(cast: Cast) -> None:
    with cast.database.writing() as session, session.begin():
        number = session.query(PersonNumber).filter_by(person_id=cast.world.bob).one()
        when = _dated(cast.world.since, session.query(Post).one().recorded_at)
        unit_id, source_id = cast.world.units["F2"], cast.world.source_id
        session.add(
            Post(unit_id=unit_id, number_id=number.id, role=PostRole.DEPUTY, source_id=source_id, **when)
        )
    page = cast.read("bob", "/enheter")
    assert "Ängens avdelning chef" in page
    assert "Åkerns enhet ställföreträdare" in page


def test_who_has_no_unit_has_no_page(cast: Cast) -> None:
    assert cast.get("alice", "/enheter").status_code == 403
    assert cast.get("alice", "/enheter/F1").status_code == 403


def test_a_manager_sees_the_nearest_by_name(cast: Cast) -> None:
    page = cast.read("bob", "/enheter/F1")
    assert all(name in page for name in ("Alice Alm", "Anders Åkesson", "Cecilia Ceder", "Vera Vide"))
    assert "Bob Björk" not in page
    for outside in ("Petra", "Xerxes", "David", "Hanna", "Doris"):
        assert outside not in page


def test_a_deputy_sees_what_the_manager_sees_but_not_the_manager(cast: Cast) -> None:
    page = cast.read("cecilia", "/enheter/F1")
    assert "Alice Alm" in page
    assert "Bob Björk" not in page
    assert "Cecilia Ceder" not in page


def test_above_the_nearest_manager_there_are_figures_only(cast: Cast) -> None:
    page = cast.read("hanna", "/enheter/F1")
    assert "av 5 är klara med allt" in page  # Bob, Cecilia, Alice, Anders, Vera
    assert "Alice" not in page
    assert "Bob Björk" in page  # whose nearest manager she is


def test_a_coordinator_sees_the_members_of_the_body(cast: Cast) -> None:
    assert "Ivar Idegran" in cast.read("lena", "/enheter/N")
    assert cast.get("lena", "/enheter/F").status_code == 404


def test_another_unit_looks_like_one_that_does_not_exist(cast: Cast) -> None:
    client = cast.as_("bob")
    absent = client.get("/enheter/SAKNAS")
    assert absent.status_code == 404
    for address in ("/enheter/F", "/enheter/F2", "/enheter/G", "/enheter/N", "/enheter/F?per=2024-01-01"):
        page = client.get(address)
        assert (page.status_code, without_address(page)) == (404, without_address(absent))


def test_the_page_says_in_one_sentence_how_far_the_unit_has_come(cast: Cast) -> None:
    cast.complete("alice")
    cast.complete("vera", *MODULES[:1])
    cast.complete("anders", days_ago=10, valid_until=cast.today - timedelta(days=1))
    assert "1 av 5 är klar med allt, 3 är försenade, 1 behöver göra om något." in cast.read(
        "bob", "/enheter/F1"
    )


def test_a_name_has_three_states_their_days_and_the_minutes_left(cast: Cast) -> None:
    cast.complete("alice", *MODULES[:3], days_ago=3)
    cast.hold("vera")
    names = {row.split()[0]: row for row in rows(cast.get("bob", "/enheter/F1").get_data(as_text=True))}
    done = (cast.today - timedelta(days=3)).isoformat()
    late = (cast.today - timedelta(days=365 - 90)).isoformat()
    assert names["Alice"].count(f"Klar {done}") == 3
    assert names["Alice"].count(f"Försenad sista dag {late}") == 1
    assert 0 < int(names["Alice"].split()[-1]) < int(names["Anders"].split()[-1])
    assert names["Vera"].count("Hanteras av HR") == 4
    assert names["Vera"].endswith("Hanteras av HR")  # no minutes to give


def test_a_manager_learns_nothing_of_why_hr_handles_somebody(cast: Cast) -> None:
    cast.hold("vera")
    page = cast.read("bob", "/enheter/F1")
    assert "Borta länge" not in page
    assert page.count("Hanteras av HR") == 4 + 1  # four modules, and the sentence that explains
    assert "Borta länge" in cast.read("dana", "/enheter/F1")


def test_names_are_ordered_by_what_needs_attention_or_by_name(cast: Cast) -> None:
    cast.complete("alice")
    by_need = [row.split()[0] for row in rows(cast.get("bob", "/enheter/F1").get_data(as_text=True))]
    assert by_need == ["Cecilia", "Vera", "Anders", "Alice"]
    by_name = rows(cast.get("bob", "/enheter/F1?ordning=namn").get_data(as_text=True))
    assert [row.split()[0] for row in by_name] == ["Alice", "Cecilia", "Vera", "Anders"]


def test_units_below_stand_with_the_most_urgent_first(cast: Cast) -> None:
    for name in ("doris", "david", "ivar"):
        cast.complete(name)
    page = cast.read("hanna", "/enheter/F")
    assert page.index("Ängens avdelning 0 av 5 5") < page.index("Åkerns enhet 3 av 3 0 0 3")


def test_an_earlier_day_has_the_figures_of_that_day(cast: Cast) -> None:
    cast.complete("alice", days_ago=1)
    yesterday = cast.today - timedelta(days=1)
    assert "1 av 5 är klar" in cast.read("bob", f"/enheter/F1?per={yesterday}")
    before = cast.today - timedelta(days=2)
    assert "0 av 5 är klara" in cast.read("bob", f"/enheter/F1?per={before}")
    long_before = cast.today - timedelta(days=500)
    assert "Inga moduler krävs" in cast.read("bob", f"/enheter/F1?per={long_before}")


def test_who_has_left_is_counted_then_and_named_no_more(cast: Cast) -> None:
    cast.leave("alice")
    yesterday = cast.today - timedelta(days=1)
    page = cast.read("bob", f"/enheter/F1?per={yesterday}")
    assert "0 av 5 är klara" in page
    assert "Alice" not in page
    assert "Anders Åkesson" in page
    assert "0 av 4 är klara" in cast.read("bob", f"/enheter/F1?per={yesterday}&struktur=nu")


def test_a_day_that_cannot_be_is_refused_with_a_sentence_and_todays_figures(cast: Cast) -> None:
    client = cast.as_("bob")
    for day, sentence in (
        ((cast.today + timedelta(days=1)).isoformat(), "Den dagen har inte varit än"),
        ("2026-02-30", "Den dagen finns inte"),
        ("i går", "Den dagen finns inte"),
    ):
        page = client.get("/enheter/F1", query_string={"per": day})
        assert page.status_code == 422
        assert sentence in page.get_data(as_text=True)
        assert f'value="{day}"' in page.get_data(as_text=True)
        assert "av 5 är klara" in page.get_data(as_text=True)


def test_what_an_address_makes_up_is_taken_for_the_ordinary(cast: Cast) -> None:
    page = cast.get("bob", "/enheter/F1?struktur=x&ordning=x&per=&annat=x")
    assert page.status_code == 200


def test_a_day_before_there_was_anything_has_no_figures(cast: Cast) -> None:
    page = cast.read("bob", "/enheter/F1?per=0001-01-01")
    assert "Enheten fanns inte den dagen." in page
    assert "Ingen är anställd här." in page


def test_a_code_may_hold_what_an_address_must_escape(cast: Cast) -> None:
    code = "A/B 1?ö#"
    with cast.database.writing() as session, session.begin():
        unit = Unit(code=code, source_id=cast.world.source_id)
        session.add(unit)
        session.flush()
        version = session.query(UnitVersion).filter_by(unit_id=cast.world.units["F11"]).one()
        values = {column.name: getattr(version, column.name) for column in UnitVersion.__table__.columns}
        session.add(UnitVersion(**(values | {"id": None, "unit_id": unit.id, "name": "Med tecken"})))
    page = cast.get("bob", "/enheter/F1").get_data(as_text=True)
    link = re.search(r'href="([^"]+)">Med tecken', page)
    assert link
    assert "Med tecken" in cast.read("bob", link.group(1))


def test_the_title_and_the_address_of_the_page_are_neutral(cast: Cast) -> None:
    page = cast.get("bob", "/enheter/F1").get_data(as_text=True)
    assert "<title>Ängens avdelning – elearn</title>" in page


def test_the_page_takes_as_many_statements_for_fifty_people_as_for_one(cast: Cast, counted: Counted) -> None:
    client = cast.as_("bob")
    client.get("/enheter/F1")
    with counted() as few:
        client.get("/enheter/F1")
    for number in range(50):
        cast.hire("F1", f"Nummer {number}")
    with counted() as many:
        page = client.get("/enheter/F1").get_data(as_text=True)
    assert "Nummer 49" in page
    assert len(many) == len(few) <= 17


def test_who_is_paid_by_the_hour_in_two_places_stands_in_both_lists_as_handled_by_hr(cast: Cast) -> None:
    names = rows(cast.get("doris", "/enheter/F2").get_data(as_text=True))
    ivar = next(row for row in names if row.startswith("Ivar"))
    assert ivar.count("Hanteras av HR") == 4
