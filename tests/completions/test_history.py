"""My training: what is asked of me and why, what is done, until when."""

import re
from datetime import timedelta

import pytest

from elearn.clock import today
from elearn.modules.loader import load_content
from tests.completions.asking import ask, complete
from tests.conftest import CONTENT
from tests.learner import Learner

ONE, TWO, THREE, FOUR = load_content(CONTENT).modules
TODAY = today()


def days(number):
    return TODAY + timedelta(days=number)


@pytest.fixture
def alice(app, client, database, world, sign_in_as):
    return Learner(sign_in_as(client, world.alice), database, world.alice)


def cards(page):
    """The cards of a page as plain text, in their order."""
    found = re.findall(r'<section class="card.*?</section>', page.text, re.S)
    return [" ".join(re.sub(r"<[^>]+>", " ", card).split()) for card in found]


def test_everything_that_is_left_with_its_date_and_why(alice, session, world):
    ask(session, world, ONE.slug, since=days(-400), due_days=90)
    ask(session, world, TWO.slug, since=days(-10), due_days=90)
    ask(session, world, THREE.slug, since=days(-400), decided=False)
    session.commit()
    late, soon, advice, free = cards(alice.get("/min-utbildning"))
    assert ONE.title.sv in late
    assert "Försenad sista dag" in late
    assert "Krav: beslut av Kommunstyrelsen" in late
    assert "KS 2026/7" in late
    assert TWO.title.sv in soon
    assert "Ej klar senast" in soon
    assert THREE.title.sv in advice
    assert "Rekommenderad" in advice
    assert "senast" not in advice
    assert FOUR.title.sv in free
    assert "Frivillig" in free


def test_the_earliest_date_stands_first_whether_it_is_late_or_has_run_out(alice, session, world):
    ask(session, world, ONE.slug, since=days(-10))
    ask(session, world, TWO.slug, since=days(-900))
    ask(session, world, THREE.slug, since=days(-150))
    complete(session, world.alice, TWO.slug, days(-740), days(-9))
    session.commit()
    shown = cards(alice.get("/min-utbildning"))
    order = [next(module for module in (ONE, TWO, THREE, FOUR) if module.title.sv in card) for card in shown]
    assert order == [THREE, TWO, ONE, FOUR]


def test_what_has_run_out_is_to_be_taken_again(alice, session, world):
    ask(session, world, ONE.slug, since=days(-900))
    complete(session, world.alice, ONE.slug, days(-740), days(-9))
    session.commit()
    page = alice.get("/min-utbildning")
    assert "Behöver göras om gällde till" in cards(page)[0]
    assert "govuk-button" in page.text


def test_what_is_done_stands_with_its_days_and_in_the_history(alice, session, world):
    ask(session, world, ONE.slug, since=days(-400))
    row = complete(session, world.alice, ONE.slug, days(-5), days(700))
    old = complete(session, world.alice, ONE.slug, days(-750), days(-20))
    complete(session, world.alice, TWO.slug, days(-3))
    session.commit()
    text = alice.get("/min-utbildning").text
    done = text[text.index("<h2>Klart</h2>") :]
    assert "gäller till och med" in done
    assert re.findall(r'href="/intyg/([^"]+)"', done)[1:] == [str(row.id), str(old.id)]
    assert "Annat underlag" in done
    assert "Tills vidare" in done


def test_a_decision_without_a_day_is_shown_by_its_body(alice, session, world):
    ask(session, world, ONE.slug, since=days(-10), on_day=False)
    session.commit()
    card = cards(alice.get("/min-utbildning"))[0]
    assert "Krav: beslut av Kommunstyrelsen Varför står det så?" in card


def test_whoever_has_done_nothing_has_an_empty_history(alice):
    assert "Här samlas det du har genomfört." in alice.get("/min-utbildning").text


def test_whoever_has_done_everything_has_nothing_left(alice, session, world):
    for module in (ONE, TWO, THREE, FOUR):
        complete(session, world.alice, module.slug, TODAY)
    session.commit()
    page = alice.get("/min-utbildning")
    assert "Du är klar med allt just nu." in page.text
    assert cards(page) == []


def test_nobody_elses_training_stands_there(alice, session, world):
    row = complete(session, world.bob, ONE.slug, TODAY)
    session.commit()
    assert str(row.id) not in alice.get("/min-utbildning").text


def test_whoever_is_signed_out_is_sent_to_sign_in(client, world):
    assert client.get("/min-utbildning").headers["Location"] == "/logga-in"
