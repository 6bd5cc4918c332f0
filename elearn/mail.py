"""Sending one message: plain text, nothing to track with, neutral by the caller's choice of words.

`ELEARN_SMTP_URL` says how: `smtp://user:password@host:port`, `smtps://…` (TLS from the start),
`smtp+starttls://…`, or `file:///directory`, which puts the messages there instead of sending them.
"""

import contextlib
import logging
import re
import smtplib
import ssl
from collections.abc import Mapping
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from email.errors import MessageError
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import formatdate, make_msgid, parseaddr
from pathlib import Path
from types import TracebackType
from urllib.parse import SplitResult, unquote, urlsplit
from uuid import uuid4

from elearn.config import Config

TIMEOUT_SECONDS = 20
OK, FOR_GOOD = 250, 500
# What a refusal is about (RFC 5321 and 3463): the recipient, this mail alone, or what the server allows at all.
STATUS = re.compile(rb"5\.(\d{1,3})\.\d{1,3}\b")
RECIPIENT, MAILBOX, POLICY = b"1", b"2", b"7"
OF_THE_SENDER = frozenset({b"5.1.7", b"5.1.8"})
NO_RECIPIENT, THIS_ALONE = frozenset({550, 551, 553}), frozenset({501, 552, 555})
PORTS = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}

log = logging.getLogger(__name__)
# A few at a time, so that a slow mail server holds no page.
_postmen = ThreadPoolExecutor(max_workers=2, thread_name_prefix="elearn-mail")
_under_way: set[Future[None]] = set()


class MailError(Exception):
    """A message was not sent; the message says why and what to do, and names no recipient."""


class MailNotSetError(MailError):
    """There is no mail server in the settings."""


class AwayError(MailError):
    """The mail server cannot be used now: no other message will be sent either."""


class BarredError(AwayError):
    """The mail server lets this message not through; it may be all of ours, or those to this recipient alone."""


class RefusedError(MailError):
    """The mail server says that this message will never arrive."""


class LaterError(MailError):
    """The mail server did not take this message now, but may do so later. `unclear`: it may have taken it."""

    def __init__(self, sentence: str, *, unclear: bool = False) -> None:
        super().__init__(sentence)
        self.unclear = unclear


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """What is sent to whom. `reference`: what the Message-ID begins with, the same when it is sent once more."""

    to: str
    subject: str
    body: str
    reference: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict)


def send(config: Config, to: str, subject: str, body: str) -> None:
    """Send a message, or raise MailError."""
    with Postman(config) as postman:
        postman.send(Letter(to=to, subject=subject, body=body))


class _Server(smtplib.SMTP):
    """A connection that knows whether the message was under way when it broke."""

    under_way = False

    def data(self, msg: str | bytes) -> tuple[int, bytes]:  # type: ignore[override]
        self.under_way = True
        answer = super().data(msg)
        self.under_way = False
        return answer


class _SecureServer(_Server, smtplib.SMTP_SSL):
    """The same, encrypted from the start."""


class Postman:
    """Sends many messages over one connection, which is opened when the first is sent. One for each thread."""

    def __init__(self, config: Config) -> None:
        if config.smtp_url is None:
            raise MailNotSetError(
                "Inget mejl skickas: ELEARN_SMTP_URL är inte satt. Sätt den till mejlserverns adress."
            )
        self._config = config
        self._place = urlsplit(config.smtp_url)
        self._server: _Server | None = None
        if self._place.scheme != "file" and not (self._place.scheme in PORTS and self._place.hostname):
            raise AwayError(
                "ELEARN_SMTP_URL kan inte användas. "
                "Den ska börja med smtp://, smtps://, smtp+starttls:// eller file:///."
            )

    def __enter__(self) -> "Postman":
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _traceback: TracebackType | None,
    ) -> None:
        server, self._server = self._server, None
        if server is not None:
            with contextlib.suppress(smtplib.SMTPException, OSError):
                server.quit()

    def open(self) -> None:
        """See to it that the server answers, or raise AwayError."""
        if self._place.scheme == "file" or self._answers():
            return
        try:
            server = self._server = _connect(self._place)
            if self._place.username:
                server.login(unquote(self._place.username), unquote(self._place.password or ""))
        except (smtplib.SMTPException, OSError, ValueError) as error:
            self._leave()
            raise _away(self._place, error) from error

    def send(self, letter: Letter) -> None:
        """Send a message, or raise AwayError, RefusedError or LaterError."""
        message = _message(self._config, letter)
        if self._place.scheme == "file":
            _keep(Path(unquote(self._place.path)), message)
            return
        self.open()
        assert self._server is not None  # noqa: S101 -- open() has seen to it
        try:
            self._server.send_message(message)
        except smtplib.SMTPRecipientsRefused as error:
            raise judge(*min(error.recipients.values()), of_recipient=True) from error
        except smtplib.SMTPSenderRefused as error:
            raise _away(self._place, error) from error
        except smtplib.SMTPDataError as error:
            raise judge(error.smtp_code, error.smtp_error, of_recipient=False) from error
        except smtplib.SMTPNotSupportedError as error:  # letters in the address that the server does not know
            raise RefusedError("Mejlservern tar inte emot mejl till mottagaren.") from error
        except (smtplib.SMTPException, OSError, ValueError) as error:
            away, unclear = _away(self._place, error), self._server.under_way
            self._leave()
            raise (LaterError(str(away), unclear=True) if unclear else away) from error

    def _answers(self) -> bool:
        if self._server is None:
            return False
        with contextlib.suppress(smtplib.SMTPException, OSError):
            if self._server.noop()[0] == OK:
                return True
        self._leave()
        return False

    def _leave(self) -> None:
        """Give up the connection without a word: the other side does not answer."""
        server, self._server = self._server, None
        if server is not None:
            server.close()


def judge(code: int, answer: bytes | str, *, of_recipient: bool) -> MailError:
    """Whose fault it is that a mail is refused: only an answer about the recipient says that no mail will arrive there."""
    found = STATUS.match(answer if isinstance(answer, bytes) else answer.encode())
    status, subject = found.group(0, 1) if found else (b"", b"")
    by_server = subject == POLICY or status in OF_THE_SENDER
    if code >= FOR_GOOD and not by_server:
        if of_recipient and (subject == RECIPIENT or code in NO_RECIPIENT):
            return RefusedError("Mejlservern tar inte emot mejl till mottagaren.")
        by_server = subject != MAILBOX and code not in THIS_ALONE
    if code < FOR_GOOD or not by_server:
        return LaterError("Mejlservern tog inte emot mejlet.")
    return BarredError(
        f"Mejlservern släpper inte igenom mejl från elearn (svar {code}). Kontrollera ELEARN_SMTP_URL och "
        "ELEARN_MAIL_FROM, och fråga den som sköter mejlservern."
    )


def _away(place: SplitResult, error: Exception) -> AwayError:
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return AwayError("Mejlservern godtar inte användaren och lösenordet i ELEARN_SMTP_URL.")
    return AwayError(
        f"Mejlservern {place.hostname} tog inte emot mejlet ({type(error).__name__}). Kontrollera ELEARN_SMTP_URL."
    )


def send_soon(config: Config, to: str, subject: str, body: str) -> None:
    """Send a message beside the page that asked for it, which then takes as long for everybody; a failure is logged."""
    sending = _postmen.submit(_send_or_log, config, to, subject, body)
    _under_way.add(sending)
    sending.add_done_callback(_under_way.discard)


def wait_until_sent(seconds: float) -> bool:
    """Wait until nothing is under way any more, for whoever stops the service; False when it took too long."""
    return not wait(set(_under_way), timeout=seconds).not_done


def _send_or_log(config: Config, to: str, subject: str, body: str) -> None:
    try:
        send(config, to, subject, body)
    except MailNotSetError as error:
        if error.args not in _said:  # once: nothing changes until the service is started anew
            _said.add(error.args)
            log.warning("%s", error)
    except MailError as error:
        log.warning("%s", error)


_said: set[tuple[object, ...]] = set()


def _message(config: Config, letter: Letter) -> EmailMessage:
    message = EmailMessage(policy=SMTP)
    try:
        message["From"] = config.mail_from
        message["To"] = letter.to
        message["Subject"] = letter.subject
        message["Date"] = formatdate(localtime=False)
        domain = sender_domain(config)
        message["Message-ID"] = (
            f"<{letter.reference}@{domain}>" if letter.reference else make_msgid(domain=domain)
        )
        message["Auto-Submitted"] = "auto-generated"  # RFC 3834: no automatic answers
        message["X-Auto-Response-Suppress"] = "All"
        for name, value in letter.headers.items():
            message[name] = value
        message.set_content(letter.body)
    except (ValueError, MessageError) as error:
        raise RefusedError(
            "Mejlet skickades inte: adressen eller ämnesraden har otillåtna tecken."
        ) from error
    return message


def sender_domain(config: Config) -> str:
    """The domain that messages come from."""
    return parseaddr(config.mail_from)[1].partition("@")[2] or "localhost"


def _keep(directory: Path, message: EmailMessage) -> None:
    try:
        directory.mkdir(parents=True, exist_ok=True)
        path = directory / f"{uuid4().hex}.eml"
        path.touch(mode=0o600)
        path.write_bytes(message.as_bytes())
    except OSError as error:
        raise AwayError(
            f"Mejlet kunde inte läggas i {directory}. Kontrollera mappen och rättigheterna."
        ) from error


def _connect(place: SplitResult) -> _Server:
    host, port = place.hostname or "", place.port or PORTS[place.scheme]
    if place.scheme == "smtps":
        secure = ssl.create_default_context()
        return _SecureServer(host, port, timeout=TIMEOUT_SECONDS, context=secure)
    server = _Server(host, port, timeout=TIMEOUT_SECONDS)
    if place.scheme == "smtp+starttls":
        try:
            server.starttls(context=ssl.create_default_context())
        except (smtplib.SMTPException, OSError):
            server.close()
            raise
    return server
