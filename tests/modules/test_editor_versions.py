"""What has changed since a version, as the editor reads it, and the verdict."""

import re
from datetime import date

import pytest

from elearn.modules.content import Change
from elearn.texts import Text
from tests.delivered import delivered_content
from tests.learner import Learner, found
from tests.modules.bank import make_module, make_question, serve

# What these pages show comes from the content: one engine will do.
pytestmark = pytest.mark.one_engine

REAL = delivered_content().modules
ADDRESS = "/redaktion/moduler/9/andringar"


@pytest.fixture
def frida(app, client, database, world, sign_in_as):
    return Learner(sign_in_as(client, world.frida), database, world.frida)


def with_change(module, size):
    change = Change(version=module.version, date=date(2026, 11, 22), size=size, text=Text(sv="Ändrat."))
    return module.model_copy(update={"changes": (change,)})


def with_body(module, body):
    first = module.sections[0].model_copy(update={"body": Text(sv=body)})
    return module.model_copy(update={"sections": (first, *module.sections[1:])})


def with_key(module, right):
    questions = tuple(
        make_question("a1", right=(right,)) if one.id == "a1" else one for one in module.questions
    )
    return module.model_copy(update={"questions": questions})


def test_the_first_version_has_nothing_to_be_compared_with(frida):
    page = frida.get(f"/redaktion/moduler/{REAL[0].number}/andringar")
    assert page.status == 200
    assert f"Version {REAL[0].version} är den första." in page.text


def test_changed_rows_mark_what_went_and_came_in_words(app, frida):
    serve(app, with_body(make_module(), "Samma.\n\nRing kommunen <nu>."))
    serve(app, with_change(with_body(make_module(version="1.1"), "Samma.\n\nRing 112 <nu>."), "minor"))
    page = frida.get(ADDRESS)
    assert "<title>Modul 9, ändringar – elearn</title>" in page.text
    assert "Från version 1.0 till 1.1." in page.text
    row = found(r'<ul class="diff" lang="sv">(.*?)</ul>', page.text).group(1)
    assert re.sub(r"<[^>]+>", "", row).strip() == "Ring [bort: kommunen][nytt: 112] &lt;nu&gt;."
    assert re.search("<del>.*kommunen.*</del><ins>.*112.*</ins>", row)
    assert "texten, svenska" in page.text
    assert "Samma." not in page.text
    assert "changes.yaml kallar det en liten ändring." in page.text
    assert "Jämförelsen tyder på en liten ändring:" in page.text
    assert "Är den stor ska siffran före punkten höjas." not in page.text


def test_a_changed_key_that_is_called_minor_is_pointed_out(app, frida):
    serve(app, make_module())
    serve(app, with_change(with_key(make_module(version="1.1"), "y"), "minor"))
    page = frida.get(ADDRESS)
    assert "Jämförelsen tyder på en stor ändring: facit har ändrats (a1)." in page.text
    assert "Är den stor ska siffran före punkten höjas." in page.text
    assert "alternativ x, rätt svar" in page.text
    assert "[bort: true][nytt: false]" in re.sub(r"<[^>]+>", "", page.text)


def test_a_change_that_is_called_major_needs_no_warning(app, frida):
    serve(app, make_module())
    serve(app, with_change(with_key(make_module(version="2.0"), "y"), "major"))
    page = frida.get(ADDRESS)
    assert "changes.yaml kallar det en stor ändring." in page.text
    assert "Är den stor ska siffran före punkten höjas." not in page.text


def test_what_came_and_went_says_so(app, frida):
    serve(app, make_module())
    questions = (*make_module().questions[1:], make_question("ny"))
    serve(app, make_module(questions, version="1.1"))
    page = frida.get(ADDRESS)
    summaries = [" ".join(one.split()) for one in re.findall(r"<summary>(.*?)</summary>", page.text, re.S)]
    plain = [re.sub(r"<[^>]+>", "", one) for one in summaries]
    assert plain[1:] == ["Fråga ny (tillagt)", "Fråga a0 (borttaget)"]  # after the filter
    assert "changes.yaml säger inget om det." in page.text


def test_any_published_version_can_be_chosen_and_the_newest_other_stands_first(app, frida):
    for version in ("1.9", "1.10", "2.0"):
        serve(app, make_module(version=version))
    page = frida.get(ADDRESS)
    assert re.findall(r'<option value="([^"]+)"', page.text) == ["1.10", "1.9"]
    assert "Från version 1.10 till 2.0." in page.text
    assert "Jämförelsen visar ingen skillnad." in page.text
    assert "Från version 1.9 till 2.0." in frida.get(f"{ADDRESS}?fran=1.9").text
    for absent in ("1.8", "x"):
        assert frida.get(f"{ADDRESS}?fran={absent}").status == 404
