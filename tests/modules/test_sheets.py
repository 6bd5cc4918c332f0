"""What a module has to print: the summary with numbers to ring, and the guide for a workplace meeting."""

import re

import pytest

from elearn.support.contacts import group_shown, load_contacts
from tests.delivered import CONTENT, delivered_content
from tests.learner import Learner, without_marks
from tests.modules.bank import make_module, serve

# What these pages show comes from the content: one engine will do.
pytestmark = pytest.mark.one_engine

MODULES = delivered_content().modules
GROUPS = group_shown(load_contacts(CONTENT))
SHEETS = ("sammanfattning", "handledning")


@pytest.fixture
def alice(app, client, database, world, sign_in_as):
    return Learner(sign_in_as(client, world.alice), database, world.alice)


def content(page):
    """The page's own part, as plain text."""
    inner = page.text[page.text.index("<main") : page.text.index("</main>")]
    return " ".join(re.sub(r"<[^>]+>", " ", inner).replace("&#39;", "'").split())


def first_words(text):
    """The beginning of the first running line, without marks."""
    line = next(
        line for line in text.split("\n") if line.strip() and not line.startswith((":", "#", "[", "-"))
    )
    return re.split(r"[\[*(]", line)[0].strip()


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("module", MODULES, ids=lambda module: str(module.number))
@pytest.mark.parametrize("sheet", SHEETS)
def test_a_sheet_has_its_text_the_numbers_and_the_sources(alice, sheet, module, language):
    alice.speak(language)
    page = alice.get(f"/moduler/{module.number}/{sheet}")
    assert page.status == 200
    plain = content(page)
    text = module.leaflet if sheet == "sammanfattning" else module.guide
    assert first_words(text.read(language)) in plain
    assert module.title.read(language) in without_marks(page.text)
    for group in GROUPS:
        for contact in group.contacts:
            if contact.shown_phone:
                assert f'<a href="tel:{contact.dialled}" dir="ltr">{contact.shown_phone}</a>' in page.text
                assert contact.name.read(language) in without_marks(page.text)
    marked = set(re.findall(r'<a href="#(kalla-[^"]+)"', page.text))
    assert marked == set(re.findall(r'<li id="(kalla-[^"]+)"', page.text))
    assert f'<a href="/hjalp{"" if language == "sv" else "/en"}">' in page.text


def test_no_title_says_what_it_is_about(alice):
    assert "<title>Modul 3, sammanfattning – elearn</title>" in alice.get("/moduler/3/sammanfattning").text
    assert "<title>Modul 3, handledning – elearn</title>" in alice.get("/moduler/3/handledning").text


def test_danger_comes_first_among_the_numbers(alice):
    page = alice.get("/moduler/1/sammanfattning").text
    assert re.findall(r'href="tel:(\d+)"', page)[0] == "112"


def test_the_module_leads_to_its_sheets_and_to_what_has_changed(alice):
    page = alice.get("/moduler/2").text
    assert '<a href="/moduler/2/sammanfattning">Sammanfattning att skriva ut</a>' in page
    assert '<a href="/moduler/2/handledning">Handledning för arbetsplatsträff</a>' in page
    assert '<a href="/moduler/2/andrat">Det här har ändrats sedan sist</a>' in page
    assert '<a href="/ordlista">Ordlista</a>' in page


@pytest.mark.parametrize("sheet", SHEETS)
def test_a_module_without_a_sheet_has_no_page_for_it_and_no_link(app, alice, sheet):
    serve(app, make_module())
    assert alice.get(f"/moduler/9/{sheet}").status == 404
    assert sheet not in alice.get("/moduler/9").text


@pytest.mark.parametrize("sheet", SHEETS)
def test_whoever_is_signed_out_is_sent_to_sign_in(client, world, sheet):
    answer = client.get(f"/moduler/1/{sheet}")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/logga-in")
