"""What somebody reads in English on the way through a check, another way, and a group session."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from elearn.clock import today
from elearn.database import Database
from tests.completions.meetings import hold
from tests.completions.ways import CASES, WAY, address_of, cases_of, hand_in, name_contacts
from tests.english import Reader, SignIn, check_english, readers
from tests.learner import Learner
from tests.people import World
from tests.staging import catalogue, stage

# Language has nothing to do with the database.
pytestmark = pytest.mark.one_engine


@pytest.fixture
def world(database: Database) -> World:
    """The cast, with the modules asked of everybody."""
    return stage(database)


@pytest.fixture
def reader(app: Flask, world: World, sign_in_as: SignIn) -> Reader:
    """Somebody of the cast who has chosen English."""
    return readers(app, world, sign_in_as)


def test_another_way_is_in_english_for_the_learner_and_the_contact_person(
    reader: Reader, database: Database, world: World
) -> None:
    with database.writing() as session, session.begin():
        name_contacts(session, world, dana="G")
    alice, dana = reader("alice"), reader("dana")
    alice.post(WAY)
    check_english(alice.get(WAY))
    hand_in(alice)
    (case,) = cases_of(database)
    for address in (CASES, address_of(case)):
        check_english(dana.get(address))
    check_english(dana.post(CASES, data={"case_number": "0"}), 422)
    for action in ("/klart", "/senare", "/avsla"):
        check_english(dana.post(address_of(case, action)), 422)
    check_english(alice.get(WAY))
    assert dana.post(address_of(case, "/avsla"), data={"reason": "too_old"}).status_code == 303
    check_english(dana.get(address_of(case)), 404)
    check_english(alice.get("/min-utbildning"))
    check_english(alice.get(WAY))


def test_a_learner_reads_the_questions_the_feedback_and_the_receipt_in_english(
    reader: Reader, database: Database, world: World
) -> None:
    """The questions themselves are Swedish and marked so."""
    learner = Learner(reader("alice"), database, world.alice)
    slug = catalogue().modules[0].slug
    learner.start(1, "one")
    for part in ("1", "alla", "granska"):
        check_english(learner.client.get(f"/moduler/1/kunskapskontroll/{part}"))
    for wrong in (range(1, 6), ()):
        page = learner.hand_in(1, slug, wrong)
        check_english(learner.client.get(page.headers["Location"]))
    for address in ("/", "/min-utbildning", "/repetition"):
        check_english(learner.client.get(address))
    form = learner.get("/repetition").form("/repetition")
    chosen = {name: options[0] for name, options in form.choices.items()}
    check_english(learner.client.post("/repetition", data=dict(form.values) | chosen))


def test_a_group_session_is_in_english_for_its_leader_and_for_whoever_was_there(
    reader: Reader, session: Session, world: World
) -> None:
    held = hold(session, world, catalogue().modules[1].slug, today(), there=["alice"])
    coming = hold(session, world, catalogue().modules[0].slug, today() + timedelta(days=1))
    bob = reader("bob")
    for rest in ("", "/narvaro", *(f"/visa/{place}" for place in range(1, 10))):
        check_english(bob.get(f"/traffar/{held.id}{rest}"))
    check_english(bob.get(f"/traffar/{coming.id}/flytta"))
    check_english(bob.get("/enheter/F1/traffar"))
    alice = reader("alice")
    check_english(alice.get("/"))
    alice.post(f"/traffar/{held.id}/bekrafta")
    check_english(alice.get("/moduler/2/kunskapskontroll"))
    check_english(alice.get("/min-utbildning"))
