"""Between legal entities goes along only that a module is completed, and until when.

Alice works in the municipality (F1) and sits on the company's board (S). Each asks a module of its own of her, and
she is late with both: what either tells of the other's would tell that she is there.
"""

import io
import json
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from elearn.clock import today
from elearn.organisations.kinds import Level, PostRole
from elearn.organisations.models import PersonNumber, Post
from tests.people import World, arrange
from tests.reports.cast import MODULES, words
from tests.reports.history import complete, correct, dated, employ, require

LAST_YEAR = today() - timedelta(days=365)
MUNICIPAL, OF_THE_COMPANY = MODULES[1], MODULES[2]


@pytest.fixture
def both(session: Session, world: World) -> World:
    employ(session, world.alice, "5", world.units["S"], LAST_YEAR, level=Level.POLITICIAN)
    karl = session.scalars(select(PersonNumber).where(PersonNumber.employee_number == "14")).one()
    post = {"unit_id": world.units["S"], "number_id": karl.id, "role": PostRole.COORDINATOR}
    session.add(Post(**post, source_id=world.source_id, **dated(LAST_YEAR)))
    require(session, world.units["F"], LAST_YEAR, MUNICIPAL)
    require(session, world.units["B"], LAST_YEAR, OF_THE_COMPANY)
    session.commit()
    return world


def card(client: FlaskClient, sign_in_as, world: World, reader: str) -> dict[str, str]:
    """What HR reads of Alice, by module."""
    sign_in_as(client, world.people[reader])
    page = client.get(f"/hr/personer/{world.alice}").get_data(as_text=True)
    table = page.split("Vad som krävs och hur långt det har kommit")[1].split("</table>")[0]
    titles = {MUNICIPAL: "hedersrelaterat", OF_THE_COMPANY: "alla nivåer"}
    return {
        module: row for module, title in titles.items() for row in table.split("<tr") if title in row.lower()
    }


def status(client: FlaskClient, sign_in_as, token, world: World, reader: str) -> dict[str, dict[str, Any]]:
    """What HR takes out of Alice, by module."""
    sign_in_as(client, world.people[reader])
    form = {"subject": "status", "as_of": today().isoformat(), "structure": "then", "format": "jsonl"}
    answer = client.post(
        "/hr/export",
        data={**form, "unit": "", "module": "", "csrf_token": token(client, "/hr/export")},
        buffered=True,
    )
    rows = [json.loads(line) for line in io.StringIO(answer.get_data(as_text=True))][:-1]
    return {row["module"]: row for row in rows if row["given_name"] == "Alice"}


@pytest.mark.parametrize(
    ("reader", "own", "other"), [("oskar", OF_THE_COMPANY, MUNICIPAL), ("dana", MUNICIPAL, OF_THE_COMPANY)]
)
def test_hr_of_one_reads_nothing_of_what_the_other_asks(
    both: World, client: FlaskClient, sign_in_as, token, reader: str, own: str, other: str
):
    found = card(client, sign_in_as, both, reader)
    assert "Försenad" in found[own]
    assert other not in found
    rows = status(client, sign_in_as, token, both, reader)
    assert set(rows) == {own}
    assert rows[own]["state"] == "overdue"


def test_that_it_is_completed_goes_along_and_nothing_else(
    both: World, session: Session, client: FlaskClient, sign_in_as, token
):
    complete(session, both.alice, today() - timedelta(days=5), module=MUNICIPAL)
    session.commit()
    found = card(client, sign_in_as, both, "oskar")
    assert "Klar" in found[MUNICIPAL]
    assert "KS" not in found[MUNICIPAL]  # whose decision it was
    row = status(client, sign_in_as, token, both, "oskar")[MUNICIPAL]
    assert (row["state"], row["completed_on"]) == ("completed", (today() - timedelta(days=5)).isoformat())
    assert row["valid_until"] is not None
    assert (row["due_on"], row["requirement"]) == (None, None)


def test_with_an_arrangement_the_group_s_hr_reads_both(
    both: World, session: Session, client: FlaskClient, sign_in_as, token
):
    arrange(session, both)
    session.commit()
    assert set(card(client, sign_in_as, both, "dana")) == {MUNICIPAL, OF_THE_COMPANY}
    assert set(status(client, sign_in_as, token, both, "dana")) == {MUNICIPAL, OF_THE_COMPANY}


@pytest.mark.parametrize(
    ("reader", "unit", "seen"), [("karl", "S", OF_THE_COMPANY), ("bob", "F1", MUNICIPAL)]
)
def test_a_coordinator_and_a_manager_read_what_their_own_asks(
    both: World, client: FlaskClient, sign_in_as, reader: str, unit: str, seen: str
):
    sign_in_as(client, both.people[reader])
    page = client.get(f"/enheter/{unit}").get_data(as_text=True)
    row = next(each for each in page.split("<tr") if "Alice Alm" in each)
    assert row.count("krävs inte") == 3
    number = {MUNICIPAL: 2, OF_THE_COMPANY: 1}[seen]
    cells = row.split("<td")[1:5]
    assert "krävs inte" not in cells[number - 1]


def test_the_figures_count_her_in_both(both: World, client: FlaskClient, sign_in_as):
    sign_in_as(client, both.oskar)
    page = words(client.get("/enheter/S"))
    assert "0 av 2 är klara med allt, 2 är försenade" in page


def test_a_list_behind_a_change_names_nobody_for_what_the_other_asks(
    both: World, client: FlaskClient, sign_in_as
):
    """Late with the municipality's module: a number on the company's page, and no name."""
    sign_in_as(client, both.oskar)
    number = 2  # of the municipality's module
    first, last = LAST_YEAR + timedelta(days=2), today()
    page = client.get(
        f"/enheter/S/forandring?fran={first}&till={last}&modul={number}&orsak=forsenade"
    ).get_data(as_text=True)
    assert "1 person räknas här utan namn" in page
    assert "Alice" not in page


def test_what_is_registered_goes_along_without_how_and_when_it_was_recorded(
    both: World, session: Session, client: FlaskClient, sign_in_as
):
    """The company reads what is completed; why the municipality has corrected it is not the company's."""
    wrong = complete(session, both.alice, today() - timedelta(days=9), module=MUNICIPAL)
    correct(session, wrong, today() - timedelta(days=5))
    session.commit()
    page = words(sign_in_as(client, both.oskar).get(f"/hr/personer/{both.alice}"))
    registered = page.split("Det som är genomfört", 1)[1]
    assert registered.count("Hedersrelaterat") == 1
    assert [word for word in ("Rättelse", "Rättad", "Underlag", "Registrerad ") if word in page] == []
    whole = words(sign_in_as(client, both.dana).get(f"/hr/personer/{both.alice}"))
    assert "Rättelse: gäller" in whole
    assert "Det som är genomfört" not in whole
