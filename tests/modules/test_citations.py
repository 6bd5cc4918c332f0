"""What a change of law touches, and how somebody finds it."""

import pytest

from elearn.modules.citations import Use, citations
from elearn.modules.law_search import find_references
from elearn.modules.pictures import Picture, PicturePart
from elearn.modules.registers import Term
from elearn.texts import Text
from tests.delivered import delivered_content
from tests.modules.bank import make_module, make_question

REAL = delivered_content()
PICTURE = Picture(
    id="steg",
    kind="steps",
    references=("lag", "bok"),
    caption=Text(sv="Stegen"),
    description=Text(sv="Först, sedan."),
    parts=(PicturePart(label=Text(sv="Först")), PicturePart(label=Text(sv="Sedan"))),
)


def module_with(*bodies, **update):
    module = make_module(
        [make_question("a1").model_copy(update={"references": ("lag",)}), make_question("a2")]
    )
    sections = tuple(
        section.model_copy(update={"body": body})
        for section, body in zip(module.sections, bodies, strict=True)
    )
    return module.model_copy(update={"sections": sections, **update})


def test_a_source_knows_everything_that_leans_on_it_and_where_that_stands():
    module = module_with(
        Text(sv="Så är det [@lag] [@bok]. Igen [@lag]."),
        Text(sv="Inget.", en="Also [@lag]."),
        Text(sv="[[bild: steg]]"),
        pictures=(PICTURE,),
        leaflet=Text(sv="Kort [@lag]"),
        guide=Text(sv="Prata [@bok]"),
    )
    term = Term(key="ord", term=Text(sv="Ordet"), meaning=Text(sv="Det."), references=("lag",))
    found = citations([module], [term])
    assert set(found) == {"lag", "bok"}
    assert found["lag"] == (
        Use("section", 9, "avsnitt-1", Text(sv="Del 1")),
        Use("section", 9, "avsnitt-2", Text(sv="Del 2")),
        Use("leaflet", 9, "sammanfattning", Text(sv="Modulen")),
        Use("picture", 9, "avsnitt-4", Text(sv="Stegen")),
        Use("question", 9, "fraga-a1", Text(sv="Fråga a1"), "a1"),
        Use("term", None, "ord", Text(sv="Ordet")),
    )
    assert [use.kind for use in found["bok"]] == ["section", "guide", "picture"]


def test_a_picture_that_no_section_shows_stands_nowhere_on_the_page():
    nothing = Text(sv="Inget.")
    found = citations([module_with(nothing, nothing, nothing, pictures=(PICTURE,))])
    assert found["bok"][0].anchor == ""


def keys(query):
    return {reference.key for reference in find_references(query, REAL.references.values())}


@pytest.mark.parametrize(
    "query",
    [
        *("SoL 19 kap. 1 §", "sol 19 kap 1 §", "SoL19kap.1§", "SOL  19  KAP. 1\N{NO-BREAK SPACE}§"),
        *("19 kap. 1 § SoL", "19 kap. 1 § socialtjänstlagen (2025:400)", "Socialtjänstlagen 19:1"),
        *("sol-19-1", "SoL-19-1", "2025:400 19 kap. 1 §", "SoL ch. 19 s. 1", "SoL 19 kapitlet 1 §"),
    ],
)
def test_a_section_of_law_is_found_the_way_people_write_it(query):
    assert keys(query) == {"sol-19-1"}


def test_a_place_is_found_in_every_law_and_a_number_with_all_its_sections():
    assert {"sol-19-1"} <= keys("19 kap. 1 §") <= {key for key in REAL.references if "19-1" in key}
    social = {key for key, one in REAL.references.items() if one.sfs == "2025:400"}
    assert keys("2025:400") == keys(" 2025 : 400 ") == keys("socialtjänstl") == social
    assert keys("SoL") == social


def test_a_section_with_a_letter_is_another_section():
    assert keys("AML 3 kap. 2 §") == set()
    assert keys("AML 3 kap. 2 a §") == keys("AML 3 kap 2a §") == keys("AML 3:2 a") == {"aml-3-2a"}


@pytest.mark.parametrize(
    ("query", "key"),
    [
        ("SoL 9 kap. 6 §", "sol-9-5"),
        ("SoL 9 kap. 7 §", "sol-9-5"),
        ("lagen om kontaktförbud 2 a §", "kontaktforbud"),
        ("1988:688 2 §", "kontaktforbud"),
    ],
)
def test_a_section_within_a_range_finds_the_range(query, key):
    assert key in keys(query)


@pytest.mark.parametrize("query", ["SoL 9 kap. 8 §", "SoL 9 kap. 4 §", "1988:688 2 b §", "1988:688 1 a §"])
def test_a_section_beside_a_range_does_not(query):
    assert keys(query).isdisjoint({"sol-9-5", "kontaktforbud"})


@pytest.mark.parametrize(
    "query", ["SoL 19 kap. 1–3 §§", "19 kap. 1-3 §§ SoL", "socialtjänstlagen 19 kap. 1 – 3 §§"]
)
def test_a_range_finds_each_of_its_sections(query):
    each = [keys(f"SoL 19 kap. {number} §") for number in (1, 2, 3)]
    assert keys(query) == set().union(*each) > each[0]


def test_a_range_without_end_is_answered_at_once():
    assert keys("SoL 19 kap. 1–999999999 §§") == keys("SoL 19 kap. 900–999 §§") == set()


@pytest.mark.parametrize("query", ["İ", "", "  ", "–", "finnsinte", "9999:99"])
def test_what_means_nothing_finds_nothing(query):
    assert keys(query) == set()
