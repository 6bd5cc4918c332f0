"""Every address for whoever opens it: in English nothing Swedish, in Swedish nothing English, the rest is marked."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from elearn.database import Database
from tests.addresses import pages
from tests.english import SignIn, data, language_of, swedish_on, texts_in
from tests.people import World
from tests.staging import stage

pytestmark = pytest.mark.one_engine

WHOLE = [
    pytest.param("GET", 200),
    *(pytest.param(*one, marks=pytest.mark.whole) for one in (("GET", 403), ("GET", 404), ("POST", 422))),
]
ENGLISH = re.compile(
    r"\b(?:the|and|of|with|your?|not|this|these|from|to|are|was|were|have|which|who|what|when|where"
    r"|that|it|please|must|cannot|should|invalid|required|choice|field|error|page|unit|check"
    r"|section|answer|question|completed|overdue|employees?|manager|name|day|date|true|false|none)\b",
    re.IGNORECASE,
)
# What Swedish borrows, and names: of files, commands and the language itself.
BORROWED = re.compile(
    r"English|\bon[- ]line\b|elearn [\w -]+|[\w-]+\.(?:yaml|md|csv|xlsx)\b|[A-Z]+_[A-Z_]+", re.IGNORECASE
)


@pytest.fixture
def world(database: Database) -> World:
    return stage(database)


def english_on(page: str) -> list[str]:
    """The texts of a Swedish page that are English all the same."""
    texts = texts_in(page, "sv")
    for names in (BORROWED, data("sv")):
        texts = [
            rest for text in texts if ENGLISH.search(text) and ENGLISH.search(rest := names.sub("", text))
        ]
    return [" ".join(text.split()) for text in texts]


def test_english_on_a_swedish_page_is_found() -> None:
    page = '<html lang="sv"><body><p>Bra <b lang="en">and fine</b></p><p aria-label="The end">Slut</p></body></html>'
    assert english_on(page) == ["The end"]


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize(("method", "status"), WHOLE)
def test_no_page_of_any_role_is_mixed(
    app: Flask, world: World, sign_in_as: SignIn, method: str, status: int, language: str
) -> None:
    app.config["WTF_CSRF_ENABLED"] = False
    clients: dict[str | None, FlaskClient] = {}
    wrong: dict[str, object] = {}
    for name, address in pages(world, method=method, status=status):
        if name not in clients:
            clients[name] = client = app.test_client()
            if name is not None:
                sign_in_as(client, world.people[name])
            client.post("/sprak", data={"language": language})
        answer = clients[name].open(address, method=method, headers={"Accept-Language": language})
        page = answer.get_data(as_text=True)
        own = address[-2:] if address.endswith(("/sv", "/en")) else language
        own = "sv" if address == "/hjalp/lattlast" else own
        found = swedish_on(page) if own == "en" else english_on(page)
        if found or language_of(page) != (own, ""):
            wrong[address] = found
    assert wrong == {}
