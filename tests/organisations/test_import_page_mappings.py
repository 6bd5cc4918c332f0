"""The mapping file that HR uploads with a file of foreign headers, and that the page remembers for the source."""

import io
from collections.abc import Callable
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from elearn import clock
from elearn.database import Database
from elearn.organisations.header_mappings import find_mapping
from elearn.organisations.models import HrUpload, ImportMapping
from tests.organisations.handing_in import confirm, field_of, hand_in, token_of
from tests.organisations.loading import last_event
from tests.people import World

SignIn = Callable[[FlaskClient, UUID], FlaskClient]

THEIRS = (
    "Anst.nr;Tilltalsnamn;efternamn;e-post;Org;Kategori;befattning;roll;från;till;språk;skyddade_uppgifter\n"
    "100;Anna;Ås;anna@exempel.example;F1;Tjm;Pedagog;;;;;\n"
)
MAPPING = """[columns]
"Anst.nr" = "anställningsnummer"
Tilltalsnamn = "förnamn"
Org = "enhetskod"
Kategori = "nivå"

[values."nivå"]
Tjm = "medarbetare"
"""


@pytest.fixture
def hr(client: FlaskClient, world: World, sign_in_as: SignIn) -> FlaskClient:
    """Dana, HR for the whole group."""
    return sign_in_as(client, world.dana)


def upload(
    client: FlaskClient, mapping: str | bytes = "", *, source: str = "", new: str = "ny"
) -> TestResponse:
    content = mapping.encode() if isinstance(mapping, str) else mapping
    given = {
        "csrf_token": token_of(client.get("/hr/import")),
        "kind": "people",
        "source": source,
        "new_source": "" if source else new,
        "effective": clock.today().isoformat(),
        "file": (io.BytesIO(THEIRS.encode()), "personal.csv"),
        "mapping": (io.BytesIO(content), "../våra\u202eord.toml" if content else ""),
    }
    return client.post("/hr/import", data=given)


def page(client: FlaskClient, answer: TestResponse) -> str:
    assert answer.status_code == 303, answer.get_data(as_text=True)
    return client.get(answer.location).get_data(as_text=True)


def test_foreign_headers_are_faults_until_a_mapping_comes_with_the_file(hr: FlaskClient) -> None:
    without = page(hr, upload(hr))
    assert "Filen har" in without
    assert "mappning" not in without
    first = upload(hr, MAPPING)
    seen = page(hr, first)
    assert "Anna Ås" in seen
    assert "källans mappning, <bdi>våraord.toml</bdi>" in seen
    assert confirm(hr, first.location).location == "/hr/import"


def test_the_page_remembers_the_mapping_for_that_source_alone(hr: FlaskClient) -> None:
    confirm(hr, upload(hr, MAPPING).location)
    assert "Inget skiljer sig" in page(hr, upload(hr, source="ny"))
    assert "Filen har" in page(hr, upload(hr, new="annan"))
    assert "ny: <bdi>våraord.toml</bdi>" in hr.get("/hr/import").get_data(as_text=True)


def test_a_new_mapping_takes_the_place_of_the_old_one(hr: FlaskClient, database: Database) -> None:
    upload(hr, MAPPING)
    upload(hr, MAPPING.replace("Org", "Enhet"))
    with database.reading() as session:
        assert ["Enhet" in each.content for each in session.scalars(select(ImportMapping))] == [True]


def test_the_faults_of_a_mapping_are_told_by_line_and_nothing_is_kept(
    hr: FlaskClient, database: Database
) -> None:
    answer = upload(hr, MAPPING.replace('"förnamn"', '"skonummer"').replace('"medarbetare"', '"<b>"'))
    assert answer.status_code == 422
    told = answer.get_data(as_text=True)
    assert "Rad 3, Tilltalsnamn: ”skonummer” är ingen av våra kolumner" in told
    assert "Rad 8, Tjm: ”&lt;b&gt;” är inget av våra ord" in told
    with database.reading() as session:
        assert session.scalars(select(ImportMapping)).all() == []
        assert session.scalars(select(HrUpload)).all() == []


@pytest.mark.one_engine
@pytest.mark.parametrize(
    ("mapping", "said"), [(b"\xff\xfe\x00", "inte skriven i UTF-8"), ("[columns\n", "Rad 1 i mappningsfilen")]
)
def test_what_is_no_mapping_is_a_sentence(hr: FlaskClient, mapping: str | bytes, said: str) -> None:
    answer = upload(hr, mapping)
    assert answer.status_code == 422
    assert said in answer.get_data(as_text=True)


def forget(client: FlaskClient, database: Database) -> TestResponse:
    with database.reading() as session:
        mapping_id = session.scalars(select(ImportMapping.id)).one()
    sent = {"csrf_token": token_of(client.get("/hr/import"))}
    return client.post(f"/hr/import/mappning/{mapping_id}/ta-bort", data=sent)


def test_a_mapping_can_be_taken_away(hr: FlaskClient, database: Database) -> None:
    waiting = upload(hr, MAPPING)
    assert forget(hr, database).location == "/hr/import"
    told = hr.get("/hr/import").get_data(as_text=True)
    assert "Mappningen för källan ny är borttagen" in told
    assert "våraord.toml" not in told
    assert "Filen har" in page(hr, waiting), "what waits is read without it too"


def test_a_difference_seen_with_another_mapping_is_shown_again(hr: FlaskClient, database: Database) -> None:
    waiting = upload(hr, MAPPING).location
    seen = hr.get(waiting)
    upload(hr, MAPPING.replace('Tjm = "medarbetare"', 'Tjm = "chef"'))
    sent = {"csrf_token": token_of(seen), "plan": field_of(seen, "plan")}
    assert hr.post(f"{waiting}/bekrafta", data=sent).location == waiting
    assert "Något har ändrats" in hr.get(waiting).get_data(as_text=True)


def test_saving_and_forgetting_are_audited_by_digest(
    hr: FlaskClient, database: Database, world: World
) -> None:
    upload(hr, MAPPING)
    forget(hr, database)
    with database.reading() as session:
        saved, gone = last_event(session, "hr.mapping_saved"), last_event(session, "hr.mapping_forgotten")
        assert (saved.actor, gone.actor) == (world.dana, world.dana)
        assert saved.details.keys() == {"source", "sha256"}
        assert gone.details == {"source": "ny"}


def test_an_officer_of_a_company_neither_sees_nor_takes_away_anothers_mapping(
    hr: FlaskClient, database: Database, world: World, sign_in_as: SignIn
) -> None:
    confirm(hr, upload(hr, MAPPING).location)
    oskar = sign_in_as(hr.application.test_client(), world.oskar)
    assert "våraord.toml" not in oskar.get("/hr/import").get_data(as_text=True)
    assert forget(oskar, database).status_code == 404
    with database.reading() as session:
        assert find_mapping(session, "ny") is not None


def test_a_mapping_that_has_become_wrong_is_one_fault(hr: FlaskClient, database: Database) -> None:
    address = upload(hr, MAPPING).location
    with database.writing() as session, session.begin():
        session.scalars(select(ImportMapping)).one().content = "[columns]\nOrg = 'avskaffad'\n"
    told = hr.get(address).get_data(as_text=True)
    assert "Filen har ett fel" in told
    assert "går inte längre att använda" in told


def test_a_file_without_a_mapping_needs_none(hr: FlaskClient) -> None:
    row = "100;Anna;Ås;;F1;medarbetare;;;;;;"
    assert "Anna Ås" in page(hr, hand_in(hr, row))
