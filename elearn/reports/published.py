"""What may be published of shares outside the line: nobody can be told, not even by calculating. Pure.

A share is said as a step: so many per cent, wide enough to hold at least five numbers of people. The lowest step holds
"nobody" and the highest "everybody", so that neither is ever said. Fewer than ten people have no step at all. What then
still could be calculated, from totals and the other steps, is found by calculating it, and hidden too.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from elearn.reports.small_numbers import FEWEST, Share

# From so many people on, steps of so many per cent: each step holds at least five of them.
STEPS = ((100, 5), (50, 10), (25, 20), (20, 25), (10, 50))
# How many numbers apart the least and the most must stay that can be calculated of a group of people.
NARROWEST = 3
TEN = 10


class Range(NamedTuple):
    """The least and the most that a number of people can be."""

    low: int
    high: int

    @property
    def width(self) -> int:
        return self.high - self.low

    def within(self, low: int, high: int) -> "Range":
        return Range(max(self.low, low), min(self.high, high))


UNKNOWN = Range(0, 0)


@dataclass(frozen=True, slots=True)
class Step:
    """What is said of a share: from so many per cent to below so many, and which numbers of people that may be."""

    low: int
    high: int
    range: Range

    @property
    def middle(self) -> float:
        """Where a picture of it ends."""
        return (self.low + self.high) / 2


def step_of(share: Share) -> Step | None:
    """The step that a share falls in; None where there are too few people for any."""
    size = next((step for people, step in STEPS if share.whole >= people), None)
    if size is None:
        return None
    parts, low = range(share.whole + 1), _low(share.part, share.whole, size)
    first = bisect_left(parts, low, key=lambda part: _low(part, share.whole, size))
    last = bisect_right(parts, low, key=lambda part: _low(part, share.whole, size)) - 1
    return Step(low, low + size, Range(first, last))


def _low(part: int, whole: int, size: int) -> int:
    """The per cent that a step begins at. Everybody is in the last one."""
    return min(100 * part // (size * whole) * size, 100 - size)


def tens(number: int) -> int:
    """A number of people to the nearest ten."""
    return (number + TEN // 2) // TEN * TEN


@dataclass(slots=True)
class Cell:
    """A group of people of whom one module is asked, the groups in it, and what is said of it.

    `below` holds everybody once or more: the published groups, and whoever is in none of those. `twice`: how many
    done people are counted once too often in it, which we let the attacker know. `rest`: never published. `rough`:
    the number done is said too, to the nearest ten. `unread` is what could be calculated without the page.
    """

    share: Share
    below: list["Cell"] = field(default_factory=list)
    twice: int = 0
    rest: bool = False
    hidden: bool = False
    rough: bool = False
    found: Range = UNKNOWN
    unread: Range = UNKNOWN

    @property
    def step(self) -> Step | None:
        return None if self.rest or self.hidden else step_of(self.share)

    @property
    def told(self) -> Range:
        """What the page itself says."""
        step = self.step
        told = step.range if step else Range(0, self.share.whole)
        if not self.rough:
            return told
        return told.within(tens(self.share.part) - TEN // 2, tens(self.share.part) + TEN // 2 - 1)

    @property
    def is_told_too_much(self) -> bool:
        """Whether the page leaves less open than it must: all that was open before, where that was little."""
        return self.found.width < min(NARROWEST, self.unread.width)

    def all(self) -> Iterator["Cell"]:
        yield self
        for cell in self.below:
            yield from cell.all()


def attack(total: Cell) -> None:
    """Find for every cell the least and the most that follow from all that is said, by who knows every head count.

    Once from the smallest groups up, once from the whole down: in a tree of sums nothing more can be calculated.
    """
    for cell in total.all():
        cell.found = cell.told
    _calculate(total)


def _calculate(total: Cell) -> None:
    _gather(total)
    _spread(total)


def _gather(cell: Cell) -> None:
    for each in cell.below:
        _gather(each)
    if cell.below:
        low, high = _sums(cell.below)
        cell.found = cell.found.within(low - cell.twice, high - cell.twice)


def _spread(cell: Cell) -> None:
    low, high = _sums(cell.below)
    least, most = cell.found.low + cell.twice, cell.found.high + cell.twice
    narrowed = [
        each.found.within(least - (high - each.found.high), most - (low - each.found.low))
        for each in cell.below
    ]
    for each, found in zip(cell.below, narrowed, strict=True):
        each.found = found
        _spread(each)


def _sums(cells: Sequence[Cell]) -> tuple[int, int]:
    return sum(each.found.low for each in cells), sum(each.found.high for each in cells)


def protect(total: Cell) -> None:
    """Hide more until nothing that is hidden, or said roughly, can be told by calculating.

    The smallest of the groups that give something away goes first: those beside it, or the one that holds them.
    """
    for cell in total.all():
        cell.found = Range(0, cell.share.whole)
    _calculate(total)
    for cell in total.all():
        cell.unread = cell.found
    while True:
        attack(total)
        family = next((each for each in _families(total) if any(one.is_told_too_much for one in each)), None)
        if family is None:
            return
        if total.rough:
            total.rough = False
            continue
        near = [cell for cell in family if cell.step is not None and cell is not total]
        shown = near or [cell for cell in total.all() if cell.step is not None]
        if not shown:
            return
        min(shown, key=lambda cell: cell.share.whole).hidden = True


def _families(cell: Cell) -> Iterator[list[Cell]]:
    """Every cell with those right below it."""
    yield [cell, *cell.below]
    for each in cell.below:
        if each.below:
            yield from _families(each)


def is_many(share: Share) -> bool:
    """Whether a whole group's numbers, to the nearest ten, may stand beside its step: many done, and many not."""
    return min(share.part, share.rest) >= 2 * FEWEST and share.whole >= STEPS[0][0]
