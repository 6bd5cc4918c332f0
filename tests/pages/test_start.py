"""The start page: the one next thing, then what else, then what is done."""

import re
from datetime import timedelta

import pytest

from elearn.clock import today
from tests.completions.asking import ask, complete
from tests.delivered import delivered_content
from tests.learner import Learner, found

ONE, TWO, THREE, FOUR = delivered_content().modules
TODAY = today()


def days(number):
    return TODAY + timedelta(days=number)


@pytest.fixture
def alice(app, client, database, world, sign_in_as):
    return Learner(sign_in_as(client, world.alice), database, world.alice)


def titles(page):
    return re.findall(r'<h2 class="card-title">(?:<a [^>]*>)?([^<]+)', page.text)


def button(page):
    return found(r'<a class="govuk-button" href="([^"]+)">([^<]+)', page.text).groups()


def test_without_any_requirement_the_modules_stand_in_their_order(alice):
    page = alice.get("/")
    assert page.status == 200
    assert "<title>Start – elearn</title>" in page.text
    assert titles(page) == [module.title.sv for module in (ONE, TWO, THREE, FOUR)]
    assert button(page) == ("/moduler/1", "Börja")


def test_the_one_next_thing_is_what_is_due_first_with_its_day_and_time(alice, session, world):
    ask(session, world, ONE.slug, since=days(-10))
    ask(session, world, THREE.slug, since=days(-30))
    session.commit()
    page = alice.get("/")
    assert titles(page)[:2] == [THREE.title.sv, ONE.title.sv]
    assert button(page) == ("/moduler/3", "Börja")
    assert f"Ungefär {THREE.minutes} minuter" in page.text
    assert page.text.count("govuk-button") == 1


def test_a_begun_module_goes_on_where_it_was(alice):
    page = alice.get("/moduler/1/1")
    alice.send(page, page.form("/moduler/1/1"))
    page = alice.get("/")
    assert button(page) == (f"/moduler/1/{ONE.sections[1].number}", "Fortsätt")
    assert f"Ungefär {ONE.minutes - ONE.sections[0].minutes} minuter kvar" in page.text


def test_a_begun_check_goes_on_too(alice):
    alice.start(1, "one")
    assert button(alice.get("/")) == ("/moduler/1/kunskapskontroll", "Fortsätt")


def test_when_everything_is_read_the_module_waits_with_its_check(alice):
    for section in ONE.sections:
        page = alice.get(f"/moduler/1/{section.number}")
        alice.send(page, page.form(f"/moduler/1/{section.number}"))
    assert button(alice.get("/")) == ("/moduler/1", "Fortsätt")


def test_what_is_done_stands_last_with_its_days(alice, session, world):
    ask(session, world, ONE.slug, since=days(-400))
    complete(session, world.alice, ONE.slug, days(-3), days(727))
    complete(session, world.alice, TWO.slug, days(-3))
    session.commit()
    page = alice.get("/")
    assert titles(page) == [THREE.title.sv, FOUR.title.sv]
    done = page.text[page.text.index("<h2>Klart</h2>") :]
    assert ONE.title.sv in done
    assert TWO.title.sv in done
    assert done.count("gäller till och med") == 1


def test_whoever_is_done_with_everything_is_told_so(alice, session, world):
    for module in (ONE, TWO, THREE, FOUR):
        complete(session, world.alice, module.slug, TODAY)
    session.commit()
    page = alice.get("/")
    assert "Du är klar med allt just nu." in page.text
    assert titles(page) == []


def test_no_name_stands_on_the_page(alice):
    page = alice.get("/")
    assert "Alice" not in page.text
    assert "Alm" not in page.text


def test_whoever_is_signed_out_is_sent_to_sign_in(client, world):
    answer = client.get("/")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/logga-in")
