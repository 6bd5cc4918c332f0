"""Whatever was loaded: taking the newest file back gives what was known before it, and changes no earlier report."""

import os
import random
from collections import defaultdict
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from elearn.organisations.importing import apply_import, plan_import
from elearn.organisations.models import HrImport
from elearn.organisations.undoing import plan_undo
from tests.organisations.loading import content
from tests.organisations.taking_back import Known, everything_known, persons
from tests.organisations.test_import_anything import (
    CODES,
    SOURCES,
    everything_hangs_together,
    nothing_overlaps,
    some_days,
    some_rows,
)

EXAMPLES = int(os.environ.get("ELEARN_HISTORIES", "0"))  # `make histories` tries many more
START = datetime(2026, 11, 1, 12, tzinfo=UTC)
STEPS = 6


def some_people(chance: random.Random) -> Iterable[str]:
    """A few people, each somewhere once, some with a key that is now one person's and now another's."""
    for number in chance.sample("1234", chance.randrange(5)):
        days, name = some_days(chance), chance.choice(("Ada;Al", "Bo;Berg"))
        key, protected = chance.choice(("", "", "k1", "k2", "k3")), chance.choice(("", "", "", "ja"))
        for code in chance.sample(CODES, chance.choice((1, 1, 2))):
            level = chance.choice(("chef", "medarbetare"))
            address = f"{chance.choice('abc')}@exempel.example"
            yield f"{number};{name};{address};{code};{level};{chance.choice('xy')};;{days};;{protected};{key}"


def load_something(session: Session, chance: random.Random, at: datetime) -> HrImport | None:
    """A random file, applied unless it is refused."""
    kind = chance.choice(("units", "people", "people", "people", "managers"))
    rows = some_people(chance) if kind == "people" else some_rows(chance, kind)
    file = content(kind, *rows, extra=";personnyckel" if kind == "people" else "")
    terms: dict[str, Any] = {
        "source": "hr" if kind == "units" else chance.choice(SOURCES),
        "effective": date(2026, 11, 1) + timedelta(days=chance.randrange(40)),
        "correction": True,
        "max_ended": 100,
    }
    made = plan_import(session, kind, file, **terms)
    return None if made.refused else apply_import(session, made, at=at)


def load_units(session: Session, at: datetime) -> None:
    rows = ["G;Gruppen;koncern;;2026-01-01;", *(f"{code};Namn;enhet;G;2026-01-01;" for code in CODES)]
    made = plan_import(session, "units", content("units", *rows), source="hr", effective=date(2026, 10, 1))
    assert made.faults == ()
    apply_import(session, made, at=at)


def together(known: Known) -> set[frozenset[int]]:
    """Which numbers are one person's."""
    return _groups(known["persons"])


def _groups(persons: dict[int, UUID]) -> set[frozenset[int]]:
    groups: dict[UUID, set[int]] = defaultdict(set)
    for number_id, person_id in persons.items():
        groups[person_id].add(number_id)
    return {frozenset(group) for group in groups.values()}


@settings(
    max_examples=EXAMPLES or 5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(seed=st.integers(0, 2**32))
def test_taking_back_gives_what_was_known_before_and_doing_it_twice_what_was_known_after(
    session: Session, seed: int
) -> None:
    chance, at = random.Random(seed), START
    try:
        load_units(session, at - timedelta(days=1))
        for _step in range(STEPS):
            before, known_people, instant = everything_known(session), persons(session), at
            at += timedelta(minutes=1)
            applied = load_something(session, chance, at)
            if applied is None:
                continue
            at += timedelta(minutes=1)
            after = everything_known(session)
            earlier = [everything_known(session, each) for each in (instant, at)]
            undone = plan_undo(session, applied, max_ended=100)
            assert undone.faults == (), "nothing has come after it"
            at += timedelta(minutes=1)
            done = apply_import(session, undone, at=at)
            assert everything_known(session) == before
            strangers = persons(session).keys() - known_people.keys()
            assert {frozenset([number]) for number in strangers} <= _groups(persons(session))
            assert [
                everything_known(session, each) for each in (instant, at - timedelta(minutes=1))
            ] == earlier
            nothing_overlaps(session)
            if chance.random() < 0.5:
                assert done is not None
                again = plan_undo(session, done, max_ended=100)
                assert again.faults == ()
                at += timedelta(minutes=1)
                apply_import(session, again, at=at)
                restored = everything_known(session)
                assert together(restored) == together(after)
                assert {**restored, "persons": ()} == {**after, "persons": ()}
                everything_hangs_together(session, applied.effective)
    finally:
        session.rollback()
