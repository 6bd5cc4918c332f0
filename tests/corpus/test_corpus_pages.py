"""Some files of the corpus through the page: uploaded, previewed, and confirmed or listed with their faults."""

import csv
import html
import io

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from elearn import clock
from elearn.database import Database
from elearn.organisations.models import HrImport
from elearn.organisations.queries import get_tree
from tests.corpus.case import Case
from tests.corpus.every import CASES
from tests.corpus.officers import SignIn, appoint, hand_in
from tests.corpus.running import prepare
from tests.organisations.handing_in import confirm, token_of

LOADED = (
    "utf-16 without a mark",
    "workbook: another sheet besides",
    "protected on one row of two",
    "yesterday's file as a correction",
    "html in a unit's name",
    "mapping: a word of theirs",
)
REFUSED = (
    "macintosh",
    "workbook: an error and a mistake on one row",
    "two units under each other",
    "personal numbers for employee numbers",
    "value: html for a level",
)


def officer(client: FlaskClient, database: Database, sign_in_as: SignIn, case: Case) -> FlaskClient:
    """An officer of a group in which stands what the case wants."""
    with database.writing() as session, session.begin():
        prepare(session, case)
        first, _second = appoint(session, get_tree(session, clock.today()))
    return sign_in_as(client, first)


def last_import(session: Session) -> tuple[int, int, int, int]:
    applied = session.scalars(select(HrImport).order_by(HrImport.id.desc()).limit(1)).one()
    return applied.added, applied.changed, applied.ended, applied.unchanged


@pytest.mark.parametrize("name", LOADED)
def test_a_file_is_previewed_and_applied(
    client: FlaskClient, database: Database, sign_in_as: SignIn, name: str
) -> None:
    case = CASES[name]
    hr = officer(client, database, sign_in_as, case)
    address = hand_in(hr, case).location
    page = hr.get(address).get_data(as_text=True)
    shown = html.unescape(page)
    assert all(part in shown for _line, _column, part in case.notices)
    assert case.encoding is None or f"läst som {case.encoding}" in shown
    assert "<HR>" not in page
    assert not case.never or case.never not in page
    assert confirm(hr, address).location == "/hr/import"
    with database.reading() as session:
        assert last_import(session) == case.difference


@pytest.mark.one_engine
@pytest.mark.parametrize("name", REFUSED)
def test_a_refused_file_is_listed_fault_by_fault(
    client: FlaskClient, database: Database, sign_in_as: SignIn, name: str
) -> None:
    case = CASES[name]
    hr = officer(client, database, sign_in_as, case)
    with database.reading() as session:
        before = len(session.scalars(select(HrImport)).all())
    address = hand_in(hr, case).location
    page = hr.get(address)
    shown = html.unescape(page.get_data(as_text=True))
    assert ("Filen har ett fel" if len(case.faults) == 1 else f"Filen har {len(case.faults)} fel") in shown
    assert all(part in shown for _line, _column, part in case.faults)
    assert not case.never or case.never not in shown
    assert "<b>chef" not in page.get_data(as_text=True)
    hr.post(f"{address}/bekrafta", data={"csrf_token": token_of(page), "plan": "x"})
    with database.reading() as session:
        assert len(session.scalars(select(HrImport)).all()) == before
    assert listed(hr, address) == [(str(line or ""), column or "") for line, column, _part in case.faults]


def listed(hr: FlaskClient, address: str) -> list[tuple[str, str]]:
    """Line and column of the faults in the file that the page gives away."""
    text = hr.get(f"{address}/fel").get_data().decode("utf-8-sig")
    _header, *rows, closing = csv.reader(io.StringIO(text, newline=""), delimiter=";", strict=True)
    assert closing[:2] == ["#end", str(len(rows))]
    assert not any(cell.startswith(tuple("=+-@")) for row in rows for cell in row)
    return [(row[0], row[1]) for row in rows]
