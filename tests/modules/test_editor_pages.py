"""The editor's pages: what is published, and which sources must be read again."""

import re
from datetime import timedelta

import pytest

from elearn.clock import today
from elearn.modules.catalogue import Catalogue
from elearn.modules.citations import citations
from elearn.modules.loader import Content, load_content
from tests.conftest import CONTENT
from tests.learner import Learner

REAL = load_content(CONTENT)


@pytest.fixture
def frida(app, client, database, world, sign_in_as):
    return Learner(sign_in_as(client, world.frida), database, world.frida)


def outdate(app, *keys):
    """Let some sources be due since yesterday, and every other next year."""
    references = {
        key: reference.model_copy(update={"check_by": today() + timedelta(days=-1 if key in keys else 365)})
        for key, reference in REAL.references.items()
    }
    app.extensions["elearn_catalogue"] = Catalogue(Content(REAL.modules, references))


def test_every_module_stands_there_with_version_and_size(frida):
    page = frida.get("/redaktion")
    assert page.status == 200
    rows = re.findall(r'<tr class="govuk-table__row">(.*?)</tr>', page.text, re.S)
    for module, row in zip(REAL.modules, rows, strict=True):
        cells = re.findall(r"<td[^>]*>(.*?)</td>", row, re.S)
        assert module.title.sv in row
        assert cells[:3] == [module.version, str(len(module.sections)), str(len(module.questions))]


def test_it_says_how_many_of_the_used_sources_wait_to_be_read_again(app, frida):
    used = list(citations(REAL.modules))
    unused = next(key for key in REAL.references if key not in used)
    outdate(app, unused)
    assert (
        f"Ingen av de {len(used)} källor som används behöver läsas om i dag." in frida.get("/redaktion").text
    )
    outdate(app, used[0], unused)
    assert "1 källa som används skulle ha lästs om." in frida.get("/redaktion").text
    outdate(app, *used[:2])
    assert "2 källor som används skulle ha lästs om." in frida.get("/redaktion").text


def test_the_sources_stand_with_the_most_urgent_first_and_with_what_they_touch(app, frida):
    outdate(app, "sol-19-1")
    page = frida.get("/redaktion/granskning")
    assert page.status == 200
    rows = re.findall(r'<tr class="govuk-table__row">(.*?)</tr>', page.text, re.S)
    assert len(rows) == len(REAL.references)
    assert "sol-19-1" in rows[0]
    assert "Läs om nu:" in rows[0]
    assert 'href="/moduler/' in rows[0]
    assert page.text.count("Läs om nu:") == 1


@pytest.mark.parametrize("address", ["/redaktion", "/redaktion/granskning"])
def test_the_pages_are_the_editors_alone(app, client, database, world, sign_in_as, address):
    assert client.get(address).headers["Location"] == "/logga-in"
    for name in ("alice", "bob", "dana", "erik", "gustav"):
        assert sign_in_as(app.test_client(), world.people[name]).get(address).status_code == 403
