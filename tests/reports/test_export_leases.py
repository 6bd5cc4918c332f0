"""Two processes and one queue: each job is done by one of them, and what a dead one left is done again."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from elearn import clock
from elearn.audit.models import AuditEvent
from elearn.database import Database
from elearn.reports import export_running
from elearn.reports.export_chunks import fetch_file, store_file
from elearn.reports.export_jobs import TooManyError, drop_job
from elearn.reports.export_leases import (
    LEASE,
    LostError,
    Made,
    Task,
    claim,
    fail,
    finish,
    give_back,
    next_look,
    renew,
)
from elearn.reports.export_people import Readers
from elearn.reports.export_running import Runner, do_next
from elearn.reports.exports import write_export
from elearn.reports.models import ExportJob, Fault, JobState
from tests.people import World
from tests.reports.export_queue import look, pieces, place, wish_for, workshop
from tests.reports.history import complete

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=clock.STOCKHOLM)


@pytest.fixture(autouse=True)
def history(session: Session, world: World) -> World:
    complete(session, world.alice, clock.today())
    session.commit()
    return world


def take(database: Database, at: datetime) -> Task | None:
    with database.writing() as session, session.begin():
        return claim(session, at)


def taken(database: Database, at: datetime) -> Task:
    task = take(database, at)
    assert task is not None
    return task


def test_the_one_that_has_waited_longest_is_taken_first(database: Database, world: World) -> None:
    second = place(database, world.dana, at=NOW)
    first = place(database, world.oskar, at=NOW - timedelta(seconds=1))
    assert [taken(database, NOW).job_id, taken(database, NOW).job_id] == [first, second]
    assert take(database, NOW) is None


def test_a_job_is_taken_over_when_its_lease_has_run_out_and_no_sooner(
    database: Database, world: World
) -> None:
    place(database, world.dana, at=NOW)
    first = taken(database, NOW)
    with database.writing() as session, session.begin():
        renew(session, first, NOW + timedelta(seconds=50), 40)
    assert look(database, first.job_id).steps_done == 40
    late = NOW + timedelta(seconds=50) + LEASE
    assert take(database, late - timedelta(seconds=1)) is None
    with database.reading() as session:
        assert next_look(session, NOW) == late
    second = taken(database, late)
    assert second.job_id == first.job_id
    assert look(database, first.job_id).steps_done == 0


def finish_it(session: Session, task: Task, at: datetime) -> None:
    nobody = Readers(frozenset(), frozenset())
    finish(session, task, Made(rows=1, size=1, sha256="", readers=nobody, protection=""), at)


def fail_for_want_of_room(session: Session, task: Task, at: datetime) -> None:
    fail(session, task, Fault.DISK, at)


@pytest.mark.parametrize(
    "deed", [renew, finish_it, fail_for_want_of_room, lambda session, task, _at: give_back(session, task)]
)
def test_whoever_has_lost_a_job_writes_nothing_more_of_it(database: Database, world: World, deed) -> None:
    place(database, world.dana, at=NOW)
    first = taken(database, NOW)
    taken(database, NOW + LEASE)
    with pytest.raises(LostError), database.writing() as session, session.begin():
        deed(session, first, NOW + LEASE)
    assert look(database, first.job_id).state is JobState.RUNNING


def test_a_process_that_was_taken_for_dead_stores_nothing(database: Database, world: World, tmp_path) -> None:
    place(database, world.dana, at=NOW)
    first = taken(database, NOW)
    path = tmp_path / "file"
    path.write_bytes(b"x" * 1_000_000)
    with path.open("rb") as file:
        store_file(database, first, file, lambda: NOW)
        assert pieces(database, first.job_id) == 4
        taken(database, NOW + LEASE)
        assert pieces(database, first.job_id) == 0
        with pytest.raises(LostError):
            store_file(database, first, file, lambda: NOW)
    assert pieces(database, first.job_id) == 0


def test_processes_forked_from_one_are_two(
    database: Database, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first sleeps so long that the second takes over, and wakes while the second is at work."""
    job_id = place(database, world.dana, at=NOW)
    times = [NOW]
    shop = workshop(database, lambda: times[-1])
    second = []

    def slowly(*given: Any) -> int:
        times.append(NOW + LEASE)
        second.append(taken(database, NOW + LEASE))
        return write_export(*given)

    monkeypatch.setattr(export_running, "write_export", slowly)
    assert do_next(shop)
    job = look(database, job_id)
    assert (job.state, job.leased_by, job.steps_done) == (JobState.RUNNING, second[0].holder, 0)
    assert pieces(database, job_id) == 0


def test_a_stored_file_comes_back_byte_for_byte(database: Database, world: World, tmp_path) -> None:
    place(database, world.dana, at=NOW)
    task = taken(database, NOW)
    content = bytes(range(256)) * 12_345  # some three megabytes: more than one transaction of pieces
    path, back = tmp_path / "file", tmp_path / "back"
    path.write_bytes(content)
    with path.open("rb") as file:
        sha256 = store_file(database, task, file, lambda: NOW)
    with back.open("wb") as file:
        fetch_file(database, task.job_id, sha256, file)
    assert back.read_bytes() == content


def test_a_job_that_has_taken_three_processes_with_it_is_not_tried_again(
    database: Database, world: World
) -> None:
    job_id = place(database, world.dana, at=NOW)
    other = place(database, world.oskar, at=NOW + timedelta(seconds=1))
    for turn in range(3):
        assert taken(database, NOW + turn * LEASE).job_id == job_id
        if turn == 0:
            assert taken(database, NOW).job_id == other
            with database.writing() as session, session.begin():
                drop_job(session, other, at=NOW, actor=world.oskar)
    assert take(database, NOW + 3 * LEASE) is None
    job = look(database, job_id)
    assert (job.state, job.fault) == (JobState.FAILED, Fault.BROKEN_OFF)


def test_a_job_that_is_dropped_while_it_is_made_leaves_nothing(
    database: Database, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    job_id = place(database, world.dana)

    def dropped(*given: object) -> str:
        with database.writing() as session, session.begin():
            drop_job(session, job_id, at=clock.now(), actor=world.dana)
        return store_file(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(export_running, "store_file", dropped)
    assert do_next(workshop(database))
    assert pieces(database, job_id) == 0
    with database.reading() as session:
        actions = session.scalars(select(AuditEvent.action).where(AuditEvent.action.like("export.%"))).all()
    assert sorted(actions) == ["export.asked", "export.dropped"]


def test_two_processes_never_do_the_same_job(database: Database, world: World) -> None:
    """Many jobs, four threads that begin at once: everything is made, once."""
    people = (world.dana, world.oskar)
    jobs = {place(database, people[turn % 2]) for turn in range(6)}
    together = threading.Barrier(4)

    def work() -> int:
        shop, count = workshop(database), 0
        together.wait()
        while do_next(shop):
            count += 1
        return count

    with ThreadPoolExecutor(4) as crowd:
        assert sum(each.result() for each in [crowd.submit(work) for _ in range(4)]) == 6
    assert {look(database, job_id).state for job_id in jobs} == {JobState.DONE}
    assert {look(database, job_id).tries for job_id in jobs} == {1}
    with database.reading() as session:
        made = session.scalars(select(AuditEvent).where(AuditEvent.action == "export.made")).all()
    assert sorted(event.details["job"] for event in made) == sorted(job_id.hex for job_id in jobs)


def test_one_person_who_asks_in_many_windows_at_once_gets_three(database: Database, world: World) -> None:
    together = threading.Barrier(6)

    def ask() -> bool:
        together.wait()
        try:
            place(database, world.dana, wish_for())
        except TooManyError:
            return False
        return True

    with ThreadPoolExecutor(6) as crowd:
        assert sum(each.result() for each in [crowd.submit(ask) for _ in range(6)]) == 3


def test_a_woken_process_does_what_waits_and_its_thread_goes(database: Database, world: World) -> None:
    """And what a day has passed for goes without `elearn tidy`."""
    old = place(database, world.dana)
    assert do_next(workshop(database))
    with database.writing() as session, session.begin():
        session.get_one(ExportJob, old).expires_at = clock.now()
    job_id = place(database, world.dana)
    runner = Runner(workshop(database))
    runner.wake()
    thread = runner._thread
    assert thread is not None
    thread.join(30)
    assert not thread.is_alive()
    assert look(database, job_id).state is JobState.DONE
    assert (look(database, old).state, pieces(database, old)) == (JobState.EXPIRED, 0)


def test_a_process_that_ends_gives_back_what_it_is_at(
    database: Database, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    job_id = place(database, world.dana)
    shop = workshop(database)
    begun = threading.Event()

    def slowly(_session: object, _wish: object, _readers: object, _file: object, watch) -> int:
        begun.set()
        shop.ending.wait(30)
        return len(list(watch([()])))

    monkeypatch.setattr(export_running, "write_export", slowly)
    runner = Runner(shop)
    runner.wake()
    assert begun.wait(30)
    runner.stop(30)
    job = look(database, job_id)
    assert (job.state, job.tries, job.leased_by) == (JobState.WAITING, 0, None)
    runner.wake()
    assert runner._thread is None or not runner._thread.is_alive()


def test_the_lease_is_renewed_and_progress_shown_while_a_job_is_made(
    database: Database, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    job_id = place(database, world.dana)
    shown = threading.Event()
    monkeypatch.setattr(export_running, "BEAT_SECONDS", 0.01)

    def until_shown(_session: object, _wish: object, _readers: object, _file: object, watch) -> int:
        for _row in watch([()] * 7):
            pass
        for _ in range(3000):
            if look(database, job_id).steps_done == 7:
                shown.set()
                break
        return 7

    monkeypatch.setattr(export_running, "write_export", until_shown)
    assert do_next(workshop(database))
    assert shown.is_set()
