"""The open edition: every module for anyone, whole, in both languages, and without a trace."""

import logging
import re
from html.parser import HTMLParser
from itertools import pairwise

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event

from elearn.modules.anchors import anchor
from elearn.modules.directives import list_directives
from elearn.modules.foreign import mark_swedish
from tests.delivered import delivered_content
from tests.reviewed import forget_reviews, review_everything

# These pages never open the database: one engine will do.
pytestmark = pytest.mark.one_engine

MODULES = delivered_content().modules
WHOLE = [(module, language) for module in MODULES for language in ("sv", "en")]
EVERY_MODULE = pytest.mark.parametrize(
    ("module", "language"), WHOLE, ids=lambda one: str(getattr(one, "number", one))
)
PAGES = ("/oppet", "/oppet/sv", "/oppet/en", "/oppet/1", "/oppet/1/sv", "/oppet/1/en", "/ordlista", "/ordlista/sv", "/ordlista/en")  # fmt: skip


class Anchors(HTMLParser):
    """The ids of a page, the links of its content, and the levels of its headings, in order."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.levels: list[int] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if given.get("id"):
            self.ids.append(str(given["id"]))
        if tag == "a":
            self.links.append(str(given["href"]))
        if re.fullmatch(r"h[1-6]", tag):
            self.levels.append(int(tag[1]))


def content(page: str) -> str:
    return page[page.index("<main") : page.index("</main>")]


def read(client: FlaskClient, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return content(response.get_data(as_text=True))


@pytest.mark.parametrize("address", PAGES)
def test_anyone_may_open_it_without_a_cookie(client: FlaskClient, address: str) -> None:
    response = client.get(address)
    assert response.status_code == 200
    assert "Set-Cookie" not in response.headers
    assert "Cookie" not in response.headers.get("Vary", "")
    assert response.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("address", PAGES)
def test_it_is_the_same_to_the_byte_for_everyone(app: Flask, client, world, sign_in_as, address: str) -> None:
    stranger = client.get(address)
    signed_in = sign_in_as(app.test_client(), world.alice)
    forged = app.test_client()
    forged.set_cookie("elearn", "annan-kaka.hittepa")
    for response in (signed_in.get(address), forged.get(address)):
        assert response.data == stranger.data
        assert sorted(response.headers) == sorted(stranger.headers)
    with signed_in.session_transaction() as cookie:
        assert "_user_id" in cookie  # whoever reads it stays signed in


@pytest.mark.parametrize("address", [*PAGES, "/oppet/99/sv"])
def test_nothing_is_asked_of_the_database_and_nothing_is_logged(
    app: Flask, world, sign_in_as, address: str, caplog: pytest.LogCaptureFixture
) -> None:
    signed_in = sign_in_as(app.test_client(), world.alice)
    asked: list[str] = []
    event.listen(app.extensions["elearn_database"].engine, "begin", lambda _connection: asked.append("begin"))
    with caplog.at_level(logging.DEBUG):
        response = signed_in.get(address)
    assert response.status_code == (404 if "99" in address else 200)
    assert "Set-Cookie" not in response.headers
    assert asked == []
    assert [one for one in caplog.records if one.name.startswith(("elearn", "werkzeug", "flask"))] == []


@pytest.mark.parametrize("address", ["/oppet", "/oppet/1", "/ordlista"])
def test_the_browser_decides_the_language_where_the_address_does_not(
    client: FlaskClient, address: str
) -> None:
    for wish, language in (("sv", "sv"), ("en-GB,en;q=0.9", "en"), ("fi", "sv")):
        response = client.get(address, headers={"Accept-Language": wish})
        assert f'<html lang="{language}"' in response.get_data(as_text=True)
        assert response.headers["Vary"] == "Accept-Language, Accept-Encoding"
    response = client.get(f"{address}/en", headers={"Accept-Language": "sv"})
    page = response.get_data(as_text=True)
    assert '<html lang="en"' in page
    assert f'<a class="link-button" href="{address}/sv" lang="sv"' in page
    assert response.headers["Vary"] == "Accept-Encoding"


@pytest.mark.parametrize(
    "address", ["/oppet/99", "/oppet/99/en", "/oppet/1/de", "/oppet/de", "/oppet/x", "/ordlista/de"]
)
def test_what_does_not_exist_is_not_found(client: FlaskClient, address: str) -> None:
    assert client.get(address).status_code == 404


def test_it_can_only_be_read(client: FlaskClient) -> None:
    for address in PAGES:
        assert client.post(address).status_code in {400, 405}


@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_list_leads_to_every_module_and_says_which_are_drafts(client: FlaskClient, language: str) -> None:
    page = read(client, f"/oppet/{language}")
    for module in MODULES:
        assert (
            f'<a href="/oppet/{module.number}/{language}">{mark_swedish(module.title.read(language), language)}</a>'
            in page
        )
        assert mark_swedish(module.summary.read(language), language) in page
    assert f'href="/ordlista/{language}"' in page
    assert f'href="/hjalp/{language}"' in page


@EVERY_MODULE
def test_the_whole_module_stands_on_one_page(client: FlaskClient, module, language: str) -> None:
    page = read(client, f"/oppet/{module.number}/{language}")
    found = Anchors(page)
    plain = page.replace("&#39;", "'").replace("&#34;", '"')
    for text in (module.title, module.summary, *(goal.text for goal in module.goals)):
        assert mark_swedish(text.read(language), language) in plain
    for section in module.sections:
        assert f"avsnitt-{section.number}" in found.ids
        assert f"#avsnitt-{section.number}" in found.links
    for case in module.cases:
        assert anchor("fall", case.id) in found.ids
    assert page.count('<svg class="picture') == len(module.pictures)
    written = [
        one.name for section in module.sections for one in list_directives(section.body.read(language))
    ]
    assert page.count('<details class="part">') == written.count("för") > 0
    assert '<details class="part" open' not in page
    assert "kunskapskontroll/" not in page
    assert "<form" not in page


@EVERY_MODULE
def test_every_id_is_there_once_and_every_place_that_a_link_names_is_there(
    client: FlaskClient, module, language
) -> None:
    response = client.get(f"/oppet/{module.number}/{language}")
    found = Anchors(response.get_data(as_text=True))
    assert [one for one in found.ids if found.ids.count(one) > 1] == []
    assert [link for link in found.links if link.startswith("#") and link[1:] not in found.ids] == []


@EVERY_MODULE
def test_headings_go_down_one_step_at_a_time(client: FlaskClient, module, language: str) -> None:
    levels = Anchors(read(client, f"/oppet/{module.number}/{language}")).levels
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert (
        levels.count(2) == len(module.sections) + 3
    )  # and the goals, the sources and the other modules: all else stands below a section
    assert [pair for pair in pairwise(levels) if pair[1] > pair[0] + 1] == []


@EVERY_MODULE
def test_no_link_in_it_leads_to_the_sign_in(client: FlaskClient, module, language: str) -> None:
    links = Anchors(read(client, f"/oppet/{module.number}/{language}")).links
    inside = {link.partition("#")[0] for link in links if link.startswith("/")}
    assert f"/ordlista/{language}" in inside
    for address in inside:
        assert client.get(address).status_code == 200, address
        assert address.endswith(f"/{language}"), address
    for link in links:
        if link.startswith("/") and "#" in link:
            address, anchor = link.split("#")
            assert f'id="{anchor}"' in client.get(address).get_data(as_text=True), link


def test_it_says_that_a_module_is_a_draft_until_it_has_been_reviewed(app: Flask, client: FlaskClient) -> None:
    forget_reviews(app)
    assert "Utkast, inte granskad." in read(client, "/oppet/1/sv")
    assert read(client, "/oppet/sv").count("Utkast, inte granskad.") == len(MODULES)
    review_everything(app)
    assert "Utkast" not in read(client, "/oppet/1/sv") + read(client, "/oppet/sv")


@pytest.mark.parametrize("address", ["/logga-in", "/hjalp/sv", "/tillganglighet/sv"])
def test_it_is_found_from_the_sign_in_and_from_where_help_is(client: FlaskClient, address: str) -> None:
    page = client.get(address, headers={"Accept-Language": "sv"}).get_data(as_text=True)
    assert '<a href="/oppet">Läs utan att logga in</a>' in page


def test_the_title_says_nothing_of_the_topic(client: FlaskClient) -> None:
    for address, title in (
        ("/oppet/3/sv", "Modul 3"),
        ("/oppet/sv", "Läs utan att logga in"),
        ("/ordlista/sv", "Ordlista"),
    ):
        assert f"<title>{title} – elearn</title>" in client.get(address).get_data(as_text=True)
