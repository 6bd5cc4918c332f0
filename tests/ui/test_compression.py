"""Pages are compressed for their own readers only: no other site can learn from a length what stands on a page."""

import gzip
from collections.abc import Callable
from uuid import UUID

import pytest
from flask import Flask, Response
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from elearn.compression import MOST_PADDING, SMALLEST, compress
from tests.people import World

# No database decides how an answer is packed.
pytestmark = pytest.mark.one_engine

SignIn = Callable[[FlaskClient, UUID], FlaskClient]
GZIP = {"Accept-Encoding": "gzip, deflate, br, zstd"}
HERE = GZIP | {"Sec-Fetch-Site": "same-origin"}
TRACELESS = ("/hjalp/sv", "/oppet/1/sv", "/ordlista/en")


@pytest.fixture
def alice(client: FlaskClient, world: World, sign_in_as: SignIn) -> FlaskClient:
    return sign_in_as(client, world.alice)


@pytest.mark.parametrize("address", ["/logga-in", "/min-utbildning", "/moduler/1/2", "/finns-inte"])
def test_a_page_that_its_reader_asked_for_is_compressed(alice: FlaskClient, address: str) -> None:
    for site in ("same-origin", "none"):
        packed = alice.get(address, headers=GZIP | {"Sec-Fetch-Site": site})
        assert packed.headers["Content-Encoding"] == "gzip"
        assert packed.headers["Content-Length"] == str(len(packed.data))
        page = gzip.decompress(packed.data).decode()
        assert page.startswith("<!doctype html>")
        assert page.endswith("</html>")
        assert len(packed.data) < len(page) / 2


@pytest.mark.parametrize("site", ["cross-site", "same-site", "anything", "", None])
def test_a_page_that_another_site_asks_for_is_as_long_as_it_is(alice: FlaskClient, site: str | None) -> None:
    told = {} if site is None else {"Sec-Fetch-Site": site}
    answer = alice.get("/min-utbildning", headers=GZIP | told)
    assert "Content-Encoding" not in answer.headers
    assert answer.data.startswith(b"<!doctype html>")


def test_the_same_page_is_never_of_one_length(alice: FlaskClient) -> None:
    names = {name_in(alice.get("/min-utbildning", headers=HERE)) for _ in range(12)}
    assert len(names) > 1
    assert all(len(name) < MOST_PADDING for name in names)


@pytest.mark.parametrize("address", TRACELESS)
def test_a_page_without_a_trace_is_compressed_for_everybody_and_the_same_to_the_byte(
    app: Flask, alice: FlaskClient, address: str
) -> None:
    answers = [
        alice.get(address, headers=HERE),
        app.test_client().get(address, headers=GZIP | {"Sec-Fetch-Site": "cross-site"}),
        app.test_client().get(address, headers=GZIP),
    ]
    assert {answer.headers["Content-Encoding"] for answer in answers} == {"gzip"}
    assert len({answer.data for answer in answers}) == 1
    assert name_in(answers[0]) == b""


@pytest.mark.parametrize("wanted", ["gzip;q=0", "identity", "br", ""])
def test_nobody_gets_what_they_cannot_unpack(client: FlaskClient, wanted: str) -> None:
    for address in ("/logga-in", "/hjalp/sv"):
        answer = client.get(address, headers=HERE | {"Accept-Encoding": wanted})
        assert "Content-Encoding" not in answer.headers
        assert "Accept-Encoding" in answer.headers["Vary"]


def test_what_is_small_or_no_page_or_packed_already_is_left_as_it_is(app: Flask) -> None:
    page = "<p>sida</p>" * SMALLEST
    file = Response(page, mimetype="text/csv")
    small = Response("x" * (SMALLEST - 1), mimetype="text/html")
    packed = Response(page, mimetype="text/html", headers={"Content-Encoding": "br"})
    parts = Response(iter([page]), mimetype="text/html")
    with app.test_request_context(headers=HERE):
        for response in (file, small, packed, parts):
            before = response.headers.get("Content-Encoding")
            assert compress(response).headers.get("Content-Encoding") == before
        assert compress(Response(page, mimetype="text/html")).content_encoding == "gzip"


def test_a_head_says_that_the_page_would_be_compressed(client: FlaskClient) -> None:
    head = client.head("/hjalp/sv", headers=GZIP)
    assert head.headers["Content-Length"] == client.get("/hjalp/sv", headers=GZIP).headers["Content-Length"]
    assert (head.data, head.headers["Content-Encoding"]) == (b"", "gzip")


def name_in(answer: TestResponse) -> bytes:
    """The file name in the head of a gzip file, which pads it."""
    has_name = answer.data[3] & 8
    return answer.data[10:].split(b"\0", 1)[0] if has_name else b""
