"""Every file that leaves from the command line leaves a trace: what, how much, and a digest to know it by."""

import hashlib
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import select
from sqlalchemy.orm import Session

from elearn.audit.models import AuditEvent
from elearn.cli import cli
from elearn.clock import today
from tests.people import World
from tests.reports.history import A_DAY, MODULE, complete, require


@pytest.fixture
def elearn(database_url: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.setenv("ELEARN_DATABASE_URL", database_url)
    monkeypatch.setenv("ELEARN_INSTANCE_DIR", str(tmp_path))

    def run(*arguments: str) -> Result:
        return CliRunner().invoke(cli, arguments)

    return run


@pytest.fixture
def history(session: Session, world: World) -> World:
    require(session, world.units["G"], today() - 30 * A_DAY)
    complete(session, world.alice, today())
    session.commit()
    return world


def events(session: Session) -> list[AuditEvent]:
    session.rollback()
    return list(session.scalars(select(AuditEvent).where(AuditEvent.action == "export.made")))


def test_an_export_is_noted_with_what_was_asked_and_a_digest(
    history: World, session: Session, elearn, tmp_path: Path
):
    target = tmp_path / "fil.csv"
    result = elearn("export", "completions", "--unit", "F", "--module", MODULE, "-o", str(target))
    assert result.exit_code == 0, result.output
    (event,) = events(session)
    assert (event.actor, event.object) == (None, "completions")
    assert event.details == {
        "as_of": today().isoformat(),
        "structure": "then",
        "unit": "F",
        "module": MODULE,
        "format": "csv",
        "rows": 1,
        "sha256": hashlib.sha256(target.read_bytes()).hexdigest(),
    }


@pytest.mark.parametrize("subject", ["status", "units-report"])
def test_what_goes_to_standard_output_is_noted_too(history: World, session: Session, elearn, subject: str):
    result = elearn("export", subject, "--format", "jsonl")
    (event,) = events(session)
    assert event.object == subject
    assert event.details["sha256"] == hashlib.sha256(result.stdout_bytes).hexdigest()


def test_a_workbook_is_known_by_its_digest(history: World, session: Session, elearn, tmp_path: Path):
    target = tmp_path / "fil.xlsx"
    assert elearn("export", "status", "--format", "xlsx", "-o", str(target)).exit_code == 0
    assert events(session)[0].details["sha256"] == hashlib.sha256(target.read_bytes()).hexdigest()


@pytest.mark.parametrize("kind", ["units", "people", "managers"])
def test_a_whole_source_is_noted(history: World, session: Session, elearn, kind: str):
    result = elearn("export", kind)
    (event,) = events(session)
    assert (event.actor, event.object) == (None, kind)
    rows = len(result.stdout_bytes.decode("utf-8-sig").splitlines()) - 2
    assert event.details == {
        "source": "hr",
        "rows": rows,
        "sha256": hashlib.sha256(result.stdout_bytes).hexdigest(),
    }


def test_what_was_refused_leaves_no_trace_of_an_export(history: World, session: Session, elearn):
    assert elearn("export", "completions", "--unit", "finns-inte").exit_code == 1
    assert elearn("export", "people", "--source", "finns-inte").exit_code == 1
    assert events(session) == []


def test_a_replica_for_reports_is_not_written_to(
    history: World, session: Session, elearn, monkeypatch: pytest.MonkeyPatch
):
    """The trace stands in the one database, whatever the reports are read from."""
    monkeypatch.setenv("ELEARN_REPORTS_DATABASE_URL", "sqlite:////finns/inte/replik.db")
    for name in ("completions", "people"):
        assert elearn("export", name).exit_code == 0
    assert [event.object for event in events(session)] == ["completions", "people"]
