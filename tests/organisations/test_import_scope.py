"""How far HR of one administration or company may import."""

from collections.abc import Callable
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from elearn.database import Database
from elearn.organisations.models import HrImport, Person
from tests.organisations.handing_in import confirm, hand_in, token_of
from tests.people import World

SignIn = Callable[[FlaskClient, UUID], FlaskClient]
ANNA = "100;Anna;Ås;anna@exempel.example;F1;medarbetare;Pedagog;;;;;"


@pytest.fixture
def hr(client: FlaskClient, world: World, sign_in_as: SignIn) -> FlaskClient:
    """Dana, HR for the whole group."""
    return sign_in_as(client, world.dana)


@pytest.fixture
def company_hr(app_client: FlaskClient, world: World, sign_in_as: SignIn) -> FlaskClient:
    """Oskar, HR for the company B only."""
    return sign_in_as(app_client, world.oskar)


@pytest.fixture
def app_client(client: FlaskClient) -> FlaskClient:
    return client.application.test_client()


KARIN = "700;Karin;Kvist;;B;medarbetare;;;;;;"


@pytest.fixture
def company_source(hr: FlaskClient, arranged: None) -> None:
    confirm(hr, hand_in(hr, KARIN, new="bolag").location)
    confirm(hr, hand_in(hr, "BX;Verkstan;avdelning;B;2020-01-01;", kind="units", new="bolag").location)


@pytest.mark.usefixtures("company_source")
def test_hr_of_a_company_imports_its_own_source(company_hr: FlaskClient, database: Database) -> None:
    page = company_hr.get("/hr/import").get_data(as_text=True)
    assert 'value="bolag"' in page
    assert 'value="hr"' not in page
    assert "new_source" not in page
    address = hand_in(company_hr, KARIN.replace("Kvist", "Kvistrand"), source="bolag").location
    assert confirm(company_hr, address).location == "/hr/import"
    units = ("BX;Verkstaden;avdelning;B;2020-01-01;", "BY;Nya verkstan;enhet;BX;;", "BZ;Lagret;enhet;BY;;")
    address = hand_in(company_hr, *units, kind="units", source="bolag").location
    assert confirm(company_hr, address).location == "/hr/import"


@pytest.mark.usefixtures("company_source")
def test_hr_of_a_company_may_not_import_another_source(company_hr: FlaskClient, hr: FlaskClient) -> None:
    assert hand_in(company_hr, ANNA, source="hr").status_code == 403
    assert hand_in(company_hr, ANNA, source="helt-ny").status_code == 403
    assert hand_in(company_hr, ANNA, new="helt-ny").status_code == 422
    assert company_hr.get(hand_in(hr, ANNA).location).status_code == 404


@pytest.mark.parametrize(
    ("kind", "rows"),
    [
        ("people", (KARIN.replace(";B;", ";F1;"),)),
        ("units", ("BX;Verkstan;avdelning;F;2020-01-01;",)),
        ("units", ("BX;Verkstan;avdelning;B;2020-01-01;", "NY;Ny;enhet;F;;")),
        ("managers", ("F;hr;12;chef;;",)),
    ],
)
@pytest.mark.usefixtures("company_source")
def test_hr_of_a_company_reaches_nothing_outside_it(
    company_hr: FlaskClient, session: Session, kind: str, rows: tuple[str, ...]
) -> None:
    address = hand_in(company_hr, *rows, kind=kind, source="bolag").location
    page = company_hr.get(address)
    assert page.status_code == 403
    assert "Inget är inläst" in page.get_data(as_text=True)
    assert company_hr.get(f"{address}/fel").status_code == 403
    sent = {"csrf_token": token_of(company_hr.get("/hr/import")), "plan": "x"}
    assert company_hr.post(f"{address}/bekrafta", data=sent).status_code == 403
    assert len(session.scalars(select(HrImport)).all()) == 2


@pytest.mark.usefixtures("company_source")
def test_names_of_people_elsewhere_are_not_shown_to_hr_of_a_company(company_hr: FlaskClient) -> None:
    rows = ("B;hr;12;chef;;", "B;hr;5;chef;;")
    page = company_hr.get(hand_in(company_hr, *rows, kind="managers", source="bolag").location).get_data(
        as_text=True
    )
    assert "Maja Malm" in page
    assert "Alice" not in page
    assert "hr/5" in page


@pytest.mark.usefixtures("company_source")
def test_hr_of_a_company_ties_nobody_to_a_person_elsewhere(
    company_hr: FlaskClient, world: World, session: Session
) -> None:
    """A key must not carry a number of the company's, and whoever has it, into an administrator."""
    for person_id, key in ((world.erik, "k-erik"), (world.karl, "k-karl"), (world.oskar, "k-oskar")):
        session.get_one(Person, person_id).person_key = key
    session.commit()
    joined, attached = f"{KARIN};k-erik", "701;Kim;Kvist;;B;medarbetare;;;;;;;k-erik"
    for rows in ((joined,), (KARIN + ";", attached)):
        address = hand_in(company_hr, *rows, source="bolag", extra=";personnyckel").location
        assert company_hr.get(address).status_code == 403, rows
    rows = (f"{KARIN};k-karl", "701;Kim;Kvist;;B;medarbetare;;;;;;;k-oskar")
    address = hand_in(company_hr, *rows, source="bolag", extra=";personnyckel").location
    assert company_hr.get(address).get_data(as_text=True).count("knyts till en person som redan finns") == 2
    assert confirm(company_hr, address).location == "/hr/import"


@pytest.mark.usefixtures("company_source")
def test_hr_of_a_company_takes_nobodys_address_elsewhere(company_hr: FlaskClient) -> None:
    """Two people with one address can neither sign in with it nor get mail: nobody's HR does that to others' people."""
    taken = KARIN.replace(";Kvist;;", ";Kvist;erik@exempel.example;")
    address = hand_in(company_hr, taken, source="bolag").location
    assert company_hr.get(address).status_code == 403
    assert company_hr.get(hand_in(company_hr, KARIN, source="bolag").location).status_code == 200
