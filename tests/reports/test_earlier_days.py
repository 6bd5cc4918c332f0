"""An earlier day by name: who was not done is not done, whoever was late with it, and nobody learns why one was not."""

import re
from datetime import timedelta
from functools import partial

import pytest
from babel.numbers import format_decimal

from elearn import clock
from elearn.database import Database
from elearn.reports.exports import Subject
from elearn.requirements.asides import clear_aside, set_aside
from tests.reports.cast import MODULES, Cast
from tests.reports.exporting import exported
from tests.reports.test_unit_page import rows

MINUS = format_decimal(-1, locale="sv")[0]  # as the language writes it
LATE = "De som var försenade en tidigare dag visas inte med namn."


@pytest.fixture
def played(cast: Cast) -> Cast:
    """Everybody is late; Alice did it her own way for a while, and two are done since the same day."""
    for change, days in ((set_aside, 20), (clear_aside, 5)):
        with cast.database.writing() as session, session.begin():
            for module in MODULES:
                on, at = cast.today - timedelta(days=days), clock.now() - timedelta(days=days)
                change(session, cast.world.alice, module, on=on, at=at)
    for name in ("alice", "anders"):
        cast.complete(name, days_ago=5)
    return cast


def per(cast: Cast, days: int) -> str:
    return f"?per={cast.today - timedelta(days=days)}"


def lines(cast: Cast, who: str, address: str) -> dict[str, str]:
    """What a list says of each, by given name."""
    found = rows(cast.get(who, address).get_data(as_text=True))
    return {line.split()[0]: " ".join(line.split()[2:]) for line in found}


def test_of_who_was_not_done_a_list_says_only_that_and_the_figures_all(played: Cast) -> None:
    for who, address in (("bob", "/enheter/F1"), ("dana", "/enheter/F1")):
        for days in (25, 10):
            said = lines(played, who, f"{address}{per(played, days)}")
            assert said["Alice"] == said["Anders"] == said["Cecilia"]
            assert re.fullmatch(r"(Ej klar )+\d+", said["Alice"])
    assert "5 är försenade" in played.read("bob", f"/enheter/F1{per(played, 25)}")
    assert "4 är försenade" in played.read("bob", f"/enheter/F1{per(played, 10)}")


def test_today_a_list_says_who_is_late(played: Cast) -> None:
    said = lines(played, "bob", "/enheter/F1")
    assert said["Alice"] == said["Anders"]
    assert "Klar" in said["Alice"]
    assert "Försenad" in said["Cecilia"]


def test_the_late_of_an_earlier_day_are_a_figure_and_no_list(played: Cast) -> None:
    for who in ("bob", "dana"):
        page = played.get(who, f"/enheter/F1{per(played, 10)}&visa=forsenade").get_data(as_text=True)
        assert LATE in page
        assert "Läget per den" not in page
        assert "Cecilia" not in page
    before = played.get("bob", f"/enheter/F1{per(played, 10)}").get_data(as_text=True)
    assert "visa=forsenade" not in before
    assert "visa=forsenade" in played.get("bob", "/enheter/F1").get_data(as_text=True)


def test_a_file_of_an_earlier_day_says_no_more(played: Cast, database: Database) -> None:
    read = partial(exported, database, Subject.STATUS, unit="F1", module=MODULES[0])
    for days in (25, 10):
        said = {row.pop("given_name"): row for row in read(as_of=played.today - timedelta(days=days))}
        told = {
            name: [row[key] for key in ("state", "due_on", "valid_until", "completed_on", "handled_by_hr")]
            for name, row in said.items()
        }
        assert told["Alice"] == told["Anders"] == told["Cecilia"] == ["due", None, None, None, None]
    after = {row["given_name"]: row for row in read(as_of=played.today - timedelta(days=1))}
    assert after["Alice"]["state"] == after["Anders"]["state"] == "completed"
    assert after["Alice"]["completed_on"] is not None
    assert {row["given_name"]: row["state"] for row in read()}["Cecilia"] == "overdue"


def change_page(cast: Cast, who: str, *, days: tuple[int, int], **more: str) -> str:
    first, last = (cast.today - timedelta(days=each) for each in days)
    rest = "".join(f"&{name}={value}" for name, value in more.items())
    return cast.read(who, f"/enheter/F1/forandring?fran={first}&till={last}&modul=1{rest}")


def test_what_lets_a_last_day_not_count_names_nobody(played: Cast) -> None:
    label = "Sista dagen gäller inte, eller gäller igen"
    for who in ("bob", "dana", "hanna"):
        for days in ((25, 10), (10, 6), (25, 0)):
            table = change_page(played, who, days=days)
            if days == (25, 10):
                assert label in table
                assert "Hanteras av HR, eller" not in table
            for word in ("sista-dagen", "hr", "krav", "forsenade", "gatt-ut", "bytt-plats"):
                assert "Alice" not in change_page(played, who, days=days, orsak=word)
    number = MINUS + "1 +1"
    assert f"{label} {number} 1 " in change_page(played, "dana", days=(25, 10))
    assert f"{label} {number} 1 " not in change_page(played, "bob", days=(25, 10))


def test_who_has_become_done_was_not_done_before_and_no_more(played: Cast) -> None:
    page = change_page(played, "bob", days=(10, 0), orsak="klara")
    before = {name: page.split(name, 1)[1].split(" Klar")[0] for name in ("Alice Alm", "Anders Åkesson")}
    assert set(before.values()) == {" Ej klar"}


def test_who_was_late_by_an_earlier_day_is_a_number(played: Cast) -> None:
    """Everybody has become late between these days."""
    for who in ("bob", "dana"):
        page = change_page(played, who, days=(300, 250), orsak="forsenade")
        assert "Har blivit försenade: 5 personer" in page
        assert "5 personer räknas här utan namn" in page
