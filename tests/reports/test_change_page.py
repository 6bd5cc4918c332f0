"""A unit's pages about change: who sees which figures and which names, and what they say."""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
from babel.numbers import format_decimal

from elearn.organisations.models import Employment, PersonNumber, UnitVersion
from tests.reports.cast import MODULES, Cast

Counted = Callable[[], AbstractContextManager[list[str]]]
FIRST = MODULES[0]
MINUS = format_decimal(-1, locale="sv")[0]  # as the language writes it


def address(cast: Cast, code: str = "F1", *, days: int = 10, until: int = 0, **more: object) -> str:
    first, last = cast.today - timedelta(days=days), cast.today - timedelta(days=until)
    rest = "".join(f"&{name}={value}" for name, value in more.items())
    return f"/enheter/{code}/forandring?fran={first}&till={last}{rest}"


def rows(page: str, place: int = 0) -> dict[str, list[str]]:
    """The rows of a table, by their heads: only the numbers, in the order of the columns."""
    table = re.findall(r"<tbody.*?</tbody>", page, re.S)[place]
    found = {}
    for row in re.findall(r"<tr.*?</tr>", table, re.S):
        cells = [" ".join(re.sub(r"<[^>]+>", " ", cell).split()) for cell in re.split(r"</t[hd]>", row)]
        found[cells[0]] = [re.sub(r" : .*", "", cell) for cell in cells[1:-1]]
    return found


@pytest.fixture
def module(cast: Cast) -> int:
    """The number of the first of the modules in addresses."""
    from elearn.modules.catalogue import get_catalogue

    with cast.app.app_context():
        return next(each.number for each in get_catalogue().modules if each.slug == FIRST)


def table(cast: Cast, name: str, where: str) -> dict[str, list[str]]:
    page = cast.get(name, where)
    assert page.status_code == 200
    return rows(page.get_data(as_text=True))


def test_a_table_leads_from_one_day_to_the_other_cause_by_cause(cast: Cast, module: int) -> None:
    cast.complete("alice", FIRST, days_ago=3)
    cast.complete("vera", FIRST, days_ago=3)
    cast.hire("F1", "Ny", days_ago=5)
    found = table(cast, "bob", address(cast, modul=module))
    first, *_causes, last = found
    assert found[first] == ["5", "5", "0", "0", "5", "0", ""]
    assert found["Nya i kommunkoncernen"] == ["+1", "+1", "", "", "", "+1", "1"]
    assert found["Har blivit klara"] == ["", "", "+2", "", MINUS + "2", "", "2"]
    assert found[last] == ["6", "6", "2", "0", "3", "1", ""]
    assert len(found) == 4
    narrow = cast.get("bob", address(cast, modul=module)).get_data(as_text=True)
    assert 'data-label="Klara">+2<' in narrow  # a row is a card where there is no room for columns


def test_a_number_leads_to_the_names_of_those_whom_the_reader_may_see(cast: Cast, module: int) -> None:
    cast.complete("alice", FIRST, days_ago=3)
    cast.complete("bob", FIRST, days_ago=3)
    where = address(cast, modul=module, orsak="klara")
    page = cast.read("bob", where)
    assert "Har blivit klara: 2 personer" in page
    assert "Alice Alm Ej klar Klar" in page  # of an earlier day no more is said by name
    assert "1 person räknas här utan namn" in page  # Bob himself
    above = cast.read("hanna", where)
    assert "Bob Björk" in above
    assert "Alice" not in above
    everybody = cast.read("dana", where)
    assert "Alice Alm" in everybody
    assert "Bob Björk" in everybody


def test_who_sees_no_names_gets_no_links(cast: Cast, module: int) -> None:
    """The members of an elected body answer to its coordinator, whatever the figures are part of."""
    cast.complete("ivar", FIRST, days_ago=3)
    where = address(cast, "N", modul=module, orsak="klara")
    for name, sees in (("lena", True), ("gunilla", False)):
        page = cast.get(name, where).get_data(as_text=True)
        assert rows(page)["Har blivit klara"][-1] == "1"
        assert ("#personer" in page) is sees
        assert ("Ivar Idegran" in page) is sees


def test_a_newcomer_is_shown_as_on_the_later_day_and_a_leaver_not_at_all(cast: Cast, module: int) -> None:
    cast.hire("F1", "Ny", days_ago=5)
    cast.leave("alice")
    page = cast.read("bob", address(cast, modul=module, orsak="nya"))
    assert "Kim Ny räknades inte här Hanteras av HR" in page
    page = cast.read("bob", address(cast, modul=module, orsak="slutat"))
    assert "Har slutat: 1 person" in page
    assert "Alice" not in page
    assert "1 person räknas här utan namn" in page


def test_what_a_list_leaves_to_hr_is_named_to_hr_alone(cast: Cast, module: int) -> None:
    cast.hold("vera")
    for name in ("bob", "hanna"):
        page = cast.read(name, address(cast, modul=module, orsak="hr"))
        assert "Hanteras av HR, eller inte längre: 1 person" in page
        assert "Vera" not in page
    assert "Vera Vide" in cast.read("dana", address(cast, modul=module, orsak="hr"))


def test_a_protected_identity_is_in_no_number_and_no_list(cast: Cast, module: int) -> None:
    cast.complete("petra", FIRST, days_ago=3)
    assert len(table(cast, "dana", address(cast, modul=module))) == 2
    assert "Petra" not in cast.read("dana", address(cast, modul=module, orsak="klara"))


def test_what_became_known_later_is_shown_as_a_correction(cast: Cast, module: int) -> None:
    """Alice turns out to have left long ago."""
    at = cast.today - timedelta(days=200)
    with cast.database.writing() as session, session.begin():
        number = session.query(PersonNumber).filter_by(person_id=cast.world.alice).one()
        row = session.query(Employment).filter_by(number_id=number.id).one()
        values = {column.name: getattr(row, column.name) for column in Employment.__table__.columns}
        moment = row.recorded_at + timedelta(days=365 * 3 - 1)
        row.superseded_at = moment
        session.flush()
        session.add(Employment(**(values | {"id": None, "recorded_at": moment, "valid_to": at})))
    page = cast.get("bob", address(cast, days=20, until=10, modul=module, orsak="rattat-fran"))
    text = page.get_data(as_text=True)
    assert [numbers[0] for numbers in rows(text).values()] == ["4", "4"]
    corrected = [numbers[0] for numbers in rows(text, 1).values()]
    assert corrected[:3] == ["5", f"{MINUS}1", "4"]
    assert "Rättat sedan dess: 5 personer" in " ".join(re.sub(r"<[^>]+>", "", text).split())


def test_a_unit_that_the_reader_had_not_on_the_earlier_day_is_not_there(cast: Cast) -> None:
    """F2 hangs under F1 since yesterday: Bob sees its figures from then on, and not what it was before."""
    move(cast, "F2", "F1", cast.today - timedelta(days=1))
    assert cast.get("bob", "/enheter/F2").status_code == 200
    assert cast.get("bob", address(cast, "F2", days=1)).status_code == 200
    assert cast.get("bob", address(cast, "F2", days=2)).status_code == 404
    assert cast.get("dana", address(cast, "F2", days=2)).status_code == 200


def test_both_organisations_stand_beside_each_other(cast: Cast) -> None:
    move(cast, "F2", "F1", cast.today)
    before = cast.today - timedelta(days=1)
    found = rows(cast.get("dana", f"/enheter/F/jamfor?per={before}").get_data(as_text=True))
    assert found["Förvaltningen"][:2] == found["Förvaltningen"][:2][::-1]
    assert found["Ängens avdelning"][:2] == ["5", "8"]
    assert found["Åkerns enhet"][0] == "3"
    assert found["Åkerns enhet"][1].startswith("–")
    assert found["Åkerns enhet"][2:4] == ["3", found["Åkerns enhet"][1]]
    one = rows(cast.get("dana", f"/enheter/F/jamfor?per={before}&modul=1").get_data(as_text=True))
    assert one["Ängens avdelning"][:4] == ["5", "8", "5", "8"]


def test_the_group_has_a_row_of_those_who_have_left(cast: Cast) -> None:
    cast.leave("alice")
    before = cast.today - timedelta(days=1)
    found = rows(cast.get("dana", f"/enheter/G/jamfor?per={before}").get_data(as_text=True))
    assert found["Ej längre anställda"][1] == "1"
    assert found["Gruppen"][0] == found["Gruppen"][1]
    found = rows(cast.get("dana", f"/enheter/F/jamfor?per={before}").get_data(as_text=True))
    assert "Ej längre anställda" not in found


def test_days_that_cannot_be_are_refused_with_a_sentence(cast: Cast) -> None:
    tomorrow = cast.today + timedelta(days=1)
    for query, sentence in (
        (f"till={tomorrow}", "Den dagen har inte varit än"),
        (f"fran={cast.today}&till={cast.today}", "Välj en dag före den andra dagen."),
        ("fran=2026-02-30", "Den dagen finns inte"),
        ("fran=0001-01-01&till=0001-01-01", "Välj en dag före den andra dagen."),
        ("till=0001-01-01", "Välj en dag före den andra dagen."),
    ):
        page = cast.get("bob", f"/enheter/F1/forandring?{query}")
        assert page.status_code == 422, query
        assert sentence in page.get_data(as_text=True)
        assert "Vad som har ändrats" in page.get_data(as_text=True)
    assert cast.get("bob", f"/enheter/F1/jamfor?per={tomorrow}").status_code == 422


def test_what_an_address_makes_up_is_taken_for_the_ordinary(cast: Cast) -> None:
    for query in (
        "",
        "niva=x&modul=x&orsak=x",
        "orsak=klara",
        "modul=1&orsak=rattat-till",
        "fran=0001-01-01",
    ):
        assert cast.get("bob", f"/enheter/F1/forandring?{query}").status_code == 200, query
        assert cast.get("bob", f"/enheter/F1/jamfor?{query}").status_code == 200, query


def test_the_unit_leads_to_both_pages_and_they_back_with_neutral_titles(cast: Cast) -> None:
    page = cast.get("bob", "/enheter/F1").get_data(as_text=True)
    for name, title in (("forandring", "Vad som har ändrats"), ("jamfor", "Då och nu")):
        link = re.search(rf'href="([^"]+/{name}\?[^"]+)"', page)
        assert link
        there = cast.get("bob", link.group(1)).get_data(as_text=True)
        assert f"<title>{title}: Ängens avdelning – elearn</title>" in there
        assert 'href="/enheter/F1"' in there


def test_the_pages_take_as_many_statements_for_fifty_people_as_for_one(
    cast: Cast, counted: Counted, module: int
) -> None:
    client = cast.as_("bob")
    addresses = (address(cast, modul=module, orsak="nya"), f"/enheter/F1/jamfor?per={cast.today}")
    for where in addresses:
        client.get(where)
        with counted() as few:
            client.get(where)
        for number in range(50):
            cast.hire("F1", f"Nummer {number}", days_ago=5)
        with counted() as many:
            client.get(where)
        assert len(many) == len(few) <= 45


def move(cast: Cast, code: str, above: str, since: object) -> None:
    """A unit hangs somewhere else since a day."""
    with cast.database.writing() as session, session.begin():
        row = session.query(UnitVersion).filter_by(unit_id=cast.world.units[code]).one()
        values = {column.name: getattr(row, column.name) for column in UnitVersion.__table__.columns}
        moment = row.recorded_at + timedelta(days=1)
        row.superseded_at = moment
        session.flush()
        values |= {"id": None, "recorded_at": moment}
        assert hasattr(since, "isoformat")
        session.add(UnitVersion(**(values | {"valid_to": since - timedelta(days=1)})))  # type: ignore[operator]
        session.add(UnitVersion(**(values | {"valid_from": since, "parent_id": cast.world.units[above]})))
