"""The open help page and the neutral page: for anyone, in both languages, without a trace."""

import logging
import re
from collections.abc import Callable
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event

from elearn.database import Database
from tests.people import World

# These pages never open the database: one engine will do.
pytestmark = pytest.mark.one_engine

PAGES = ("/hjalp", "/hjalp/sv", "/hjalp/en", "/hjalp/lattlast", "/paus")
SignIn = Callable[[FlaskClient, UUID], FlaskClient]


@pytest.mark.parametrize("address", PAGES)
def test_anyone_may_open_it_without_a_cookie(client: FlaskClient, address: str) -> None:
    response = client.get(address)
    assert response.status_code == 200
    assert "Set-Cookie" not in response.headers
    assert "Cookie" not in response.headers.get("Vary", "")
    assert response.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("address", PAGES)
def test_it_is_the_same_to_the_byte_for_everyone(
    app: Flask, client: FlaskClient, world: World, sign_in_as: SignIn, address: str
) -> None:
    stranger = client.get(address)
    signed_in = sign_in_as(app.test_client(), world.alice)
    known = signed_in.get(address)
    forged = app.test_client()
    forged.set_cookie("elearn", "annan-kaka.hittepa")
    for response in (known, forged.get(address)):
        assert response.data == stranger.data
        assert sorted(response.headers) == sorted(stranger.headers)
    with signed_in.session_transaction() as cookie:
        assert "_user_id" in cookie  # whoever reads it stays signed in


@pytest.mark.parametrize("address", PAGES)
def test_the_database_is_never_asked_who_reads(
    app: Flask, world: World, sign_in_as: SignIn, address: str, caplog: pytest.LogCaptureFixture
) -> None:
    database: Database = app.extensions["elearn_database"]
    signed_in = sign_in_as(app.test_client(), world.alice)
    asked: list[str] = []
    event.listen(database.engine, "begin", lambda _connection: asked.append("begin"))
    with caplog.at_level(logging.DEBUG):
        assert signed_in.get(address).status_code == 200
    assert asked == []
    assert [
        record for record in caplog.records if record.name.startswith(("elearn", "werkzeug", "flask"))
    ] == []


def test_a_page_behind_sign_in_does_ask_the_database(app: Flask, world: World, sign_in_as: SignIn) -> None:
    """Otherwise the test above could not fail."""
    signed_in = sign_in_as(app.test_client(), world.alice)
    asked: list[str] = []
    event.listen(app.extensions["elearn_database"].engine, "begin", lambda _connection: asked.append("begin"))
    signed_in.get("/")
    assert asked


@pytest.mark.parametrize(
    ("wish", "language"),
    [("sv", "sv"), ("en-GB,en;q=0.9", "en"), ("de, en;q=0.5", "en"), ("fi", "sv"), ("", "sv")],
)
def test_the_browser_s_wish_decides_the_language(client: FlaskClient, wish: str, language: str) -> None:
    response = client.get("/hjalp", headers={"Accept-Language": wish})
    assert f'<html lang="{language}"' in response.get_data(as_text=True)
    assert response.headers["Vary"] == "Accept-Language, Accept-Encoding"


@pytest.mark.parametrize(("address", "other"), [("/hjalp/sv", "en"), ("/hjalp/en", "sv")])
def test_the_address_decides_the_language_and_links_to_the_other(
    client: FlaskClient, address: str, other: str
) -> None:
    response = client.get(address, headers={"Accept-Language": other})
    page = response.get_data(as_text=True)
    assert f'<html lang="{address[-2:]}"' in page
    assert f'<a class="link-button" href="/hjalp/{other}" lang="{other}"' in page
    assert response.headers["Vary"] == "Accept-Encoding"


def test_another_language_is_no_page(client: FlaskClient) -> None:
    assert client.get("/hjalp/de").status_code == 404


def test_danger_comes_first_and_every_number_can_be_tapped(client: FlaskClient) -> None:
    page = client.get("/hjalp/sv").get_data(as_text=True)
    numbers = re.findall(r'class="phone" href="tel:(\d+)" dir="ltr">([^<]+)</a>', page)
    assert numbers[0] == ("112", "112")
    assert ("020505050", "020-50 50 50") in numbers
    assert all(dialled == re.sub(r"\D", "", shown) for dialled, shown in numbers)


def test_every_contact_says_where_it_comes_from_and_when_it_was_put_together(client: FlaskClient) -> None:
    page = client.get("/hjalp/sv").get_data(as_text=True)
    contacts = re.findall(r"<h3.*?</li>", page, re.DOTALL)
    assert len(contacts) == 13
    assert all("Uppgift från " in one and "Sammanställd 21 november 2026." in one for one in contacts)
    assert "kontrollerad" not in page.replace("inget kontrollerat", "")
    assert "(NCK)</span>, 16 april 2024." in page
    assert "orosanmälan</span>, odaterad." in page
    assert "odaterad) och Region Kronoberg 2020-08-21</span>. Sammanställd" in page


def test_what_rests_on_one_source_is_not_shown(client: FlaskClient) -> None:
    page = client.get("/hjalp/sv").get_data(as_text=True)
    for hidden in ("116 016", "116 006", "Inte kontrollerat", "Vardagar, kontorstid", "7.30–16.30"):
        assert hidden not in page
    assert "Vi har ingen säker uppgift om öppettider." in page


def test_the_page_says_what_it_is_and_that_history_stays(client: FlaskClient) -> None:
    page = client.get("/hjalp/sv").get_data(as_text=True)
    assert "sätter ingen kaka" in page
    assert "tömmer inte webbläsarens historik" in page
    assert "<title>Hjälp och stöd – elearn</title>" in page


def test_a_text_that_is_swedish_is_marked_so_on_the_english_page(client: FlaskClient) -> None:
    page = client.get("/hjalp/en").get_data(as_text=True)
    assert '<span lang="sv">Nationellt centrum för kvinnofrid (NCK)</span>' in page
    assert "<h3>The police</h3>" in page


def test_another_site_gets_no_referrer(client: FlaskClient) -> None:
    response = client.get("/hjalp/sv")
    assert response.headers["Referrer-Policy"] == "no-referrer"
    outside = re.findall(r'<a href="https:[^>]*>', response.get_data(as_text=True))
    assert outside
    assert all('rel="noreferrer noopener"' in link for link in outside)


@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_neutral_page_says_nothing_and_leads_nowhere(client: FlaskClient, language: str) -> None:
    page = client.get("/paus", headers={"Accept-Language": language}).get_data(as_text=True)
    assert not re.search(r"<a |<form|<script|elearn[^./]", page)
    for word in ("våld", "heder", "hjälp", "stöd", "utsatt", "modul", "violence", "help", "course"):
        assert word not in page.lower()


def test_only_reading_is_possible(client: FlaskClient) -> None:
    for address in PAGES:
        assert client.post(address).status_code in {400, 405}


@pytest.mark.parametrize("address", ["/hjalp/fr", "/hjalp/sv/x", "/oppet/x", "/ordlista/x"])
def test_a_mistyped_address_leaves_no_trace_either(client: FlaskClient, address: str) -> None:
    response = client.get(address)
    assert response.status_code == 404
    assert "Set-Cookie" not in response.headers


def test_a_slash_too_many_still_finds_help(client: FlaskClient) -> None:
    response = client.get("/hjalp/")
    assert "112" in response.text
    assert "Set-Cookie" not in response.headers
