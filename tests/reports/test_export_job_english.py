"""The page of a large export in English, however it stands."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import update

from elearn import clock
from elearn.database import Database
from elearn.reports.models import ExportJob, Fault, JobState
from tests.english import check_english
from tests.people import World
from tests.reports.export_queue import PAGE, place

pytestmark = pytest.mark.one_engine


@pytest.fixture
def reader(app: Flask, dana: FlaskClient) -> FlaskClient:
    app.config["WTF_CSRF_ENABLED"] = False
    dana.post("/sprak", data={"language": "en"})
    return dana


@pytest.mark.parametrize("state", list(JobState))
def test_every_state_is_told_in_english(
    reader: FlaskClient, database: Database, completed: World, state: JobState
) -> None:
    job_id = place(database, completed.dana)
    at = clock.now()
    values = {"state": state, "finished_at": at, "expires_at": at + timedelta(hours=24), "steps_done": 50}
    for fault in Fault if state is JobState.FAILED else (None,):
        with database.writing() as session, session.begin():
            lease = {"leased_until": at + timedelta(minutes=1)}
            session.execute(update(ExportJob).values(fault=fault, **values, **lease))
        check_english(reader.get(f"{PAGE}/jobb/{job_id}"))
        check_english(reader.get(PAGE))
