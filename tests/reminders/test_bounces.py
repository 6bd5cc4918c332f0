"""A mail that came back is noted from the mail server's report; after three nothing is sent there for a month."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import select
from sqlalchemy.orm import Session

from elearn import clock
from elearn.cli import cli
from elearn.organisations.models import Employment, PersonNumber
from elearn.reminders.models import Mail, MailState
from elearn.reminders.queries import list_bounced
from elearn.reminders.returned import NotAReportError, read_report
from tests.people import World
from tests.reminders.mailroom import A_DAY, Mailroom, ask, noon, set_own_only, to
from tests.serving import environment

Read = Callable[..., Result]

MAIL_ID = UUID("0123456789abcdef0123456789abcdef")


def report(mail_id: UUID | str = MAIL_ID, action: str = "failed", *, whole: bool = False) -> bytes:
    """What a mail server writes about a mail, as Postfix does."""
    kind = "message/rfc822" if whole else "text/rfc822-headers"
    name = mail_id.hex if isinstance(mail_id, UUID) else mail_id
    return f"""\
From: MAILER-DAEMON@mail.example (Mail Delivery System)
To: noreply@localhost
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="B"

--B
Content-Type: text/plain

I'm sorry to have to inform you that your message could not be delivered.
Message-ID: <ffffffffffffffffffffffffffffffff@localhost> is not it.

--B
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.example

Final-Recipient: rfc822; alice@exempel.example
Action: {action}
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 no such user

--B
Content-Type: {kind}

From: elearn <noreply@localhost>
To: alice@exempel.example
Message-ID: <{name}@localhost>
Subject: x

--B--
""".encode()


@pytest.mark.parametrize("whole", [False, True])
def test_a_report_says_which_mail_came_back(whole: bool) -> None:
    assert read_report(report(whole=whole)) == MAIL_ID
    assert read_report(report(whole=whole).replace(b"\n", b"\r\n")) == MAIL_ID


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "ingen rapport om leverans"),
        (b"\xff\x00 not mail at all", "ingen rapport om leverans"),
        (b"From: alice@exempel.example\nSubject: Away\n\nI am away.\n", "ingen rapport om leverans"),
        (report(action="delayed"), "inte att mejlet kom tillbaka"),
        (report("somebody.elses.1234"), "inget mejl från elearn"),
        (report("0123456789abcdef"), "inget mejl från elearn"),
        (report()[:400], "inte att mejlet kom tillbaka"),
    ],
)
def test_anything_else_is_refused_with_a_sentence(content: bytes, sentence: str) -> None:
    with pytest.raises(NotAReportError, match=sentence):
        read_report(content)


@pytest.fixture
def bounces(database_url: str, tmp_path: Path) -> Read:
    def read(*contents: bytes, stdin: bytes = b"") -> Result:
        files = []
        for number, content in enumerate(contents):
            path = tmp_path / f"{number}.eml"
            path.write_bytes(content)
            files.append(str(path))
        return CliRunner(env=environment(database_url, tmp_path)).invoke(
            cli, ["bounces", *files], input=stdin
        )

    return read


@pytest.fixture
def asked(session: Session, world: World, today: date) -> World:
    set_own_only(session, today, after=(1, 2, 3, 40, 41), stop_days=90)
    ask(session, world, due_on=today)
    session.commit()
    return world


def mail_of(session: Session, person_id: UUID, day: date) -> UUID:
    session.rollback()
    found = session.scalars(select(Mail.id).where(Mail.person_id == person_id, Mail.day == day)).one()
    session.rollback()
    return found


def test_the_command_notes_it_and_refuses_what_it_does_not_know(
    mailroom: Mailroom, bounces: Read, session: Session, asked: World, today: date
) -> None:
    mailroom.run(today)
    sent = mail_of(session, asked.alice, today)
    noted = bounces(stdin=report(sent))
    assert (noted.exit_code, noted.output) == (0, "Standard in: noterat att mejlet kom tillbaka.\n")
    some = bounces(report(sent), b"hej", report(uuid4()), report(mail_of(session, asked.bob, today)))
    assert some.exit_code == 1
    assert some.output.count("noterat att mejlet kom tillbaka") == 2
    assert "ingen rapport om leverans" in some.output
    assert "finns inte i elearn" in some.output
    states = {row.person_id: row.state for row in session.scalars(select(Mail))}
    assert {who for who, state in states.items() if state is MailState.BOUNCED} == {asked.alice, asked.bob}


@pytest.mark.one_engine
def test_after_three_in_a_row_nothing_is_sent_for_thirty_days(
    mailroom: Mailroom, bounces: Read, session: Session, asked: World, today: date
) -> None:
    for days in range(3):
        assert "alice" in to(mailroom.run(today + days * A_DAY))
        assert bounces(stdin=report(mail_of(session, asked.alice, today + days * A_DAY))).exit_code == 0
    assert list_bounced(session, today + 3 * A_DAY) == {asked.alice: today + 2 * A_DAY}
    session.rollback()
    letters = to(mailroom.run(today + 3 * A_DAY))
    assert "alice" not in letters
    assert "bob" in letters
    assert "alice" in to(mailroom.run(today + 40 * A_DAY))


@pytest.mark.one_engine
def test_another_address_begins_anew(
    mailroom: Mailroom, bounces: Read, session: Session, asked: World, today: date
) -> None:
    for days in range(3):
        mailroom.run(today + days * A_DAY)
        bounces(stdin=report(mail_of(session, asked.alice, today + days * A_DAY)))
    numbers = select(PersonNumber.id).where(PersonNumber.person_id == asked.alice)
    job = session.scalars(select(Employment).where(Employment.number_id.in_(numbers))).one()
    job.superseded_at = clock.now()
    session.flush()
    kept = {column.key: getattr(job, column.key) for column in Employment.__table__.columns}
    changed = {"id": None, "superseded_at": None, "email": "alm@exempel.example"}
    session.add(Employment(**kept | changed | {"recorded_at": noon(today + 2 * A_DAY) + A_DAY / 4}))
    session.commit()
    assert "alm" in to(mailroom.run(today + 3 * A_DAY))
