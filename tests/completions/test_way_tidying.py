"""What its time has passed for goes from the cases: refusals that were told, files nobody reviewed, leavers."""

import os
from datetime import timedelta

import pytest
from sqlalchemy import select

from elearn import clock
from elearn.completions import way_files, way_services
from elearn.completions.way_models import FileKind, Refusal, WayCase
from elearn.completions.way_services import Certificate
from elearn.requirements.asides import modules_aside
from tests.accounts.test_sign_in import end_employment

NOW = clock.now()
MODULE = "modul"


@pytest.fixture
def filed(session, world, tmp_path):
    """Alice has handed in a certificate a month ago."""
    name = way_files.store(tmp_path, b"%PDF-")
    made = Certificate("kurs", clock.today(), name, FileKind.PDF)
    way_services.hand_in(session, world.alice, MODULE, made, NOW - timedelta(days=30))
    return tmp_path / "cases" / name


def only_case(session):
    return session.scalars(select(WayCase)).one_or_none()


def grow_old(file):
    hours_ago = (NOW - timedelta(hours=2)).timestamp()
    os.utime(file, (hours_ago, hours_ago))


def test_a_file_goes_that_nobody_has_reviewed_and_the_case_stays(session, filed, tmp_path):
    assert way_services.purge(session, NOW - timedelta(days=1)) == 0
    assert only_case(session).file is not None
    assert way_services.purge(session, NOW) == 0
    assert (only_case(session).file, only_case(session).unread_at) == (None, NOW)
    assert (only_case(session).equivalent, only_case(session).dated_on, only_case(session).handed_in_at) == (
        None,
        None,
        None,
    )
    grow_old(filed)
    assert way_files.remove_leftovers(session, tmp_path, NOW) == 1
    assert not filed.exists()


def test_that_a_file_was_removed_unread_is_told_for_a_month(session, filed):
    way_services.purge(session, NOW)
    way_services.purge(session, NOW + timedelta(days=29))
    assert only_case(session).unread_at == NOW
    way_services.purge(session, NOW + timedelta(days=30))
    assert only_case(session).unread_at is None


def test_a_file_that_somebody_may_just_be_handing_in_stays(session, world, tmp_path):
    name = way_files.store(tmp_path, b"%PDF-")
    assert way_files.remove_leftovers(session, tmp_path, NOW) == 0
    assert way_files.read(tmp_path, name) == b"%PDF-"


def test_a_file_that_waits_stays_however_old(session, filed, tmp_path):
    grow_old(filed)
    assert way_files.remove_leftovers(session, tmp_path, NOW) == 0


def test_a_refusal_is_told_for_a_month(session, filed):
    way_services.refuse(session, only_case(session), Refusal.TOO_OLD, NOW - timedelta(days=29))
    session.flush()
    way_services.purge(session, NOW)
    assert only_case(session) is not None
    assert way_services.purge(session, NOW + timedelta(days=1)) == 1
    assert only_case(session) is None


def test_a_gap_between_two_employments_ends_nothing(session, database, world, filed):
    session.commit()
    end_employment(database, world.alice, 10)
    assert way_services.purge(session, NOW) == 0
    assert only_case(session) is not None


def test_whoever_has_left_has_no_case(session, database, world, filed):
    session.commit()
    end_employment(database, world.alice, 31)
    assert way_services.purge(session, NOW) == 1
    assert only_case(session) is None
    assert not modules_aside(session, world.alice, clock.today())


@pytest.mark.parametrize("what", ["hands-in-again", "goes-on"])
def test_what_somebody_does_while_it_tidies_stands(session, database, world, filed, monkeypatch, what):
    if session.get_bind().dialect.name == "sqlite":
        pytest.skip("SQLite has one writer at a time")
    session.commit()

    def meanwhile(_session, person_id):
        monkeypatch.undo()
        with database.writing() as other, other.begin():
            if what == "goes-on":
                way_services.go_on(other, world.alice, MODULE, NOW)
            else:
                made = Certificate("kurs", clock.today(), "another", FileKind.PDF)
                way_services.hand_in(other, world.alice, MODULE, made, NOW)
        return person_id

    monkeypatch.setattr(way_services, "read_as", meanwhile)
    assert way_services.purge(session, NOW) == 0
    session.commit()
    session.expire_all()
    found = only_case(session)
    assert (found and found.file) == (None if what == "goes-on" else "another")
