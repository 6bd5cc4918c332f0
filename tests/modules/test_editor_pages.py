"""The editor's own pages: how the modules stand, what must be read again, and what cites a law."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest

from elearn.clock import today
from elearn.modules.anchors import anchor
from elearn.modules.catalogue import Catalogue
from elearn.modules.citations import citations
from elearn.modules.reviews import ROLES, Reviews
from tests.delivered import CONTENT, delivered_content
from tests.learner import Learner, found
from tests.reviewed import forget_reviews, review_everything, reviews_of

LOADED = delivered_content()
UNUSED = LOADED.references["osl-10-28"].model_copy(update={"key": "osl-10-21", "place": "10 kap. 21 §"})
# The register may hold what nothing leans on yet.
REAL = replace(LOADED, references={**LOADED.references, UNUSED.key: UNUSED})
REVIEW = "/redaktion/granskning"


@pytest.fixture
def frida(app, client, database, world, sign_in_as):
    app.extensions["elearn_catalogue"] = Catalogue(REAL)
    review_everything(app)
    return Learner(sign_in_as(client, world.frida), database, world.frida)


def outdate(app, *keys):
    """Let some sources be due since yesterday, and every other next year."""
    references = {
        key: reference.model_copy(update={"check_by": today() + timedelta(days=-1 if key in keys else 365)})
        for key, reference in REAL.references.items()
    }
    app.extensions["elearn_catalogue"] = Catalogue(replace(REAL, references=references))
    review_everything(app)


def rows(page, caption):
    """The rows of the table with a caption."""
    table = found(rf'<span class="table-caption">{caption}</span>.*?</table>', page.text).group()
    return re.findall(r'<tr class="govuk-table__row">(.*?)</tr>', table, re.S)


def cells(row):
    return [cell.strip() for cell in re.findall(r"<td[^>]*>(.*?)</td>", row, re.S)]


def test_every_module_stands_there_with_its_state_and_size(frida):
    page = frida.get("/redaktion")
    assert page.status == 200
    for module, row in zip(REAL.modules, rows(page, "Moduler"), strict=True):
        assert module.title.sv in row
        for address in ("", "/andringar", "/svar"):
            assert f'href="/redaktion/moduler/{module.number}{address}"' in row
        version, state, minutes, words, sections, questions, must, waiting, reports = cells(row)
        assert (version, state) == (module.version, "Granskad")
        assert (int(minutes), int(sections)) == (module.minutes, len(module.sections))
        assert int(questions) == len(module.questions)
        assert int(must) == sum(question.must_know for question in module.questions)
        assert (waiting, reports) == ("0", "0")
        running = sum(len(section.body.sv.split()) for section in module.sections)
        assert running * 0.85 < int(re.sub(r"\D", "", words)) < running * 1.05


def test_what_nobody_has_read_is_a_draft_with_everything_left_to_read(app, frida):
    module = REAL.modules[1]
    forget_reviews(app, module.slug)
    states = [cells(row) for row in rows(frida.get("/redaktion"), "Moduler")]
    assert [state[1] for state in states] == ["Granskad", "Utkast", "Granskad", "Granskad"]
    assert int(states[1][7]) == (len(module.questions) + 1) * len(ROLES)


def test_it_says_how_many_of_the_used_sources_wait_to_be_read_again(app, frida):
    used = list(citations(REAL.modules, REAL.glossary.values(), REAL.discussions))
    unused = next(key for key in REAL.references if key not in used)
    outdate(app, unused)
    assert (
        f"Ingen av de {len(used)} källor som används behöver läsas om i dag." in frida.get("/redaktion").text
    )
    outdate(app, used[0], unused)
    assert "1 källa som används skulle ha lästs om." in frida.get("/redaktion").text
    outdate(app, *used[:2])
    assert "2 källor som används skulle ha lästs om." in frida.get("/redaktion").text


def test_the_sources_stand_with_the_most_urgent_first_and_with_what_they_touch(app, frida):
    outdate(app, "sol-19-1")
    page = frida.get(REVIEW)
    assert page.status == 200
    used, unused = rows(page, "Källor som används"), rows(page, "Källor som inte används någonstans")
    assert len(used) + len(unused) == len(REAL.references)
    assert "sol-19-1" in used[0]
    assert "Läs om nu:" in used[0]
    assert 'href="/redaktion/moduler/3#avsnitt-1"' in used[0]
    assert re.search(r"Modul 3: \d+ frågor", used[0])
    assert page.text.count("Läs om nu:") == 1


def test_each_role_sees_what_it_has_left_to_read_of_each_module(app, frida):
    module = REAL.modules[0]
    catalogue = app.extensions["elearn_catalogue"]
    every = [review for review in reviews_of(module) if review.role != "heder"]
    some = [review for review in reviews_of(module) if review.role == "heder" and review.covers != "text"]
    catalogue.reviews = {**catalogue.reviews, module.slug: Reviews((*every, *some[1:]))}
    first, second, *_rest = rows(frida.get(REVIEW), "Öppna granskningar")
    assert cells(first) == ["Klar", "Klar", "Klar", "Texten och 1 fråga", "Klar"]
    assert cells(second) == ["Klar"] * 5
    forget_reviews(app, module.slug)
    [whole] = set(cells(rows(frida.get(REVIEW), "Öppna granskningar")[0]))
    assert whole == f"Texten och {len(module.questions)} frågor"


def test_a_contact_past_its_date_alerts_the_editor(app, frida, tmp_path):
    text = (CONTENT / "contacts.yaml").read_text(encoding="utf-8")
    later = re.sub(r"check_by: \S+", f"check_by: {today() + timedelta(days=90)}", text)
    assert later != text
    content = tmp_path / "content"
    content.mkdir()
    app.extensions["elearn_config"] = replace(app.extensions["elearn_config"], content_dir=content)
    (content / "contacts.yaml").write_text(later, encoding="utf-8")
    assert "Ingen kontakt behöver kontrolleras igen i dag." in frida.get(REVIEW).text
    late = re.sub(r"check_by: \S+", f"check_by: {today() - timedelta(days=1)}", later, count=1)
    (content / "contacts.yaml").write_text(late, encoding="utf-8")
    [row] = rows(frida.get(REVIEW), "Kontakter att kontrollera")
    assert "112" in row
    assert "Läs om nu:" in row


def search(frida, query):
    page = frida.client.get(REVIEW, query_string={"q": query}).get_data(as_text=True)
    return found(r'<section aria-labelledby="traffar">.*?</section>', page).group()


def test_a_search_lists_all_that_cites_a_law_with_links_to_where_it_stands(frida):
    uses = citations(REAL.modules, REAL.glossary.values(), REAL.discussions)["sol-19-1"]
    hits = search(frida, "SoL 19 kap. 1 §")
    assert hits.count("<li>") == len(uses)
    assert {use.kind for use in uses} >= {"section", "picture", "question", "term", "discussion"}
    for use in uses:
        if use.kind == "discussion":
            assert f"fråga till chefernas möte: {use.title.sv}" in hits
            continue
        address = f"/redaktion/moduler/{use.module}" if use.module else "/ordlista/sv"
        place = use.anchor if use.module else anchor("ord", use.anchor)
        assert f'href="{address}#{place}"' in hits
    assert search(frida, " sol19kap.1§ ").count("<li>") == len(uses)


def test_a_law_that_nothing_cites_and_one_that_is_not_there_are_told_apart(frida):
    used = citations(REAL.modules, REAL.glossary.values(), REAL.discussions)
    unused = next(key for key in REAL.references if key not in used)
    assert "Inget i innehållet hänvisar till källan." in search(frida, unused)
    assert "Ingen källa i registret stämmer med det." in search(frida, "9999:99")


def test_what_is_searched_for_is_shown_as_it_was_written_and_no_more(frida):
    hits = search(frida, "<b>SoL</b>")
    assert "&lt;b&gt;SoL&lt;/b&gt;" in hits
    whole = frida.client.get(f"{REVIEW}?q=SoL").get_data(as_text=True)
    assert "Öppna granskningar" not in whole, "what was looked for stands alone, with a way back"
    assert "Till hela granskningen" in whole
    assert 'id="traffar"' not in frida.client.get(f"{REVIEW}?q=+").get_data(as_text=True)


@pytest.mark.one_engine
@pytest.mark.parametrize(
    "address",
    ["/redaktion", REVIEW, *(f"/redaktion/moduler/1{page}" for page in ("", "/andringar", "/svar"))],
)
def test_the_pages_are_the_editors_alone(app, client, database, world, sign_in_as, address):
    assert client.get(address).headers["Location"] == "/logga-in"
    for name in ("alice", "bob", "dana", "erik", "gustav"):
        assert sign_in_as(app.test_client(), world.people[name]).get(address).status_code == 403
