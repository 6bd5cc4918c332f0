"""What the tests of signing in share: a password, a form sent as a browser sends it, a box for mail."""

import queue
import socket
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP
from typing import Any
from uuid import UUID

import pytest
from aiosmtpd import smtp
from aiosmtpd.controller import Controller
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from elearn import clock
from elearn.accounts.passwords import hash_password, hasher
from elearn.accounts.services import set_password
from elearn.database import Database
from elearn.mail import wait_until_sent

CHEAP = {"time_cost": 1, "memory_cost": 8, "parallelism": 1}
PASSWORD = "tre ord som ingen gissar"

Send = Callable[..., TestResponse]


@pytest.fixture
def give_password(database: Database) -> Callable[[UUID], None]:
    """Let somebody have PASSWORD."""

    def give(person_id: UUID) -> None:
        with database.writing() as session, session.begin():
            set_password(session, person_id, hash_password(PASSWORD, hasher(CHEAP)), at=clock.now())

    return give


@pytest.fixture
def send(token: Callable[[FlaskClient, str], str]) -> Send:
    """Fill in a form: `send(client, address, page=…, field=value)`; the form token comes from `page`, else the address."""

    def fill_in(client: FlaskClient, address: str, page: str = "", **values: Any) -> TestResponse:
        headers = values.pop("headers", {})
        form = {"csrf_token": token(client, page or address), **values}
        return client.post(address, data=form, headers=headers)

    return fill_in


@dataclass
class Box:
    """A mail server's box."""

    port: int
    messages: queue.Queue[EmailMessage] = field(default_factory=queue.Queue)

    def next(self) -> EmailMessage:
        """The next message, when it has come."""
        return self.messages.get(timeout=10)

    async def handle_DATA(  # noqa: N802 - aiosmtpd's name
        self, _server: smtp.SMTP, _session: smtp.Session, envelope: smtp.Envelope
    ) -> str:
        content = envelope.content
        assert isinstance(content, bytes)
        message = message_from_bytes(content, policy=SMTP)
        assert isinstance(message, EmailMessage)
        self.messages.put(message)
        return "250 OK"


@pytest.fixture
def mailbox() -> Iterator[Box]:
    """A real mail server on a port of its own."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        box = Box(probe.getsockname()[1])
    controller = Controller(box, hostname="127.0.0.1", port=box.port)
    controller.start()
    yield box
    assert wait_until_sent(10)
    controller.stop()
