"""A server that is killed without warning, again and again, while people hand in their checks.

Whatever a learner was told is registered stands in the ledger afterwards, exactly once.
"""

import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import func, select

from elearn.completions.models import Completion
from elearn.completions.queries import origin_of
from elearn.database import Database
from elearn.modules.models import AnswerCount, Attempt
from elearn.modules.queries import get_sitting
from tests.faults.learners import Learner, Told
from tests.people import PEOPLE
from tests.serving import Serving, environment, run_elearn
from tests.staging import email_of, stage

# Learners, hand-ins of each, and kills in all: in an ordinary run, and in `make faults`.
ORDINARY, WHOLE = (6, 2, 1), (10, 10, 5)
LONGEST_MOMENT_SECONDS = 0.3


@pytest.fixture(autouse=True)
def staged(database: Database) -> None:
    stage(database)


def test_what_was_acknowledged_is_there_once_however_often_the_server_is_killed(
    request: pytest.FixtureRequest, database: Database, database_url: str, tmp_path: Path
) -> None:
    learners, each, kills = WHOLE if request.config.getoption("whole") else ORDINARY
    told, chance = Told(), Random()
    moments = sorted(chance.sample(range(5, learners * each - 5), kills))
    print(f"killed after so many hand-ins: {moments}")  # noqa: T201 - shown when the test fails
    with Serving(database_url, tmp_path) as server, ThreadPoolExecutor(learners) as crowd:
        work = [
            crowd.submit(
                Learner(server.address, database, told).work,
                email_of(name),
                [1 + (turn + place) % 4 for turn in range(each)],
            )
            for place, (name, *_) in enumerate(PEOPLE[:learners])
        ]
        for moment in moments:
            told.wait_for(moment)
            threading.Event().wait(chance.uniform(0, LONGEST_MOMENT_SECONDS))
            server.kill()
            server.start()
        for one in work:
            one.result()

    assert len(told.receipts) == learners * each
    _assert_every_hand_in_counted_once(database, told)
    verified = run_elearn("audit", "verify", environ=environment(database_url, tmp_path))
    assert verified.returncode == 0, verified.stdout + verified.stderr


def _assert_every_hand_in_counted_once(database: Database, told: Told) -> None:
    with database.reading() as session:
        ledger = {row.origin: row.id for row in session.scalars(select(Completion))}
        assert ledger.keys() == {origin_of(attempt_id) for attempt_id in told.receipts}
        for attempt_id, receipt in told.receipts.items():
            assert receipt == f"/intyg/{ledger[origin_of(attempt_id)]}"
        counted = session.scalar(select(func.sum(AnswerCount.times)))
        # The first attempt of each at each module counts.
        ordered = session.scalars(select(Attempt).order_by(Attempt.finished_at.desc()))
        firsts = {(attempt.person_id, attempt.version_id): attempt for attempt in ordered}
        chosen = sum(
            len(one.question.right)
            for attempt in firsts.values()
            for one in get_sitting(session, attempt).asked
        )
        assert counted == chosen
