"""Repeatable chance: the same seed gives the same throws on every machine and every Python."""

from collections.abc import Sequence
from datetime import date, timedelta
from hashlib import sha256
from typing import TypeVar

T = TypeVar("T")

RANGE = 2**64


class Dice:
    """Throws that depend on the seed alone, so that one unit's dice never disturb another's."""

    def __init__(self, seed: str) -> None:
        self.seed = seed
        self.throws = 0

    def below(self, limit: int) -> int:
        self.throws += 1
        digest = sha256(f"{self.seed} {self.throws}".encode()).digest()
        return int.from_bytes(digest[:8], "big") * limit // RANGE

    def between(self, lowest: int, highest: int) -> int:
        return lowest + self.below(highest - lowest + 1)

    def chance(self, percent: int) -> bool:
        return self.below(100) < percent

    def pick(self, options: Sequence[T]) -> T:
        return options[self.below(len(options))]

    def shuffled(self, things: Sequence[T]) -> list[T]:
        """Fisher and Yates, written out because the standard library's may change between versions."""
        cards = list(things)
        for last in range(len(cards) - 1, 0, -1):
            other = self.below(last + 1)
            cards[last], cards[other] = cards[other], cards[last]
        return cards

    def day(self, first: date, last: date) -> date:
        return first + timedelta(days=self.below((last - first).days + 1))
