"""Somebody who knows every head count tries to calculate what /laget does not say, in random organisations.

The attacker here is another one than that of `elearn.reports.published`: it does not reckon with ranges, it keeps
every number that is still possible. `make disclosure` tries ten thousand organisations.
"""

import os
import random
from collections.abc import Iterable
from itertools import pairwise

import pytest

from elearn.reports.published import Cell, is_many, protect
from elearn.reports.small_numbers import Share

ORGANISATIONS = int(os.environ.get("ELEARN_DISCLOSURE", "200"))
SHARES = (0.0, 0.0, 0.05, 0.3, 0.5, 0.5, 0.8, 0.95, 1.0, 1.0)


def organisation(dice: random.Random) -> Cell:
    """A group, the units in it, and perhaps units in those; some people in two of them, some in none."""
    total = _group([_unit(dice, depth=1) for _ in range(dice.randint(1, 8))], dice)
    total.rough = is_many(total.share)
    protect(total)
    return total


def _unit(dice: random.Random, depth: int) -> Cell:
    if depth and dice.random() < 0.2:
        return _group([_unit(dice, depth - 1) for _ in range(dice.randint(1, 3))], dice)
    return Cell(_people(dice))


def _group(below: list[Cell], dice: random.Random) -> Cell:
    rest = _people(dice) if dice.random() < 0.5 else Share(0, 0)
    below = [*below, Cell(rest, rest=True)]
    part, whole = sum(each.share.part for each in below), sum(each.share.whole for each in below)
    twice = dice.randint(0, min(3, part)) if dice.random() < 0.3 else 0
    return Cell(Share(part - twice, whole - twice), below, twice)


def _people(dice: random.Random) -> Share:
    whole = dice.choice((dice.randint(1, 9), dice.randint(1, 9), dice.randint(10, 30), dice.randint(31, 150)))
    done = dice.choice(SHARES)
    return Share(sum(dice.random() < done for _ in range(whole)), whole)


def possible(total: Cell) -> dict[int, set[int]]:
    """Every number that is still possible for each group, by what the page says and by nothing else."""
    up: dict[int, set[int]] = {}
    _up(total, up)
    found = {id(total): up[id(total)]}
    _down(total, up, found)
    return found


def _said(cell: Cell) -> set[int]:
    numbers = set(range(cell.share.whole + 1))
    if cell.step is not None:
        numbers = {part for part in numbers if _says_the_same(cell, part)}
    if cell.rough:
        numbers = {part for part in numbers if (part + 5) // 10 == (cell.share.part + 5) // 10}
    return numbers


def _says_the_same(cell: Cell, part: int) -> bool:
    other = Cell(Share(part, cell.share.whole)).step
    assert other is not None
    assert cell.step is not None
    return (other.low, other.high) == (cell.step.low, cell.step.high)


def _up(cell: Cell, up: dict[int, set[int]]) -> None:
    for each in cell.below:
        _up(each, up)
    up[id(cell)] = _said(cell)
    if cell.below:
        sums = _sums(up[id(each)] for each in cell.below)
        up[id(cell)] &= {number - cell.twice for number in sums}


def _down(cell: Cell, up: dict[int, set[int]], found: dict[int, set[int]]) -> None:
    whole = {number + cell.twice for number in found[id(cell)]}
    for each in cell.below:
        others = _sums(up[id(other)] for other in cell.below if other is not each)
        found[id(each)] = {number for number in up[id(each)] if any(one - number in others for one in whole)}
        _down(each, up, found)


def _sums(parts: Iterable[set[int]]) -> set[int]:
    """Every sum of one number out of each part, as the bits of a whole number: quick, and nothing like a range."""
    bits = 1
    for part in parts:
        added = 0
        for number in part:
            added |= bits << number
        bits = added
    return {number for number in range(bits.bit_length()) if bits >> number & 1}


@pytest.mark.parametrize("part", range(10))
def test_nobody_can_be_calculated(part: int) -> None:
    for number in range(part, ORGANISATIONS, 10):
        total = organisation(random.Random(number))
        found = possible(total)
        for cell in total.all():
            numbers = sorted(found[id(cell)])
            assert cell.share.part in numbers, number
            open_ = numbers[-1] - numbers[0]
            assert open_ >= min(3, cell.unread.width), (number, cell.share, numbers)
            assert cell.unread.width == cell.share.whole or any(each.twice for each in total.all())
            # and our own attacker found no more than there is to find
            assert (cell.found.low, cell.found.high) == (numbers[0], numbers[-1]), number
            assert all(after - before == 1 for before, after in pairwise(numbers)), number


def test_most_of_an_ordinary_group_is_shown() -> None:
    """Hiding everything would pass the test above."""
    dice = random.Random(1)
    shown = whole = 0
    for _ in range(50):
        cells = [
            Cell(Share(round(size * dice.uniform(0.1, 0.9)), size)) for size in (900, 450, 120, 40, 14, 6)
        ]
        total = Cell(Share(sum(each.share.part for each in cells), 1530), cells, rough=True)
        protect(total)
        shown += sum(each.step is not None for each in cells)
        whole += len(cells)
    assert shown / whole > 0.8


def test_an_attacker_gets_through_where_nothing_is_protected() -> None:
    """The attack itself works: without protection it finds that none of nine is done."""
    small, large = Cell(Share(0, 9)), Cell(Share(19, 91))
    total = Cell(Share(19, 100), [small, large], rough=True)
    assert possible(total)[id(small)] == {0}
