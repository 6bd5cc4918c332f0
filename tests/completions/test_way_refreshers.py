"""Whoever does a module in a way of their own and then takes what renews it goes on as everybody."""

from datetime import timedelta

import pytest

from elearn import clock
from elearn.completions.way_services import ask_another_way
from elearn.requirements.asides import modules_aside
from elearn.requirements.services import Terms, set_requirement
from tests.completions.asking import complete
from tests.completions.ways import MODULE, cases_of, visit
from tests.staging import catalogue

REFRESHER, OTHER = (each.slug for each in catalogue().modules[1:3])


@pytest.fixture
def today():
    return clock.today()


@pytest.fixture
def asked(session, world, today):
    """A module that the second one renews, then the third one."""
    since = today - timedelta(days=900)
    terms = Terms(
        unit_id=world.units["F1"],
        modules=(MODULE,),
        valid_months=12,
        refreshers={MODULE: (REFRESHER, OTHER)},
    )
    set_requirement(session, terms, valid_from=since, at=clock.now() - timedelta(days=1))
    session.commit()


def left(session, database, world, *, way, done):
    """Of which modules something is left of another way after another module is done."""
    ask_another_way(session, world.alice, way, clock.now())
    complete(session, world.alice, done, clock.today())
    session.commit()
    with database.reading() as reading:
        aside = modules_aside(reading, world.alice, clock.today())
    return aside | {case.module for case in cases_of(database)}


@pytest.mark.parametrize(
    ("way", "done"),
    [(MODULE, REFRESHER), (REFRESHER, MODULE), (REFRESHER, REFRESHER)],
    ids=["the-module", "its-refresher-by-the-module", "its-refresher"],
)
def test_what_renews_a_module_ends_another_way_of_doing_it(session, database, world, asked, today, way, done):
    complete(session, world.alice, MODULE, today - timedelta(days=400))
    assert left(session, database, world, way=way, done=done) == frozenset()


@pytest.mark.one_engine
@pytest.mark.parametrize(
    ("before", "done"), [(False, REFRESHER), (True, OTHER)], ids=["never-done", "not-its-turn"]
)
def test_what_renews_nothing_ends_nothing(session, database, world, asked, today, before, done):
    if before:
        complete(session, world.alice, MODULE, today - timedelta(days=400))
    assert left(session, database, world, way=MODULE, done=done) == {MODULE}


@pytest.mark.one_engine
def test_what_is_asked_for_as_a_refresher_can_be_done_another_way_though_done_once(
    app, session, database, world, sign_in_as, asked, today
):
    complete(
        session, world.alice, REFRESHER, today - timedelta(days=500)
    )  # it renewed nothing, and never runs out
    complete(session, world.alice, MODULE, today - timedelta(days=400))
    session.commit()
    address = f"/moduler/{catalogue().modules[1].number}/annat-satt"
    alice = visit(app, sign_in_as, world.alice)
    assert f'action="{address}"' in alice.get(address).text
    alice.post(address)
    assert [case.module for case in cases_of(database)] == [REFRESHER]
