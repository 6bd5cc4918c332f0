"""Appending to the ledger."""

from datetime import date

from sqlalchemy import func, select

from elearn.audit.models import ChainLink
from elearn.clock import now
from elearn.completions.models import Evidence
from elearn.completions.services import record_completion


def test_what_has_the_same_origin_is_recorded_once(session, world):
    def record(on):
        return record_completion(
            session,
            person_id=world.alice,
            module="modul",
            version="1.0",
            evidence=Evidence.CHECK,
            completed_on=on,
            valid_until=None,
            origin="attempt:1",
            at=now(),
        )

    first = record(date(2026, 1, 1))
    assert record(date(2026, 2, 2)) is first
    assert first.completed_on == date(2026, 1, 1)
    assert session.scalar(select(func.count()).select_from(ChainLink)) == 2
