"""A client who takes a large export at 1 kB/s keeps nobody else from handing in."""

import json
import socket
import threading
import urllib.parse
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest

from elearn import clock
from elearn.database import Database
from elearn.demo.history import Past
from elearn.demo.ledger import append_past
from tests.browsing import Browser
from tests.faults.learners import Learner, Told
from tests.people import PEOPLE, World, arrange
from tests.serving import Serving
from tests.staging import PASSWORD, catalogue, email_of, stage

LEARNERS = 10
# Hand-ins of each: in an ordinary run, and in `make faults`.
ORDINARY, WHOLE = 3, 10
# About 10 MB as JSON Lines: more than the network's buffers on this machine hold on their own.
ROWS = 20_000
SMALL_BUFFER, BYTES_PER_SECOND = 4096, 1024


@pytest.fixture(autouse=True)
def staged(database: Database) -> World:
    world = stage(database)
    modules = catalogue().modules
    people = list(world.people.values())
    at = clock.now() - timedelta(days=400)
    past = [
        Past(people[place % len(people)], modules[place % 4].slug, clock.day_of(at), None, at)
        for place in range(ROWS)
    ]
    with database.writing() as session, session.begin():
        arrange(session, world)
        append_past(session, past, {module.slug: module.version for module in modules})
    return world


class SlowDownload:
    """An export that is asked for at once and read a kilobyte a second, until somebody is in a hurry."""

    def __init__(self, address: str) -> None:
        self.browser = Browser(address)
        self.browser.sign_in(email_of("dana"), PASSWORD)
        self.hurry = threading.Event()
        self.begun = threading.Event()
        self.taken_slowly = 0

    def take(self) -> bytes:
        page = self.browser.get("/hr/export")
        form = page.form("/hr/export")
        chosen = {**dict(form.values), "subject": "completions", "format": "jsonl"}
        body = urllib.parse.urlencode(chosen).encode()
        head = (
            "POST /hr/export HTTP/1.0\r\nContent-Type: application/x-www-form-urlencoded\r\n"
            f"Content-Length: {len(body)}\r\nCookie: elearn={self.browser.cookies['elearn']}\r\n\r\n"
        )
        with socket.socket() as connection:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, SMALL_BUFFER)
            connection.connect((self.browser.host, self.browser.port))
            connection.sendall(head.encode() + body)
            return self._read(connection)

    def _read(self, connection: socket.socket) -> bytes:
        received = bytearray()
        while part := connection.recv(65536 if self.hurry.is_set() else BYTES_PER_SECOND):
            received += part
            self.begun.set()
            if not self.hurry.wait(1):
                self.taken_slowly += len(part)
        return bytes(received)


@pytest.mark.by_turns
def test_hand_ins_succeed_meanwhile(
    request: pytest.FixtureRequest, database: Database, database_url: str, tmp_path: Path
) -> None:
    each = WHOLE if request.config.getoption("whole") else ORDINARY
    told = Told()
    with Serving(database_url, tmp_path) as server, ThreadPoolExecutor(LEARNERS + 1) as crowd:
        download = SlowDownload(server.address)
        export = crowd.submit(download.take)
        assert download.begun.wait(30)
        work = [
            crowd.submit(
                Learner(server.address, database, told).work,
                email_of(name),
                [1 + (turn + place) % 4 for turn in range(each)],
            )
            for place, (name, *_) in enumerate(PEOPLE[:LEARNERS])
        ]
        try:
            for one in work:
                one.result()
            assert not export.done()
        finally:
            download.hurry.set()
        head, _, body = export.result().partition(b"\r\n\r\n")

    assert b" 200 " in head.splitlines()[0]
    assert len(told.receipts) == LEARNERS * each
    assert 0 < download.taken_slowly < len(body)
    *rows, closing = (json.loads(line) for line in body.decode().splitlines())
    assert len(rows) == ROWS == closing["rows"]
