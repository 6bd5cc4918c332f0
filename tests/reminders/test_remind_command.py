"""`elearn remind`: what it says, what it leaves alone, and how it refuses."""

from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from elearn.cli import cli
from elearn.reminders.models import Mail
from tests.people import World
from tests.reminders.mailroom import ask, set_own_only
from tests.serving import environment, free_port

pytestmark = pytest.mark.one_engine


@pytest.fixture
def environ(database_url: str, tmp_path: Path) -> dict[str, str]:
    return environment(database_url, tmp_path, ELEARN_SMTP_URL=f"file://{tmp_path}/post")


@pytest.fixture(autouse=True)
def asked(session: Session, world: World, today: date) -> None:
    set_own_only(session, today)
    ask(session, world, due_on=today)
    session.commit()


def remind(environ: dict[str, str], *options: str) -> Result:
    return CliRunner(env=environ).invoke(cli, ["remind", *options])


def test_it_says_how_many_it_sent(environ: dict[str, str], tmp_path: Path) -> None:
    done = "Behövdes inte längre: 0. Togs inte emot: 0. Misslyckades: 0. Väntar: 0.\n"
    assert remind(environ).output == f"Skickade: 6. {done}"
    assert len(list((tmp_path / "post").iterdir())) == 6
    assert remind(environ).output == f"Skickade: 0. {done}"


def test_a_dry_run_says_how_many_and_why_and_changes_nothing(
    environ: dict[str, str], session: Session, tmp_path: Path
) -> None:
    shown = remind(environ, "--dry-run")
    assert shown.exit_code == 0
    assert shown.output == (
        "Skulle få ett mejl i dag, utöver dem som redan har fått ett: 6.\n"
        "  före eller på sista dagen: 6\n"
        "Väntar redan på att skickas: 0. Inget är skickat eller ändrat.\n"
    )
    assert session.scalar(select(func.count()).select_from(Mail)) == 0
    assert not (tmp_path / "post").exists()


def test_without_a_mail_server_it_says_what_to_do(environ: dict[str, str], session: Session) -> None:
    unset = remind({**environ, "ELEARN_SMTP_URL": ""})
    assert (unset.exit_code, unset.output) == (
        1,
        "Inget mejl skickas: ELEARN_SMTP_URL är inte satt. Sätt den till mejlserverns adress.\n",
    )
    away = remind({**environ, "ELEARN_SMTP_URL": f"smtp://127.0.0.1:{free_port()}"})
    assert away.exit_code == 1
    assert "Väntar: 6." in away.output
    assert "Det som väntar ligger kvar och skickas nästa gång kommandot körs." in away.output
    assert session.scalar(select(func.count()).select_from(Mail)) == 6


@pytest.mark.parametrize(("setting", "fine"), [("6000", True), ("0", True), ("many", False), ("-1", False)])
def test_how_many_go_in_a_minute_is_a_setting(environ: dict[str, str], setting: str, fine: bool) -> None:
    done = remind({**environ, "ELEARN_MAILS_PER_MINUTE": setting})
    assert (done.exit_code == 0) is fine
    if not fine:
        assert "ELEARN_MAILS_PER_MINUTE" in str(done.exception)
