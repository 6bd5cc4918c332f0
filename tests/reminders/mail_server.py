"""A real mail server that treats everybody as it is told to, and remembers what it took."""

import asyncio
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.serving import free_port

TAKE, REFUSE, BAR, REFUSE_TEXT, LATER, DROP, SILENCE = (
    *("250 OK", "550 no such user", "550 5.7.1 takes no mail from there", "554 not wanted", "451 try again"),
    *("takes it and hangs up", "takes it and says nothing"),
)


@dataclass
class MailServer:
    """`treats`: how it treats a recipient, by the word before the @; everybody else's mail is taken."""

    port: int
    treats: dict[str, str] = field(default_factory=dict)
    taken: dict[str, list[EmailMessage]] = field(default_factory=lambda: defaultdict(list))

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        how = self.treats.get(address.partition("@")[0], TAKE)
        if how in {REFUSE, BAR, LATER}:
            return how
        envelope.rcpt_tos.append(address)
        return TAKE

    async def handle_DATA(self, server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        name = envelope.rcpt_tos[0].partition("@")[0]
        how = self.treats.get(name, TAKE)
        if how == REFUSE_TEXT:
            return how
        assert isinstance(envelope.content, bytes)
        message = message_from_bytes(envelope.content, policy=default)
        assert isinstance(message, EmailMessage)
        self.taken[name].append(message)
        if how == DROP:
            assert server.transport is not None
            server.transport.close()
        if how == SILENCE:
            await asyncio.get_running_loop().create_future()  # until whoever waits has had enough
        return TAKE


@contextmanager
def serving_mail(port: int | None = None, *, utf8: bool = True) -> Iterator[MailServer]:
    """The server at work. `utf8`: whether it knows addresses with letters beyond ASCII."""
    server = MailServer(port or free_port())
    controller = Controller(server, hostname="127.0.0.1", port=server.port, enable_SMTPUTF8=utf8)
    controller.start()
    try:
        yield server
    finally:
        controller.stop()
