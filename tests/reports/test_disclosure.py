"""Somebody who knows the rule and every head count tries to calculate what /laget does not say.

The attacker goes through every state that a small organisation could be in, makes the page of each, and keeps those
with the identical page. `make disclosure` tries ten thousand organisations.
"""

import os
import random
from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from math import prod

import pytest

from elearn.organisations.kinds import Kind
from elearn.organisations.tree import Node, Tree
from elearn.reports.published import Step, step_of
from elearn.reports.published_figures import Counted
from elearn.reports.small_numbers import Share

ORGANISATIONS = int(os.environ.get("ELEARN_DISCLOSURE", "300"))
MOST_STATES = 2_000
SIZES = (1, 2, 3, 5, 8, 9, 10, 12, 19, 20, 25, 40)
# How many numbers apart the least and the most must stay that can be calculated of any people.
NARROWEST = 4
ROOT = 1
MODULE = "hot"
# How many people stand in which units, lowest units only.
People = Mapping[tuple[int, ...], int]
State = tuple[int, ...]
Page = tuple[Step | None, ...]


def tree_of(above: Mapping[int, int]) -> Tree:
    """Companies 2, 3 … below the group or below each other."""
    return Tree(
        Node(
            unit,
            f"U{unit}",
            f"Bolag {unit}",
            Kind.COMPANY if unit > ROOT else Kind.GROUP,
            above.get(unit),
            None,
            None,
            True,
        )
        for unit in (ROOT, *above)
    )


class Pages:
    """The page of one organisation in any state: so many people of each kind are done."""

    def __init__(self, tree: Tree, people: People) -> None:
        self._counted = Counted(tree)
        above = ({unit for place in places for unit in tree.upward(place)} for places in people)
        self._homes = [self._counted.home(frozenset(units)) for units in above]
        self._wholes = list(people.values())

    def page(self, state: State) -> Page:
        own = self._counted.own
        own.clear()
        for home, part, whole in zip(self._homes, state, self._wholes, strict=True):
            own[home, MODULE] = own[home, MODULE].together(Share(part, whole))
        groups = self._counted.tell(MODULE)
        return (*(group.step for group in groups.values()), step_of(groups[ROOT].others))


def cells_of(tree: Tree, people: People) -> Iterator[list[int]]:
    """Whom the attacker asks about: people of one kind, and whoever stands in a unit; each as places in a state."""
    kinds = list(people)
    yield from ([place] for place in range(len(kinds)))
    for unit in tree.nodes:
        below = set(tree.subtree(unit))
        yield [place for place, units in enumerate(kinds) if below.intersection(units)]


def narrowest(tree: Tree, people: People) -> int:
    """How far apart the least and the most are at least that stay possible, in any state and of any people.

    People who are fewer than that themselves count as many as they are, if all of that stays possible.
    """
    pages = Pages(tree, people)
    states: dict[Page, list[State]] = {}
    for state in product(*(range(whole + 1) for whole in people.values())):
        states.setdefault(pages.page(state), []).append(state)
    cells = [cell for cell in cells_of(tree, people) if cell]
    wholes = list(people.values())
    return min(_open(cell, wholes, alike) for alike in states.values() for cell in cells)


def _open(cell: Sequence[int], wholes: Sequence[int], alike: Sequence[State]) -> int:
    numbers = {sum(state[place] for place in cell) for state in alike}
    apart = max(numbers) - min(numbers)
    return NARROWEST if apart == sum(wholes[place] for place in cell) else apart


def organisation(dice: random.Random) -> tuple[Tree, People]:
    """A group with one to four companies, some below others; some people in two of them, some in none."""
    units = list(range(2, 2 + dice.randint(1, 4)))
    above = {unit: dice.choice([ROOT, ROOT, *units[:place]]) for place, unit in enumerate(units)}
    kinds: list[tuple[int, ...]] = [(unit,) for unit in units if dice.random() < 0.9] or [(ROOT,)]
    if dice.random() < 0.5:
        kinds.append((ROOT,))
    if len(units) > 1 and dice.random() < 0.4:
        first, second = sorted(dice.sample(units, 2))
        kinds.append((first, second))
    people = dict.fromkeys(kinds, 1)
    for kind in dice.sample(kinds, len(kinds)):
        room = MOST_STATES // prod(whole + 1 for other, whole in people.items() if other != kind) - 1
        people[kind] = dice.choice([size for size in SIZES if size <= room])
    return tree_of(above), people


@pytest.mark.parametrize("part", range(10))
def test_nobody_can_be_calculated_in_a_small_organisation(part: int) -> None:
    for number in range(part, ORGANISATIONS, 10):
        tree, people = organisation(random.Random(number))
        assert narrowest(tree, people) >= NARROWEST, (number, tree.nodes, people)


@pytest.mark.parametrize("sizes", [(9, 100), (9, 101), (6, 100), (1, 100), (8, 40, 60), (10, 9), (9, 9, 9)])
def test_nobody_can_be_calculated_beside_a_large_group(sizes: tuple[int, ...]) -> None:
    people: People = {(unit,): size for unit, size in enumerate(sizes, start=2)}
    assert (
        narrowest(tree_of(dict.fromkeys((unit for units in people for unit in units), ROOT)), people)
        >= NARROWEST
    )


def test_two_units_of_almost_the_same_people_cannot_be_compared() -> None:
    tree = tree_of({2: ROOT, 3: ROOT})
    assert narrowest(tree, {(2, 3): 20, (3,): 2}) >= NARROWEST
    assert narrowest(tree, {(2, 3): 19, (2,): 11, (3,): 10}) >= NARROWEST


def test_an_attacker_gets_through_where_a_total_has_a_step_of_its_own(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The attack itself works: with a step from its own number the whole gives the few in it away."""
    monkeypatch.setattr("elearn.reports.published.step_of_all", _of_the_sum)
    tree = tree_of({2: ROOT, 3: ROOT})
    assert narrowest(tree, {(2,): 14, (3,): 12}) < NARROWEST


def _of_the_sum(shares: Sequence[Share]) -> Step | None:
    return step_of(Share(sum(share.part for share in shares), sum(share.whole for share in shares)))


def test_what_is_shown_follows_from_head_counts_alone() -> None:
    """What is missing says nothing."""
    for number in range(50):
        dice = random.Random(number)
        tree, people = organisation(dice)
        pages = Pages(tree, people)
        states = [
            tuple(dice.choice((0, whole, dice.randint(0, whole))) for whole in people.values())
            for _ in range(20)
        ]
        missing = {tuple(step is None for step in pages.page(state)) for state in states}
        assert len(missing) == 1


def test_everybody_in_a_group_of_ten_or_more_has_a_figure() -> None:
    """Hiding everything would pass the tests above."""
    tree = tree_of(dict.fromkeys(range(2, 9), ROOT))
    people: People = {(unit,): size for unit, size in enumerate((900, 450, 120, 40, 14, 6, 4), start=2)}
    state = tuple(whole // 2 for whole in people.values())
    *units, others = Pages(tree, people).page(state)
    assert [step is not None for step in units] == [True] * 6 + [False] * 2
    assert others is not None
    total = units[0]
    assert total is not None
    assert total.high - total.low <= 8
