"""A section as its reader meets it: own parts open, pictures, cases, and what is announced."""

import re
from collections.abc import Callable
from uuid import UUID

import pytest
from flask.testing import FlaskClient

from elearn.database import Database
from tests.learner import Learner
from tests.people import World

# What these pages show comes from the content: one engine will do.
pytestmark = pytest.mark.one_engine

SignIn = Callable[[FlaskClient, UUID], FlaskClient]


@pytest.fixture
def alice(client: FlaskClient, database: Database, world: World, sign_in_as: SignIn) -> Learner:
    return Learner(sign_in_as(client, world.alice), database, world.alice)


def opened(page: str) -> dict[str, bool]:
    """The parts of a page by what they are called, and whether each stands open."""
    found = re.findall(r'<details class="part"( open)?>\s*<summary>([^<]+?)\s*(?:<span|</summary>)', page)
    return {name: bool(is_open) for is_open, name in found}


def test_the_part_of_the_readers_level_stands_open_and_the_others_at_hand(alice: Learner) -> None:
    parts = opened(alice.get("/moduler/1/5").text)
    assert parts == {"För medarbetare": True, "För förtroendevalda": False, "För chefer": False}
    assert next(iter(parts)) == "För medarbetare", "the reader's own comes first"


def test_a_manager_reads_the_managers_part(client: FlaskClient, world: World, sign_in_as: SignIn) -> None:
    assert opened(sign_in_as(client, world.bob).get("/moduler/1/5").text)["För chefer"]


def test_whoever_is_elected_and_employed_too_has_both_parts(
    client: FlaskClient, world: World, sign_in_as: SignIn
) -> None:
    parts = opened(sign_in_as(client, world.ivar).get("/moduler/1/5").text)
    assert parts == {"För förtroendevalda": True, "För medarbetare": True, "För chefer": False}


def choose(learner: Learner, workplace: str) -> int:
    page = learner.get("/moduler/1")
    return learner.send(page, page.form("/arbetsplats"), workplace=workplace).status


def test_the_chosen_workplace_stands_open_everywhere_until_it_is_taken_back(alice: Learner) -> None:
    assert not any(opened(alice.get("/moduler/4/2").text).values())
    assert choose(alice, "omsorg") == 303
    assert opened(alice.get("/moduler/4/2").text)["I vård och omsorg"]
    assert 'value="omsorg" selected' in alice.get("/moduler/3").text
    assert choose(alice, "") == 303
    assert not any(opened(alice.get("/moduler/4/2").text).values())


def test_a_workplace_that_there_is_not_is_refused(alice: Learner) -> None:
    assert choose(alice, "rymden") == 422


def test_every_picture_says_in_words_what_it_shows(alice: Learner) -> None:
    page = alice.get("/moduler/1/3").text
    assert page.count('<svg class="picture') == page.count("Bilden i ord") == page.count("<figcaption>") > 0


def test_a_case_shows_the_risk_of_a_poor_choice_and_the_way_back(alice: Learner) -> None:
    page = alice.get("/moduler/4/2").text
    case = page[page.index('<div class="box box-fall case"') :]
    back = re.search(r'<a href="#(scen-[a-z0-9-]+)">Tillbaka till valet</a>', case)
    assert back is not None
    assert f'id="{back[1]}"' in case
    assert case.count("Vad gör du?") >= 2, "a safe choice leads on"


def test_the_same_card_stands_in_every_module(alice: Learner) -> None:
    card = "Lyssna och tro på det du hör. Bara ni två."
    for module in range(1, 5):
        pages = [alice.get(f"/moduler/{module}/{section}").text for section in range(1, 7)]
        assert sum(page.count(card) for page in pages) == 1


def test_english_readers_read_english_throughout(alice: Learner) -> None:
    alice.speak("en")
    page = alice.get("/moduler/1/1").text
    assert '<div class="prose">' in page, "in the language of the page, and so not marked"
    assert "What violence in close relationships is" in page
    assert "The picture in words" in page
