"""`elearn audit verify` sees whatever was done to the ledger and the trail behind the application's back."""

from collections.abc import Callable
from datetime import datetime, timedelta, timezone

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import delete, select

from elearn import clock
from elearn.audit import verification
from elearn.audit.models import AuditEvent, ChainHead, ChainLink, Removal
from elearn.audit.services import append_link, record_event
from elearn.cli import cli
from elearn.completions.commands import KINDS
from elearn.completions.models import Completion
from elearn.database import Database
from tests.audit.conftest import COMPLETIONS

LINKS = 2 * COMPLETIONS + 1


@pytest.fixture
def verify(database_url: str, monkeypatch: pytest.MonkeyPatch) -> Callable[[], Result]:
    monkeypatch.setenv("ELEARN_DATABASE_URL", database_url)
    monkeypatch.setenv("ELEARN_SECRET_KEY", "x" * 40)
    return lambda: CliRunner().invoke(cli, ["audit", "verify"])


Verify = Callable[[], Result]
Tamper = Callable[..., None]


def test_an_untouched_chain_is_whole(verify: Verify, chain: None, database: Database) -> None:
    result = verify()
    with database.reading() as session:
        head = session.scalars(select(ChainHead.link)).one()
    assert result.exit_code == 0, result.output
    assert (
        f"{LINKS} länkar: {COMPLETIONS + 1} händelser, {COMPLETIONS} genomförda, 0 gallrade" in result.output
    )
    assert f"Kedjans slut: {head}" in result.output
    assert "Kedjan är hel" in result.output


def test_an_empty_chain_is_whole(verify: Verify) -> None:
    result = verify()
    assert (result.exit_code, "0 länkar" in result.output) == (0, True)


def test_a_chain_longer_than_one_batch_is_walked_to_its_end(
    database: Database, chain: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(verification, "BATCH", 4)
    seen: list[tuple[int, int]] = []
    with database.reading() as session:
        verdict = verification.verify(session, KINDS, lambda done, total: seen.append((done, total)))
    assert (verdict.links, verdict.faults) == (LINKS, [])
    assert seen == [(4, 13), (8, 13), (12, 13), (13, 13)]


def test_the_walk_keeps_nobody_from_writing(
    database: Database, chain: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(verification, "BATCH", 4)

    def write(_done: int, _total: int) -> None:
        session.rollback()
        with database.writing(patience=1) as writing, writing.begin():
            record_event(writing, "test.meanwhile", at=clock.now())

    with database.reading() as session:
        assert verification.verify(session, KINDS, write).faults == []


def test_a_time_given_in_another_zone_is_the_same_time(verify: Verify, database: Database) -> None:
    with database.writing() as session, session.begin():
        summer = timezone(timedelta(hours=2))
        record_event(session, "test.zone", at=datetime(2026, 7, 1, 12, 0, tzinfo=summer))
    assert verify().exit_code == 0


@pytest.mark.parametrize(
    ("statements", "place", "sentence"),
    [
        (["UPDATE completion SET module = 'another' WHERE seq = 5"], 5, "(completion) är ändrad"),
        (["UPDATE completion SET completed_on = '2020-01-01' WHERE seq = 5"], 5, "(completion) är ändrad"),
        (["UPDATE completion SET evidence = 'nothing' WHERE seq = 5"], 5, "(completion) är ändrad"),
        (["UPDATE completion SET salt = 'another' WHERE seq = 5"], 5, "(completion) är ändrad"),
        (["UPDATE audit_event SET actor = NULL WHERE seq = 6"], 6, "(event) är ändrad"),
        (['UPDATE audit_event SET details = \'{"text": "a"}\' WHERE seq = 13'], 13, "(event) är ändrad"),
        (["DELETE FROM completion WHERE seq = 5"], 5, "(completion) saknas utan gallringsbeslut"),
        (["DELETE FROM audit_event WHERE seq = 6"], 6, "(event) saknas utan gallringsbeslut"),
        (["DELETE FROM chain_link WHERE seq = 7"], 7, "länken saknas"),
        (["UPDATE chain_link SET digest = predecessor WHERE seq = 7"], 7, "(completion) är ändrad"),
        (["UPDATE chain_link SET digest = predecessor WHERE seq = 7"], 8, "följer inte på den förra"),
        (["UPDATE chain_link SET predecessor = digest WHERE seq = 7"], 7, "följer inte på den förra"),
        (["UPDATE chain_link SET kind = 'other' WHERE seq = 7"], 7, "okänt slag: other"),
        (
            ["UPDATE chain_link SET kind = 'event' WHERE seq = 7"],
            7,
            "completion står på en länk av slaget event",
        ),
        (["UPDATE chain_head SET seq = 12"], 13, "efter kedjans slut"),
        (["UPDATE chain_head SET link = 'x'"], 13, "stämmer inte med dess sista länk"),
        (
            ["DELETE FROM audit_event WHERE seq = 13", "DELETE FROM chain_link WHERE seq = 13"],
            13,
            "länken saknas",
        ),
        (["UPDATE completion SET seq = 99 WHERE seq = 5"], 99, "(completion) står inte i kedjan"),
    ],
)
def test_whatever_was_touched_is_found_where_it_is(
    verify: Verify, chain: None, tamper: Tamper, statements: list[str], place: int, sentence: str
) -> None:
    tamper(*statements)
    result = verify()
    assert result.exit_code == 1
    found = [line for line in result.output.splitlines() if line.startswith(f"Länk {place}: ")]
    assert any(sentence in line for line in found), result.output
    assert "Kedjan är bruten" in result.output


def test_a_row_that_cannot_be_read_does_not_hide_the_next(
    verify: Verify, chain: None, database: Database, tamper: Tamper
) -> None:
    tamper(
        "UPDATE completion SET evidence = 'nothing' WHERE seq = 3",
        "UPDATE completion SET module = 'x' WHERE seq = 5",
    )
    output = verify().output
    assert "Länk 3: raden (completion) är ändrad" in output
    assert "Länk 5: raden (completion) är ändrad" in output
    assert "bruten på 2 ställen" in output


def test_a_removal_with_a_decision_leaves_the_chain_whole(
    verify: Verify, chain: None, database: Database
) -> None:
    with database.writing() as session, session.begin():
        session.add(Removal(seq=5, decision_reference="KS 2026/1", removed_at=clock.now()))
        session.flush()
        session.execute(delete(Completion).where(Completion.seq == 5))
    result = verify()
    assert (result.exit_code, "1 gallrade med beslut" in result.output) == (0, True), result.output


def test_a_chain_remade_from_an_earlier_row_has_another_end(
    verify: Verify, chain: None, database: Database, tamper: Tamper
) -> None:
    """Whoever remakes every link leaves a whole chain, and the end that was written down elsewhere is not its end."""
    before = verify().output
    tamper(
        "DELETE FROM audit_event",
        "DELETE FROM completion",
        "DELETE FROM chain_link",
        "DELETE FROM chain_head",
    )
    with database.writing() as session, session.begin():
        record_event(session, "test.remade", at=clock.now())
    after = verify()
    assert after.exit_code == 0
    assert after.output.splitlines()[1] != before.splitlines()[1]


def test_many_faults_are_counted_and_the_first_are_shown(
    verify: Verify, database: Database, tamper: Tamper
) -> None:
    with database.writing() as session, session.begin():
        for _ in range(60):
            append_link(session, "event", "salt", {})
    result = verify()
    assert result.exit_code == 1
    assert result.output.count("saknas utan gallringsbeslut") == 50
    assert "och 10 fel till" in result.output


def test_links_and_rows_of_one_transaction_come_and_go_together(database: Database) -> None:
    with database.writing() as session:
        record_event(session, "test.undone", at=clock.now())
        session.rollback()
    with database.reading() as session:
        assert session.scalars(select(ChainLink)).all() == []
        assert session.scalars(select(AuditEvent)).all() == []
