"""What stands on a page in English, and what of it is Swedish all the same."""

import re
from collections.abc import Callable, Iterator
from functools import cache
from uuid import UUID
from xml.etree.ElementTree import Element

import html5lib
import yaml
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.delivered import CONTENT
from tests.people import PEOPLE, UNITS, World
from tests.staging import catalogue

SignIn = Callable[[FlaskClient, UUID], FlaskClient]
Reader = Callable[[str], FlaskClient]

# Attributes that are read out or shown.
SHOWN = {"aria-label", "title", "alt", "placeholder", "data-after-1", "data-after-2"}
SILENT = {"script", "style", "template"}
SWEDISH = re.compile(
    r"\w*[åäöÅÄÖ]\w*"
    r"|\b(?:och|att|inte|som|det|eller|med|av|ska|har|kan|du|din|ditt|vi|om|en|ett|kap"
    r"|modul|moduler|enhet|enheter|avsnitt|chef|krav|klar|klara|kontroll|dag|dagar|svar)\b",
    re.IGNORECASE,
)


def english_texts(page: str) -> Iterator[str]:
    """Every text and label on a page, save what is marked as another language."""
    yield from _texts(html5lib.parse(page, namespaceHTMLElements=False), "")


def _texts(element: Element, language: str) -> Iterator[str]:
    if element.tag in SILENT or not isinstance(element.tag, str):  # a comment's tag is a function
        return
    if (
        "prose" in element.get("class", "").split()
    ):  # the course itself: `elearn content check` reads its languages
        return
    language = element.get("lang", language)
    if language == "en":
        yield from (value for name, value in element.items() if name in SHOWN)
        yield element.text or ""
    for child in element:
        yield from _texts(child, language)
        if language == "en":
            yield child.tail or ""


@cache
def data() -> re.Pattern[str]:
    """What is no sentence of ours: the names of the cast, and English content, which may quote Swedish names."""
    known = {name for _code, name, *_rest in UNITS}
    known |= {f"{given} {family}" for *_row, given, family in PEOPLE}
    known |= {module.slug for module in catalogue().modules}
    for file in CONTENT.rglob("*.yaml"):
        known |= set(_english_content(yaml.safe_load(file.read_text(encoding="utf-8"))))
    return re.compile(
        "|".join(rf"(?<!\w){re.escape(text)}(?!\w)" for text in sorted(known, key=len, reverse=True))
    )


def _english_content(value: object) -> Iterator[str]:
    """The English texts of a content file, and the keys of sources, which the editor sees."""
    if isinstance(value, dict):
        for name, below in value.items():
            if name == "en" and isinstance(below, str):
                yield below.strip()
            elif "-" in name:
                yield name
            yield from _english_content(below)
    elif isinstance(value, list):
        for below in value:
            yield from _english_content(below)


def swedish_on(page: str) -> list[str]:
    """The texts of an English page that are Swedish all the same."""
    texts = (" ".join(data().sub("", text).split()) for text in english_texts(page))
    return [text for text in texts if SWEDISH.search(text)]


def check_english(answer: TestResponse, status: int = 200) -> None:
    page = answer.get_data(as_text=True)
    assert answer.status_code == status, answer.request.path
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    assert parser.parse(page).get("lang") == "en", answer.request.path
    assert parser.errors == [], answer.request.path
    assert swedish_on(page) == [], answer.request.path


def readers(app: Flask, world: World, sign_in_as: SignIn) -> Reader:
    """What signs in somebody of the cast who has chosen English."""

    def choose(name: str) -> FlaskClient:
        client = sign_in_as(app.test_client(), world.people[name])
        app.config["WTF_CSRF_ENABLED"] = False
        assert client.post("/sprak", data={"language": "en"}).status_code == 303
        return client

    return choose
