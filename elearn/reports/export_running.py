"""Doing the exports that wait: one after the other, in a thread of its own beside the requests of a process."""

import os
import threading
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from logging import Logger
from tempfile import TemporaryFile
from typing import IO

from sqlalchemy.exc import SQLAlchemyError

from elearn.accounts.actors import find_actor
from elearn.clock import day_of
from elearn.database import Database
from elearn.organisations.files.faults import FileRefused
from elearn.permissions import Permission, allowed
from elearn.reports.export_chunks import store_file
from elearn.reports.export_jobs import protection, purge_jobs
from elearn.reports.export_leases import (
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
from elearn.reports.export_snapshot import snapshot
from elearn.reports.exports import readers_for, write_export
from elearn.reports.models import Fault
from elearn.reports.queries import UnknownUnitError
from elearn.reports.spreadsheets import Row

BEAT_SECONDS = 5.0
# How long to wait after a fault that is no job's own, as of a database that does not answer.
AGAIN = timedelta(seconds=30)


class EndingError(Exception):
    """This process has to end."""


class RoleLostError(Exception):
    """Whoever asked may not export any more."""


FAULTS: tuple[tuple[type[Exception], Fault], ...] = (
    (RoleLostError, Fault.ROLE),
    (UnknownUnitError, Fault.UNIT),
    (FileRefused, Fault.HEADERS),
    (OSError, Fault.DISK),
    (SQLAlchemyError, Fault.DATABASE),
)


@dataclass(frozen=True, slots=True)
class Workshop:
    """What doing a job needs: where jobs stand, where reports are read, the clock, the log. `ending`: stop soon."""

    database: Database
    reports: Database
    now: Callable[[], datetime]
    log: Logger
    ending: threading.Event = field(default_factory=threading.Event)


def do_next(shop: Workshop) -> bool:
    """Do the job that has waited longest; whether there was one. What goes wrong stands on its page."""
    with shop.database.reading() as session:
        soonest = next_look(session, shop.now())
    if soonest is None or soonest > shop.now():
        return False
    with shop.database.writing() as session, session.begin():
        task = claim(session, shop.now())
    if task is None:
        return False
    try:
        _do(shop, task)
    except LostError:
        shop.log.info("an export was taken over or dropped")
    return True


def _do(shop: Workshop, task: Task) -> None:
    try:
        with Keeper(shop, task) as keeper, TemporaryFile() as file:
            made = _make(shop, task, keeper, file)
            with shop.database.writing() as session, session.begin():
                finish(session, task, made, shop.now())
    except LostError:
        raise
    except EndingError:
        with shop.database.writing() as session, session.begin():
            give_back(session, task)
    except Exception as error:
        # Type only: the rest may be somebody's.
        shop.log.error("an export could not be made: %s", type(error).__name__)  # noqa: TRY400 -- see above
        fault = next((fault for kind, fault in FAULTS if isinstance(error, kind)), Fault.UNEXPECTED)
        with shop.database.writing() as session, session.begin():
            fail(session, task, fault, shop.now())


def _make(shop: Workshop, task: Task, keeper: "Keeper", file: IO[bytes]) -> Made:
    with snapshot(shop.reports) as session:
        today = day_of(shop.now())
        actor = find_actor(session, task.person_id, today)
        if actor is None or not allowed(actor, Permission.EXPORT_MAKE):
            raise RoleLostError
        readers, protected = readers_for(session, actor, task.wish, today), protection(session)
        rows = write_export(session, task.wish, readers, file, keeper.watch)
    size = file.seek(0, os.SEEK_END)
    sha256 = store_file(shop.database, task, file, shop.now)
    return Made(rows=rows, size=size, sha256=sha256, readers=readers, protection=protected)


class Keeper:
    """Renews the lease of a job as long as it is worked on, from a thread of its own."""

    def __init__(self, shop: Workshop, task: Task) -> None:
        self._shop = shop
        self._task = task
        self._steps = 0
        self._lost = False
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._beat, name="elearn-export-beat", daemon=True)

    def watch(self, rows: Iterable[Row]) -> Iterator[Row]:
        """Count rows on their way; LostError or EndingError when there is no use in going on."""
        for row in rows:
            self._steps += 1
            if self._lost:
                raise LostError
            if self._shop.ending.is_set():
                raise EndingError
            yield row

    def _beat(self) -> None:
        while not self._over.wait(BEAT_SECONDS):
            try:
                with self._shop.database.writing(patience=BEAT_SECONDS) as session, session.begin():
                    renew(session, self._task, self._shop.now(), self._steps)
            except LostError:
                self._lost = True
                return
            except SQLAlchemyError:
                continue  # the lease outlasts a few of these

    def __enter__(self) -> "Keeper":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()


class Runner:
    """One process's thread for exports: there while something waits or others are at work, gone otherwise."""

    def __init__(self, shop: Workshop) -> None:
        self._shop = shop
        self._lock = threading.Lock()
        self._woken = threading.Event()
        self._thread: threading.Thread | None = None

    def wake(self) -> None:
        """See to it that what waits is done, here or elsewhere."""
        with self._lock:
            self._woken.set()
            is_there = self._thread is not None and self._thread.is_alive()
            if not is_there and not self._shop.ending.is_set():
                self._thread = threading.Thread(target=self._work, name="elearn-export", daemon=True)
                self._thread.start()

    def stop(self, seconds: float) -> None:
        """Give back what is being done, so that another process need not wait for the lease to run out."""
        self._shop.ending.set()
        self._woken.set()
        with self._lock:
            thread = self._thread
        if thread is not None:
            thread.join(seconds)

    def _work(self) -> None:
        while not self._shop.ending.is_set():
            self._woken.clear()
            pause = self._do_all()
            with self._lock:
                if pause is None and not self._woken.is_set():
                    self._thread = None
                    return
            if pause is not None:
                self._woken.wait(pause)

    def _do_all(self) -> float | None:
        """Do all there is; how many seconds to wait for what others are at work on, None where nobody is."""
        try:
            while not self._shop.ending.is_set() and do_next(self._shop):
                with self._shop.database.writing() as session, session.begin():
                    purge_jobs(session, self._shop.now())
            with self._shop.database.reading() as session:
                at = self._shop.now()
                soonest = next_look(session, at)
        except Exception as error:
            # The thread has to go on, whatever it was, and the log names no more than its type.
            self._shop.log.warning("exports must wait: %s", type(error).__name__)
            return AGAIN.total_seconds()
        return None if soonest is None else max((soonest - at).total_seconds(), 1.0)
