"""Whoever has something left is told once of a joint session that was announced at their workplace."""

from datetime import date

import pytest
from sqlalchemy.orm import Session

from elearn.reminders import planning
from tests.people import World
from tests.reminders.mailroom import A_DAY, Mailroom, ask, set_own_only, to
from tests.reports.history import complete


@pytest.mark.one_engine
def test_an_announcement_is_told_once_to_those_it_concerns(
    mailroom: Mailroom, session: Session, world: World, today: date, monkeypatch: pytest.MonkeyPatch
) -> None:
    def announced(_session: Session, on: date) -> frozenset[object]:
        """Something was announced today for three people."""
        told = {world.alice, world.anders, world.david} if today <= on <= today + A_DAY else ()
        return frozenset(told)

    monkeypatch.setattr(planning, "ANNOUNCERS", (announced,))
    set_own_only(session, today)
    ask(session, world, due_on=today + 60 * A_DAY)
    complete(session, world.anders, today, module="m")
    session.commit()
    letters = mailroom.run(today)
    assert to(letters) == ["alice"]  # David is asked for nothing
    assert "En gemensam genomgång är planerad" in letters[0].get_content()
    assert mailroom.run(today + A_DAY) == []
