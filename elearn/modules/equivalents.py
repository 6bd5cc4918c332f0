"""Courses from elsewhere that answer to a module of ours, as frozen, strictly validated values. Pure."""

from collections.abc import Iterable
from datetime import date
from typing import Annotated, Literal

from pydantic import StringConstraints

from elearn.texts import Id, Line, Text, Value

Web = Annotated[str, StringConstraints(pattern=r"^https://[^\s]+$")]
# How many months a contact person may let a completion hold where the requirement does not say; None: as it says.
MONTHS = (12, 24, 36, 60)


class Equivalent(Value):
    """A course of somebody else's: who gives it, what is known of it, and which modules its certificate answers to.

    `decided_on` is the day of the client's decision on that; None: we only propose it. `certificate`: whether a
    source says that the course gives one. `valid_months`: from its own day; None: as the requirement says.
    """

    key: Id
    issuer: Text
    name: Text
    url: Web | None
    source: Line
    last_checked: date
    check_by: date
    status: Literal["verified", "single-source"]
    certificate: Literal["stated", "not-stated"]
    modules: tuple[Id, ...]
    decided_on: date | None
    valid_months: Literal[12, 24, 36, 60] | None


def answering_to(equivalents: Iterable[Equivalent], slug: str) -> tuple[Equivalent, ...]:
    """The courses whose certificate may be handed in for a module, in the order of the register."""
    return tuple(each for each in equivalents if slug in each.modules)
