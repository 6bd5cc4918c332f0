"""Making the kept counts and keeping them right, in the transaction of whatever is recorded.

Whoever writes them holds the end of the chain, as everybody does who records anything: so they take turns.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from elearn.audit.services import lock_chain
from elearn.database import Dated, known
from elearn.organisations.models import Employment, Unit, UnitVersion
from elearn.organisations.queries import get_tree
from elearn.reports import kept
from elearn.reports.courses import ONE_DAY, Course, Life, Window, course_of
from elearn.reports.lives import employed_in, list_lives, read_as
from elearn.reports.rolling import Changes, Rows, Ways, note, roll_up, ways_of
from elearn.requirements.models import RequirementVersion
from elearn.requirements.queries import get_asker

# For so many days counts are made: whatever happens at their midnights alone is in them.
HORIZON = timedelta(days=60)
# Whoever may renews counts that are older: each midnight since they were made is read with them.
RENEWED_AFTER = timedelta(days=7)
# About so many employments are read at once, and more units than this never.
EMPLOYMENTS_AT_A_TIME, UNITS_AT_A_TIME = 5000, 500


def renew_counts(session: Session, on: date) -> bool:
    """Make the counts where there are none, where they no longer hold, and where they have become old."""
    lock_chain(session)
    made = kept.find_made(session)
    if made is not None and made.holds(on) and on - made.window.first <= RENEWED_AFTER:
        return False
    make_counts(session, on)
    return True


def make_counts(session: Session, on: date) -> None:
    """Count everybody anew, from a day on."""
    lock_chain(session)
    session.flush()
    kept.clear(session)
    window = _window(session, on)
    ways = ways_of(get_tree(session, on), session.scalars(select(Unit.id)))
    kept.keep_ways(session, ways)
    for courses in list_courses(session, window, ways):
        kept.keep_courses(session, courses)
        kept.add(session, rows_of(courses, ways))
    kept.keep_made(session, window)


def list_courses(session: Session, window: Window, ways: Ways) -> Iterator[dict[UUID, Course]]:
    """How everybody is counted in a window, some people at a time: those of units that stand close together."""
    asker = get_asker(session, ways, window.first)
    order = {unit: place for place, unit in enumerate(_in_order(ways))}
    for units in _batches(session, list(order)):
        people = session.scalars(employed_in(units, window.first, window.last)).all()
        first, last = order[units[0]], order[units[-1]]
        courses: dict[UUID, Course] = {}
        for life in list_lives(session, people):
            # Somebody who is in several units is counted with the first of them.
            if first <= min(order[unit] for unit in _units(life, window)) <= last:
                courses[life.person_id] = course_of(life, window, asker)
        yield {person_id: course for person_id, course in courses.items() if course}


def rows_of(courses: dict[UUID, Course], ways: Ways) -> Rows:
    """What some people add to the rows."""
    changes: Changes = Counter()
    for course in courses.values():
        note(changes, course)
    return roll_up(changes, ways)


def recount(session: Session, people: Iterable[UUID], window: Window) -> None:
    """Count some people anew after something was recorded of them. `window`: for which the counts were made."""
    session.flush()
    lives = list(list_lives(session, read_as(session, people)))
    before = kept.get_courses(session, [life.person_id for life in lives])
    ways = kept.get_ways(session, _all_units(lives, before.values()), window.first)
    asker = get_asker(session, ways, window.first)
    changes: Changes = Counter()
    changed: dict[UUID, Course] = {}
    for life in lives:
        old, new = before.get(life.person_id, ()), course_of(life, window, asker)
        if new != old:
            changed[life.person_id] = new
            note(changes, old, -1)
            note(changes, new)
    kept.keep_courses(session, changed)
    kept.add(session, roll_up(changes, ways))


def _all_units(lives: Iterable[Life], courses: Iterable[Course]) -> set[int]:
    employed = {spell.unit_id for life in lives for spell in life.spells}
    steps = (step.counted for course in courses for step in course)
    return employed | {place.unit_id for counted in steps if counted for place in counted.places}


def _window(session: Session, on: date) -> Window:
    """From a day to the last before something that is known already changes units or requirements."""
    turns = [*_turns(session, UnitVersion, on), *_turns(session, RequirementVersion, on)]
    return Window(on, min([on + HORIZON, *(turn - ONE_DAY for turn in turns)]))


def _turns(session: Session, model: type[Dated], on: date) -> Iterator[date]:
    """The first days after a day on which rows begin to hold, or no longer do."""
    begins: Any = select(func.min(model.valid_from)).where(known(model), model.valid_from > on)
    ends: Any = select(func.min(model.valid_to)).where(known(model), model.valid_to >= on)
    first, last = session.scalar(begins), session.scalar(ends)
    if first is not None:
        yield first
    if last is not None and last < date.max:
        yield last + ONE_DAY


def _in_order(ways: Ways) -> list[int]:
    """The units, what stands below one unit close together."""
    return sorted(ways.asks, key=lambda unit: (sorted(ways.asks[unit]), unit))


def _batches(session: Session, units: Sequence[int]) -> Iterator[list[int]]:
    rows = session.execute(
        select(Employment.unit_id, func.count()).where(known(Employment)).group_by(Employment.unit_id)
    )
    sizes = dict(rows.all())
    batch: list[int] = []
    size = 0
    for unit in units:
        if batch and (size + sizes.get(unit, 0) > EMPLOYMENTS_AT_A_TIME or len(batch) >= UNITS_AT_A_TIME):
            yield batch
            batch, size = [], 0
        batch.append(unit)
        size += sizes.get(unit, 0)
    if batch:
        yield batch


def _units(life: Life, window: Window) -> Iterator[int]:
    return (
        spell.unit_id
        for spell in life.spells
        if spell.first <= window.last and (spell.last is None or spell.last >= window.first)
    )
