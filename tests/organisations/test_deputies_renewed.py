"""How long one person may stand in: a manager acts again each time, and lays up no days beforehand."""

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from elearn import clock
from elearn.clock import STOCKHOLM
from elearn.organisations.delegation_rules import MOST_DAYS, Obstacle, Span, find_obstacle
from elearn.organisations.models import Delegation
from tests.organisations.test_deputies import A_DAY, PAGE, TODAY, Room, room  # noqa: F401  (a fixture)

ON = date(2026, 11, 22)


def span(first: int, last: int) -> Span:
    """From so many days after the day of naming to so many."""
    return Span(ON + first * A_DAY, ON + last * A_DAY)


@pytest.mark.parametrize(
    ("others", "wanted", "obstacle"),
    [
        ([], span(0, 89), None),
        ([span(-80, 9)], span(9, 20), Obstacle.TAKEN),
        ([span(-75, 14)], span(15, 104), None),
        ([span(-74, 15)], span(16, 20), Obstacle.EARLY),
        ([span(0, 89)], span(300, 301), Obstacle.EARLY),
        ([span(-75, 14), span(15, 104)], span(105, 106), Obstacle.COMING),
        ([span(20, 30)], span(60, 61), Obstacle.COMING),
        ([span(60, 149)], span(5, 6), Obstacle.COMING),
        ([span(60, 149)], span(0, 29), Obstacle.LONG),
        ([span(60, 149)], span(0, 28), None),
        ([span(60, 100)], span(0, 48), None),
        ([span(-90, -1)], span(0, 89), None),
    ],
)
def test_what_stands_against_more_days(others: list[Span], wanted: Span, obstacle: Obstacle | None) -> None:
    found = find_obstacle(wanted, others, ON)
    assert (found[0] if found else None) is obstacle


@given(st.lists(st.tuples(st.integers(0, 200), st.integers(0, 400), st.integers(1, MOST_DAYS)), max_size=25))
def test_whatever_is_tried_nobody_has_more_to_come_than_what_is_left_and_one_renewal(
    tries: list[tuple[int, int, int]],
) -> None:
    granted: list[Span] = []
    for day, ahead, days in sorted(tries):
        on, first = ON + day * A_DAY, ON + (day + ahead) * A_DAY
        wanted = Span(first, first + (days - 1) * A_DAY)
        if find_obstacle(wanted, granted, on) is None:
            granted.append(wanted)
        lasting = [each for each in granted if each.last >= on]
        assert sum(each.first > on for each in lasting) <= 1
        near = len(lasting) < 2 or lasting[0].is_near(lasting[1])
        left = sum((each.last - max(each.first, on)).days + 1 for each in lasting)
        assert left <= (MOST_DAYS + 15 if near else 2 * MOST_DAYS)


def test_no_stock_of_days_is_laid_up(room: Room) -> None:  # noqa: F811
    last = TODAY + 89 * A_DAY
    room.name("alice", TODAY, last)
    status, page = room.ask("alice", last + A_DAY, last + 90 * A_DAY)
    assert status == 422
    assert "Du kan förlänga först den" in page
    assert f'value="{(last + 90 * A_DAY).isoformat()}"' in page
    assert room.session.scalars(select(Delegation.valid_to)).all() == [last]
    room.session.rollback()
    assert room.ask("anders", TODAY, last)[0] == 303  # somebody else may be named


def test_it_is_renewed_once_when_few_days_are_left(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: F811
    last = TODAY + 89 * A_DAY
    room.name("alice", TODAY, last)
    later = datetime.combine(last - 14 * A_DAY, time(12), STOCKHOLM)
    monkeypatch.setattr(clock, "now", lambda: later)
    monkeypatch.setattr(clock, "today", lambda: later.date())
    room.name("alice", last + A_DAY, last + 90 * A_DAY)
    status, page = room.ask("alice", last + 91 * A_DAY, last + 92 * A_DAY)
    assert status == 422
    assert "Personen är redan utsedd från och med den" in page
    assert "Du kan förlänga när högst 14 dagar är kvar" in room.see("bob", PAGE)[1]
    days = (last, last + A_DAY, last + 90 * A_DAY, last + 91 * A_DAY)
    assert [len(room.deputises("alice", day)) for day in days] == [1, 1, 1, 0]


def test_days_named_for_later_count_with_those_from_now_on(room: Room) -> None:  # noqa: F811
    first = TODAY + 20 * A_DAY
    room.name("alice", first, first + 80 * A_DAY)
    status, page = room.ask("alice", TODAY, TODAY + timedelta(days=15))
    assert status == 422
    assert "Det blir mer än 90 dagar tillsammans med uppdraget" in page
    room.name("alice", TODAY, TODAY + 8 * A_DAY)
