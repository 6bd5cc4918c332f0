"""The page of every piece: there in development only, with each macro that a template can call."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from elearn.app import create_app
from elearn.config import Config
from tests.english import check_english
from tests.reading import Reader

pytestmark = pytest.mark.one_engine
MACROS = Path(__file__).parents[2] / "elearn" / "templates" / "macros"


@pytest.fixture
def developing(config: Config) -> Iterator[Flask]:
    app = create_app(replace(config, components=True))
    app.test_client_class = Reader
    yield app
    app.extensions["elearn_database"].dispose()


def macros() -> list[str]:
    return [
        f"{path.stem}.{name}"
        for path in sorted(MACROS.glob("*.html"))
        for name in re.findall(r"macro ([a-z]\w*)\(", path.read_text())
    ]


def test_it_is_there_only_where_it_is_asked_for(client: FlaskClient) -> None:
    assert client.get("/komponenter").status_code == 404
    assert not Config.from_env({"ELEARN_SECRET_KEY": "x" * 32}).components
    assert Config.from_env({"ELEARN_SECRET_KEY": "x" * 32, "ELEARN_COMPONENTS": "1"}).components


def test_it_shows_every_macro_in_both_languages(developing: Flask) -> None:
    client = developing.test_client()
    page = client.get("/komponenter", headers={"Accept-Language": "sv"}).text
    assert [name for name in macros() if f"<code>{name}</code>" not in page] == []
    check_english(developing.test_client().get("/komponenter", headers={"Accept-Language": "en"}))


def test_no_two_things_on_it_have_the_same_id(developing: Flask) -> None:
    ids = re.findall(r' id="([^"]+)"', developing.test_client().get("/komponenter").text)
    assert sorted({one for one in ids if ids.count(one) > 1}) == []
