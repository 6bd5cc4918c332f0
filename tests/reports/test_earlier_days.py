"""An earlier day by name: who was not done is not done, whoever was late with it, and nobody learns why one was not."""

import re
from datetime import timedelta
from functools import partial

import pytest

from elearn import clock
from elearn.database import Database
from elearn.reports.exports import Subject
from elearn.requirements.asides import clear_aside, set_aside
from tests.reports.cast import MODULES, Cast
from tests.reports.exporting import exported
from tests.reports.test_unit_page import rows

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
