"""A further language is a folder: the whole interface speaks it, the right way round, and nothing is left in Swedish.

The language is made by the tests (tests/pseudo.py) and lies outside the package.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from elearn import languages
from elearn.config import Config
from elearn.database import Database
from elearn.reminders.letters import write
from elearn.reminders.models import MailKind
from elearn.reminders.outlook import Outlook
from tests.addresses import pages
from tests.english import SignIn, data, language_of, texts_in
from tests.people import World
from tests.pseudo import CLOSING, LANGUAGE, OPENING, disguise, write_language
from tests.staging import stage

pytestmark = pytest.mark.one_engine

# A word of plain letters: it has not come through the catalogue.
LEFT = re.compile(r"(?<![^\W\d_])[A-Za-zÅÄÖåäö]{3,}(?![^\W\d_])")
# Names and what is a name in every language.
NAMES = re.compile(
    r"elearn|Svenska|English|SQLite|/paus|Kommunstyrelsen|\S+@\S+|\w+\.se/\S+|https?://\S+|\S+\.yaml"
)


@pytest.fixture(autouse=True)
def spoken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The language, in a folder of the installation's own."""
    write_language(tmp_path / "languages")
    monkeypatch.setenv(languages.FURTHER, str(tmp_path / "languages"))
    for found in (languages.languages, languages.translations):
        found.cache_clear()
    yield
    monkeypatch.undo()
    for found in (languages.languages, languages.translations):
        found.cache_clear()


@pytest.fixture
def app(spoken: None, app: Flask) -> Flask:
    """The application, started when the language was there."""
    app.config["WTF_CSRF_ENABLED"] = False
    return app


@pytest.fixture
def world(database: Database) -> World:
    return stage(database)


def left_on(page: str) -> list[str]:
    """The texts on a page that are not in the language, save names and what is marked as another one."""
    texts = texts_in(page, LANGUAGE)
    for names in (NAMES, data("sv"), data("en")):  # the quickest first
        texts = [rest for text in texts if LEFT.search(text) and LEFT.search(rest := names.sub("", text))]
    return [" ".join(text.split()) for text in texts]


def test_the_language_is_found_and_says_its_own_name(app: Flask, config: Config) -> None:
    page = app.test_client().get("/hjalp/sv").get_data(as_text=True)
    assert f'href="/hjalp/{LANGUAGE}" lang="{LANGUAGE}"' in page
    assert "العربية" in page


def test_what_is_left_in_swedish_is_found() -> None:
    page = f'<html lang="ar"><body><p>{disguise("Spara och fortsätt")}</p>'
    assert left_on(page) == []
    assert left_on(f"{page}<p>Spara</p><p lang='sv'>Våld</p>") == ["Spara"]


WHOLE = [
    pytest.param("GET", 200),
    *(pytest.param(*one, marks=pytest.mark.whole) for one in (("GET", 403), ("GET", 404), ("POST", 422))),
]


@pytest.mark.parametrize(("method", "status"), WHOLE)
def test_every_page_of_every_role_is_in_the_language(
    app: Flask, world: World, sign_in_as: SignIn, method: str, status: int
) -> None:
    clients: dict[str | None, FlaskClient] = {}
    wrong: dict[str, object] = {}
    for name, address in pages(world, method=method, status=status):
        if address.endswith(("/sv", "/en", "/hjalp/lattlast")):  # in a language of their own
            continue
        if name not in clients:
            clients[name] = client = app.test_client()
            if name is not None:
                sign_in_as(client, world.people[name])
            assert client.post("/sprak", data={"language": LANGUAGE}).status_code == 303
        wished = {"Accept-Language": LANGUAGE}
        page = clients[name].open(address, method=method, headers=wished).get_data(as_text=True)
        found = left_on(page)
        if found or language_of(page) != (LANGUAGE, "rtl"):
            wrong[address] = found
    assert wrong == {}


def test_mails_are_in_the_language() -> None:
    mail = write(frozenset({MailKind.DUE}), None, Outlook(), language=LANGUAGE, base_url="http://localhost")
    assert mail.subject.startswith(OPENING)
    lines = [line for line in mail.body.splitlines() if line.strip() and "localhost" not in line]
    assert all(OPENING in line or CLOSING in line for line in lines), mail.body
