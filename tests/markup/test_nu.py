"""Every page is valid HTML: in either language, the Nu checker finds nothing, warnings included."""

from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

import elearn
from elearn.database import Database
from elearn.modules.views.preview import create_preview
from tests.delivered import CONTENT
from tests.english import SignIn
from tests.markup import nu
from tests.markup.learning import learning
from tests.markup.managing import managing
from tests.markup.pages import standing
from tests.markup.printing import Printer
from tests.people import World
from tests.staging import stage

# Which database gave the words has nothing to do with the markup.
pytestmark = [pytest.mark.one_engine, pytest.mark.whole]

TEMPLATES = Path(elearn.__file__).parent / "templates"
AUTHORS = "modules/preview.html"
FRAMES = {"base.html", "errors/layout.html"}
# A region that nobody can name, a heading that is a list, an id twice.
WRONG = """<!doctype html><html lang="sv"><head><title>Fel</title></head>
<body><h1 id="a"><ul><li>Ett</li></ul></h1><section id="a"><p>Två</p></section></body></html>"""


@pytest.fixture
def world(database: Database) -> World:
    return stage(database)


def test_every_page_is_valid(
    app: Flask, database: Database, world: World, sign_in_as: SignIn, tmp_path: Path
) -> None:
    folder = tmp_path / "pages"
    folder.mkdir()
    printer = Printer(app, world, sign_in_as, folder)
    for looks in (learning(printer, database), managing(printer, database), standing(world)):
        printer.print_all(list(looks))
    print_for_authors(printer)
    assert page_templates() - printer.templates == {AUTHORS}
    (folder / "wrong.html").write_text(WRONG, encoding="utf-8")
    found = nu.check(folder)
    assert len(found.pop("wrong.html")) >= 3, "the checker does not look"
    assert {printer.where[name]: said for name, said in found.items()} == {}


def print_for_authors(printer: Printer) -> None:
    """The pages of `elearn content preview`, which are an application of their own."""
    author: FlaskClient = create_preview(CONTENT).test_client()
    for language in ("sv", "en"):
        for address in ("/oppet", "/oppet/1", "/ordlista"):
            printer.keep(author.get(f"{address}/{language}"), f"author {address}/{language}")


def page_templates() -> set[str]:
    """The templates that are whole pages, not what pages are put together from."""
    names = {path.relative_to(TEMPLATES).as_posix() for path in TEMPLATES.rglob("*.html")}
    return {name for name in names - FRAMES if not name.startswith("macros/") and "/_" not in name}
