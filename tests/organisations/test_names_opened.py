"""A file that would show the group's HR names of a company without an arrangement: refused on the page."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from elearn import clock
from elearn.database import Database
from elearn.organisations.models import Arrangement, HrImport
from tests.organisations.handing_in import confirm, field_of, hand_in, token_of
from tests.organisations.loading import load
from tests.people import PEOPLE, World, arrange
from tests.reports.cast import words

SignIn = Callable[[FlaskClient, UUID], FlaskClient]
NUMBERS = {name: number for name, number, *_rest in PEOPLE}
REFUSED = "Filen gör att du skulle se namn i {} utan överenskommelse."
EXTRA = ";juridisk_person"
GROUP = (
    "G;Gruppen;koncern;;;;",
    "F;Förvaltningen;förvaltning;G;;;Kommunen",
    "F1;Ängens avdelning;avdelning;F;;;",
    "F11;Östra enheten;enhet;F1;;;",
    "F2;Åkerns enhet;enhet;F;;;",
    "N;Nämnden;nämnd;G;;;",
)
COMPANY = "B;Bolaget;bolag;G;;;Bolaget AB"
BOARD = "S;Bolagets styrelse;styrelse;B;;;"
AS_DEPARTMENT = COMPANY.replace(";bolag;", ";avdelning;")


@pytest.fixture
def hr(client: FlaskClient, world: World, sign_in_as: SignIn, session: Session) -> FlaskClient:
    """Dana, HR for the whole group, whose units stand as a file has put them."""
    load(session, "units", *GROUP, COMPANY, BOARD, on=clock.today(), extra=EXTRA)
    return sign_in_as(client, world.dana)


def hand_in_units(hr: FlaskClient, *rows: str) -> str:
    answer = hand_in(hr, *GROUP, *rows, kind="units", source="hr", extra=EXTRA)
    assert answer.status_code == 303
    return str(answer.location)


def applied(database: Database) -> int:
    with database.reading() as session:
        return len(session.scalars(select(HrImport)).all())


LATER = (clock.today() + timedelta(days=40)).isoformat()
UNTIL = (clock.today() + timedelta(days=39)).isoformat()


@pytest.mark.parametrize(
    ("stood", "rows", "named"),
    [
        (COMPANY, (COMPANY.replace(";bolag;", ";förvaltning;").replace("Bolaget AB", ""), BOARD), "B"),
        (AS_DEPARTMENT, (AS_DEPARTMENT.replace("Bolaget AB", "Kommunen"), BOARD), "B"),
        (AS_DEPARTMENT, (AS_DEPARTMENT.replace("Bolaget AB", ""), BOARD), "B"),
        (COMPANY, (COMPANY, BOARD.replace(";B;", ";F;")), "S"),
        (
            COMPANY,
            (
                f"B;Bolaget;bolag;G;;{UNTIL};Bolaget AB",
                f"B;Bolaget;avdelning;F;{LATER};;",
                BOARD,
            ),
            "B",
        ),
        (AS_DEPARTMENT, (AS_DEPARTMENT, BOARD, "K;Kontoret;förvaltning;G;;;Bolaget AB"), "B"),
    ],
    ids=["kind", "legal entity", "legal entity left out", "parent", "later", "what the municipality is"],
)
def test_it_is_refused_until_there_is_an_arrangement(
    hr: FlaskClient,
    world: World,
    session: Session,
    database: Database,
    stood: str,
    rows: tuple[str, ...],
    named: str,
) -> None:
    load(session, "units", *GROUP, stood, BOARD, on=clock.today(), extra=EXTRA)
    assert hr.get(f"/hr/personer/{world.styrbjorn}").status_code == 404
    before = applied(database)
    address = hand_in_units(hr, *rows)
    page = words(hr.get(address))
    unit = {"B": "Bolaget (B)", "S": "Bolagets styrelse (S)"}[named]
    assert REFUSED.format(unit) in page
    assert page.count("Filen gör att du skulle se namn") == 1
    assert "Läs in filen" not in page
    assert REFUSED.format(unit) in hr.get(f"{address}/fel").get_data(as_text=True)
    sent = {"csrf_token": token_of(hr.get("/hr/import")), "plan": "x"}
    assert hr.post(f"{address}/bekrafta", data=sent).status_code == 303
    assert applied(database) == before
    arrange(session, world)
    session.commit()
    assert confirm(hr, address).location == "/hr/import"
    assert applied(database) == before + 1


def test_the_arrangement_is_looked_for_again_when_the_file_is_confirmed(
    hr: FlaskClient, world: World, session: Session, database: Database, arranged: None
) -> None:
    before = applied(database)
    address = hand_in_units(hr, COMPANY.replace(";bolag;", ";förvaltning;").replace("Bolaget AB", ""), BOARD)
    page = hr.get(address)
    for each in session.scalars(select(Arrangement)).all():
        each.superseded_at = clock.now()
    session.commit()
    sent = {"csrf_token": token_of(page), "plan": field_of(page, "plan")}
    assert hr.post(f"{address}/bekrafta", data=sent).location == address
    assert applied(database) == before
    assert REFUSED.format("Bolaget (B)") in words(hr.get(address))


def test_taking_a_file_back_opens_no_names_either(
    hr: FlaskClient, session: Session, database: Database
) -> None:
    """The unit was an administration, and the file that made it a company is taken back."""
    load(
        session,
        "units",
        *GROUP,
        AS_DEPARTMENT.replace("Bolaget AB", ""),
        BOARD,
        on=clock.today(),
        extra=EXTRA,
    )
    load(session, "units", *GROUP, COMPANY, BOARD, on=clock.today(), extra=EXTRA)
    before = applied(database)
    with database.reading() as reading:
        last = max(reading.scalars(select(HrImport.id)))
    address = f"/hr/import/inlasta/{last}/angra"
    assert REFUSED.format("Bolaget (B)") in words(hr.get(address))
    sent = {"csrf_token": token_of(hr.get("/hr/import")), "plan": "x"}
    assert hr.post(address, data=sent).status_code == 303
    assert applied(database) == before


def test_what_opens_nothing_is_read_in(hr: FlaskClient) -> None:
    """A new name, a new unit of the company, and a unit of the municipality that moves."""
    rows = (COMPANY.replace("Bolaget;", "Nya Bolaget;"), BOARD, "BX;Verkstan;avdelning;B;;;")
    assert confirm(hr, hand_in_units(hr, *rows)).location == "/hr/import"


@pytest.mark.parametrize("role", ["chef", "ställföreträdare", "samordnare"])
@pytest.mark.parametrize("unit", ["B", "S"])
def test_nobody_gives_themselves_a_post_where_names_are_withheld(
    hr: FlaskClient, world: World, session: Session, database: Database, role: str, unit: str
) -> None:
    before = applied(database)
    row = f"{unit};hr;{NUMBERS['dana']};{role};{clock.today()};"
    address = str(hand_in(hr, row, kind="managers", new="poster").location)
    assert "Filen gör att du skulle se namn i Bolaget" in words(hr.get(address))
    sent = {"csrf_token": token_of(hr.get("/hr/import")), "plan": "x"}
    assert hr.post(f"{address}/bekrafta", data=sent).status_code == 303
    assert applied(database) == before
    arrange(session, world)
    session.commit()
    assert confirm(hr, address).location == "/hr/import"
    assert applied(database) == before + 1


def test_a_post_in_ones_own_employment_is_one_too(hr: FlaskClient) -> None:
    row = f"{NUMBERS['dana']};Dana;Dal;;B;chef;Chef;chef;;;sv;"
    page = words(hr.get(str(hand_in(hr, row, source="hr").location)))
    assert REFUSED.format("Bolaget (B)") in page


def test_others_get_their_posts_in_a_company(hr: FlaskClient, database: Database) -> None:
    before = applied(database)
    row = f"B;hr;{NUMBERS['karl']};chef;{clock.today()};"
    assert confirm(hr, str(hand_in(hr, row, kind="managers", new="poster").location)).location == "/hr/import"
    assert applied(database) == before + 1
