"""A large export on the page: asked for once, made aside, fetched by whoever asked, and gone in time."""

import csv
import io
import re
from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from elearn import clock
from elearn.accounts.models import RoleGrant
from elearn.accounts.roles import grant_role, revoke_role
from elearn.audit.models import AuditEvent
from elearn.clock import today
from elearn.database import Database
from elearn.organisations.models import PersonalDetails, PersonNumber
from elearn.permissions import Role
from elearn.reports import export_jobs, export_size
from elearn.reports.export_running import do_next
from elearn.reports.models import ExportJob, Fault, JobState
from tests.people import World
from tests.reports.export_queue import look, pieces, place, wish_for, workshop
from tests.reports.history import complete

PAGE = "/hr/export"
Ask = Callable[..., TestResponse]


class Sleeper:
    """Stands where a process has its thread, so that a test does the work when it wants to."""

    def __init__(self) -> None:
        self.woken = 0

    def wake(self) -> None:
        self.woken += 1


@pytest.fixture
def sleeper(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Sleeper:
    """Every export with a row is a large one, and nobody does it yet."""
    monkeypatch.setattr(export_size, "MOST_AT_ONCE", 0)
    sleeper = Sleeper()
    app.extensions["elearn_exports"] = sleeper
    return sleeper


@pytest.fixture
def history(session: Session, world: World, sleeper: Sleeper) -> World:
    for person in (world.alice, world.karl, world.styrbjorn):
        complete(session, person, today() - timedelta(days=100))
    session.commit()
    return world


@pytest.fixture
def dana(history: World, client: FlaskClient, sign_in_as: Callable[..., FlaskClient]) -> FlaskClient:
    """HR of the group, signed in."""
    return sign_in_as(client, history.dana)


def ask(client: FlaskClient, **given: str) -> TestResponse:
    """Send the form of the page as a browser does."""
    page = client.get(PAGE).get_data(as_text=True)
    hidden = dict(re.findall(r'name="(csrf_token|key)"[^>]*value="([^"]+)"', page))
    form = {"subject": "completions", "as_of": today().isoformat(), "structure": "then", "format": "csv"}
    return client.post(PAGE, data={**hidden, **form, **given}, buffered=True)


def post(client: FlaskClient, address: str) -> TestResponse:
    page = client.get(PAGE).get_data(as_text=True)
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
    assert token
    return client.post(address, data={"csrf_token": token[1]})


def made(client: FlaskClient, database: Database, **given: str) -> str:
    """The address of the page of an export that is made."""
    address = ask(client, **given).headers["Location"]
    assert do_next(workshop(database))
    return str(address)


def events(database: Database) -> list[AuditEvent]:
    with database.reading() as session:
        found = session.scalars(
            select(AuditEvent).where(AuditEvent.action.like("export.%")).order_by(AuditEvent.seq)
        )
        return list(found)


def the_job(database: Database) -> ExportJob:
    with database.reading() as session:
        return session.scalars(select(ExportJob)).one()


def text(client: FlaskClient, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, answer.status
    return answer.get_data(as_text=True)


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


def test_the_file_is_fetched_from_its_page_and_is_the_same_as_one_sent_at_once(
    dana: FlaskClient, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = made(dana, database)
    page = dana.get(address)
    assert "Refresh" not in page.headers
    assert f'href="{address}/fil"' in page.get_data(as_text=True)
    fetched = dana.get(f"{address}/fil", buffered=True)
    assert fetched.status_code == 200
    assert fetched.headers["Content-Disposition"] == f"attachment; filename=elearn-{today()}.csv"
    assert fetched.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert int(fetched.headers["Content-Length"]) == len(fetched.get_data())

    monkeypatch.setattr(export_size, "MOST_AT_ONCE", 10)
    at_once = ask(dana)
    assert at_once.status_code == 200
    assert fetched.get_data() == at_once.get_data()
    rows = list(csv.reader(io.StringIO(at_once.get_data().decode("utf-8-sig")), delimiter=";"))
    assert rows[-1][:2] == ["#end", "3"]


@pytest.mark.parametrize("given", [{"format": "xlsx"}, {"format": "jsonl"}, {"subject": "units-report"}])
def test_every_kind_of_file_can_be_made_aside(
    dana: FlaskClient, database: Database, given: dict[str, str]
) -> None:
    address = made(dana, database, **given)
    assert "<h1>Filen är klar</h1>" in text(dana, address)
    assert dana.get(f"{address}/fil", buffered=True).get_data()


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


@pytest.mark.parametrize("rest", ["", "/fil"])
def test_nobody_else_finds_the_file(
    app: Flask, dana: FlaskClient, history: World, database: Database, sign_in_as, rest: str
) -> None:
    address = made(dana, database) + rest
    for name in ("oskar", "gustav"):
        other = sign_in_as(app.test_client(), history.people[name])
        assert other.get(address).status_code == (404 if name == "oskar" else 403)
        if name == "oskar":
            assert address not in text(other, PAGE)


def grants(session: Session, person_id: UUID) -> RoleGrant:
    return session.scalars(
        select(RoleGrant).where(RoleGrant.person_id == person_id, RoleGrant.superseded_at.is_(None))
    ).one()


def test_whoever_is_no_longer_hr_gets_nothing(dana: FlaskClient, database: Database, history: World) -> None:
    address = made(dana, database)
    with database.writing() as session, session.begin():
        revoke_role(session, grants(session, history.dana), at=clock.now(), actor=None)
    assert dana.get(address).status_code == 403
    assert dana.get(f"{address}/fil").status_code == 403


def test_hr_of_less_than_what_the_file_shows_does_not_get_it(
    dana: FlaskClient, database: Database, history: World
) -> None:
    address = made(dana, database)
    with database.writing() as session, session.begin():
        revoke_role(session, grants(session, history.dana), at=clock.now(), actor=None)
        session.flush()
        grant_role(
            session,
            history.dana,
            Role.HR,
            unit_id=history.units["B"],
            valid_from=today(),
            valid_to=None,
            at=clock.now(),
            actor=None,
        )
    assert dana.get(address).status_code == 404
    assert dana.get(f"{address}/fil").status_code == 404
    assert address not in text(dana, PAGE)


def test_a_role_lost_before_the_file_is_made_is_said_on_its_page(
    dana: FlaskClient, database: Database, history: World
) -> None:
    job_id = UUID(ask(dana).headers["Location"].rsplit("/", 1)[1])
    with database.writing() as session, session.begin():
        revoke_role(session, grants(session, history.dana), at=clock.now(), actor=None)
    do_next(workshop(database))
    assert (look(database, job_id).state, look(database, job_id).fault) == (JobState.FAILED, Fault.ROLE)
    assert pieces(database, job_id) == 0


def test_a_file_is_not_sent_once_somebody_in_it_has_a_protected_identity(
    dana: FlaskClient, database: Database, history: World
) -> None:
    address = made(dana, database)
    with database.writing() as session, session.begin():
        row = session.scalars(
            select(PersonalDetails)
            .join(PersonNumber, PersonNumber.id == PersonalDetails.number_id)
            .where(PersonNumber.person_id == history.alice)
        ).one()
        same = {name: getattr(row, name) for name in ("number_id", "given_name", "family_name", "language")}
        row.superseded_at = clock.now()
        days = {"began_on": row.began_on, "valid_from": row.valid_from, "valid_to": None}
        stamps = {"recorded_at": clock.now(), "superseded_at": None, "import_id": None}
        session.add(PersonalDetails(protected=True, **same, **days, **stamps))
    assert dana.get(f"{address}/fil").headers["Location"] == address
    assert "<h1>Filen finns inte längre</h1>" in text(dana, address)
    assert post(dana, f"{address}/igen").status_code == 303
    assert do_next(workshop(database))
    fetched = dana.get(f"{address}/fil", buffered=True).get_data(as_text=True)
    assert "Alice" not in fetched
    assert "Skyddad uppgift" in fetched


def test_after_a_day_the_file_cannot_be_fetched_and_tidy_removes_it(
    dana: FlaskClient, database: Database
) -> None:
    address = made(dana, database)
    job_id = the_job(database).id
    past = clock.now() - timedelta(seconds=1)
    with database.writing() as session, session.begin():
        session.get_one(ExportJob, job_id).expires_at = past
    assert dana.get(f"{address}/fil").headers["Location"] == address
    assert "<h1>Filen finns inte längre</h1>" in text(dana, address)
    assert purge(database, clock.now()) == 1
    assert pieces(database, job_id) == 0
    assert "<h1>Filen finns inte längre</h1>" in text(dana, address)
    assert purge(database, clock.now() + timedelta(days=8)) == 0
    assert dana.get(address).status_code == 404


def purge(database: Database, at: datetime) -> int:
    with database.writing() as session, session.begin():
        return export_jobs.purge_jobs(session, at)


def test_a_file_whose_time_is_not_up_is_left_alone(dana: FlaskClient, database: Database) -> None:
    made(dana, database)
    assert the_job(database).expires_at == (the_job(database).finished_at or clock.now()) + timedelta(
        hours=24
    )
    assert purge(database, clock.now() + timedelta(hours=23)) == 0
    assert pieces(database, the_job(database).id) == 1


def test_a_file_can_be_removed_before_its_time(dana: FlaskClient, database: Database) -> None:
    address = made(dana, database)
    answer = post(dana, f"{address}/ta-bort")
    assert (answer.status_code, answer.headers["Location"]) == (303, PAGE)
    assert "Filen är borttagen." in text(dana, PAGE)
    assert dana.get(address).status_code == 404
    with database.reading() as session:
        assert session.scalars(select(ExportJob)).all() == []
    assert events(database)[-1].action == "export.dropped"


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


def test_asking_making_and_every_fetching_are_kept_with_what_was_asked_for(
    dana: FlaskClient, database: Database, history: World
) -> None:
    address = made(dana, database, unit="B")
    for _ in range(2):
        dana.get(f"{address}/fil", buffered=True)
    job = the_job(database)
    asked = {
        "job": job.id.hex,
        "as_of": today().isoformat(),
        "structure": "then",
        "unit": "B",
        "module": None,
        "format": "csv",
    }
    fetched = {"job": job.id.hex, "rows": 2, "sha256": job.sha256}
    assert [(event.action, event.object, event.details) for event in events(database)] == [
        ("export.asked", "completions", asked),
        ("export.made", "completions", {**asked, "rows": 2}),
        ("export.fetched", "completions", fetched),
        ("export.fetched", "completions", fetched),
    ]
    assert {event.actor for event in events(database)} == {history.dana}


def test_hr_of_a_company_gets_its_own_people_in_a_large_export(
    app: Flask, history: World, database: Database, sign_in_as
) -> None:
    oskar = sign_in_as(app.test_client(), history.oskar)
    fetched = oskar.get(f"{made(oskar, database)}/fil", buffered=True).get_data(as_text=True)
    assert "Karl" in fetched
    assert "Alice" not in fetched


def test_a_job_asked_for_in_another_way_than_the_page_has_the_same_page(
    dana: FlaskClient, database: Database, history: World
) -> None:
    job_id = place(database, history.dana, wish_for(unit="F"))
    assert '<dd class="govuk-summary-list__value">F</dd>' in text(dana, f"{PAGE}/jobb/{job_id}")
