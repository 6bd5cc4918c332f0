"""The pages in English, without Swedish that is not marked so.

What is Swedish on an English page (content that has no English yet, names of sources) stands in an element with
lang="sv", so that a screen reader says it rightly.
"""

import re
from collections.abc import Callable, Iterator
from functools import cache
from uuid import UUID
from xml.etree.ElementTree import Element

import html5lib
import pytest
import yaml
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from elearn.database import Database
from tests.conftest import CONTENT
from tests.learner import Learner
from tests.people import PEOPLE, UNITS, World
from tests.staging import catalogue, stage

SignIn = Callable[[FlaskClient, UUID], FlaskClient]

# Language has nothing to do with the database.
pytestmark = pytest.mark.one_engine

# What readers see: the pages of the interface, by who opens them.
OPEN = (
    *("/logga-in", "/losenord", "/losenord/kod", "/losenord/skickat", "/paus"),
    *("/hjalp/en", "/tillganglighet/en", "/personuppgifter/en"),
)
SIGNED_IN: dict[str, tuple[str, ...]] = {
    "alice": (
        *("/", "/min-utbildning", "/repetition", "/moduler/1", "/moduler/1/1", "/moduler/1/kunskapskontroll"),
        *("/moduler/1/sammanfattning", "/moduler/1/handledning", "/moduler/1/andrat"),
        *("/installningar", "/installningar/losenord"),
    ),
    "bob": ("/enheter/F1", "/enheter/F1?modul=1&niva=chef&visa=forsenade", "/enheter/F1/over-tid"),
    "dana": (
        *(
            "/hr",
            "/hr?modul=1",
            "/hr/over-tid?spann=fem-ar",
            "/enheter/F",
            "/enheter/samtal",
            "/hr/personer",
            "/hr/personer/{alice}",
            "/hr/export",
        ),
        *("/hr/import", "/hr/krav", "/hr/krav/1", "/hr/krav/nytt", "/hr/koder", "/hr/att-ordna"),
    ),
    "frida": (
        *("/redaktion", "/redaktion/granskning"),
        *(f"/redaktion/moduler/1{page}" for page in ("?niva=chef&arbetsplats=skola", "/andringar", "/svar")),
    ),
    "oskar": ("/hr/overenskommelser",),
    "erik": ("/admin", "/admin/roller", "/hr/overenskommelser"),
    "gustav": ("/granskning", "/laget"),
}
# Forms sent empty: the sentences that say what is wrong.
REFUSED: dict[str, tuple[str, ...]] = {
    "alice": ("/installningar/losenord", "/moduler/1/kunskapskontroll"),
    "dana": ("/hr/personer", "/hr/export", "/hr/import", "/hr/koder", "/hr/krav/nytt"),
    "erik": ("/admin/roller", "/hr/overenskommelser", "/repetition"),
}
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
    assert html5lib.parse(page, namespaceHTMLElements=False).get("lang") == "en", answer.request.path
    assert swedish_on(page) == [], answer.request.path


@pytest.fixture
def visitor(app: Flask) -> FlaskClient:
    """Somebody whose browser asks for English."""
    client = app.test_client()
    client.environ_base["HTTP_ACCEPT_LANGUAGE"] = "en-GB, en;q=0.8"
    return client


@pytest.fixture
def world(database: Database) -> World:
    """The cast, with the modules asked of everybody."""
    return stage(database)


@pytest.fixture
def reader(app: Flask, world: World, sign_in_as: SignIn) -> Callable[[str], FlaskClient]:
    """Somebody of the cast who has chosen English."""

    def choose(name: str) -> FlaskClient:
        client = sign_in_as(app.test_client(), world.people[name])
        app.config["WTF_CSRF_ENABLED"] = False
        assert client.post("/sprak", data={"language": "en"}).status_code == 303
        return client

    return choose


def test_swedish_on_an_english_page_is_found() -> None:
    page = '<html lang="en"><body><p>Fine <b lang="sv">och bra</b> så</p><p aria-label="Två">Two</p></body></html>'
    assert swedish_on(page) == ["så", "Två"]
    assert swedish_on('<html lang="en"><body><p>Alice Alm, Ängens avdelning</p></body></html>') == []


@pytest.mark.parametrize("address", OPEN)
def test_an_open_page_is_in_english(visitor: FlaskClient, address: str) -> None:
    check_english(visitor.get(address))


@pytest.mark.parametrize("address", ["/logga-in", "/losenord", "/losenord/kod"])
def test_what_an_open_form_refuses_it_refuses_in_english(
    app: Flask, visitor: FlaskClient, address: str
) -> None:
    app.config["WTF_CSRF_ENABLED"] = False
    check_english(visitor.post(address), 422)


@pytest.mark.parametrize("name", SIGNED_IN)
def test_a_page_is_in_english_for_whoever_chose_it(
    reader: Callable[[str], FlaskClient], world: World, name: str
) -> None:
    client = reader(name)
    for address in SIGNED_IN[name]:
        check_english(client.get(address.replace("{alice}", str(world.alice))))


@pytest.mark.parametrize("name", REFUSED)
def test_what_a_form_refuses_it_refuses_in_english(reader: Callable[[str], FlaskClient], name: str) -> None:
    client = reader(name)
    for address in REFUSED[name]:
        check_english(client.post(address), 422)


@pytest.mark.parametrize(("address", "status"), [("/hr", 403), ("/moduler/99", 404), ("/finns-inte", 404)])
def test_a_page_that_does_not_open_says_so_in_english(
    reader: Callable[[str], FlaskClient], address: str, status: int
) -> None:
    check_english(reader("alice").get(address), status)


def test_a_learner_reads_the_questions_the_feedback_and_the_receipt_in_english(
    reader: Callable[[str], FlaskClient], database: Database, world: World
) -> None:
    """The questions themselves are Swedish and marked so."""
    learner = Learner(reader("alice"), database, world.alice)
    slug = catalogue().modules[0].slug
    learner.start(1, "one")
    for part in ("1", "alla", "granska"):
        check_english(learner.client.get(f"/moduler/1/kunskapskontroll/{part}"))
    for wrong in (range(1, 6), ()):
        page = learner.hand_in(1, slug, wrong)
        check_english(learner.client.get(page.headers["Location"]))
    for address in ("/", "/min-utbildning", "/repetition"):
        check_english(learner.client.get(address))
    form = learner.get("/repetition").form("/repetition")
    chosen = {name: options[0] for name, options in form.choices.items()}
    check_english(learner.client.post("/repetition", data=dict(form.values) | chosen))
