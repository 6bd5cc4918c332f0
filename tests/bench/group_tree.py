"""The units of a large group: seven below each, from the group to its workplaces, and the elected bodies beside. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass

from elearn.organisations.kinds import Kind

BRANCHES = 7
PEOPLE_PER_UNIT = 50
COMPANIES = (6, 7)  # of the seven below the group; the others are administrations
OUTSIDE = 7  # one company that does not count in the group's total


@dataclass(frozen=True, slots=True)
class GroupUnit:
    """A unit by its place in the tree from above; the group itself is 0. Its code is U and that number."""

    place: int
    kind: Kind
    above: int | None

    @property
    def code(self) -> str:
        return f"U{self.place}"

    @property
    def counts(self) -> bool:
        return self.place != OUTSIDE


@dataclass(frozen=True, slots=True)
class Outline:
    """So many units in the line, and behind them the elected bodies."""

    line: int
    bodies: int

    @property
    def all(self) -> int:
        return self.line + self.bodies

    def units(self) -> Iterator[GroupUnit]:
        for place in range(self.line):
            yield GroupUnit(place, _kind(place), (place - 1) // BRANCHES if place else None)
        for place in range(self.line, self.all):
            yield GroupUnit(place, Kind.COMMITTEE if place > self.line else Kind.COUNCIL, 0)

    @property
    def department(self) -> str:
        """A department with about a fiftieth of the group: the middle one of the second step down."""
        return f"U{BRANCHES + 1 + BRANCHES * BRANCHES // 2}"

    @property
    def workplace(self) -> int:
        """The place of a workplace without units below it."""
        return self.line - 2


def outline(people: int) -> Outline:
    return Outline(line=max(people // PEOPLE_PER_UNIT, 1 + BRANCHES + BRANCHES**2), bodies=1 + BRANCHES)


def _kind(place: int) -> Kind:
    if place == 0:
        return Kind.GROUP
    if place <= BRANCHES:
        return Kind.COMPANY if place in COMPANIES else Kind.ADMINISTRATION
    return Kind.DEPARTMENT if place <= BRANCHES + BRANCHES**2 else Kind.WORKPLACE
