"""Whatever the files say: each is refused with a sentence, or loads so that a second time changes nothing."""

import random
from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from elearn import clock
from elearn.database import known
from elearn.organisations.importing import apply_import, lock_imports, plan_import
from elearn.organisations.models import Employment, PersonalDetails, Post, UnitVersion
from elearn.organisations.queries import get_tree
from tests.organisations.loading import content, counts

SOURCES = ("hr", "bolag")
CODES = ("A", "B", "C")
STEPS = 14


def some_days(chance: random.Random) -> str:
    """A first and a last day, either of which may be missing; a few in the wrong order."""
    days = [(date(2026, 11, 1) + timedelta(days=chance.randrange(40))).isoformat() for _each in range(2)]
    first, last = days if chance.random() < 0.05 else sorted(days)
    return f"{first if chance.random() < 0.7 else ''};{last if chance.random() < 0.4 else ''}"


def some_rows(chance: random.Random, kind: str) -> Iterable[str]:
    yield from ("G;Gruppen;koncern;;2026-10-01;",) if kind == "units" and chance.random() < 0.8 else ()
    for _row in range(chance.randrange(5)):
        days, code, number = some_days(chance), chance.choice(CODES), chance.choice("123")
        if kind == "units":
            parent = chance.choice("GGGG" + "".join(CODES))
            yield f"{code};{chance.choice(('Namn', 'Annat'))};enhet;{parent};{days}"
        elif kind == "people":
            level, key = chance.choice(("chef", "medarbetare")), chance.choice(("", "", number))
            yield f"{number};Ada;Al;;{code};{level};{chance.choice('xy')};;{days};;;{key}"
        else:
            yield f"{code};hr;{number};chef;{days}"


@pytest.mark.parametrize("seed", range(6))
def test_any_file_is_refused_or_loads_once_and_for_all(session: Session, seed: int) -> None:
    chance = random.Random(seed)
    for _step in range(STEPS):
        kind = chance.choice(("units", "units", "people", "managers"))
        file = content(kind, *some_rows(chance, kind), extra=";personnyckel" if kind == "people" else "")
        source = "hr" if kind == "units" and chance.random() < 0.8 else chance.choice(SOURCES)
        effective = date(2026, 11, 1) + timedelta(days=chance.randrange(40))
        lock_imports(session)
        terms: dict[str, Any] = {
            "source": source,
            "effective": effective,
            "correction": True,
            "max_ended": 100,
        }
        made = plan_import(session, kind, file, **terms)
        if made.refused:
            assert all(fault.message.endswith(".") for fault in made.faults)
            session.rollback()
            continue
        apply_import(session, made, at=clock.now())
        session.commit()
        again = plan_import(session, kind, file, **terms)
        assert again.changes_nothing
        assert counts(again)[:3] == (0, 0, 0)
        nothing_overlaps(session)
        everything_hangs_together(session, effective)


def nothing_overlaps(session: Session) -> None:
    """No two known rows of one key hold on the same day."""
    days: dict[tuple[object, ...], list[tuple[date, date]]] = defaultdict(list)
    for unit in session.scalars(select(UnitVersion).where(known(UnitVersion))):
        days["unit", unit.unit_id].append((unit.valid_from, unit.valid_to or date.max))
    for job in session.scalars(select(Employment).where(known(Employment))):
        days["job", job.number_id, job.unit_id, job.level].append((job.valid_from, job.valid_to or date.max))
    for post in session.scalars(select(Post).where(known(Post))):
        key = ("post", post.source_id, post.number_id, post.unit_id, post.role)
        days[key].append((post.valid_from, post.valid_to or date.max))
    for name in session.scalars(select(PersonalDetails).where(known(PersonalDetails))):
        days["name", name.number_id].append((name.valid_from, name.valid_to or date.max))
    for spans in days.values():
        spans.sort()
        assert all(first <= last for first, last in spans)
        assert all(before[1] < after[0] for before, after in pairwise(spans))


def everything_hangs_together(session: Session, on: date) -> None:
    """Every unit of a day stands below the one root."""
    tree = get_tree(session, on)
    for unit_id, node in tree.nodes.items():
        if not node.ended:
            assert list(tree.upward(unit_id))[-1] == (tree.root.id if tree.root else None)
