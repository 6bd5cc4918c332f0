"""The pages in easy Swedish: a thought on every line, and a readability index that easy texts have."""

import re
from html.parser import HTMLParser

import pytest
from flask import Flask
from flask.testing import FlaskClient

from elearn.clock import today
from elearn.database import Database
from elearn.support.contacts import load_contacts
from tests.delivered import CONTENT
from tests.english import SignIn
from tests.learner import Learner
from tests.people import World
from tests.staging import catalogue

pytestmark = pytest.mark.one_engine

# Below 30 is very easy to read (Björnsson’s own scale); ordinary official texts are at 45 and above.
EASY = 30
LONGEST_SENTENCE = 12
LONG_WORD = 7
FIGURES = (
    "på fötter",
    "i första hand",
    "vända dig",
    "ta kontakt",
    "stå till",
    "i samband med",
    "via",
    "samt",
)


class _Lines(HTMLParser):
    """What stands in the main part of a page, line by line."""

    def __init__(self) -> None:
        super().__init__()
        self.inside = 0
        self.lines: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "main" or self.inside:
            self.inside += tag not in {"input", "br"}
            if tag in {"p", "h1", "h2", "li", "div"}:
                self.lines.append("")

    def handle_endtag(self, tag: str) -> None:
        self.inside -= self.inside > 0

    def handle_data(self, data: str) -> None:
        if self.inside and self.lines:
            self.lines[-1] += data


def lines_of(page: str) -> list[str]:
    reader = _Lines()
    reader.feed(page)
    lines = (" ".join(line.split()) for line in reader.lines)
    return [line for line in lines if re.search("[a-zåäö]", line)]


def lix(lines: list[str]) -> float:
    """Words per sentence, and how many words in a hundred have more than six letters."""
    words = [re.findall(r"[^\W\d_]+", line) for line in lines]
    count = sum(map(len, words))
    long = sum(len(word) >= LONG_WORD for line in words for word in line)
    return count / len(lines) + 100 * long / count


def check_easy(page: str) -> None:
    lines = lines_of(page)
    assert lix(lines) < EASY
    for line in lines:
        assert len(re.findall(r"[.?!](?:\s|$)", line)) <= 1, line
        assert len(line.split()) <= LONGEST_SENTENCE, line
        assert not any(figure in line.lower() for figure in FIGURES), line


def test_the_index_is_what_it_says() -> None:
    assert lix(["Ring hit om du vill.", "Då svarar polisen."]) == 4 + 100 / 8
    assert lix(["Kommunens socialtjänst ansvarar för verksamheten."]) > 60


def test_the_help_page_is_easy_and_has_every_number(client: FlaskClient) -> None:
    page = client.get("/hjalp/lattlast").get_data(as_text=True)
    check_easy(page)
    numbers = re.findall(r'href="tel:(\d+)"', page)
    shown = [one for one in load_contacts(CONTENT) if one.status.shown and one.shown_phone]
    assert numbers[0] == "112"
    assert set(numbers) == {one.dialled for one in shown}
    assert all(one.easy for one in shown), "a number without easy words"


@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_help_page_leads_to_the_easy_one(client: FlaskClient, language: str) -> None:
    page = client.get(f"/hjalp/{language}").get_data(as_text=True)
    assert 'href="/hjalp/lattlast"' in page
    assert ('href="/hjalp/lattlast" lang="sv"' in page) == (language == "en")


def test_the_receipt_is_easy(app: Flask, database: Database, world: World, sign_in_as: SignIn) -> None:
    """It says the same: what is done, when, until when, and what comes next."""
    client = sign_in_as(app.test_client(), world.alice)
    learner = Learner(client, database, world.alice)
    address = learner.hand_in(1, catalogue().modules[0].slug).headers["Location"]
    usual = client.get(address).get_data(as_text=True)
    assert f'href="{address}/lattlast"' in usual
    page = client.get(f"{address}/lattlast").get_data(as_text=True)
    check_easy(page)
    assert "Du har gjort modul 1." in page
    assert str(today().year) in page
    assert f'href="{address}"' in page
    assert "<title>Registrerat – elearn</title>" in page
