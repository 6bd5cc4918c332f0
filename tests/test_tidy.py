"""`elearn tidy` deletes what its time has passed for, says how much, and leaves the rest."""

import os
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from elearn import clock
from elearn.accounts.models import WebSession
from elearn.accounts.sessions import open_session
from elearn.cli import cli
from elearn.modules.models import Attempt, ModuleVersion
from elearn.organisations.models import HrUpload
from elearn.reminders.models import Mail, MailKind
from elearn.reminders.outbox import queue
from elearn.reports.counting import HORIZON, make_counts
from elearn.reports.kept import find_made
from elearn.tidy import purge_leftovers
from tests.people import World


@pytest.fixture(autouse=True)
def settings(database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ELEARN_DATABASE_URL", database_url)
    monkeypatch.setenv("ELEARN_INSTANCE_DIR", str(tmp_path))
    monkeypatch.setenv("ELEARN_SECRET_KEY", "x" * 40)
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", None)


def test_what_is_old_goes_and_what_is_new_stays(session: Session, world: World) -> None:
    for days in (0, 31):
        at = clock.now() - timedelta(days=days)
        open_session(session, world.alice, at)
        session.add_all([an_attempt(session, world, at), an_upload(world, at)])
        queue(session, {world.alice: {MailKind.DUE}}, clock.day_of(at) - timedelta(days=60), at)
    session.commit()

    result = CliRunner().invoke(cli, ["tidy"])

    assert result.exit_code == 0, result.output
    assert result.output == (
        "Raderat: försök med svar 1, inloggningar och länkar 1, uppladdade filer 1, exporter 0, rester av exporter 0, "
        "påminnelser 1, gemensamma träffar 0.\n"
        "Antalen som dagens siffror läses ur är omräknade.\n"
    )
    for model in (WebSession, Attempt, HrUpload, Mail):
        assert session.scalar(select(func.count()).select_from(model)) == 1


def test_counts_are_renewed_where_they_do_not_hold(session: Session, world: World) -> None:
    make_counts(session, clock.today() - HORIZON - timedelta(days=1))
    session.commit()

    outputs = [CliRunner().invoke(cli, ["tidy"]).output for _ in range(2)]

    assert ["omräknade" in output for output in outputs] == [True, False]
    session.rollback()
    made = find_made(session)
    assert made is not None
    assert made.holds(clock.today())


def test_a_database_that_is_not_upgraded_is_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ELEARN_DATABASE_URL", f"sqlite:///{tmp_path}/other.db")

    result = CliRunner().invoke(cli, ["tidy"])

    assert result.exit_code == 1
    assert "Kör: elearn db upgrade" in result.output


def test_what_an_export_left_when_it_was_killed_goes_after_a_day(tmp_path: Path) -> None:
    at = clock.now()
    for name, age in (("elearn-export-new", 1), ("elearn-export-old", 25), ("elearn-other", 25)):
        (tmp_path / name).mkdir()
        (tmp_path / name / "rows").write_text("…", encoding="utf-8")
        past = (at - timedelta(hours=age)).timestamp()
        os.utime(tmp_path / name, (past, past))

    assert purge_leftovers(at) == 1
    assert {path.name for path in tmp_path.glob("elearn-*")} >= {"elearn-export-new", "elearn-other"}
    assert not (tmp_path / "elearn-export-old").exists()


def an_attempt(session: Session, world: World, at: object) -> Attempt:
    version = session.scalars(select(ModuleVersion).limit(1)).one()
    return Attempt(
        person_id=world.alice,
        version_id=version.id,
        draw=[],
        started_at=at,
        finished_at=None,
        passed=None,
        submission=None,
    )


def an_upload(world: World, at: object) -> HrUpload:
    return HrUpload(
        kind="people",
        source="hr",
        effective=clock.today(),
        correction=False,
        name="p.csv",
        content=b"",
        uploaded_by=world.dana,
        uploaded_at=at,
        confirmed_by=None,
    )
