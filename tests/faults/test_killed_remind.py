"""Runs that are killed at any step: everybody due gets a mail, and there is at most one double for each that was killed."""

import random
import subprocess
import sys
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import func, select, update

from elearn import clock
from elearn.cli import cli
from elearn.database import Database
from elearn.reminders.models import Mail, MailState
from tests.faults.dying import STEPS
from tests.people import World
from tests.reminders.mail_server import serving_mail
from tests.reminders.mailroom import ask, set_own_only
from tests.serving import environment

AT_ONCE = 4
# Everybody but Petra, whose identity is protected; more than four processes come to before they are killed.
PEOPLE = 20
LATEST = 4
RUNS, OF_ALL = 6, 100


@pytest.fixture
def asked(database: Database, world: World) -> World:
    """Something is due today for everybody."""
    with database.writing() as session, session.begin():
        set_own_only(session, clock.today())
        ask(session, world, due_on=clock.today(), unit="G", levels=())
    return world


def kill_at(steps: list[tuple[str, int]], environ: Mapping[str, str]) -> None:
    """Start as many runs at once, each of which dies at its step."""
    words = [f"{step}:{time}" for step, time in steps]
    command = [sys.executable, "-m", "tests.faults.dying", *words]
    assert subprocess.run(command, env=dict(environ), timeout=120, check=False).returncode == 0


def remind(environ: Mapping[str, str]) -> None:
    done = CliRunner(env=environ).invoke(cli, ["remind"])
    assert done.exit_code == 0, done.output


def waiting(database: Database) -> int:
    with database.reading() as session:
        queued = select(func.count()).select_from(Mail).where(Mail.state == MailState.QUEUED)
        return session.scalar(queued) or 0


@pytest.mark.parametrize(
    "seed",
    [*range(RUNS), *(pytest.param(seed, marks=pytest.mark.whole) for seed in range(RUNS, OF_ALL))],
)
@pytest.mark.both_engines
@pytest.mark.usefixtures("asked")
def test_everybody_due_gets_one_and_there_is_a_double_per_kill_at_most(
    database: Database, database_url: str, tmp_path: Path, seed: int
) -> None:
    dice = random.Random(seed)
    names = list(STEPS)
    # One step after the other from run to run, so that a few runs have been killed at each of them.
    steps = [
        (names[(seed * AT_ONCE + each) % len(names)], dice.randint(1, LATEST)) for each in range(AT_ONCE)
    ]
    with serving_mail() as server:
        environ = environment(database_url, tmp_path, ELEARN_SMTP_URL=server.url)
        kill_at(steps, environ)
        remind(environ)  # at once: what the dead ones hold is theirs for some minutes
        held = waiting(database)
        with database.writing() as session, session.begin():  # ten minutes later
            session.execute(update(Mail).values(lease_until=clock.now() - timedelta(seconds=1)))
        remind(environ)
        remind(environ)

    assert held == sum(step not in {"half planned", "planned", "marked"} for step, _time in steps)
    taken = {name: len(messages) for name, messages in server.taken.items()}
    assert len(taken) == PEOPLE
    assert sum(taken.values()) == PEOPLE + sum(step == "sent" for step, _time in steps)
    assert max(taken.values()) <= 1 + AT_ONCE
    assert all(len({each["Message-ID"] for each in messages}) == 1 for messages in server.taken.values())
    assert waiting(database) == 0
