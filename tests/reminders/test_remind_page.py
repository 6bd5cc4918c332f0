"""Whoever leads a unit reminds its people by hand, and learns nothing about anybody by it."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update
from werkzeug.test import TestResponse

from elearn import clock
from elearn.database import Database
from elearn.reminders.models import Mail, MailKind, Round
from tests.people import World
from tests.reminders.posting import ask, give_address, go_aside
from tests.reports.cast import Cast, words

PAGE = "/enheter/F1/paminn"


@pytest.fixture
def cast(app: Flask, database: Database, world: World, sign_in_as: Callable[..., FlaskClient]) -> Cast:
    cast = Cast(app, database, world, clock.today(), sign_in_as)
    ask(cast, due_in=40)
    return cast


def reminded(cast: Cast) -> set[str]:
    names = {person_id: name for name, person_id in cast.world.people.items()}
    with cast.database.reading() as session:
        rows = session.scalars(select(Mail)).all()
        assert all(row.kinds == [MailKind.MANUAL] for row in rows)
        return {names[row.person_id] for row in rows}


def press(client: FlaskClient) -> TestResponse:
    """Press the button of the page, or do what it would do."""
    html = client.get(PAGE).get_data(as_text=True)
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', html)
    assert found is not None
    return client.post(PAGE, data={"csrf_token": found.group(1)})


def test_the_manager_reads_the_text_and_sends_it_to_the_own_people(cast: Cast) -> None:
    cast.complete("alice")
    go_aside(cast, "anders")
    bob = cast.as_("bob")
    page = words(bob.get(PAGE))
    assert "Du har utbildning att slutföra." in page
    assert "You have training to complete." in page
    assert "Ingen påminns mer än 60 dagar efter sista dagen." in page
    sent = press(bob)
    assert (sent.status_code, sent.location) == (303, PAGE)
    # Xerxes works here for somebody else and is asked all the same; Petra's identity is protected.
    assert reminded(cast) == {"cecilia", "vera", "xerxes"}
    assert "Den skickas med nästa utskick" in words(bob.get(PAGE))


def test_once_in_seven_days_for_a_unit_whoever_leads_it(cast: Cast) -> None:
    press(cast.as_("bob"))
    cecilia = cast.as_("cecilia")
    page = words(cecilia.get(PAGE))
    assert re.search(r"En påminnelse beställdes \d+ \w+ \d{4}, \d\d:\d\d\.", page)
    assert "Det går att påminna igen från" in page
    assert "Skicka påminnelsen" not in page
    answer = press(cecilia)
    assert answer.status_code == 429
    assert 6 * 86_400 < int(answer.headers["Retry-After"]) <= 7 * 86_400
    assert words(answer) == page
    assert "cecilia" in reminded(cast)
    with cast.database.writing() as session, session.begin():
        session.execute(update(Round).values(at=clock.now() - timedelta(days=7, minutes=1)))
    assert "Skicka påminnelsen" in words(cecilia.get(PAGE))


@pytest.mark.one_engine
def test_the_page_is_the_same_whether_anybody_gets_one(cast: Cast) -> None:
    """Not even a length tells how many are left, or that somebody does it in another way."""
    before = cast.read("bob", PAGE)
    for name in ("alice", "vera"):
        cast.complete(name)
    go_aside(cast, "anders")
    give_address(cast, "cecilia", "")
    give_address(cast, "xerxes", "")
    bob = cast.as_("bob")
    assert words(bob.get(PAGE)) == before
    answer = press(bob)
    assert (answer.status_code, answer.location) == (303, PAGE)
    assert reminded(cast) == set()
    assert "Den skickas med nästa utskick" in words(bob.get(PAGE))


@pytest.mark.one_engine
def test_the_unit_s_page_leads_whoever_leads_it_there(cast: Cast) -> None:
    for name in ("bob", "cecilia"):
        assert f'href="{PAGE}"' in cast.get(name, "/enheter/F1").get_data(as_text=True)
    for name, address in (("bob", "/enheter/F11"), ("dana", "/enheter/F1")):
        assert "/paminn" not in cast.get(name, address).get_data(as_text=True)


@pytest.mark.one_engine
def test_only_whoever_leads_the_unit(cast: Cast) -> None:
    expected = {
        ("bob", "F1"): 200,
        ("cecilia", "F1"): 200,
        ("bob", "F11"): 404,  # seen, led by nobody: its people are Bob's through F1
        ("bob", "F2"): 404,
        ("hanna", "F1"): 404,
        ("lena", "N"): 404,  # a coordinator reminds no elected member
        ("dana", "F1"): 403,
        ("alice", "F1"): 403,
    }
    for end in ("paminn", "utan-epost"):
        found = {key: cast.get(key[0], f"/enheter/{key[1]}/{end}").status_code for key in expected}
        assert found == expected
