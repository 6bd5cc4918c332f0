"""The receipt: what is registered, until when, what comes next."""

import re
from datetime import date
from uuid import uuid4

import pytest
from sqlalchemy import select

from elearn.clock import now, today
from elearn.completions.changes import RENEWAL_MINUTES
from elearn.completions.corrections import ask_correction, confirm_correction
from elearn.completions.models import Completion, Evidence, Reason
from elearn.completions.services import record_completion
from elearn.modules.services import forget_answers
from elearn.organisations.own_details import OwnDetails, get_own_details
from elearn.requirements.standing import valid_until
from tests.completions.asking import ask, complete
from tests.delivered import delivered_content
from tests.learner import Learner, found

MODULES = delivered_content().modules


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


def done(session, person_id, **changed):
    """A completion of module 2 in a version that is published."""
    module = MODULES[1]
    row = record_completion(
        session,
        person_id=person_id,
        module=module.slug,
        version=module.version,
        evidence=Evidence.CHECK,
        completed_on=changed.pop("on", date(2026, 2, 3)),
        valid_until=None,
        origin=f"test:{uuid4().hex}",
        at=now(),
    )
    session.commit()
    return row


def test_the_norm_time_is_the_modules_and_a_renewal_has_its_own(alice, session, world):
    """People who are paid by the hour are paid by it."""
    first = done(session, world.alice)
    again = done(session, world.alice, on=date(2026, 3, 4))
    assert f"{MODULES[1].minutes} minuter" in alice.get(f"/intyg/{first.id}").text
    assert f"{RENEWAL_MINUTES} minuter" in alice.get(f"/intyg/{again.id}").text


def test_the_topic_stands_on_no_paper_that_its_person_did_not_ask_for(alice, session, world):
    page = alice.get(f"/intyg/{done(session, world.alice).id}")
    assert found(r'<span class="on-screen">(.*?)</span>', page.text).group(1) == MODULES[1].title.sv
    shown = re.sub(r'<(\w+) class="on-screen".*?</\1>', "", page.text, flags=re.S)
    assert MODULES[1].title.sv not in shown


@pytest.mark.parametrize(
    ("part", "name", "language"),
    [("", "intyg", "sv"), ("/sv", "intyg", "sv"), ("/en/hel", "certificate", "en")],
)
def test_the_certificate_is_a_file_with_a_neutral_name(alice, session, world, part, name, language):
    answer = alice.client.get(f"/intyg/{done(session, world.alice).id}/pdf{part}")
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{name}.pdf"'
    assert answer.headers["Cache-Control"] == "no-store"
    assert f"/Lang({language})".encode() in answer.data


def test_nobody_elses_certificate_is_found(alice, bob, session, world):
    row = done(session, world.alice)
    for part in ("", "/sv", "/en", "/sv/hel"):
        assert bob.get(f"/intyg/{row.id}/pdf{part}").status == 404
    assert alice.get(f"/intyg/{row.id}/pdf/de").status == 404


def test_what_is_withdrawn_has_no_certificate_and_what_is_corrected_has_another_one(alice, session, world):
    row = done(session, world.alice)
    right = corrected(session, world, row, date(2026, 2, 1))
    assert alice.get(f"/intyg/{row.id}/pdf").status == 404
    assert alice.client.get(f"/intyg/{right.id}/pdf").status_code == 200
    assert "1 februari 2026" in alice.get(f"/intyg/{right.id}").text
    gone = corrected(session, world, right, None)
    for each in (right, gone):
        assert alice.get(f"/intyg/{each.id}/pdf").status == 404


def corrected(session, world, row, day):
    """The row that two HR officers put in the place of another."""
    reason = Reason.WRONG_DATE if day else Reason.EVIDENCE_WITHDRAWN
    ask_correction(session, row, reason, day, at=now(), actor=world.dana)
    made = confirm_correction(session, world.alice, row, at=now(), actor=world.oskar)
    session.commit()
    return made


def test_the_name_is_the_one_that_hr_has_today_and_a_protected_one_stands_on_no_paper(session, world):
    assert get_own_details(session, world.alice, today()) == OwnDetails("Alice Alm", "Gruppen")
    assert get_own_details(session, world.petra, today()) == OwnDetails()
    assert get_own_details(session, uuid4(), today()).name == ""
