"""Before a requirement is set, changed or ended HR sees how many it touches; then exactly that is saved."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from elearn import clock
from elearn.accounts.models import RoleGrant
from elearn.database import Database
from elearn.permissions import Role
from elearn.requirements.asides import set_aside
from elearn.requirements.models import RequirementVersion
from elearn.requirements.queries import list_versions
from elearn.requirements.services import Terms, set_requirement
from tests.people import World
from tests.reports.building import DECISION
from tests.reports.cast import MODULES, Cast, hidden, words

PAGE, NEW = "/hr/krav", "/hr/krav/nytt"
ONE, TWO = MODULES[:2]
WITHOUT = {"decided_by": "", "decided_on": "", "record_number": ""}


@pytest.fixture
def cast(app: Flask, database: Database, world: World, sign_in_as: Callable[..., FlaskClient]) -> Cast:
    return Cast(app, database, world, clock.today(), sign_in_as)


def fields(cast: Cast, code: str = "B", **changed: Any) -> dict[str, Any]:
    return {
        "unit": str(cast.world.units[code]),
        "modules": [ONE],
        "valid_from": cast.today.isoformat(),
        "due_days": "60",
        "valid_months": "12",
        "decided_by": "Styrelsen",
        "decided_on": (cast.today - timedelta(days=30)).isoformat(),
        "record_number": "B 2026-4",
    } | changed


def ask(cast: Cast, unit: str, *, days_ago: int, **terms: Any) -> int:
    with cast.database.writing() as session, session.begin():
        asked = Terms(unit_id=cast.world.units[unit], modules=(ONE,), **(DECISION | terms))
        first = cast.today - timedelta(days=days_ago)
        return set_requirement(session, asked, valid_from=first, at=clock.now()).requirement_id


def stored(cast: Cast) -> list[RequirementVersion]:
    with cast.database.reading() as session:
        return list_versions(session)


def rows(page: TestResponse) -> dict[str, tuple[int, ...]]:
    """The table of a preview: asked anew, asked no longer, moved, late at once."""
    assert page.status_code == 200, words(page)
    found = re.findall(r'<th class="govuk-table__header" scope="row">(.*?)</th>(.*?)</tr>', page.text, re.S)
    return {
        name: tuple(int(number) for number in re.findall(r"<td[^>]*>(\d+)</td>", cells))
        for name, cells in found
    }


def look(cast: Cast, name: str, address: str, **values: Any) -> TestResponse:
    return cast.post(name, address, NEW if address == NEW else address.removesuffix("/avsluta"), **values)


def test_a_new_requirement_counts_each_person_once_in_every_unit(cast: Cast) -> None:
    page = look(cast, "dana", NEW, **fields(cast, "G", modules=[ONE, TWO]))
    found = rows(page)
    # Everybody but Xerxes (external) and Petra (protected, and fewer than 50 are there); Ivar stands in two places.
    assert found["Gruppen"] == (19, 0, 0, 0)
    assert found["Förvaltningen"] == (14, 0, 0, 0)
    assert found["Bolaget"] == (4, 0, 0, 0)
    assert found["Nämnden"] == (1, 0, 0, 0)
    assert "Inget är sparat än." in words(page)
    assert stored(cast) == []


def test_whom_something_was_asked_of_before_is_asked_nothing_new(cast: Cast) -> None:
    ask(cast, "G", days_ago=10, due_days=90)
    assert "Ingen berörs" in words(look(cast, "oskar", NEW, **fields(cast, due_days="200")))
    # Earlier than what the group asks: another day for the same.
    assert rows(look(cast, "oskar", NEW, **fields(cast, due_days="30")))["Bolaget"] == (0, 0, 4, 0)


def test_a_change_says_who_is_freed_moved_and_late_at_once(cast: Cast) -> None:
    number = ask(cast, "B", days_ago=100, due_days=400)
    cast.complete("karl", ONE, days_ago=5)
    cast.hold("maja")
    address = f"{PAGE}/{number}"
    # Styrbjörn, a politician, is freed. Of the three others one is done and one is held by HR.
    changed = fields(cast, levels=["employee", "manager"], due_days="60")
    assert rows(look(cast, "oskar", address, **changed))["Bolaget"] == (0, 1, 3, 1)
    assert rows(look(cast, "oskar", address, **changed))["Bolagets styrelse"] == (0, 1, 0, 0)
    assert [row.due_days for row in stored(cast)] == [400]


def test_what_was_only_recommended_is_new_when_it_becomes_a_duty(cast: Cast) -> None:
    nothing = dict.fromkeys(WITHOUT)
    number = ask(cast, "B", days_ago=100, **nothing)
    page = look(cast, "oskar", f"{PAGE}/{number}", **fields(cast, due_days="0"))
    assert rows(page)["Bolaget"] == (4, 0, 0, 0)
    page = look(cast, "oskar", f"{PAGE}/{ask(cast, 'B', days_ago=9)}", **fields(cast, **WITHOUT))
    assert rows(page)["Bolaget"] == (0, 4, 0, 0)


def test_an_end_says_who_is_freed_from_the_day_after(cast: Cast) -> None:
    number = ask(cast, "B", days_ago=100)
    last_on = cast.today + timedelta(days=30)
    page = look(cast, "oskar", f"{PAGE}/{number}/avsluta", last_on=last_on.isoformat())
    assert rows(page)["Bolaget"] == (0, 4, 0, 0)
    assert [row.valid_to for row in stored(cast)] == [None]


def test_a_requirement_to_come_counts_who_is_there_then(cast: Cast) -> None:
    first = cast.today + timedelta(days=40)
    page = look(cast, "oskar", NEW, **fields(cast, valid_from=first.isoformat()))
    assert rows(page)["Bolaget"] == (4, 0, 0, 0)
    cast.leave("karl")
    page = look(cast, "oskar", NEW, **fields(cast, valid_from=first.isoformat()))
    assert rows(page)["Bolaget"] == (3, 0, 0, 0)


def test_what_is_asked_elsewhere_tells_nobody_where_else_somebody_works(cast: Cast) -> None:
    ask(cast, "N", days_ago=10)  # asks Ivar, who is also employed in the administration
    page = look(cast, "dana", NEW, **fields(cast, "F"))
    assert rows(page)["Förvaltningen"] == (13, 0, 1, 0)  # HR of the group sees both
    with cast.database.writing() as session, session.begin():
        session.add(
            RoleGrant(
                person_id=cast.world.lena,
                role=Role.HR,
                unit_id=cast.world.units["F"],
                valid_from=cast.world.since,
                valid_to=None,
                recorded_at=clock.now(),
                superseded_at=None,
                granted_by=None,
            )
        )
    page = look(cast, "lena", NEW, **fields(cast, "F"))
    assert rows(page)["Förvaltningen"] == (14, 0, 0, 0)


def test_somebody_protected_is_counted_where_figures_count_them_and_in_nothing_narrower(cast: Cast) -> None:
    for number in range(40):
        cast.hire("F1", f"Nummer {number}")
    everybody = rows(look(cast, "dana", NEW, **fields(cast, "F")))
    assert everybody["Förvaltningen"] == (55, 0, 0, 0)  # with Petra
    narrowed: list[dict[str, Any]] = [
        {"unit": str(cast.world.units["F1"])},
        {"forms": ["permanent", "hourly"]},
        {"levels": ["employee", "manager", "politician"]},
    ]
    for narrower in narrowed:
        page = rows(look(cast, "dana", NEW, **fields(cast, "F", **narrower)))
        names = 45 if "unit" in narrower else 54
        assert page["Förvaltningen"] == (names, 0, 0, 0)


def test_no_preview_tells_that_somebody_does_it_in_a_way_of_their_own(cast: Cast) -> None:
    yesterday = (cast.today - timedelta(days=1)).isoformat()
    alone = fields(cast, person="14", due_days="0", valid_from=yesterday)
    before = rows(look(cast, "oskar", NEW, **alone))
    assert before["Bolaget"] == (1, 0, 0, 1)
    with cast.database.writing() as session, session.begin():
        set_aside(session, cast.world.karl, ONE, on=cast.today, at=clock.now())
    assert rows(look(cast, "oskar", NEW, **alone)) == before


def test_back_keeps_what_was_written(cast: Cast) -> None:
    client = cast.as_("oskar")
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', client.get(NEW).text)
    assert token
    sent = fields(cast, levels=["manager"], due_days="61") | {"csrf_token": token.group(1)}
    shown = client.post(NEW, data=sent)
    page = client.post(NEW, data=hidden(shown) | {"step": "back"})
    assert page.status_code == 200
    assert 'value="61"' in page.text
    assert re.search(r'value="manager" checked', page.text)
    assert "Styrelsen" in page.text
    assert stored(cast) == []


@pytest.mark.parametrize("changed", [{"due_days": "1"}, {"levels": "manager"}, {"seen": "0" * 64}], ids=str)
def test_only_what_was_shown_is_saved(cast: Cast, changed: dict[str, str]) -> None:
    client = cast.as_("oskar")
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', client.get(NEW).text)
    assert token
    shown = client.post(NEW, data=fields(cast) | {"csrf_token": token.group(1)})
    page = client.post(NEW, data=hidden(shown) | {"step": "save"} | changed)
    assert "Något har ändrats sedan du såg förhandsvisningen" in words(page)
    assert stored(cast) == []


def test_a_requirement_that_somebody_else_has_changed_meanwhile_is_shown_again(cast: Cast) -> None:
    number = ask(cast, "B", days_ago=100)
    address, client = f"{PAGE}/{number}", cast.as_("oskar")
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', client.get(address).text)
    assert token
    shown = client.post(address, data=fields(cast) | {"csrf_token": token.group(1)})
    with cast.database.writing() as session, session.begin():
        terms = Terms(unit_id=cast.world.units["B"], modules=(TWO,), **DECISION)
        set_requirement(session, terms, valid_from=cast.today, at=clock.now(), requirement_id=number)
    page = client.post(address, data=hidden(shown) | {"step": "save"})
    assert "Något har ändrats" in words(page)
    assert [row.modules for row in stored(cast)] == [[ONE], [TWO]]
    assert client.post(address, data=hidden(page) | {"step": "save"}).status_code == 303
    assert [row.modules for row in stored(cast)] == [[ONE], [ONE]]
