"""How the exit works, said before anybody needs it: what it does, and honestly what it cannot do."""

import re

import pytest
from flask.testing import FlaskClient

pytestmark = pytest.mark.one_engine


def test_anyone_reads_it_without_a_trace_and_its_title_says_nothing(client: FlaskClient) -> None:
    for address, heading in (("/om/sv", "Så fungerar Lämna sidan"), ("/om/en", "How Leave this page works")):
        page = client.get(address)
        assert "Set-Cookie" not in page.headers
        assert "Cookie" not in page.headers.get("Vary", "")
        assert re.findall(r"<h1[^>]*>(.*?)</h1>", page.text) == [heading]
        assert re.findall(r"<title>(.*?)</title>", page.text)[0] in {
            "Om elearn – elearn",
            "About elearn – elearn",
        }


def test_it_says_that_the_history_stays_and_whom_it_may_be_seen_by(client: FlaskClient) -> None:
    text = client.get("/om/sv").text
    for sentence in (
        "Webbläsarens historik.",
        "kan arbetsgivaren se",
        "bland dina hämtade filer",
        "ring 112",
    ):
        assert sentence in text


def test_it_is_reached_before_sign_in_and_from_every_page(client: FlaskClient) -> None:
    text = client.get("/logga-in").text
    assert text.index('href="/om"') < text.index("<footer")  # told before the first use
    assert "tömmer inte webbläsarens historik" in client.get("/hjalp/sv").text.split("<footer")[1]
    assert 'href="/om"' in client.get("/hjalp/sv").text.split("<footer")[1]


def test_the_sign_in_page_says_when_one_is_signed_out(client: FlaskClient) -> None:
    text = client.get("/logga-in").text
    assert "inte har gjort något på en halvtimme" in text
    assert "åtta timmar" in text
