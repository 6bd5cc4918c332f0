"""The file of a large export: whole, for whoever asked and may still see it, for a day, and every deed kept."""

import csv
import io
from datetime import timedelta
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from elearn import clock
from elearn.accounts.models import RoleGrant
from elearn.accounts.roles import grant_role, revoke_role
from elearn.clock import today
from elearn.database import Database
from elearn.organisations.models import PersonalDetails, PersonNumber, UnitVersion
from elearn.permissions import Role
from elearn.reports import export_size
from elearn.reports.export_running import do_next
from elearn.reports.models import ExportJob, Fault, JobState
from tests.people import World
from tests.reports.export_queue import (
    PAGE,
    ask,
    events,
    look,
    made,
    pieces,
    post,
    purge,
    text,
    the_job,
    workshop,
)


@pytest.mark.usefixtures("arranged")
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


@pytest.mark.parametrize("rest", ["", "/fil"])
def test_nobody_else_finds_the_file(
    app: Flask, dana: FlaskClient, completed: World, database: Database, sign_in_as, rest: str
) -> None:
    address = made(dana, database) + rest
    for name in ("oskar", "gustav"):
        other = sign_in_as(app.test_client(), completed.people[name])
        assert other.get(address).status_code == (404 if name == "oskar" else 403)
        if name == "oskar":
            assert address not in text(other, PAGE)


def grants(session: Session, person_id: UUID) -> RoleGrant:
    return session.scalars(
        select(RoleGrant).where(RoleGrant.person_id == person_id, RoleGrant.superseded_at.is_(None))
    ).one()


def test_whoever_is_no_longer_hr_gets_nothing(
    dana: FlaskClient, database: Database, completed: World
) -> None:
    address = made(dana, database)
    with database.writing() as session, session.begin():
        revoke_role(session, grants(session, completed.dana), at=clock.now(), actor=None)
    assert dana.get(address).status_code == 403
    assert dana.get(f"{address}/fil").status_code == 403


def test_hr_of_less_than_what_the_file_shows_does_not_get_it(
    dana: FlaskClient, database: Database, completed: World
) -> None:
    address = made(dana, database)
    with database.writing() as session, session.begin():
        revoke_role(session, grants(session, completed.dana), at=clock.now(), actor=None)
        session.flush()
        grant_role(
            session,
            completed.dana,
            Role.HR,
            unit_id=completed.units["B"],
            valid_from=today(),
            valid_to=None,
            at=clock.now(),
            actor=None,
        )
    assert dana.get(address).status_code == 404
    assert dana.get(f"{address}/fil").status_code == 404
    assert address not in text(dana, PAGE)


def test_a_role_lost_before_the_file_is_made_is_said_on_its_page(
    dana: FlaskClient, database: Database, completed: World
) -> None:
    job_id = UUID(ask(dana).headers["Location"].rsplit("/", 1)[1])
    with database.writing() as session, session.begin():
        revoke_role(session, grants(session, completed.dana), at=clock.now(), actor=None)
    do_next(workshop(database))
    assert (look(database, job_id).state, look(database, job_id).fault) == (JobState.FAILED, Fault.ROLE)
    assert pieces(database, job_id) == 0


def test_a_file_is_not_sent_once_somebody_in_it_has_a_protected_identity(
    dana: FlaskClient, database: Database, completed: World
) -> None:
    address = made(dana, database)
    with database.writing() as session, session.begin():
        row = session.scalars(
            select(PersonalDetails)
            .join(PersonNumber, PersonNumber.id == PersonalDetails.number_id)
            .where(PersonNumber.person_id == completed.alice)
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


def test_what_is_made_anew_on_another_day_is_of_that_day(dana: FlaskClient, database: Database) -> None:
    """Who is where, and how long ago, is then told as of the new day, not of the one when it was asked for."""
    address = made(dana, database, as_of=(today() - timedelta(days=3)).isoformat())
    with database.writing() as session, session.begin():
        job = session.scalars(select(ExportJob)).one()
        job.wish = {**job.wish, "today": (today() - timedelta(days=2)).isoformat()}
        job.expires_at = clock.now() - timedelta(seconds=1)
    assert post(dana, f"{address}/igen").status_code == 303
    assert do_next(workshop(database))
    wish = the_job(database).wish
    assert (wish["today"], wish["as_of"]) == (today().isoformat(), (today() - timedelta(days=3)).isoformat())
    assert "<h1>Filen är klar</h1>" in text(dana, address)


def test_units_that_have_left_since_the_file_was_made_are_looked_for_where_they_are(
    app: Flask, database: Database, completed: World, sign_in_as
) -> None:
    """Made yesterday for HR of an administration; one of its units stands under the group from today on."""
    units = completed.units
    with database.writing() as session, session.begin():
        revoke_role(session, grants(session, completed.dana), at=clock.now(), actor=None)
        session.flush()
        grant_role(
            session,
            completed.dana,
            Role.HR,
            unit_id=units["F"],
            valid_from=today(),
            valid_to=None,
            at=clock.now(),
            actor=None,
        )
    dana = sign_in_as(app.test_client(), completed.dana)
    address = made(dana, database)
    with database.writing() as session, session.begin():
        job = session.scalars(select(ExportJob)).one()
        job.wish = {**job.wish, "today": (today() - timedelta(days=1)).isoformat()}
    assert dana.get(address).status_code == 200
    with database.writing() as session, session.begin():
        before = session.scalars(select(UnitVersion).where(UnitVersion.unit_id == units["F1"])).one()
        same = {column.name: getattr(before, column.name) for column in UnitVersion.__table__.columns}
        del same["id"]
        before.superseded_at = clock.now()
        session.flush()
        stamps = {"recorded_at": clock.now(), "superseded_at": None}
        session.add(UnitVersion(**{**same, **stamps, "valid_to": today() - timedelta(days=1)}))
        session.add(UnitVersion(**{**same, **stamps, "valid_from": today(), "parent_id": units["G"]}))
    assert dana.get(address).status_code == 404
    assert dana.get(f"{address}/fil").status_code == 404


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


def test_hr_of_a_company_gets_its_own_people_in_a_large_export(
    app: Flask, completed: World, database: Database, sign_in_as
) -> None:
    oskar = sign_in_as(app.test_client(), completed.oskar)
    fetched = oskar.get(f"{made(oskar, database)}/fil", buffered=True).get_data(as_text=True)
    assert "Karl" in fetched
    assert "Alice" not in fetched


@pytest.mark.usefixtures("arranged")
def test_asking_making_and_every_fetching_are_kept_with_what_was_asked_for(
    dana: FlaskClient, database: Database, completed: World
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
        ("export.made", "completions", {**asked, "rows": 2, "sha256": job.sha256}),
        ("export.fetched", "completions", fetched),
        ("export.fetched", "completions", fetched),
    ]
    assert {event.actor for event in events(database)} == {completed.dana}
