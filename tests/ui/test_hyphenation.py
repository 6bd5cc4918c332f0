"""Long words break with a hyphen where a page is narrow, and nothing that is copied or sent has one."""

import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from flask import Flask

from elearn.hyphenation import LONG, SOFT_HYPHEN, break_word, hyphenate

CATALOGUE = Path(__file__).parents[2] / "elearn" / "translations" / "en" / "LC_MESSAGES" / "messages.po"


def shown(html: str, language: str = "sv") -> str:
    return hyphenate(html, language).replace(SOFT_HYPHEN, "|")


@pytest.mark.parametrize(
    ("word", "broken"),
    [
        ("Anmälningsskyldigheten", "Anmäl|nings|skyl|dig|heten"),
        ("arbetsplatsträff", "arbets|plats|träff"),
        ("Arbetsplatsträffar", "Arbets|plats|träffar"),
        ("föräldraledighet", "föräld|ra|ledig|het"),
        ("Förtroendevalda", "Förtroende|valda"),
        ("Kommunalförbund", "Kommunal|för|bund"),
        ("kunskapskontroll", "kunskaps|kon|troll"),
    ],
)
def test_a_compound_breaks_between_its_parts(word: str, broken: str) -> None:
    assert break_word(word, "sv").replace(SOFT_HYPHEN, "|") == broken


def test_every_long_word_of_the_interface_can_be_broken_and_is_otherwise_as_it_was() -> None:
    with CATALOGUE.open("rb") as file:
        texts = [text for message in read_po(file) for text in (message.id, message.string)]
    flat = " ".join(text if isinstance(text, str) else " ".join(text or ()) for text in texts)
    words = set(re.findall(rf"[^\W\d_]{{{LONG},}}", flat))
    assert len(words) > 100
    for word in words:
        assert break_word(word, "sv").replace(SOFT_HYPHEN, "") == word
    assert {word for word in words if len(word) > 16 and SOFT_HYPHEN not in break_word(word, "sv")} == set()


@pytest.mark.parametrize("element", ["h1", "h3", "th", "dt", "label", "legend", "summary", "button"])
def test_what_is_narrow_gets_them(element: str) -> None:
    assert "Kunskaps|kon|troll" in shown(f"<{element} class='x'>Kunskapskontroll</{element}>")


def test_the_head_that_a_card_shows_before_a_cell_gets_them_and_the_cell_does_not() -> None:
    cell = '<td class="x" data-label="Hedersrelaterat våld, kommunjurist">Kommunjuristen</td>'
    assert shown(cell) == cell.replace("Hedersrelaterat", "Heders|re|la|terat").replace(
        "kommunjurist", "kommun|ju|rist"
    )


def test_a_link_that_looks_like_a_button_gets_them_and_running_text_does_not() -> None:
    assert "skyldig|het" in shown('<a class="govuk-button" href="/x">Anmälningsskyldighet</a>')
    assert "|" not in shown('<p>Anmälningsskyldighet</p><a href="/x">Anmälningsskyldighet</a>')


@pytest.mark.parametrize(
    "inner",
    [
        '<input value="Anmälningsskyldighet" aria-label="Anmälningsskyldighet">',
        "<bdi>Anmälningsskyldighet</bdi>",
        "<code>anmalningsskyldighet</code>",
        '<span lang="fi">yhdenvertaisuusvaltuutettu</span>',
        "anna@anmalningsskyldighet.example",
        "www.anmalningsskyldighet.example",
        "&notatallentityname;",
    ],
)
def test_values_names_codes_addresses_and_other_languages_get_none(inner: str) -> None:
    assert shown(f"<th>{inner}</th>") == f"<th>{inner}</th>"


def test_a_piece_in_another_language_is_broken_by_its_own_rules() -> None:
    html = '<h1>The duty (<span lang="sv">anmälningsskyldighet</span>) and administration</h1>'
    assert "admin|is|tra|tion" in shown(html, "en")
    assert "anmäl|nings|skyldig|het" in shown(html, "en")


def test_a_title_gets_none() -> None:
    assert "|" not in shown("<title>Anmälningsskyldighet</title>")


def test_an_unknown_language_is_left_alone() -> None:
    assert shown("<h1>Anmälningsskyldighet</h1>", "fi") == "<h1>Anmälningsskyldighet</h1>"


@pytest.mark.one_engine
def test_a_page_of_the_application_has_them(app: Flask) -> None:
    raw = app.test_client().get("/personuppgifter", headers={"Accept-Language": "sv"})
    sent = b"".join(raw.iter_encoded()).decode()
    assert f"Person{SOFT_HYPHEN}upp{SOFT_HYPHEN}gifter</h1>" in sent
    assert "<title>Personuppgifter – elearn</title>" in sent
