"""The page of a large export: asked for once, with its progress, its faults, and a list of one's own."""

import re
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from elearn import clock
from elearn.clock import today
from elearn.database import Database
from elearn.reports.export_running import do_next
from elearn.reports.models import ExportJob, JobState
from tests.people import World
from tests.reports.export_queue import (
    PAGE,
    Sleeper,
    ask,
    events,
    made,
    pieces,
    place,
    post,
    text,
    the_job,
    wish_for,
    workshop,
)


def test_a_large_export_leads_to_a_page_that_says_how_far_it_has_come(
    dana: FlaskClient, database: Database, sleeper: Sleeper
) -> None:
    answer = ask(dana)
    assert answer.status_code == 303
    address = answer.headers["Location"]
    assert re.fullmatch(r"/hr/export/jobb/[0-9a-f-]{36}", address)
    assert sleeper.woken == 1
    page = dana.get(address)
    assert "<h1>Filen väntar på sin tur</h1>" in page.get_data(as_text=True)
    assert "<title>Ta ut en fil – elearn</title>" in page.get_data(as_text=True)
    assert page.headers["Refresh"] == "5"

    with database.writing() as session, session.begin():
        job = session.scalars(select(ExportJob)).one()
        job.state, job.steps_done, job.steps_expected = JobState.RUNNING, 45, 100
        job.leased_until = clock.now() + timedelta(minutes=1)
    page = dana.get(address)
    assert "Ungefär 45 procent är klart." in page.get_data(as_text=True)
    assert '<progress class="progress" max="100" value="45"' in page.get_data(as_text=True)


def test_whoever_does_not_want_the_page_to_move_can_stop_it(dana: FlaskClient) -> None:
    address = ask(dana).headers["Location"]
    assert f'href="{address}?stilla"' in text(dana, address)
    still = dana.get(f"{address}?stilla")
    assert "Refresh" not in still.headers
    assert "Sidan uppdateras inte av sig själv." in still.get_data(as_text=True)


def test_asking_twice_with_one_form_makes_one_job(dana: FlaskClient, database: Database) -> None:
    page = text(dana, PAGE)
    key = re.search(r'name="key" value="([^"]+)"', page)
    assert key
    first, second = ask(dana, key=key[1]), ask(dana, key=key[1])
    assert first.headers["Location"] == second.headers["Location"]
    assert [event.action for event in events(database)] == ["export.asked"]
    assert ask(dana, key=key[1], format="jsonl").status_code == 409


def test_the_fourth_unfinished_one_is_refused_with_the_form_kept(
    dana: FlaskClient, database: Database
) -> None:
    for _ in range(3):
        assert ask(dana).status_code == 303
    refused = ask(dana, format="jsonl")
    page = refused.get_data(as_text=True)
    assert refused.status_code == 422
    assert "Du har redan 3 filer på gång. Vänta tills en är klar, eller ta bort en av dem." in page
    assert re.search(r'value="jsonl" checked', page)
    assert do_next(workshop(database))
    assert ask(dana).status_code == 303


def test_what_cannot_be_exported_is_refused_at_the_form_and_makes_no_job(
    dana: FlaskClient, database: Database
) -> None:
    answer = ask(dana, as_of=str(today() + timedelta(days=1)))
    assert answer.status_code == 422
    assert "Dagen har inte varit än." in answer.get_data(as_text=True)
    assert events(database) == []


def test_own_files_are_listed_where_they_were_asked_for(dana: FlaskClient, database: Database) -> None:
    assert "Mina filer" not in text(dana, PAGE)
    address = made(dana, database)
    page = text(dana, PAGE)
    assert "Mina filer" in page
    assert f'href="{address}"' in page
    assert "Klar att hämta." in page


def test_what_failed_says_why_in_a_sentence_and_can_be_tried_again(
    dana: FlaskClient, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_args: object, **_given: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr("csv.writer", full)
        address = made(dana, database)
    page = text(dana, address)
    assert "<h1>Filen blev inte gjord</h1>" in page
    assert "Det fanns inte plats för filen. Försök igen om en stund." in page
    assert pieces(database, the_job(database).id) == 0
    assert dana.get(f"{address}/fil").status_code == 303
    assert post(dana, f"{address}/igen").status_code == 303
    assert "<h1>Filen väntar på sin tur</h1>" in text(dana, address)
    assert do_next(workshop(database))
    assert "<h1>Filen är klar</h1>" in text(dana, address)


def test_trying_again_what_has_not_failed_changes_nothing(dana: FlaskClient, database: Database) -> None:
    address = made(dana, database)
    assert post(dana, f"{address}/igen").status_code == 303
    assert the_job(database).state is JobState.DONE
    assert pieces(database, the_job(database).id) == 1


def test_a_job_asked_for_in_another_way_than_the_page_has_the_same_page(
    dana: FlaskClient, database: Database, completed: World
) -> None:
    job_id = place(database, completed.dana, wish_for(unit="F"))
    assert '<dd class="govuk-summary-list__value">F</dd>' in text(dana, f"{PAGE}/jobb/{job_id}")
