"""A module and its sections in the browser: what there is to read, and the place kept."""

import pytest

from tests.delivered import delivered_content
from tests.learner import Learner, found
from tests.modules.bank import make_module, serve, translate

MODULES = delivered_content().modules
FIRST = MODULES[0]
NUMBERS = [section.number for section in FIRST.sections]


@pytest.fixture
def alice(app, client, database, world, sign_in_as):
    return Learner(sign_in_as(client, world.alice), database, world.alice)


def read(learner, section):
    page = learner.get(f"/moduler/1/{section}")
    return learner.send(page, page.form(f"/moduler/1/{section}"))


def main_action(text):
    """The address and the words of the first big button of a page's content."""
    return found(r'<a class="govuk-button" href="([^"]+)">([^<]+)', text).groups()


def test_a_module_shows_its_goals_its_time_and_what_there_is_to_read(alice):
    page = alice.get("/moduler/1")
    assert page.status == 200
    assert "<title>Modul 1 – elearn</title>" in page.text
    for shown in (
        FIRST.title.sv,
        FIRST.goals[0].text.sv,
        FIRST.sections[-1].title.sv,
        f"{FIRST.minutes} minuter",
    ):
        assert shown in page.text
    assert main_action(page.text) == (f"/moduler/1/{NUMBERS[0]}", "Börja")
    assert "Kan du redan det här?" in page.text


def test_a_section_shows_where_it_stands_its_text_and_where_to_turn(alice):
    page = alice.get(f"/moduler/1/{NUMBERS[1]}")
    assert "<title>Modul 1, avsnitt 2 – elearn</title>" in page.text
    assert f"Avsnitt 2 av {len(NUMBERS)}" in page.text
    assert FIRST.sections[1].title.sv in page.text
    assert 'class="box box-viktigast"' in page.text
    assert '<a href="/hjalp">Vart vänder jag mig?</a>' in page.text
    assert "Lagen läst per" in page.text
    assert f'href="/moduler/1/{NUMBERS[0]}" rel="prev"' in page.text


def test_the_first_section_has_nothing_before_it(alice):
    assert 'rel="prev"' not in alice.get(f"/moduler/1/{NUMBERS[0]}").text


def test_save_and_go_on_leads_to_the_next_section_and_keeps_the_place(alice):
    answer = read(alice, NUMBERS[0])
    assert (answer.status, answer.headers["Location"]) == (303, f"/moduler/1/{NUMBERS[1]}")
    page = alice.get("/moduler/1")
    assert main_action(page.text) == (f"/moduler/1/{NUMBERS[1]}", "Fortsätt")
    assert page.text.count(", läst") == 1
    assert "kvar" in page.text


def test_the_place_is_the_first_unread_section_also_on_another_device(
    app, alice, database, world, sign_in_as
):
    read(alice, NUMBERS[2])
    other = Learner(sign_in_as(app.test_client(), world.alice), database, world.alice)
    assert main_action(other.get("/moduler/1").text)[0] == f"/moduler/1/{NUMBERS[0]}"
    read(other, NUMBERS[0])
    read(other, NUMBERS[1])
    assert main_action(alice.get("/moduler/1").text)[0] == f"/moduler/1/{NUMBERS[3]}"


def test_after_the_last_section_comes_the_check(alice):
    answers = [read(alice, number) for number in NUMBERS]
    assert answers[-1].headers["Location"] == "/moduler/1/kunskapskontroll"
    assert main_action(alice.get("/moduler/1").text) == (
        "/moduler/1/kunskapskontroll",
        "Gör kunskapskontrollen",
    )


def test_somebody_elses_place_is_their_own(app, alice, database, world, sign_in_as):
    read(alice, NUMBERS[0])
    bob = Learner(sign_in_as(app.test_client(), world.bob), database, world.bob)
    assert ", läst" not in bob.get("/moduler/1").text


def test_reading_a_page_saves_nothing(alice):
    for number in NUMBERS:
        alice.get(f"/moduler/1/{number}")
    assert ", läst" not in alice.get("/moduler/1").text


@pytest.mark.one_engine
@pytest.mark.parametrize(
    "address", ["/moduler/99", "/moduler/0", "/moduler/1/99", f"/moduler/{10**30}", "/moduler/x"]
)
def test_what_does_not_exist_is_not_found(alice, address):
    assert alice.get(address).status == 404


def test_a_section_that_does_not_exist_cannot_be_read(alice, token, client):
    form = {"csrf_token": token(client, "/moduler/1/1")}
    assert client.post("/moduler/1/99", data=form).status_code == 404


def test_saving_without_the_form_token_is_refused_and_saves_nothing(alice, client):
    assert client.post(f"/moduler/1/{NUMBERS[0]}").status_code == 400
    assert ", läst" not in alice.get("/moduler/1").text


def test_whoever_is_signed_out_is_sent_to_sign_in(client, world):
    for address in ("/moduler/1", "/moduler/1/1", "/moduler/1/kunskapskontroll"):
        answer = client.get(address)
        assert (answer.status_code, answer.headers["Location"]) == (303, "/logga-in")


def test_under_the_english_interface_swedish_text_is_marked_and_says_so(app, alice):
    serve(app, make_module())
    alice.speak("en")
    page = alice.get("/moduler/9/1")
    assert '<html lang="en"' in page.text
    assert '<div class="prose" lang="sv">' in page.text
    assert 'class="foreign-note"' in page.text
    assert '<h1><span lang="sv">Del 1</span></h1>' in page.text


def test_whoever_reads_in_english_is_led_to_help_in_english(alice):
    """Whatever the browser asks for: the help page itself does not know who reads."""
    alice.speak("en")
    page = alice.get(f"/moduler/1/{NUMBERS[1]}").text
    assert '<a href="/hjalp/en">Where can I turn?</a>' in page
    assert '"/hjalp"' not in page
    assert '"/oppet"' not in page


def test_under_the_english_interface_translated_text_stands_in_english(app, alice):
    serve(app, translate(make_module()))
    alice.speak("en")
    page = alice.get("/moduler/9/1")
    assert '<div class="prose">' in page.text
    assert "English …" in page.text
    assert "foreign-note" not in page.text
    assert "<h1>English Del 1</h1>" in page.text


def test_under_the_swedish_interface_nothing_is_marked(app, alice):
    serve(app, translate(make_module()))
    page = alice.get("/moduler/9/1")
    assert '<div class="prose">' in page.text
    assert "English" not in page.text.replace('lang="en">English</button>', "")


@pytest.mark.one_engine
@pytest.mark.parametrize("module", MODULES, ids=lambda module: str(module.number))
def test_every_section_of_every_module_opens(alice, module):
    for section in module.sections:
        page = alice.get(f"/moduler/{module.number}/{section.number}")
        assert page.status == 200
        assert page.text.count("<h1") == 1
