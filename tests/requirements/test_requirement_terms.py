"""HR's form holds every term of a requirement: whom, what next time, by when, how long."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from elearn import clock
from elearn.database import Database
from elearn.requirements.models import RequirementVersion
from elearn.requirements.queries import list_versions
from elearn.requirements.services import Terms, set_requirement
from tests.people import World
from tests.reports.building import DECISION
from tests.reports.cast import MODULES, Cast, words

PAGE, NEW = "/hr/krav", "/hr/krav/nytt"
ONE, TWO, THREE, FOUR = MODULES


@pytest.fixture
def cast(app: Flask, database: Database, world: World, sign_in_as: Callable[..., FlaskClient]) -> Cast:
    """The cast of the tests, of whom nothing is asked yet."""
    return Cast(app, database, world, clock.today(), sign_in_as)


def fields(cast: Cast, code: str = "B", **changed: Any) -> dict[str, Any]:
    return {
        "unit": str(cast.world.units[code]) if code else "",
        "modules": [ONE],
        "valid_from": cast.today.isoformat(),
        "due_days": "60",
        "valid_months": "12",
        "decided_by": "Styrelsen",
        "decided_on": (cast.today - timedelta(days=30)).isoformat(),
        "record_number": "B 2026-4",
    } | changed


def stored(cast: Cast) -> list[RequirementVersion]:
    with cast.database.reading() as session:
        return list_versions(session)


ALL: dict[str, Any] = {
    "levels": ["employee"],
    "kinds": ["company", "board"],
    "forms": ["hourly"],
    "anchor_month": "1",
    "window_days": "60",
    "refresher_1": TWO,
    "refresher_2": THREE,
    "major_days": "90",
}


def test_every_term_is_saved_shown_and_stands_in_the_form_again(cast: Cast) -> None:
    fixed_on = cast.today + timedelta(days=200)
    every = ALL | {"due_on": fixed_on.isoformat()}
    assert cast.confirm("oskar", NEW, NEW, **fields(cast, **every)).status_code == 303
    (version,) = stored(cast)
    assert (version.levels, version.kinds, version.forms) == (["employee"], ["company", "board"], ["hourly"])
    assert (version.due_days, version.due_on) == (60, fixed_on)
    assert (version.valid_months, version.anchor_month, version.window_days) == (12, 1, 60)
    assert (version.refreshers, version.major_days) == ({ONE: [TWO, THREE]}, 90)
    listed = cast.read("oskar", PAGE)
    for told in (
        "Bolag, styrelse",
        "Timavlönad",
        "60 dagar, aldrig före",
        "12 månader, till slutet av januari",
        "Nästa gång Hedersrelaterat våld och förtryck, därefter Kunskap på alla nivåer",
        "Förnyelse i förväg 60 dagar",
        "Efter en ny huvudversion 90 dagar",
    ):
        assert told in listed
    address = f"{PAGE}/{version.requirement_id}"
    page = cast.get("oskar", address).get_data(as_text=True)
    assert page.count('<details class="fold" open>') == 3  # nothing that is asked is folded away
    assert cast.confirm("oskar", address, address, **fields(cast, **ALL)).status_code == 303
    assert [row.due_on for row in stored(cast)] == [None]


def test_a_module_that_is_sent_twice_is_asked_for_once(cast: Cast) -> None:
    assert cast.confirm("oskar", NEW, NEW, **fields(cast, modules=[ONE, TWO, ONE])).status_code == 303
    assert [version.modules for version in stored(cast)] == [[ONE, TWO]]


def test_the_simple_form_has_the_rest_folded_away(cast: Cast) -> None:
    page = cast.get("oskar", NEW).get_data(as_text=True)
    assert page.count('<details class="fold">') == 3
    assert "Till exempel" in page


@pytest.mark.one_engine
@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"kinds": ["slott"]}, "Välj bland slagen i listan."),
        ({"forms": ["kung"]}, "Välj bland anställningsformerna i listan."),
        ({"due_on": "1026-01-01"}, "Dagen är för långt bort."),
        ({"due_on": "2020-01-01"}, "Den fasta dagen ligger före kravets första dag."),
        ({"anchor_month": "13"}, "Välj en månad i listan."),
        ({"anchor_month": "1", "valid_months": ""}, "annars finns inget att förnya."),
        ({"anchor_month": "1", "valid_months": "18"}, "Skriv 12, 24, 36 eller så vidare."),
        ({"window_days": "60", "valid_months": ""}, "annars finns inget att förnya."),
        ({"window_days": "400"}, "Skriv ett tal mellan 0 och 366."),
        ({"major_days": "-1"}, "Skriv ett tal mellan 0 och 3650."),
        ({"refresher_1": "annat"}, "Välj bland modulerna i listan."),
        ({"refresher_1": ONE}, "Välj en annan modul än den som kravet gäller"),
        ({"refresher_2": TWO}, "Fyll i gångerna i ordning"),
        ({"modules": [ONE, TWO], "refresher_1": THREE}, "Gör ett krav för varje modul."),
        ({"unit": "", "person": "finns-inte"}, "Ingen i den del du hanterar har det numret."),
        ({"unit": "", "person": "5"}, "Ingen i den del du hanterar har det numret."),  # Alice is not Oskar's
    ],
    ids=str,
)
def test_what_cannot_be_asked_is_refused_where_it_stands_and_kept(
    cast: Cast, changed: dict[str, Any], sentence: str
) -> None:
    page = cast.post("oskar", NEW, NEW, **fields(cast, **changed))
    assert page.status_code == 422
    assert sentence in words(page)
    if set(changed) & {"kinds", "forms", "window_days", "major_days", "refresher_1", "person"}:
        assert '<details class="fold" open>' in page.get_data(as_text=True)
    assert stored(cast) == []


def test_one_person_is_asked_by_number_within_the_whole_of_hrs_part(cast: Cast) -> None:
    assert cast.confirm("oskar", NEW, NEW, **fields(cast, "", person="hr/14")).status_code == 303
    (version,) = stored(cast)
    assert (version.person_id, version.unit_id) == (cast.world.karl, cast.world.units["B"])
    assert "Karl Kastanj" in cast.read("oskar", PAGE)
    # A change leaves whom it asks as it is, and has no field for it.
    address = f"{PAGE}/{version.requirement_id}"
    assert 'name="person"' not in cast.get("oskar", address).get_data(as_text=True)
    changed = fields(cast, due_days="30", person="13")
    assert cast.confirm("oskar", address, address, **changed).status_code == 303
    assert [(row.person_id, row.due_days) for row in stored(cast)] == [(cast.world.karl, 30)]


def test_the_page_of_a_person_leads_to_the_form_with_the_number(cast: Cast) -> None:
    link = f"{NEW}?person={cast.world.karl}"
    assert link in cast.get("oskar", f"/hr/personer/{cast.world.karl}").get_data(as_text=True)
    assert 'value="hr/14"' in cast.get("oskar", link).get_data(as_text=True)
    for other in ("alice", "petra"):
        page = cast.get("dana" if other == "petra" else "oskar", f"{NEW}?person={cast.world.people[other]}")
        assert 'value="hr/' not in page.get_data(as_text=True)
    assert cast.get("oskar", f"{NEW}?person=x").status_code == 200


def test_nobody_with_a_protected_identity_is_asked_alone(cast: Cast) -> None:
    page = cast.post("dana", NEW, NEW, **fields(cast, "", person="hr/7"))
    assert page.status_code == 422
    assert "Ingen i den del du hanterar har det numret." in words(page)


def test_what_is_asked_of_one_person_from_above_is_told_to_who_sees_the_person(cast: Cast) -> None:
    for name in ("alice", "karl"):
        with cast.database.writing() as session, session.begin():
            terms = Terms(
                unit_id=cast.world.units["G"], modules=(ONE,), person_id=cast.world.people[name], **DECISION
            )
            set_requirement(session, terms, valid_from=cast.today, at=clock.now())
    listed = cast.read("oskar", PAGE)
    assert "Gruppen: Karl Kastanj" in listed
    assert "Alice" not in listed
    assert listed.count("Beslutat ovanför") == 1
    own = cast.read("dana", PAGE)
    assert "Gruppen: Alice Alm" in own
    assert "Gruppen: En person" in own  # Karl's company has no arrangement
    assert "Karl" not in own
