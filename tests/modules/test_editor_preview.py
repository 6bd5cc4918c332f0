"""The preview: a whole module as any reader, with every question, key and feedback."""

import re
from collections import Counter

import pytest

from elearn.modules.references import source_id
from elearn.texts import Text
from tests.delivered import delivered_content
from tests.learner import Learner, found
from tests.modules.bank import make_module, make_question, serve, translate
from tests.reviewed import forget_reviews

# What these pages show comes from the content: one engine will do.
pytestmark = pytest.mark.one_engine

MODULES = delivered_content().modules
PARTS = r'<details class="part"( open)?>\s*<summary>([^<]+)'


@pytest.fixture
def frida(app, client, database, world, sign_in_as):
    return Learner(sign_in_as(client, world.frida), database, world.frida)


def parts(page):
    """The parts for some readers, by heading: whether they stand open."""
    return {(heading.strip(), bool(is_open)) for is_open, heading in re.findall(PARTS, page.text)}


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.slug)
def test_all_of_a_module_stands_on_one_page(frida, module):
    page = frida.get(f"/redaktion/moduler/{module.number}")
    assert page.status == 200
    assert f"<title>Modul {module.number}, förhandsvisning – elearn</title>" in page.text
    plain = " ".join(re.sub(r"<[^>]+>", " ", page.text).split())
    for heading in (*(section.title.sv for section in module.sections), *(g.text.sv for g in module.goals)):
        assert heading in plain
    for picture in module.pictures:
        assert picture.caption.sv in plain
    for case in module.cases:
        assert all(choice.says.sv in plain for scene in case.scenes for choice in scene.choices)
    for name in ("sammanfattning", "handledning", "fragor", "kallor"):
        assert f'id="{name}"' in page.text


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.slug)
def test_every_link_within_the_page_leads_somewhere_and_to_one_place(frida, module):
    page = frida.get(f"/redaktion/moduler/{module.number}?niva=chef")
    ids = Counter(re.findall(r'\sid="([^"]+)"', page.text))
    assert [name for name, times in ids.items() if times > 1] == []
    assert [link for link in re.findall(r'href="#([^"]+)"', page.text) if link not in ids] == []


def test_fields_to_write_in_keep_apart_whatever_text_they_stand_in(app, frida):
    module = make_module()
    box = Text(sv="::: fundera\nTänk efter.\n:::\n")
    sections = tuple(section.model_copy(update={"body": box}) for section in module.sections)
    serve(app, module.model_copy(update={"sections": sections, "leaflet": box, "guide": box}))
    fields = re.findall(r'<textarea[^>]* id="([^"]+)"', frida.get("/redaktion/moduler/9").text)
    assert len(fields) == len(set(fields)) == 5


def test_every_question_shows_its_key_feedback_goal_section_and_sources(frida):
    module = MODULES[2]
    page = frida.get("/redaktion/moduler/3")
    for question in module.questions:
        shown = found(rf'<section aria-labelledby="fraga-{question.id}".*?</section>', page.text).group()
        assert question.text.sv in shown
        assert ("måste kunnas" in shown) is question.must_know
        assert f'href="#avsnitt-{question.section}"' in shown
        assert all(f'href="#{source_id(key)}"' in shown for key in question.references)
        for option in question.options:
            line = found(rf"<li><strong>{re.escape(option.text.sv)}</strong>.*?</li>", shown).group()
            assert ("(rätt)" if option.correct else "(fel)") in line
            assert option.feedback.sv in line


def test_the_parts_of_the_chosen_reader_stand_open_and_the_others_are_at_hand(frida):
    nobody = parts(frida.get("/redaktion/moduler/3"))
    assert not any(is_open for _heading, is_open in nobody)
    page = frida.get("/redaktion/moduler/3?niva=chef&arbetsplats=skola")
    opened = {heading for heading, is_open in parts(page) if is_open}
    assert opened == {"För chefer", "I förskola, skola och fritid"}
    assert {heading for heading, _open in parts(page)} == {heading for heading, _open in nobody}
    assert '<option value="chef" selected>' in page.text
    assert '<option value="skola" selected>' in page.text


def test_the_page_speaks_the_language_of_the_chosen_reader(frida):
    page = frida.get("/redaktion/moduler/3?sprak=en")
    assert '<html lang="en"' in page.text
    assert MODULES[2].sections[0].title.en in page.text
    assert MODULES[2].questions[0].options[0].feedback.en in page.text
    assert '<html lang="sv"' in frida.get("/redaktion/moduler/3").text


def test_what_is_no_reader_counts_as_not_chosen(frida):
    page = frida.get("/redaktion/moduler/3?niva=skola&arbetsplats=chef&sprak=de")
    assert page.status == 200
    assert '<html lang="sv"' in page.text
    assert not any(is_open for _heading, is_open in parts(page))


def test_a_draft_says_so(app, frida):
    assert "Utkast, inte granskad." not in frida.get("/redaktion/moduler/3").text
    forget_reviews(app)
    assert "Utkast, inte granskad." in frida.get("/redaktion/moduler/3").text


def test_what_has_no_english_stands_in_swedish_and_is_marked_so(app, frida):
    swedish = make_module()
    serve(app, swedish)
    page = frida.get("/redaktion/moduler/9?sprak=en")
    assert found(r'<section aria-labelledby="fraga-a0"( lang="sv")?>', page.text).group(1)
    serve(app, translate(make_module(version="1.1")))
    page = frida.get("/redaktion/moduler/9?sprak=en")
    assert not found(r'<section aria-labelledby="fraga-a0"( lang="sv")?>', page.text).group(1)
    assert "English Fråga a0" in page.text


def test_a_question_with_several_right_says_so(app, frida):
    serve(app, make_module([make_question("par", right=("x", "y"))]))
    page = frida.get("/redaktion/moduler/9")
    assert "flera svar är rätt" in page.text
    assert page.text.count("(rätt)") == 2
