"""The pages in English, without Swedish that is not marked so.

What is Swedish on an English page (content that has no English yet, names of sources) stands in an element with
lang="sv", so that a screen reader says it rightly.
"""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from elearn import clock
from elearn.database import Database
from tests.english import Reader, SignIn, check_english, readers, swedish_on
from tests.people import World
from tests.staging import catalogue, stage

# Language has nothing to do with the database.
pytestmark = pytest.mark.one_engine

# What readers see: the pages of the interface, by who opens them.
OPEN = (
    *("/logga-in", "/losenord", "/losenord/kod", "/losenord/skickat", "/paus", "/om/en"),
    *("/hjalp/en", "/tillganglighet/en", "/personuppgifter/en"),
)
SIGNED_IN: dict[str, tuple[str, ...]] = {
    "alice": (
        *(
            "/",
            "/sidor",
            "/min-utbildning",
            "/min-utbildning/varfor/1",
            "/moduler/1",
            "/moduler/1/1",
            "/moduler/1/kunskapskontroll",
        ),
        *("/moduler/1/sammanfattning", "/moduler/1/handledning", "/moduler/1/andrat"),
        *("/repetition", "/installningar", "/installningar/losenord", "/installningar/paminnelser"),
        *("/moduler/1/annat-satt", "/moduler/1/intyg-fran-annat-hall", "/moduler/4/intyg-fran-annat-hall"),
    ),
    "bob": (
        *("/enheter/F1", "/enheter/F1?modul=1&niva=chef&visa=forsenade", "/enheter/F1/over-tid"),
        *("/enheter/F1/paminn", "/enheter/F1/utan-epost", "/enheter/F1/traffar"),
        "/enheter/F1/stallforetradare",
    ),
    "dana": (
        *(
            "/sidor",
            "/hr",
            "/hr?modul=1",
            "/hr/over-tid?spann=fem-ar",
            "/enheter/F",
            "/enheter/F1/stallforetradare",
            "/enheter/samtal",
            "/hr/personer",
            "/hr/personer/{alice}",
            "/hr/personer/{alice}/varfor/1",
            "/hr/ledigheter",
            "/hr/ledigheter/1",
            "/hr/export",
        ),
        *("/hr/import", "/hr/krav", "/hr/krav/1", "/hr/krav/nytt", "/hr/koder", "/hr/att-ordna"),
        *("/hr/paminnelser", "/hr/paminnelser/mejl", "/hr/paminnelser/regler"),
    ),
    "frida": (
        *("/redaktion", "/redaktion/granskning"),
        *(f"/redaktion/moduler/1{page}" for page in ("?niva=chef&arbetsplats=skola", "/andringar", "/svar")),
    ),
    "oskar": ("/hr/overenskommelser",),
    "erik": ("/admin", "/admin/roller", "/admin/roller/1", "/hr/overenskommelser"),
    "gustav": ("/granskning", "/laget"),
}
# Forms sent empty: the sentences that say what is wrong.
REFUSED: dict[str, tuple[str, ...]] = {
    "alice": (
        *("/installningar/losenord", "/moduler/1/kunskapskontroll", "/repetition"),
        "/moduler/1/intyg-fran-annat-hall",
    ),
    "dana": (
        "/hr/personer",
        "/hr/export",
        "/hr/import",
        "/hr/koder",
        "/hr/krav/nytt",
        "/hr/ledigheter",
        "/hr/paminnelser/regler",
    ),
    "bob": ("/enheter/F1/traffar", "/enheter/F1/stallforetradare"),
    "erik": ("/admin/roller", "/hr/overenskommelser"),
}


@pytest.fixture
def visitor(app: Flask) -> FlaskClient:
    """Somebody whose browser asks for English."""
    client = app.test_client()
    client.environ_base["HTTP_ACCEPT_LANGUAGE"] = "en-GB, en;q=0.8"
    return client


@pytest.fixture
def world(database: Database) -> World:
    """The cast, with the modules asked of everybody."""
    return stage(database)


@pytest.fixture
def reader(app: Flask, world: World, sign_in_as: SignIn) -> Reader:
    """Somebody of the cast who has chosen English."""
    return readers(app, world, sign_in_as)


def test_swedish_on_an_english_page_is_found() -> None:
    page = '<html lang="en"><body><p>Fine <b lang="sv">och bra</b> så</p><p aria-label="Två">Two</p></body></html>'
    assert swedish_on(page) == ["så", "Två"]
    assert swedish_on('<html lang="en"><body><p>Alice Alm, Ängens avdelning</p></body></html>') == []


@pytest.mark.parametrize("address", OPEN)
def test_an_open_page_is_in_english(visitor: FlaskClient, address: str) -> None:
    check_english(visitor.get(address))


@pytest.mark.parametrize("address", ["/logga-in", "/losenord", "/losenord/kod"])
def test_what_an_open_form_refuses_it_refuses_in_english(
    app: Flask, visitor: FlaskClient, address: str
) -> None:
    app.config["WTF_CSRF_ENABLED"] = False
    check_english(visitor.post(address), 422)


@pytest.mark.parametrize("name", SIGNED_IN)
def test_a_page_is_in_english_for_whoever_chose_it(reader: Reader, world: World, name: str) -> None:
    client = reader(name)
    for address in SIGNED_IN[name]:
        check_english(client.get(address.replace("{alice}", str(world.alice))))


@pytest.mark.parametrize("name", REFUSED)
def test_what_a_form_refuses_it_refuses_in_english(reader: Reader, name: str) -> None:
    client = reader(name)
    for address in REFUSED[name]:
        check_english(client.post(address), 422)


def test_how_many_a_requirement_touches_is_told_in_english(reader: Reader, world: World) -> None:
    client = reader("dana")
    asked = {"unit": str(world.units["F"]), "due_days": "30", "valid_from": clock.today().isoformat()}
    terms = {"modules": [catalogue().modules[0].slug], "kinds": ["department"], "anchor_month": "1"}
    page = client.post("/hr/krav/nytt", data=asked | terms | {"valid_months": "12"})
    check_english(page)
    assert "January" in page.get_data(as_text=True)
    check_english(client.post("/hr/krav/1/avsluta", data={"last_on": clock.today().isoformat()}))


@pytest.mark.parametrize(("address", "status"), [("/hr", 403), ("/moduler/99", 404), ("/finns-inte", 404)])
def test_a_page_that_does_not_open_says_so_in_english(reader: Reader, address: str, status: int) -> None:
    check_english(reader("alice").get(address), status)
