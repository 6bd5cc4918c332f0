"""Nobody can be late with what nobody has reviewed: a decision cannot ask for a draft, outside the demo."""

from collections.abc import Callable
from dataclasses import replace
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
from tests.reviewed import forget_reviews

PAGE, NEW = "/hr/krav", "/hr/krav/nytt"
DRAFT, READ = MODULES[0], MODULES[2]
TITLES = {DRAFT: "Anmälningsskyldigheten", READ: "Kunskap på alla nivåer"}
MARK = "(utkast, inte granskad)"
REFUSED = f"Det här är utkast och kan inte krävas genom ett beslut: {TITLES[DRAFT]}."
NO_DECISION = {"decided_by": "", "decided_on": "", "record_number": ""}


@pytest.fixture
def cast(app: Flask, database: Database, world: World, sign_in_as: Callable[..., FlaskClient]) -> Cast:
    """The cast of the tests, with one module that nobody has reviewed."""
    forget_reviews(app, DRAFT)
    return Cast(app, database, world, clock.today(), sign_in_as)


def fields(cast: Cast, *modules: str, **changed: Any) -> dict[str, Any]:
    return {
        "unit": str(cast.world.units["B"]),
        "modules": list(modules),
        "levels": [],
        "valid_from": cast.today.isoformat(),
        "valid_to": "",
        "due_days": "60",
        "valid_months": "12",
        "decided_by": "Styrelsen",
        "decided_on": (cast.today - timedelta(days=30)).isoformat(),
        "record_number": "B 2026-4",
    } | changed


def stored(cast: Cast) -> list[RequirementVersion]:
    with cast.database.reading() as session:
        return list_versions(session)


def ask(cast: Cast, *modules: str, decided: bool) -> str:
    """The page of a requirement from before: of a time when its modules had been reviewed."""
    with cast.database.writing() as session, session.begin():
        decision: dict[str, Any] = DECISION if decided else {}
        terms = Terms(unit_id=cast.world.units["B"], modules=modules, **decision)
        days_ago = cast.today - timedelta(days=10)
        version = set_requirement(session, terms, valid_from=days_ago, at=clock.now())
        return f"{PAGE}/{version.requirement_id}"


def test_a_decision_cannot_ask_for_a_draft(cast: Cast) -> None:
    page = cast.post("oskar", NEW, NEW, **fields(cast, DRAFT, READ))
    assert page.status_code == 422
    assert REFUSED in words(page)
    assert "rekommenderas" in words(page)
    assert "elearn content check --release" in words(page)
    assert stored(cast) == []


@pytest.mark.one_engine
@pytest.mark.parametrize("field", ["decided_by", "decided_on", "record_number"])
def test_half_a_decision_is_refused_for_a_draft_too(cast: Cast, field: str) -> None:
    kept = fields(cast, DRAFT)[field]
    page = cast.post("oskar", NEW, NEW, **fields(cast, DRAFT, **NO_DECISION | {field: kept}))
    assert page.status_code == 422
    assert stored(cast) == []


def test_a_draft_can_be_recommended(cast: Cast) -> None:
    assert cast.confirm("oskar", NEW, NEW, **fields(cast, DRAFT, **NO_DECISION)).status_code == 303
    assert [version.decided_by for version in stored(cast)] == [None]


def test_what_has_been_reviewed_can_be_decided_while_another_module_is_a_draft(cast: Cast) -> None:
    assert cast.confirm("oskar", NEW, NEW, **fields(cast, READ)).status_code == 303
    assert [version.decided_by for version in stored(cast)] == ["Styrelsen"]


def test_a_recommendation_of_a_draft_cannot_become_a_decision(cast: Cast) -> None:
    page = ask(cast, DRAFT, decided=False)
    answer = cast.post("oskar", page, page, **fields(cast, DRAFT))
    assert answer.status_code == 422
    assert REFUSED in words(answer)
    assert [version.decided_by for version in stored(cast)] == [None]


def test_a_draft_cannot_be_added_to_a_decision(cast: Cast) -> None:
    page = ask(cast, READ, decided=True)
    assert cast.post("oskar", page, page, **fields(cast, READ, DRAFT)).status_code == 422
    assert [version.modules for version in stored(cast)] == [[READ]]


def test_a_decision_from_before_stands_is_marked_and_can_be_changed(cast: Cast) -> None:
    page = ask(cast, DRAFT, decided=True)
    listed = cast.read("oskar", PAGE)
    assert DECISION["record_number"] in listed
    assert f"{TITLES[DRAFT]} {MARK}" in listed
    assert cast.confirm("oskar", page, page, **fields(cast, DRAFT, due_days="45")).status_code == 303
    assert stored(cast)[-1].due_days == 45


def test_a_decision_from_before_can_be_ended(cast: Cast) -> None:
    page = ask(cast, DRAFT, decided=True)
    ended = cast.confirm("oskar", f"{page}/avsluta", page, last_on=cast.today.isoformat())
    assert ended.status_code == 303
    (version,) = stored(cast)
    assert (version.decided_by, version.valid_to) == (DECISION["decided_by"], cast.today)


def test_the_list_of_modules_says_which_are_drafts(cast: Cast) -> None:
    page = cast.read("oskar", NEW)
    assert f"{TITLES[DRAFT]} {MARK}" in page
    assert f"{TITLES[READ]} {MARK}" not in page


def test_in_the_demo_a_decision_can_ask_for_a_draft(cast: Cast) -> None:
    cast.app.extensions["elearn_config"] = replace(cast.app.extensions["elearn_config"], demo=True)
    assert MARK in cast.read("oskar", NEW)
    assert cast.confirm("oskar", NEW, NEW, **fields(cast, DRAFT)).status_code == 303
    assert [version.modules for version in stored(cast)] == [[DRAFT]]
