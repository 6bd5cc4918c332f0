"""What a closing record says of rows that are left out: nothing of whoever is protected, and no row that would not be shown."""

import io
import json
import zipfile
from collections.abc import Callable

import pytest
from sqlalchemy import select

from elearn import clock
from elearn.organisations.models import PersonalDetails, PersonNumber
from tests.reports.cast import MODULES, Cast
from tests.reports.history import A_DAY, complete, correct

ONE = MODULES[2]
Take = Callable[..., str]


def protect(cast: Cast, name: str) -> None:
    """Let somebody's identity be protected, as an import would record it."""
    at = clock.now()
    with cast.database.writing() as session, session.begin():
        numbers = select(PersonNumber.id).where(PersonNumber.person_id == cast.world.people[name])
        for row in session.scalars(
            select(PersonalDetails).where(PersonalDetails.number_id.in_(numbers))
        ).all():
            row.superseded_at = at
            session.flush()
            values = {column.name: getattr(row, column.name) for column in PersonalDetails.__table__.columns}
            values |= {"id": None, "superseded_at": None, "recorded_at": at, "protected": True}
            session.add(PersonalDetails(**values))


@pytest.fixture
def take(cast: Cast) -> Take:
    """What a file of one unit says, as HR of the group takes it out."""

    def send(subject: str, unit: str) -> str:
        page = {"list": "/hr/export/lista", "evidence": "/hr/export/underlag"}.get(subject, "/hr/export")
        form = {"subject": subject, "as_of": clock.today().isoformat(), "structure": "then", "unit": unit}
        answer = cast.post("dana", page, page, **form, module=ONE, level="", headers="", format="jsonl")
        assert answer.status_code == 200
        content = answer.get_data()
        answer.close()
        if subject != "evidence":
            return content.decode("utf-8-sig")
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = [name for name in archive.namelist() if name.endswith(".csv")]
            return "\n".join(archive.read(name).decode("utf-8-sig") for name in names)

    return send


@pytest.mark.parametrize("subject", ["completions", "status", "list", "evidence"])
@pytest.mark.parametrize(("name", "unit"), [("petra", "F1"), ("styrbjorn", "S"), ("styrbjorn", "B")])
def test_whoever_is_protected_is_in_no_number_of_rows_left_out(
    cast: Cast, take: Take, subject: str, name: str, unit: str
) -> None:
    """Petra stands in a unit of HR's own, Styrbjörn alone on the board of a company that HR sees no names of."""
    protect(cast, name)
    without = take(subject, unit)
    cast.complete(name, ONE, days_ago=30)
    told = take(subject, unit)
    if unit == "B" and subject in {"status", "evidence"}:
        assert "Utelämnade rader: 3." in told  # Maja, Oskar and Karl
    else:
        assert "Utelämnade" not in told
    if subject != "evidence":  # which has figures too
        assert told == without


def test_no_row_that_is_corrected_is_said_to_be_left_out(cast: Cast, take: Take) -> None:
    with cast.database.writing() as session, session.begin():
        wrong = complete(session, cast.world.karl, cast.today - 30 * A_DAY, ONE)
        correct(session, wrong, cast.today - 30 * A_DAY, annulled=True)
    assert "Utelämnade" not in take("list", "B")
    rows = [json.loads(line) for line in take("completions", "B").splitlines()]
    assert "Utelämnade rader: 2." in rows[-1]["note"]  # the file of the ledger has corrections too
