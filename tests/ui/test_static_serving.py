"""How the style sheet, the scripts and the icon are answered: compressed, named by their content, kept for a year."""

import gzip
import re

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from elearn.static_files import FOLDER, KEPT, MIMETYPES, read_all

# Static files never open the database: one engine will do.
pytestmark = pytest.mark.one_engine

GZIP = {"Accept-Encoding": "gzip, deflate, br, zstd"}
FILES = sorted(path.name for path in FOLDER.iterdir() if path.suffix in MIMETYPES)


def addresses(client: FlaskClient) -> dict[str, str]:
    """Where a page says that its files are, by their names."""
    page = client.get("/hjalp/sv").get_data(as_text=True)
    found = re.findall(r'(?:href|src)="(/static/([a-z]+)\.[0-9a-f]{12}(\.[a-z]+))"', page)
    return {name + suffix: address for address, name, suffix in found}


@pytest.fixture
def style(client: FlaskClient) -> str:
    return addresses(client)["elearn.css"]


def test_every_page_names_its_files_by_their_content(client: FlaskClient) -> None:
    assert sorted(addresses(client)) == ["elearn.css", "elearn.js", "favicon.svg"]


@pytest.mark.parametrize("name", FILES)
def test_a_file_is_the_same_with_and_without_compression(client: FlaskClient, name: str) -> None:
    address = f"/static/{name.replace('.', f'.{read_all()[name].digest}.')}"
    plain, packed = client.get(address), client.get(address, headers=GZIP)
    assert plain.data == (FOLDER / name).read_bytes()
    assert gzip.decompress(packed.data) == plain.data
    assert packed.headers["Content-Encoding"] == "gzip"
    assert "Content-Encoding" not in plain.headers
    for answer in (plain, packed):
        assert answer.headers["Content-Length"] == str(len(answer.data))
        assert answer.headers["Vary"] == "Accept-Encoding"
        assert answer.headers["Cache-Control"] == KEPT == "public, max-age=31536000, immutable"
        assert "Set-Cookie" not in answer.headers
        assert answer.mimetype == MIMETYPES[f".{name.rpartition('.')[2]}"]
    assert plain.headers["ETag"] != packed.headers["ETag"]


@pytest.mark.parametrize("wanted", ["gzip;q=0", "identity", "br", "", "*;q=0"])
def test_nobody_gets_what_they_cannot_unpack(client: FlaskClient, style: str, wanted: str) -> None:
    answer = client.get(style, headers={"Accept-Encoding": wanted})
    assert "Content-Encoding" not in answer.headers
    assert answer.data == (FOLDER / "elearn.css").read_bytes()


def test_a_head_says_what_a_get_would_bring(client: FlaskClient, style: str) -> None:
    head, whole = client.head(style, headers=GZIP), client.get(style, headers=GZIP)
    assert head.data == b""
    assert named(head) == named(whole)


def test_whoever_has_it_is_told_so(client: FlaskClient, style: str) -> None:
    whole = client.get(style, headers=GZIP)
    again = client.get(style, headers=GZIP | {"If-None-Match": whole.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    for name in ("ETag", "Cache-Control", "Vary"):
        assert again.headers[name] == whole.headers[name]
    unpacked = client.get(style, headers={"If-None-Match": whole.headers["ETag"]})
    assert unpacked.status_code == 200


@pytest.mark.parametrize("address", ["/static/elearn.css", "/static/elearn.0123456789ab.css"])
def test_an_address_of_another_version_gets_the_present_file_and_keeps_it_not(
    client: FlaskClient, address: str
) -> None:
    answer = client.get(address, headers=GZIP)
    assert gzip.decompress(answer.data) == (FOLDER / "elearn.css").read_bytes()
    assert answer.headers["Cache-Control"] == "no-store"
    assert "ETag" not in answer.headers


@pytest.mark.parametrize("name", ["saknas.css", "../app.py", "%2e%2e/app.py", "elearn.0123456789ab", ""])
def test_nothing_else_is_answered_and_a_missing_file_is_not_kept(client: FlaskClient, name: str) -> None:
    answer = client.get(f"/static/{name}")
    assert answer.status_code == 404
    assert answer.headers["Cache-Control"] == "no-store"


def named(answer: TestResponse) -> dict[str, str]:
    wanted = ("Content-Length", "Content-Encoding", "Content-Type", "ETag", "Vary", "Cache-Control")
    return {name: answer.headers[name] for name in wanted}
