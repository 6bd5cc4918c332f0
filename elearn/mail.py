"""Sending one message: plain text, nothing to track with, neutral by the caller's choice of words.

`ELEARN_SMTP_URL` says how: `smtp://user:password@host:port`, `smtps://…` (TLS from the start),
`smtp+starttls://…`, or `file:///directory`, which puts the messages there instead of sending them.
"""

import contextlib
import logging
import smtplib
import ssl
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from email.errors import MessageError
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import formatdate, make_msgid, parseaddr
from pathlib import Path
from urllib.parse import SplitResult, unquote, urlsplit
from uuid import uuid4

from elearn.config import Config

TIMEOUT_SECONDS = 20
PORTS = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}

log = logging.getLogger(__name__)
# A few at a time, so that a slow mail server holds no page.
_postmen = ThreadPoolExecutor(max_workers=2, thread_name_prefix="elearn-mail")
_under_way: set[Future[None]] = set()


class MailError(Exception):
    """A message was not sent; the message says why and what to do, and names no recipient."""


class MailNotSetError(MailError):
    """There is no mail server in the settings."""


def send(config: Config, to: str, subject: str, body: str) -> None:
    """Send a message, or raise MailError."""
    if config.smtp_url is None:
        raise MailNotSetError(
            "Inget mejl skickas: ELEARN_SMTP_URL är inte satt. Sätt den till mejlserverns adress."
        )
    place = urlsplit(config.smtp_url)
    message = _message(config, to, subject, body)
    if place.scheme == "file":
        _keep(Path(unquote(place.path)), message)
    elif place.scheme in PORTS and place.hostname:
        _deliver(place, message)
    else:
        raise MailError(
            "ELEARN_SMTP_URL kan inte användas. Den ska börja med smtp://, smtps://, smtp+starttls:// eller file:///."
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


def _message(config: Config, to: str, subject: str, body: str) -> EmailMessage:
    message = EmailMessage(policy=SMTP)
    try:
        message["From"] = config.mail_from
        message["To"] = to
        message["Subject"] = subject
        message["Date"] = formatdate(localtime=False)
        message["Message-ID"] = make_msgid(
            domain=parseaddr(config.mail_from)[1].partition("@")[2] or "localhost"
        )
        message["Auto-Submitted"] = "auto-generated"  # RFC 3834: no automatic answers
        message["X-Auto-Response-Suppress"] = "All"
        message.set_content(body)
    except (ValueError, MessageError) as error:
        raise MailError("Mejlet skickades inte: adressen eller ämnesraden har otillåtna tecken.") from error
    return message


def _keep(directory: Path, message: EmailMessage) -> None:
    try:
        directory.mkdir(parents=True, exist_ok=True)
        path = directory / f"{uuid4().hex}.eml"
        path.touch(mode=0o600)
        path.write_bytes(message.as_bytes())
    except OSError as error:
        raise MailError(
            f"Mejlet kunde inte läggas i {directory}. Kontrollera mappen och rättigheterna."
        ) from error


def _deliver(place: SplitResult, message: EmailMessage) -> None:
    try:
        with _connection(place) as server:
            if place.username:
                server.login(unquote(place.username), unquote(place.password or ""))
            server.send_message(message)
    except smtplib.SMTPAuthenticationError as error:
        raise MailError("Mejlservern godtar inte användaren och lösenordet i ELEARN_SMTP_URL.") from error
    except smtplib.SMTPRecipientsRefused as error:
        raise MailError("Mejlservern tar inte emot mejl till mottagaren.") from error
    except (smtplib.SMTPException, OSError, ValueError) as error:
        raise MailError(
            f"Mejlservern {place.hostname} tog inte emot mejlet ({type(error).__name__}). Kontrollera ELEARN_SMTP_URL."
        ) from error


@contextlib.contextmanager
def _connection(place: SplitResult) -> Iterator[smtplib.SMTP]:
    host, port = place.hostname or "", place.port or PORTS[place.scheme]
    if place.scheme == "smtps":
        with smtplib.SMTP_SSL(
            host, port, timeout=TIMEOUT_SECONDS, context=ssl.create_default_context()
        ) as server:
            yield server
        return
    with smtplib.SMTP(host, port, timeout=TIMEOUT_SECONDS) as server:
        if place.scheme == "smtp+starttls":
            server.starttls(context=ssl.create_default_context())
        yield server
