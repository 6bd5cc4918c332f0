"""A form that is sent twice announces a group session once."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from elearn.clock import today
from elearn.completions.group_models import GroupSession
from tests.learner import Learner

PAGE = "/enheter/F1/traffar"


@pytest.fixture
def bob(app, client, database, world, sign_in_as):
    return Learner(sign_in_as(client, world.bob), database, world.bob)


def values(**chosen):
    on = (today() + timedelta(days=20)).isoformat()
    return {"module": "1", "held_on": on, "starts_at": "14:00", "room": "staff_room"} | chosen


def count(session):
    found = session.scalar(select(func.count()).select_from(GroupSession))
    session.rollback()
    return found


def test_a_double_click_announces_one_session_and_leads_to_it_both_times(bob, session):
    page = bob.get(PAGE)
    first, second = (bob.send(page, page.form("/traffar"), **values()) for _ in range(2))
    assert (first.status, second.status) == (303, 303)
    assert first.headers["Location"] == second.headers["Location"]
    assert count(session) == 1


@pytest.mark.one_engine
def test_the_same_form_with_something_else_in_it_is_asked_about_and_then_announced(bob, session):
    page = bob.get(PAGE)
    bob.send(page, page.form("/traffar"), **values())
    again = bob.send(page, page.form("/traffar"), **values(starts_at="15:00"))
    assert again.status == 409
    assert "redan annonserat en annan träff" in again.text
    assert count(session) == 1
    assert bob.send(again, again.form("/traffar"), **values(starts_at="15:00")).status == 303
    assert count(session) == 2


@pytest.mark.one_engine
def test_two_pages_announce_two_sessions_and_an_unreadable_key_one(bob, session):
    for changed in ({}, {}, {"key": "x"}, {"key": ""}):
        page = bob.get(PAGE)
        assert bob.send(page, page.form("/traffar"), **values(**changed)).status == 303
    assert count(session) == 4
