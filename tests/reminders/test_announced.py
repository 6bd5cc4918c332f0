"""Whoever has something left is told once of a joint session that was announced at their workplace."""

from datetime import date, datetime, time, timedelta
from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from elearn.completions.group_services import Plan, announce
from elearn.reminders import planning
from tests.people import World
from tests.reminders.mailroom import A_DAY, Mailroom, ask, noon, set_own_only, to
from tests.reports.history import complete


@pytest.mark.one_engine
def test_an_announcement_is_told_once_to_those_it_concerns(
    mailroom: Mailroom, session: Session, world: World, today: date, monkeypatch: pytest.MonkeyPatch
) -> None:
    def announced(_session: Session, since: date, on: date) -> dict[UUID, datetime]:
        """Something was announced this morning for three people."""
        told = (world.alice, world.anders, world.david) if since <= today <= on else ()
        return dict.fromkeys(told, noon(today) - timedelta(hours=3))

    monkeypatch.setattr(planning, "ANNOUNCERS", (announced,))
    set_own_only(session, today)
    ask(session, world, due_on=today + 60 * A_DAY)
    complete(session, world.anders, today, module="m")
    session.commit()
    letters = mailroom.run(today)
    assert to(letters) == ["alice"]  # David is asked for nothing
    assert "En gemensam genomgång är planerad" in letters[0].get_content()
    assert mailroom.run(today + A_DAY) == []


@pytest.mark.one_engine
@pytest.mark.parametrize(("days", "told"), [(1, ["vera"]), (3, ["vera"]), (6, ["vera"]), (7, [])])
def test_days_without_a_run_lose_no_announcement_for_a_week(
    mailroom: Mailroom, session: Session, world: World, today: date, days: int, told: list[str]
) -> None:
    set_own_only(session, today)
    ask(session, world, due_on=today + 60 * A_DAY)
    plan = Plan("m", today + 20 * A_DAY, time(14))
    announce(session, world.units["F11"], plan, at=noon(today) + timedelta(hours=3), actor=world.bob)
    session.commit()
    assert to(mailroom.run(today + days * A_DAY)) == told
    assert mailroom.run(today + (days + 1) * A_DAY) == []


@pytest.mark.one_engine
def test_each_announcement_is_told(mailroom: Mailroom, session: Session, world: World, today: date) -> None:
    set_own_only(session, today)
    ask(session, world, due_on=today + 60 * A_DAY)
    for hours in (-3, 3):  # before and after the day's run
        plan = Plan("m", today + (20 + hours) * A_DAY, time(14))
        announce(session, world.units["F11"], plan, at=noon(today) + timedelta(hours=hours), actor=world.bob)
        session.commit()
        assert to(mailroom.run(today)) == (["vera"] if hours < 0 else [])
    assert to(mailroom.run(today + A_DAY)) == ["vera"]
    assert mailroom.run(today + 2 * A_DAY) == []
