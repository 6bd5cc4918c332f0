"""Small numbers on pages that leave the line: no cell from which fewer than five people can be told. Pure.

Neither who is counted nor the rest may be one to four people; where a cell goes, so does what it could be
calculated from. Nobody and everybody tell of no one in particular, in a group of five or more.
"""

from collections.abc import Hashable, Mapping
from typing import NamedTuple, TypeVar

FEWEST = 5

Key = TypeVar("Key", bound=Hashable)


class Share(NamedTuple):
    """How many of how many."""

    part: int
    whole: int

    @property
    def rest(self) -> int:
        return self.whole - self.part

    def plus(self, *, done: bool) -> "Share":
        """One person more."""
        return Share(self.part + done, self.whole + 1)

    def together(self, other: "Share") -> "Share":
        """Both, of people apart from each other."""
        return Share(self.part + other.part, self.whole + other.whole)

    def minus(self, other: "Share") -> "Share":
        return Share(self.part - other.part, self.whole - other.whole)


NOBODY = Share(0, 0)


def is_safe(share: Share) -> bool:
    """Whether a share may be shown: it tells of nobody, or of at least five on either side that it speaks of."""
    return all(_is_nobody_or_many(number) for number in (share.part, share.rest))


def is_safe_change(before: Share, after: Share) -> bool:
    """Whether two shares may stand beside each other: who made the difference must not be told either."""
    return _is_nobody_or_many(after.part - before.part) and _is_nobody_or_many(after.rest - before.rest)


def shown(total: Share, parts: Mapping[Key, Share]) -> tuple[Share | None, dict[Key, Share]]:
    """What may be shown of a total and its parts: what is left out of the parts cannot be calculated either."""
    safe = {key: share for key, share in parts.items() if is_safe(share)}
    if not is_safe(total):
        return None, safe
    while len(safe) < len(parts) and not is_safe(_left(total, safe)):
        smallest = min(
            (key for key in safe if safe[key].whole), key=lambda key: safe[key].whole, default=None
        )
        if smallest is None:
            return None, {}
        del safe[smallest]
    return total, safe


def _left(total: Share, taken: Mapping[Key, Share]) -> Share:
    for share in taken.values():
        total = total.minus(share)
    return total


def _is_nobody_or_many(number: int) -> bool:
    return number == 0 or abs(number) >= FEWEST
