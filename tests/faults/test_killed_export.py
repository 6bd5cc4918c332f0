"""A web process that is killed while it makes a large export leaves no half file, and the next one makes it whole."""

import time
from collections.abc import Callable
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import update

from elearn import clock
from elearn.database import Database
from elearn.reports.models import ExportJob, JobState
from tests.browsing import Browser
from tests.people import World, arrange
from tests.reports.export_queue import look, pieces
from tests.reports.history import complete
from tests.serving import Serving
from tests.staging import PASSWORD, email_of, stage

PATIENCE_SECONDS = 30


@pytest.fixture(autouse=True)
def staged(database: Database) -> World:
    world = stage(database)
    with database.writing() as session, session.begin():
        for person in (world.alice, world.karl):
            complete(session, person, clock.today())
        arrange(session, world)
    return world


def until(holds: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE_SECONDS
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.05)


@pytest.mark.by_turns
def test_an_export_survives_the_process_that_makes_it(
    database: Database, database_url: str, tmp_path: Path
) -> None:
    with Serving(database_url, tmp_path, workers=1, module="tests.faults.standing_still") as server:
        hr = Browser(server.address)
        hr.sign_in(email_of("dana"), PASSWORD)
        page = hr.get("/hr/export")
        asked = hr.post(page, page.form("/hr/export"), subject="completions", format="csv")
        address = asked.headers["Location"]
        job_id = UUID(address.rsplit("/", 1)[1])
        until(lambda: pieces(database, job_id) == 1)
        # All of it is stored, and still it is nobody's file.
        assert hr.request("GET", f"{address}/fil").headers["Location"] == address
        assert "<h1>Filen görs</h1>" in hr.get(address).text
        server.kill()

    assert look(database, job_id).state is JobState.RUNNING
    with database.writing() as session, session.begin():  # a minute later
        session.execute(update(ExportJob).values(leased_until=clock.now()))
    with Serving(database_url, tmp_path, workers=1) as server:
        hr.port = server.port
        until(lambda: look(database, job_id).state is JobState.DONE)
        file = hr.get(f"{address}/fil").text

    assert look(database, job_id).tries == 2
    assert file.splitlines()[-1].startswith("#end;2;")
    assert {"Alice", "Karl"} <= set(file.replace("\n", ";").split(";"))
