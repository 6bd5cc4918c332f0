"""What may be published of shares outside the line: nobody can be told, not even by calculating. Pure.

Everybody is counted in one group. A share of a group is said as a step: so many per cent, wide enough to hold at least
five numbers of people. The lowest step holds "nobody" and the highest "everybody", so that neither is ever said. Who
are too few for a step are counted together with others. What is said of a group that holds others is calculated from
what is said of those, and so tells nothing that they do not. Whether something is said follows from how many people
there are, never from how many of them are done: what is missing tells nothing either.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from elearn.reports.small_numbers import NOBODY, Share

# From so many people on, steps of so many per cent: each step holds at least five numbers of them.
STEPS = ((100, 5), (50, 10), (25, 20), (20, 25), (10, 50))
TEN = 10


class Step(NamedTuple):
    """What is said of a share: from so many per cent to below so many. Everybody is in the last one."""

    low: int
    high: int

    @property
    def middle(self) -> float:
        """Where a picture of it ends."""
        return (self.low + self.high) / 2


def step_of(share: Share) -> Step | None:
    """The step that a share falls in; None where there are too few people for any."""
    size = next((step for people, step in STEPS if share.whole >= people), None)
    if size is None:
        return None
    low = min(100 * share.part // (size * share.whole) * size, 100 - size)
    return Step(low, low + size)


def step_of_all(shares: Sequence[Share]) -> Step | None:
    """What follows for people together from what is said of each group of them: the mean of the steps, by people."""
    steps = [(share.whole, step) for share in shares if (step := step_of(share))]
    whole = sum(people for people, _ in steps)
    if not whole:
        return None
    low = sum(people * step.low for people, step in steps) // whole
    high = -(-sum(people * step.high for people, step in steps) // whole)
    return Step(low, high)


def tens(number: int) -> int:
    """A number of people to the nearest ten."""
    return (number + TEN // 2) // TEN * TEN


@dataclass(slots=True)
class Group:
    """A published group of people of whom one module is asked.

    `own`: whoever is counted in it and in none of the groups `below`. `others`: those, with whoever was too few for
    a step of their own below. `told`: the shares, of people apart from each other, that its figure is calculated from.
    """

    own: Share = NOBODY
    below: list["Group"] = field(default_factory=list)
    others: Share = NOBODY
    told: tuple[Share, ...] = ()

    @property
    def step(self) -> Step | None:
        return step_of_all(self.told)


def tell(group: Group) -> Share:
    """Find what is said of a group and of all below it. Returns who is still too few, to be told of with others."""
    group.others, group.told = group.own, ()
    for each in group.below:
        group.others = group.others.together(tell(each))
        group.told += each.told
    if step_of(group.others) is None:
        return group.others
    group.told += (group.others,)
    return NOBODY
