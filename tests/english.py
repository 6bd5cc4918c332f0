"""What stands on a page in English, and what of it is Swedish all the same."""

import re
from collections.abc import Callable, Iterator
from functools import cache
from html.parser import HTMLParser
from uuid import UUID

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
SHOWN = {
    "aria-label",
    "title",
    "alt",
    "placeholder",
    "data-after-1",
    "data-after-2",
    "data-soon",
    "data-over",
}
SILENT = {"script", "style", "template"}
VOID = {"br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"}
SWEDISH = re.compile(
    r"\w*[åäöÅÄÖ]\w*"
    r"|\b(?:och|att|inte|som|det|eller|med|av|ska|har|kan|du|din|ditt|vi|om|en|ett|kap"
    r"|modul|moduler|enhet|enheter|avsnitt|chef|krav|klar|klara|kontroll|dag|dagar|svar)\b",
    re.IGNORECASE,
)


def texts_in(page: str, wanted: str, *, course: bool = False) -> list[str]:
    """Every text and label on a page, save what is marked as another language than the wanted one.

    `course`: with the running text of the course.
    """
    reader = _Reader(wanted, course=course)
    reader.feed(page)
    reader.close()
    return reader.texts


class _Reader(HTMLParser):
    """Keeps the language of every element that is open. Ours are all closed again: the pages are valid."""

    def __init__(self, wanted: str, *, course: bool) -> None:
        super().__init__()
        self.course = course
        self.wanted = wanted
        self.open = [""]  # the language of each open element; "-" where nothing is read
        self.texts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = dict(attrs)
        language = known.get("lang") or self.open[-1]
        running = "prose" in (known.get("class") or "").split()
        if self.open[-1] == "-" or tag in SILENT or (running and not self.course):
            language = "-"
        if language == self.wanted:
            self.texts += [value or "" for name, value in attrs if name in SHOWN]
        if tag not in VOID:
            self.open.append(language)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        self.open.pop()

    def handle_data(self, data: str) -> None:
        if self.open[-1] == self.wanted:
            self.texts.append(data)


@cache
def data(language: str = "en") -> re.Pattern[str]:
    """What is no sentence of ours: the names of the cast, and content in a language, which may quote Swedish names."""
    known = {"Växjö", *(name for _code, name, *_rest in UNITS)}
    known |= {f"{given} {family}" for *_row, given, family in PEOPLE}
    known |= {module.slug for module in catalogue().modules}
    for file in CONTENT.rglob("*.yaml"):
        known |= set(_content(yaml.safe_load(file.read_text(encoding="utf-8")), language))
    return re.compile(
        "|".join(rf"(?<!\w){re.escape(text)}(?!\w)" for text in sorted(known, key=len, reverse=True))
    )


def _content(value: object, language: str) -> Iterator[str]:
    """The texts of a content file in a language, and the keys of sources, which the editor sees."""
    if isinstance(value, dict):
        for name, below in value.items():
            if name == language and isinstance(below, str):
                yield below.strip()
            elif "-" in name:
                yield name
            yield from _content(below, language)
    elif isinstance(value, list):
        for below in value:
            yield from _content(below, language)


def language_of(page: str) -> tuple[str, str]:
    """The language of a page, and its direction where it says one."""
    found = re.search(r'<html lang="(\w+)"(?: dir="(\w+)")?', page)
    return (found[1], found[2] or "") if found else ("", "")


def swedish_on(page: str) -> list[str]:
    """The texts of an English page that are Swedish all the same."""
    doubtful = (text for text in texts_in(page, "en") if SWEDISH.search(text))
    texts = (" ".join(data().sub("", text).split()) for text in doubtful)
    return [text for text in texts if SWEDISH.search(text)]


def check_english(answer: TestResponse, status: int = 200) -> None:
    page = answer.get_data(as_text=True)
    assert answer.status_code == status, answer.request.path
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    parser.parse(page)
    assert parser.errors == [], answer.request.path
    assert language_of(page) == ("en", ""), answer.request.path
    left = swedish_on(page)
    assert left == [], f"{answer.request.path}: {left}"


def readers(app: Flask, world: World, sign_in_as: SignIn) -> Reader:
    """What signs in somebody of the cast who has chosen English."""

    def choose(name: str) -> FlaskClient:
        client = sign_in_as(app.test_client(), world.people[name])
        app.config["WTF_CSRF_ENABLED"] = False
        assert client.post("/sprak", data={"language": "en"}).status_code == 303
        return client

    return choose
