"""One message, to a real server or into a directory; what goes wrong is one sentence."""

import logging
import socket
from dataclasses import replace
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest

from elearn.config import Config
from elearn.mail import MailError, send, send_soon, wait_until_sent
from tests.accounts.conftest import Box


@pytest.fixture
def config(tmp_path: Path) -> Config:
    """No database is needed to send mail."""
    return Config(
        database_url="sqlite://",
        secret_key="x" * 32,
        instance_dir=tmp_path,
        content_dir=tmp_path,
        mail_from="elearn <elearn@exempel.example>",
    )


def test_a_message_arrives_as_it_was_written(config: Config, mailbox: Box) -> None:
    send(
        replace(config, smtp_url=f"smtp://127.0.0.1:{mailbox.port}"),
        "a@exempel.example",
        "Hej på dig",
        "å ä ö –\n",
    )
    message = mailbox.next()
    assert (message["From"], message["To"]) == ("elearn <elearn@exempel.example>", "a@exempel.example")
    assert (message["Subject"], message.get_content().strip()) == ("Hej på dig", "å ä ö –")
    assert message["Message-ID"].endswith("@exempel.example>")
    assert message["Auto-Submitted"] == "auto-generated"


def test_a_directory_takes_messages_that_only_the_owner_can_read(config: Config, tmp_path: Path) -> None:
    send(replace(config, smtp_url=f"file://{tmp_path}/mail%20box"), "a@exempel.example", "Hej", "å")
    (path,) = (tmp_path / "mail box").iterdir()
    assert path.suffix == ".eml"
    assert path.stat().st_mode & 0o077 == 0
    assert message_from_bytes(path.read_bytes(), policy=default)["Subject"] == "Hej"


@pytest.mark.parametrize(
    ("to", "subject"),
    [
        ("a@exempel.example\nBcc: all@exempel.example", "Hej"),
        ("a@exempel.example", "Hej\r\nBcc: x@y.example"),
    ],
)
def test_nobody_adds_a_header(config: Config, tmp_path: Path, to: str, subject: str) -> None:
    with pytest.raises(MailError, match="otillåtna tecken"):
        send(replace(config, smtp_url=f"file://{tmp_path}/mail"), to, subject, "hej")
    assert not (tmp_path / "mail").exists()


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        (None, "ELEARN_SMTP_URL är inte satt"),
        ("ftp://mail.example", "ELEARN_SMTP_URL kan inte användas"),
        ("smtp://", "ELEARN_SMTP_URL kan inte användas"),
        ("smtp://127.0.0.1:999999", "tog inte emot"),
        ("file:///proc/no/such", "kunde inte läggas"),
    ],
)
def test_a_setting_that_cannot_be_used_is_a_sentence(config: Config, url: str | None, sentence: str) -> None:
    with pytest.raises(MailError, match=sentence):
        send(replace(config, smtp_url=url), "a@exempel.example", "Hej", "hej")


def test_a_server_that_is_away_is_a_sentence_without_the_recipient(config: Config) -> None:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    with pytest.raises(MailError, match="tog inte emot") as refusal:
        send(replace(config, smtp_url=f"smtp://127.0.0.1:{port}"), "anna@exempel.example", "Hej", "hej")
    assert "anna" not in str(refusal.value)


@pytest.mark.parametrize(
    ("scheme", "sentence"),
    [
        ("smtp://user:secret@", "tog inte emot"),
        ("smtp+starttls://", "tog inte emot"),
        ("smtps://", "tog inte emot"),
    ],
)
def test_a_server_that_lacks_what_the_setting_asks_for_gets_nothing(
    config: Config, mailbox: Box, scheme: str, sentence: str
) -> None:
    with pytest.raises(MailError, match=sentence):
        send(replace(config, smtp_url=f"{scheme}127.0.0.1:{mailbox.port}"), "a@exempel.example", "Hej", "hej")
    assert mailbox.messages.empty()


def test_a_missing_setting_is_logged_once(
    config: Config, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("elearn.mail._said", set())
    caplog.set_level(logging.WARNING, "elearn.mail")
    for _ in range(3):
        send_soon(config, "a@exempel.example", "Hej", "hej")
    assert wait_until_sent(10)
    assert sum("ELEARN_SMTP_URL är inte satt" in record.message for record in caplog.records) == 1


def test_what_was_not_sent_is_logged_without_the_recipient(
    config: Config, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING, "elearn.mail")
    send_soon(replace(config, smtp_url="ftp://mail.example"), "anna@exempel.example", "Hej", "hej")
    assert wait_until_sent(10)
    assert "ELEARN_SMTP_URL kan inte användas" in caplog.text
    assert "anna" not in caplog.text
