"""HR changes its mind about a requirement that has not begun, and sees a change that is still to come."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from elearn import clock
from elearn.database import Database
from elearn.formatting import day
from elearn.requirements.models import RequirementVersion
from elearn.requirements.queries import list_versions
from elearn.requirements.services import Terms, set_requirement
from tests.people import World
from tests.reports.building import DECISION
from tests.reports.cast import MODULES, Cast, words

pytestmark = pytest.mark.one_engine

PAGE = "/hr/krav"


@pytest.fixture
def cast(app: Flask, database: Database, world: World, sign_in_as: Callable[..., FlaskClient]) -> Cast:
    return Cast(app, database, world, clock.today(), sign_in_as)


def ask(cast: Cast, *, in_days: int) -> int:
    with cast.database.writing() as session, session.begin():
        terms = Terms(unit_id=cast.world.units["B"], modules=MODULES[:1], due_days=60, **DECISION)
        first = cast.today + timedelta(days=in_days)
        return set_requirement(session, terms, valid_from=first, at=clock.now()).requirement_id


def stored(cast: Cast) -> list[RequirementVersion]:
    with cast.database.reading() as session:
        return list_versions(session)


def fields(cast: Cast, *, in_days: int, **changed: Any) -> dict[str, Any]:
    return {
        "unit": str(cast.world.units["B"]),
        "modules": list(MODULES[:1]),
        "valid_from": (cast.today + timedelta(days=in_days)).isoformat(),
        "due_days": "60",
        "valid_months": "24",
        "decided_by": DECISION["decided_by"],
        "decided_on": (cast.today - timedelta(days=30)).isoformat(),
        "record_number": DECISION["record_number"],
    } | changed


def test_a_later_first_day_moves_what_has_not_begun(cast: Cast) -> None:
    address = f"{PAGE}/{ask(cast, in_days=40)}"
    assert "Kravet har inte börjat gälla." in words(cast.as_("oskar").get(address))
    assert cast.confirm("oskar", address, address, **fields(cast, in_days=70)).status_code == 303
    later = cast.today + timedelta(days=70)
    assert [(row.began_on, row.valid_from, row.valid_to) for row in stored(cast)] == [(later, later, None)]


def test_what_has_not_begun_can_be_taken_back_as_the_form_stands(cast: Cast) -> None:
    address = f"{PAGE}/{ask(cast, in_days=40)}"
    before = (cast.today + timedelta(days=39)).isoformat()
    assert f'name="last_on" type="date" value="{before}"' in cast.as_("oskar").get(address).text
    shown = cast.post("oskar", f"{address}/avsluta", address, last_on=before)
    assert "tas bort helt: det gäller inte någon dag." in words(shown)
    assert "Ta bort kravet" in words(shown)
    assert cast.confirm("oskar", f"{address}/avsluta", address, last_on=before).status_code == 303
    assert stored(cast) == []


def test_a_change_to_come_is_shown_and_is_not_taken_for_an_end(cast: Cast) -> None:
    address = f"{PAGE}/{ask(cast, in_days=-40)}"
    cast.confirm("oskar", address, address, **fields(cast, in_days=30, due_days="20"))
    listed, page = cast.read("oskar", PAGE), cast.as_("oskar").get(address)
    changed = day(cast.today + timedelta(days=30))
    assert f"Ändras {changed}" in listed
    assert "till och med" not in listed
    assert f"Ändrat från {changed}" in words(page)
    assert "20 dagar" in words(page)
    # The day before the change is not offered as the last one.
    assert 'name="valid_to" type="date" value=""' in page.text
