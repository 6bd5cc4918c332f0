"""A year of runs: every mail that went out is one that a rule asked for, and nobody got any other."""

from collections import defaultdict
from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from elearn import clock
from elearn.organisations.models import Employment, PersonNumber
from elearn.reminders.models import Mail
from elearn.reminders.schedule import Rules
from elearn.reminders.services import purge_mails, set_rules
from elearn.requirements.asides import set_aside
from elearn.requirements.services import end_requirement
from elearn.requirements.validity import valid_until
from tests.people import World
from tests.reminders.mailroom import A_DAY, Mailroom, ask, noon, replaced
from tests.reports.history import complete

YEAR = 370
DUE, OVERDUE, RENEWAL = "due", "overdue", "renewal"
NOTHING_DONE = [(46, DUE), (60, DUE), (67, OVERDUE), (81, OVERDUE), (102, OVERDUE)]


def play(session: Session, world: World, today: date) -> dict[str, list[tuple[int, str]]]:
    """What happens in the year. Returns the mails that the rules ask for, by days from today."""
    at = clock.now()
    own_only = Rules(digest_weekday=None, escalate_days=None)
    set_rules(session, own_only, on=today, at=at)
    ask(session, world, due_on=today + 60 * A_DAY, levels=())
    withdrawn = ask(session, world, due_on=today + 200 * A_DAY, unit="F2", modules=("n",), levels=())
    end_requirement(session, withdrawn, last_on=today + 195 * A_DAY, at=at)
    complete(session, world.anders, today + 50 * A_DAY, module="m", months=4)
    complete(session, world.anders, today + 184 * A_DAY, module="m", months=24)
    set_aside(session, world.xerxes, "m", on=today + 55 * A_DAY, at=at)
    session.commit()
    replaced(session, world.vera, valid_to=today + 63 * A_DAY)
    replaced(session, world.bob, absent_from=today + 40 * A_DAY, absent_to=today + 140 * A_DAY)
    hired = today + 30 * A_DAY
    replaced(session, world.frida, unit_id=world.units["F1"], valid_from=hired, began_on=hired)
    move(session, world, today + 71 * A_DAY)
    ran_out = (_months_on(today + 50 * A_DAY, 4) - today).days
    return {
        "alice": NOTHING_DONE,
        "anders": [(46, DUE), (ran_out - 30, RENEWAL), (ran_out + 1, OVERDUE), (ran_out + 7, OVERDUE)],
        "bob": [(171, OVERDUE), (177, OVERDUE), (191, OVERDUE), (212, OVERDUE)],  # off until day 170
        "cecilia": [(46, DUE), (60, DUE), (67, OVERDUE), (186, DUE)],  # where she moved, another is asked
        "frida": [(116, DUE), (130, DUE), (137, OVERDUE), (151, OVERDUE), (172, OVERDUE)],
        "vera": [(46, DUE), (60, DUE)],
        "xerxes": [(46, DUE)],
        **{name: [(186, DUE)] for name in ("david", "doris", "ivar")},
    }


def move(session: Session, world: World, day: date) -> None:
    """Cecilia works in F2 from a day on."""
    replaced(session, world.cecilia, valid_to=day - A_DAY)
    numbers = select(PersonNumber.id).where(PersonNumber.person_id == world.cecilia)
    job = session.scalars(
        select(Employment).where(Employment.number_id.in_(numbers), Employment.superseded_at.is_(None))
    ).one()
    kept = {column.key: getattr(job, column.key) for column in Employment.__table__.columns}
    there = {"id": None, "unit_id": world.units["F2"], "valid_from": day, "valid_to": None, "role": None}
    session.add(Employment(**kept | there))
    session.commit()


def _months_on(day: date, months: int) -> date:
    found = valid_until(day, months)
    assert found is not None
    return found


@pytest.mark.one_engine
@pytest.mark.parametrize("every", [7, pytest.param(1, marks=pytest.mark.whole)])
def test_a_year_of_runs_sends_what_the_rules_ask_for(
    mailroom: Mailroom, session: Session, world: World, today: date, every: int
) -> None:
    expected = play(session, world, today)
    got: dict[str, int] = defaultdict(int)
    names = {person_id: name for name, person_id in world.people.items()}
    rows: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for days in range(0, YEAR, every):
        for letter in mailroom.run(today + timedelta(days=days)):
            got[str(letter["To"])] += 1
    for mail in session.scalars(select(Mail).order_by(Mail.day)):
        (kind,) = mail.kinds
        assert mail.state.value == "sent"
        rows[names[mail.person_id]].append(((mail.day - today).days, kind))

    assert rows == {name: _as_run(days, every) for name, days in expected.items()}
    assert sum(got.values()) == sum(len(days) for days in rows.values())
    session.rollback()
    assert purge_mails(session, noon(today + 500 * A_DAY)) == sum(got.values())


def _as_run(days: list[tuple[int, str]], every: int) -> list[tuple[int, str]]:
    """The same where there is a run only every so many days: the first one from each day on."""
    rounded: dict[int, str] = {}
    for day, kind in days:
        run = -(-day // every) * every
        rounded[run] = OVERDUE if kind == DUE and run > day and day in {60, 130} else kind
    return sorted(rounded.items())
