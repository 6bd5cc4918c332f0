"""The receipt: what is registered, until when, what comes next."""

import re
from datetime import date
from uuid import uuid4

import pytest
from sqlalchemy import select

from elearn.clock import today
from elearn.completions.models import Completion
from elearn.modules.loader import load_content
from elearn.modules.services import forget_answers
from elearn.requirements.standing import valid_until
from tests.completions.asking import ask, complete
from tests.conftest import CONTENT
from tests.learner import Learner, found

MODULES = load_content(CONTENT).modules


@pytest.fixture
def alice(app, client, database, world, sign_in_as):
    return Learner(sign_in_as(client, world.alice), database, world.alice)


@pytest.fixture
def bob(app, database, world, sign_in_as):
    return Learner(sign_in_as(app.test_client(), world.bob), database, world.bob)


def pass_check(learner):
    return learner.follow(learner.hand_in(1, MODULES[0].slug))


def test_it_says_that_it_is_done_and_registered_with_all_that_matters(alice, session, world):
    ask(session, world, MODULES[0].slug, since=date(2024, 1, 1), months=24)
    session.commit()
    page = pass_check(alice)
    row = session.scalars(select(Completion)).one()
    assert row.valid_until == valid_until(today(), 24)
    assert "<title>Registrerat – elearn</title>" in page.text
    heading = found(r"<h1[^>]*>(.*?)</h1>", page.text).group(1)
    assert heading == "Klart. Det är registrerat."
    for shown in (MODULES[0].title.sv, f"{row.valid_until.year}", MODULES[0].version, str(row.id)):
        assert shown in page.text


def test_without_a_requirement_it_is_valid_until_further_notice(alice, session):
    assert "Tills vidare" in pass_check(alice).text
    assert session.scalars(select(Completion.valid_until)).one() is None


def test_it_leads_to_the_next_module_that_is_asked_for(alice, session, world):
    ask(session, world, MODULES[0].slug, since=date(2024, 1, 1))
    ask(session, world, MODULES[2].slug, since=date(2024, 1, 2))
    session.commit()
    page = pass_check(alice)
    assert f'<a class="govuk-button" href="/moduler/{MODULES[2].number}">Börja' in page.text


def test_after_the_last_module_nothing_more_is_asked(alice, session, world):
    for module in MODULES[1:]:
        complete(session, world.alice, module.slug, today())
    session.commit()
    page = pass_check(alice)
    assert "Du är klar med alla moduler." in page.text
    assert "govuk-button" not in page.text


def test_it_leads_to_the_explanations_while_they_exist(alice, session, world):
    page = pass_check(alice)
    link = found(r'href="(/moduler/1/kunskapskontroll/resultat/[^"]+)"', page.text).group(1)
    assert alice.get(link).status == 200
    forget_answers(session, world.alice)
    session.commit()
    assert "/resultat/" not in alice.get(page.address).text


def test_other_evidence_has_a_receipt_too(alice, session, world):
    row = complete(session, world.alice, MODULES[0].slug, date(2026, 2, 3))
    session.commit()
    page = alice.get(f"/intyg/{row.id}")
    assert "3 februari 2026" in page.text
    assert "/resultat/" not in page.text


def test_a_module_that_is_no_longer_taught_keeps_its_receipt_and_its_place_in_the_history(
    alice, session, world
):
    row = complete(session, world.alice, "en-gammal-modul", date(2026, 2, 3))
    session.commit()
    for address in (f"/intyg/{row.id}", "/min-utbildning"):
        page = alice.get(address)
        assert page.status == 200
        assert "en-gammal-modul" in page.text


def test_nobody_elses_receipt_is_found_and_it_looks_like_one_that_does_not_exist(alice, bob):
    address = pass_check(alice).address
    foreign, absent = bob.get(address), bob.get(f"/intyg/{uuid4()}")
    assert (foreign.status, absent.status) == (404, 404)
    without_tokens = [re.sub(r'value="[^"]*"|/intyg/[0-9a-f-]+', "", page.text) for page in (foreign, absent)]
    assert without_tokens[0] == without_tokens[1]


@pytest.mark.one_engine
@pytest.mark.parametrize("number", ["1", "no-uuid", "0" * 32])
def test_what_is_no_number_of_a_receipt_is_not_found(alice, number):
    assert alice.get(f"/intyg/{number}").status == 404


def test_whoever_is_signed_out_is_sent_to_sign_in(client, world):
    assert client.get(f"/intyg/{uuid4()}").headers["Location"] == "/logga-in"
