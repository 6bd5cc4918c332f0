"""A requirement whose preview is confirmed twice is saved once."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from elearn import clock
from elearn.audit.models import AuditEvent
from elearn.database import Database
from elearn.requirements.queries import list_versions
from tests.people import World
from tests.reports.cast import MODULES, Cast, hidden

NEW = "/hr/krav/nytt"


@pytest.fixture
def cast(app: Flask, database: Database, world: World, sign_in_as: Callable[..., FlaskClient]) -> Cast:
    return Cast(app, database, world, clock.today(), sign_in_as)


def fields(cast: Cast, **changed: Any) -> dict[str, Any]:
    return {
        "unit": str(cast.world.units["B"]),
        "modules": [MODULES[0]],
        "valid_from": cast.today.isoformat(),
        "due_days": "60",
        "valid_months": "12",
    } | changed


def saved(cast: Cast) -> tuple[int, int]:
    """How many requirements there are, and how often the trail says that one was set."""
    with cast.database.reading() as session:
        events = session.scalars(select(AuditEvent).where(AuditEvent.action == "requirement.set")).all()
        return len({row.requirement_id for row in list_versions(session)}), len(events)


def test_a_double_click_saves_one_requirement_and_leads_to_the_same_page(cast: Cast) -> None:
    client = cast.as_("oskar")
    form = hidden(client.get(NEW))
    sent = hidden(client.post(NEW, data=form | fields(cast))) | {"step": ["save"]}
    answers = [client.post(NEW, data=sent) for _ in range(2)]
    assert [(each.status_code, each.location) for each in answers] == [(303, "/hr/krav")] * 2
    assert saved(cast) == (1, 1)


@pytest.mark.one_engine
def test_what_differs_in_anything_is_another_requirement(cast: Cast) -> None:
    later = (cast.today + timedelta(days=300)).isoformat()
    for changed in ({}, {"due_days": "61"}, {"levels": ["manager"]}, {"valid_to": later}):
        assert cast.confirm("oskar", NEW, NEW, **fields(cast, **changed)).status_code == 303
    assert saved(cast) == (4, 4)
