"""`elearn content preview`: an author sees what is being written, with its mistakes, and sees it change."""

import re
import shutil
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from elearn.modules.views.preview import create_preview
from tests.delivered import CONTENT, delivered_content
from tests.learner import without_marks
from tests.modules.content_copy import change
from tests.writing import previewing

FIRST = delivered_content().modules[0]
SECTION = f"{FIRST.slug}/sections/{FIRST.sections[0].name}.sv.md"
SCRIPT = re.compile(
    r'<script src="(/static/reload\.[0-9a-f]{12}\.js)" data-version="([0-9a-f]+)" defer></script>'
)


@pytest.fixture
def content(tmp_path: Path) -> Path:
    return Path(shutil.copytree(CONTENT, tmp_path / "content"))


@pytest.fixture
def author(content: Path) -> FlaskClient:
    return create_preview(content).test_client()


def read(author: FlaskClient, address: str, status: int = 200) -> str:
    response = author.get(address)
    assert response.status_code == status
    return response.get_data(as_text=True)


def version(author: FlaskClient) -> str:
    return read(author, "/version")


@pytest.mark.parametrize("language", ["sv", "en"])
def test_a_module_stands_there_whole_with_its_sheets_and_every_question(
    author: FlaskClient, language: str
) -> None:
    assert f'href="/oppet/1/{language}"' in read(author, f"/oppet/{language}")
    page = without_marks(read(author, f"/oppet/1/{language}"))
    for section in FIRST.sections:
        assert section.title.read(language) in page
    for question in FIRST.questions:
        assert question.text.read(language) in page
        for option in question.options:
            assert option.text.read(language) in page
            assert option.feedback.read(language) in page
    assert page.count("<strong>Rätt:</strong>" if language == "sv" else "<li><strong>") >= len(
        FIRST.questions
    )
    assert 'id="leaflet"' in page
    assert 'id="guide"' in page
    ids = re.findall(r' id="([^"]+)"', page)
    assert [one for one in ids if ids.count(one) > 1] == []
    assert [one for one in re.findall(r'href="#([^"]+)"', page) if one not in ids] == []


def test_the_parts_of_the_readers_in_the_address_are_open(author: FlaskClient) -> None:
    closed = read(author, "/oppet/1/sv")
    assert '<details class="part" open>' not in closed
    page = read(author, "/oppet/1/sv?for=chef,skola")
    opened = re.findall(r'<details class="part" open>\s*<summary>([^<]+?) <', page)
    assert set(opened) == {"För chefer", "I förskola, skola och fritid"}
    assert '<a href="/oppet/1/sv?for=chef" aria-current="true">I förskola, skola och fritid</a>' in page
    assert '<a href="/oppet/1/sv?for=politiker,chef,skola">För förtroendevalda</a>' in page
    assert read(author, "/oppet/1/sv?for=ingen").count("<details") == closed.count("<details")
    assert 'href="/oppet/1/en?for=chef,skola" lang="en"' in page


def test_what_is_written_is_there_at_the_next_look(author: FlaskClient, content: Path) -> None:
    before = version(author)
    assert version(author) == before
    change(content, SECTION, "## ", "## Alldeles ny rubrik, ")
    assert version(author) != before
    assert "Alldeles ny rubrik" in read(author, "/oppet/1/sv")


def test_a_mistake_stands_on_top_of_the_page_as_it_last_was(author: FlaskClient, content: Path) -> None:
    read(author, "/oppet/1/sv")
    change(content, f"{FIRST.slug}/module.yaml", "number: 1", "numer: 1")
    page = read(author, "/oppet/1/sv")
    assert "Det här behöver rättas" in page
    assert f"{FIRST.slug}/module.yaml" in page
    assert FIRST.sections[0].title.sv in page
    change(content, f"{FIRST.slug}/module.yaml", "numer: 1", "number: 1")
    assert "Det här behöver rättas" not in read(author, "/oppet/1/sv")


@pytest.mark.parametrize(
    "file", ["references.yaml", "glossary.yaml", "local.yaml", f"{FIRST.slug}/check.yaml"]
)
def test_no_broken_file_stops_it(content: Path, file: str) -> None:
    (content / file).write_text("detta: är: inte yaml\n", encoding="utf-8")
    author = create_preview(content).test_client()
    for address in ("/", "/ordlista/sv", "/oppet/2/sv"):
        page = read(author, address)
        assert address == "/ordlista/sv" or "Det här behöver rättas" in page
    shutil.rmtree(content)
    assert "finns inte" in read(author, "/")


def test_a_module_that_could_never_be_read_is_no_page_but_says_what_is_wrong(content: Path) -> None:
    change(content, f"{FIRST.slug}/module.yaml", "number: 1", "numer: 1")
    page = read(create_preview(content).test_client(), "/oppet/1/sv", 404)
    assert "Det här behöver rättas" in page
    assert "Sidan finns inte i förhandsvisningen." in page


@pytest.mark.parametrize("address", ["/", "/oppet/1/sv", "/ordlista/en", "/finns-inte"])
def test_every_page_looks_for_changes_and_runs_no_script_of_its_own(
    author: FlaskClient, address: str
) -> None:
    response = author.get(address)
    page = response.get_data(as_text=True)
    script = SCRIPT.search(page)
    assert script
    assert script.group(2) == version(author)
    with author.get(script.group(1)) as file:
        assert file.status_code == 200
    assert page.count("<script") == 2  # and the one that every page of elearn has
    policy = response.headers["Content-Security-Policy"]
    assert "default-src 'none'; script-src 'self'; style-src 'self'" in policy
    assert "connect-src 'self'" in policy
    assert "unsafe" not in policy
    assert "Set-Cookie" not in response.headers


def test_another_host_is_not_answered(author: FlaskClient) -> None:
    assert author.get("/oppet/1/sv", headers={"Host": "annanstans.example"}).status_code == 400


def test_the_command_serves_without_a_database_and_sees_changes(content: Path) -> None:
    with previewing(content) as address:

        def fetch(path: str) -> str:
            with urllib.request.urlopen(f"{address}{path}", timeout=30) as answer:  # noqa: S310  (our own)
                return str(answer.read().decode())

        before = fetch("/version")
        assert FIRST.title.sv in fetch("/oppet/1/sv")
        change(content, SECTION, "## ", "## Alldeles ny rubrik, ")
        assert fetch("/version") != before
        assert "Alldeles ny rubrik" in fetch("/oppet/1/sv")


def test_a_port_that_is_taken_is_one_sentence() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = subprocess.run(
            [sys.executable, "-m", "elearn", "content", "preview", "--port", str(port)],
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
    assert done.returncode == 1
    assert done.stderr.startswith(f"Port {port} är upptagen")
    assert len(done.stderr.splitlines()) == 1
