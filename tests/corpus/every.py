"""All cases, and the few of them that every test run takes."""

from collections.abc import Iterator
from itertools import combinations
from types import ModuleType

from tests.corpus import (
    broken_trees,
    days,
    encodings,
    hostile,
    identities,
    mapped,
    persons,
    posts,
    shapes,
    snapshots,
    trees,
    volumes,
    workbooks,
)
from tests.corpus.case import Case

GROUPS: tuple[ModuleType, ...] = (
    encodings,
    shapes,
    workbooks,
    identities,
    persons,
    posts,
    trees,
    broken_trees,
    volumes,
    hostile,
    days,
    snapshots,
    mapped,
)
CASES: dict[str, Case] = {case.name: case for group in GROUPS for case in group.CASES}
MOST = 40

# The mistakes that have cost others most; what else every run takes is found by its traits.
WORST = (
    "one name encoded twice",
    "a quote that another row closes",
    "workbook: half the people",
    "a header alone",
    "yesterday's file after today's",
    "another key for a number",
    "addresses that change places",
    "one personal number among employee numbers",
    "protected on one row of two",
    "two units under each other",
    "a ring on a later day",
    "a unit no longer there with a unit below it",
    "a unit ended with people",
    "value: a formula",
    "value: a direction override",
    "from the 31st of February",
    "9999-12-31 as the last day",
)

Trait = tuple[str, object]


def traits(case: Case, group: ModuleType) -> tuple[Trait, ...]:
    """What tells cases apart: where they belong, how they are read, what comes of them."""
    outcome = "refused" if case.difference is None else tuple(count > 0 for count in case.difference)
    return (
        ("group", group.__name__),
        ("kind", case.kind),
        ("encoding", case.encoding),
        ("separator", case.separator),
        ("outcome", outcome),
        ("source", case.source),
        ("options", tuple(case.options)),
        ("notices", bool(case.notices)),
        ("faults", min(len(case.faults), 2)),
    )


def representatives(most: int = MOST) -> Iterator[Case]:
    """The worst, and then the cases in which most pairs of traits occur, whichever adds most first."""
    pairs = {case.name: set(combinations(traits(case, group), 2)) for group in GROUPS for case in group.CASES}
    seen: set[tuple[Trait, Trait]] = set()
    for turn in range(most):
        name = WORST[turn] if turn < len(WORST) else max(pairs, key=lambda name: len(pairs[name] - seen))
        seen |= pairs.pop(name)
        yield CASES[name]
