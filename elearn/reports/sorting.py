"""In which order units stand, and what the head of a column does with it. Pure."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from elearn.formatting import swedish_order
from elearn.reports.over_time import Figures

Unit = TypeVar("Unit")


class UnitOrder(StrEnum):
    """What units are sorted by, as addresses call it."""

    NEED = "behov"
    NAME = "namn"
    DONE = "klara"
    PEOPLE = "personer"
    OVERDUE = "forsenade"


# Where a reader begins to look: at the most people and the most who are late, and at the smallest share of the done.
FALLING = frozenset({UnitOrder.PEOPLE, UnitOrder.OVERDUE})


def need(figures: Figures) -> tuple[float, float]:
    """Sorts what needs attention first: the share who are late or must do it again, then the share who are not done."""
    asked = figures.asked or 1
    return -(figures.overdue + figures.expired) / asked, -(figures.asked - figures.done) / asked


KEYS: dict[UnitOrder, Callable[[Figures], tuple[float, ...]]] = {
    UnitOrder.NEED: need,
    UnitOrder.NAME: lambda _figures: (),
    UnitOrder.DONE: lambda figures: (figures.done / figures.asked,) if figures.asked else (),
    UnitOrder.PEOPLE: lambda figures: (-figures.people,),
    UnitOrder.OVERDUE: lambda figures: (-figures.overdue,),
}


@dataclass(frozen=True, slots=True)
class Sorting:
    """An order, or the other way round."""

    order: UnitOrder
    turned: bool = False

    @classmethod
    def read(cls, text: str | None, ordinary: UnitOrder) -> "Sorting":
        """What an address says; a minus turns the order round. What it makes up is the ordinary order."""
        text = text or ""
        word = text.removeprefix("-")
        return cls(UnitOrder(word), word != text) if word in set(UnitOrder) else cls(ordinary)

    @property
    def text(self) -> str:
        return f"-{self.order}" if self.turned else str(self.order)

    def said(self, name: str, ordinary: UnitOrder) -> dict[str, str]:
        """What an address has to say of it."""
        return {} if self == Sorting(ordinary) else {name: self.text}

    def by(self, word: str) -> str:
        """What the head of a column asks for: its own order, or the other way round where that is the order already."""
        order = UnitOrder(word)
        return Sorting(order, turned=order == self.order and not self.turned).text

    def direction(self, word: str) -> str:
        """How a column is sorted, as aria-sort calls it; empty where the rows are not sorted by it."""
        if word != self.order:
            return ""
        return "descending" if (self.order in FALLING) != self.turned else "ascending"

    def sort(
        self, units: Iterable[Unit], name: Callable[[Unit], str], figures: Callable[[Unit], Figures]
    ) -> list[Unit]:
        """Units in this order; those that are alike by name, and those of whom nothing is asked last by share."""
        by_name = self.order is UnitOrder.NAME
        found = sorted(units, key=lambda unit: swedish_order(name(unit)), reverse=by_name and self.turned)
        if by_name:
            return found
        key = KEYS[self.order]
        empty = [unit for unit in found if not key(figures(unit))]
        others = [unit for unit in found if key(figures(unit))]
        return sorted(others, key=lambda unit: key(figures(unit)), reverse=self.turned) + empty
