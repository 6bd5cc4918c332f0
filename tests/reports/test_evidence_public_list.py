"""The list for a request under offentlighetsprincipen: who is in it, who is marked, and what is kept of it."""

import csv
import io
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import select
from sqlalchemy.orm import Session

from elearn.audit.models import AuditEvent
from elearn.cli import cli
from elearn.clock import now, today
from elearn.organisations.files.writing import PURPOSE
from elearn.organisations.models import Employment, PersonNumber
from elearn.requirements.services import clear_hold, set_hold
from tests.people import World
from tests.reports.history import A_DAY, MODULE, OTHER_MODULE, complete, correct, crowd

LAST_YEAR = today() - timedelta(days=365)
HEADER = ["sekretessprövning", "förnamn", "efternamn", "enhetskod", "enhet", "modul", "version", "genomförd"]


@pytest.fixture
def elearn(database_url: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.setenv("ELEARN_DATABASE_URL", database_url)
    monkeypatch.setenv("ELEARN_INSTANCE_DIR", str(tmp_path))

    def run(*arguments: str) -> Result:
        return CliRunner().invoke(cli, arguments)

    return run


@pytest.fixture
def history(session: Session, world: World) -> World:
    """Nine more people in F2, so that it is no small unit; five of the administration have completed a module."""
    crowd(session, world.units["F2"], 9)
    for person in (world.david, world.doris, world.ivar, world.alice, world.petra):
        complete(session, person, LAST_YEAR)
    session.commit()
    return world


@pytest.fixture
def listed(elearn, tmp_path: Path):
    def read(*arguments: str) -> list[list[str]]:
        target = tmp_path / "lista.csv"
        result = elearn("evidence", "public-list", *arguments, "-o", str(target))
        assert result.exit_code == 0, result.output
        return records(target.read_bytes())

    return read


def records(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";", strict=True))


def marks(rows: list[list[str]]) -> dict[str, str]:
    return {row[1]: row[0] for row in rows[2:-1]}


def test_it_begins_with_what_hr_must_do_and_says_what_it_is_for(history: World, listed):
    preface, header, *_rows, closing = listed("--unit", "F")
    assert preface[0].startswith("HR ska pröva varje rad innan listan lämnas ut.")
    assert set(preface[1:]) == {""}
    assert header == HEADER
    assert (closing[0], closing[3]) == ("#end", PURPOSE)


def test_nobody_with_a_protected_identity_is_in_it(history: World, listed):
    rows = listed("--unit", "G")
    assert sorted(marks(rows)) == ["Alice", "David", "Doris", "Ivar"]
    assert "Skyddad" not in str(rows)
    assert rows[-1][1] == "4"


def test_small_units_stand_first_for_a_secrecy_review(history: World, listed, session: Session):
    complete(session, history.karl, LAST_YEAR)
    session.commit()
    rows = listed("--unit", "G")
    assert marks(rows) == {"Karl": "ja", "Alice": "", "Doris": "", "David": "", "Ivar": ""}
    assert [row[0] for row in rows[2:-1]] == ["ja", "", "", "", ""]
    assert marks(listed("--unit", "N")) == {"Ivar": "ja"}
    assert rows[3][3:] == ["F2", "Åkerns enhet", MODULE, "1.0", LAST_YEAR.isoformat()]


def test_who_is_handled_by_hr_or_away_is_marked_without_the_cause(history: World, listed, session: Session):
    set_hold(session, history.david, on=today() - 9 * A_DAY, at=now(), actor=history.dana)
    clear_hold(session, history.david, on=today(), at=now(), actor=history.dana)
    number = select(PersonNumber.id).where(PersonNumber.person_id == history.doris)
    row = session.scalars(select(Employment).where(Employment.number_id.in_(number))).one()
    row.superseded_at = now()
    session.flush()
    values = {column.name: getattr(row, column.name) for column in Employment.__table__.columns}
    away = {"absent_from": today() - 20 * A_DAY, "absent_to": today() - 10 * A_DAY}
    session.add(Employment(**(values | away | {"id": None, "superseded_at": None, "recorded_at": now()})))
    session.commit()
    complete(session, history.people["vera"], today())
    session.commit()
    week = str(today() - 5 * A_DAY)
    assert marks(listed("--unit", "F2", "--as-of", week)) == {"David": "ja", "Doris": "", "Ivar": ""}
    month = str(today() - 15 * A_DAY)
    assert marks(listed("--unit", "F2", "--as-of", month)) == {"David": "ja", "Doris": "ja", "Ivar": ""}
    assert marks(listed("--unit", "F2")) == {"David": "", "Doris": "", "Ivar": ""}


def test_only_what_counts_is_listed(history: World, listed, session: Session):
    wrong = complete(session, history.david, LAST_YEAR, OTHER_MODULE)
    right = correct(session, wrong, LAST_YEAR - A_DAY)
    undone = complete(session, history.doris, LAST_YEAR, OTHER_MODULE)
    correct(session, undone, LAST_YEAR, annulled=True)
    session.commit()
    rows = listed("--unit", "F2", "--module", OTHER_MODULE)[2:-1]
    assert [(row[1], row[7]) for row in rows] == [("David", right.completed_on.isoformat())]


def test_what_was_made_is_kept_but_not_for_whom(history: World, listed, session: Session):
    listed("--unit", "F2", "--module", MODULE)
    event = session.scalars(select(AuditEvent).where(AuditEvent.action == "public_list.made")).one()
    assert event.details == {"as_of": str(today()), "unit": "F2", "module": MODULE, "rows": 3}
    assert event.object == ""


def test_a_unit_must_be_named(history: World, elearn, tmp_path: Path):
    assert elearn("evidence", "public-list", "-o", str(tmp_path / "x.csv")).exit_code == 2
    result = elearn("evidence", "public-list", "--unit", "X", "-o", str(tmp_path / "x.csv"))
    assert (result.exit_code, "ingen enhet med koden ”X”" in result.stderr) == (1, True)
    assert not (tmp_path / "x.csv").exists()
