"""Accessibility and privacy: public, and the same for everyone."""

import re

import pytest

PAGES = ["/tillganglighet", "/personuppgifter"]


@pytest.mark.one_engine
@pytest.mark.parametrize("address", PAGES)
def test_anyone_may_read_it_without_leaving_a_trace(app, client, world, sign_in_as, address):
    visitor = client.get(address)
    signed_in = sign_in_as(app.test_client(), world.alice).get(address)
    assert visitor.status_code == 200
    assert visitor.data == signed_in.data
    for answer in (visitor, signed_in):
        assert "Set-Cookie" not in answer.headers
        assert "Cookie" not in answer.headers.get("Vary", "")
    assert b"csrf_token" not in visitor.data


@pytest.mark.one_engine
@pytest.mark.parametrize("address", PAGES)
def test_the_language_is_the_browsers_wish_or_stands_in_the_address(client, address):
    for wished, spoken in (("sv", "sv"), ("en", "en"), ("de", "sv")):
        answer = client.get(address, headers={"Accept-Language": wished})
        assert f'<html lang="{spoken}"' in answer.text
        assert answer.headers["Vary"] == "Accept-Language, Accept-Encoding"
    for language, other in (("sv", "en"), ("en", "sv")):
        answer = client.get(f"{address}/{language}", headers={"Accept-Language": other})
        assert f'<html lang="{language}"' in answer.text
        assert f'href="{address}/{other}"' in answer.text
        assert answer.headers["Vary"] == "Accept-Encoding"
    assert client.get(f"{address}/de").status_code == 404


def test_the_titles_are_neutral_and_each_page_has_one_heading(client):
    for address, title in zip(PAGES, ("Tillgänglighet", "Personuppgifter"), strict=True):
        text = client.get(address).text
        assert re.findall(r"<title>(.*?)</title>", text) == [f"{title} – elearn"]
        assert re.findall(r"<h1[^>]*>(.*?)</h1>", text) == [title]
