"""The glossary: every term in the order of the alphabet, with what it means and where that stands."""

import re

import pytest
from flask.testing import FlaskClient

from elearn.modules.anchors import anchor
from elearn.modules.catalogue import Catalogue
from elearn.modules.references import label, source_id
from elearn.modules.registers import Term
from elearn.modules.views.glossary import in_order
from elearn.texts import Text
from tests.delivered import delivered_content
from tests.learner import without_marks

# This page never opens the database: one engine will do.
pytestmark = pytest.mark.one_engine

CATALOGUE = Catalogue(delivered_content())
TERMS = CATALOGUE.glossary


def read(client: FlaskClient, language: str) -> str:
    response = client.get(f"/ordlista/{language}")
    assert response.status_code == 200
    return without_marks(response.get_data(as_text=True))


KEYS = {anchor("ord", key): key for key in TERMS}


def terms(page: str) -> list[tuple[str, str]]:
    """The key and the whole of each term, in order."""
    found = re.findall(r'<section class="term" aria-labelledby="([^"]+)">(.*?)</section>', page, re.S)
    return [(KEYS[place], text) for place, text in found]


@pytest.mark.parametrize("language", ["sv", "en"])
def test_every_term_has_its_meaning_what_is_avoided_and_where_it_stands(
    client: FlaskClient, language: str
) -> None:
    shown = dict(terms(read(client, language)))
    assert shown.keys() == TERMS.keys()
    for key, term in TERMS.items():
        assert f'<h2 id="{anchor("ord", key)}" tabindex="-1">{term.term.read(language)}</h2>' in shown[key]
        assert term.meaning.read(language) in shown[key]
        assert ('class="muted"' in shown[key]) is (term.avoid is not None)
        assert term.avoid is None or term.avoid.read(language) in shown[key]
        for source in CATALOGUE.cited(term.references):
            assert f'<a href="#{source_id(source.key)}">{label(source, language)}</a>' in shown[key]


@pytest.mark.parametrize("language", ["sv", "en"])
def test_each_source_is_listed_once_and_every_place_named_is_there(
    client: FlaskClient, language: str
) -> None:
    page = read(client, language)
    ids = re.findall(r' id="([^"]+)"', page)
    assert [one for one in ids if ids.count(one) > 1] == []
    named = set(re.findall(r'href="#([^"]+)"', page))
    assert named <= set(ids)
    assert {source_id(key) for term in TERMS.values() for key in term.references} <= named


def test_the_order_is_that_of_the_language(client: FlaskClient) -> None:
    def term(key: str, sv: str, en: str) -> Term:
        return Term(key=key, term=Text(sv=sv, en=en), meaning=Text(sv="…"))

    some = [
        term("o", "öppen", "age"),
        term("a", "Ålder", "open"),
        term("z", "zon", "Zone"),
        term("e", "ärende", "duty"),
    ]
    assert [one.key for one in in_order(some, "sv")] == ["z", "a", "e", "o"]
    assert [one.key for one in in_order(some, "en")] == ["o", "e", "a", "z"]
    keys = [key for key, _text in terms(read(client, "en"))]
    assert keys == sorted(TERMS, key=lambda key: TERMS[key].term.read("en").casefold())


def test_a_text_leads_to_the_term_in_its_own_language(app, client, world, sign_in_as) -> None:
    sign_in_as(client, world.alice)
    linked = [
        (module, section)
        for module in CATALOGUE.modules
        for section in module.sections
        if "(/ordlista#" in section.body.sv
    ]
    assert linked
    for module, section in linked:
        page = client.get(f"/moduler/{module.number}/{section.number}").get_data(as_text=True)
        keys = re.findall(r'href="/ordlista/sv#([^"]+)"', page)
        assert keys
        assert set(keys) <= {anchor("ord", key) for key in TERMS}
        assert 'href="/ordlista#' not in page
