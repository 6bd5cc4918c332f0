"""How much a manager may give one deputy in a unit beforehand: pure, about days alone."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum, auto

ONE_DAY = timedelta(days=1)
# The first day counts, so the last is 89 days later.
MOST_DAYS = 90
FURTHEST = timedelta(days=365)
# A manager acts again each time: nobody lays up a stock of days, one after the other.
RENEWED_BEFORE = timedelta(days=14)
NEAR = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Span:
    """From a first day to a last one, both counted."""

    first: date
    last: date

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1

    def meets(self, other: "Span") -> bool:
        return self.first <= other.last and other.first <= self.last

    def is_near(self, other: "Span") -> bool:
        """Whether so few days lie between the two that they count together."""
        earlier, later = sorted((self, other), key=lambda each: each.first)
        return later.first - earlier.last - ONE_DAY <= NEAR


class Obstacle(Enum):
    """Why days cannot be given to somebody beside those they have."""

    TAKEN = auto()
    COMING = auto()
    EARLY = auto()
    LONG = auto()


def find_obstacle(wanted: Span, others: Collection[Span], on: date) -> tuple[Obstacle, Span] | None:
    """What stands against naming somebody on a day, and the days that do; None where nothing does.

    At most one delegation that has not begun; beside one that holds only in its last 14 days. What is near together
    is at most 90 days, but for that renewal: it is counted from its own first day.
    """
    lasting = sorted((each for each in others if each.last >= on), key=lambda each: each.first)
    for each in lasting:
        obstacle = _against(wanted, each, on)
        if obstacle is not None:
            return obstacle, each
    return None


def _against(wanted: Span, other: Span, on: date) -> Obstacle | None:
    if wanted.meets(other):
        return Obstacle.TAKEN
    if other.first > on:
        if wanted.first > on:
            return Obstacle.COMING
        return Obstacle.LONG if wanted.is_near(other) and wanted.days + other.days > MOST_DAYS else None
    return Obstacle.EARLY if on < other.last - RENEWED_BEFORE else None
