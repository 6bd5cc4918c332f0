"""How accessible the service was found to be: what the accessibility statement may say, and no more.

The results are written by `make a11y`. Without them nothing is claimed.
"""

import json
from datetime import date
from enum import Enum
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from elearn.texts import Text

RESULTS = Path(__file__).with_name("assessment.json")
CRITERIA = 55  # of WCAG 2.2 at levels A and AA


class Degree(Enum):
    """The words of the law for how far a service meets the requirements, and one for not knowing."""

    FULL = "full"
    PARTIAL = "partial"
    NONE = "none"
    NOT_ASSESSED = "not assessed"


class State(Enum):
    """How a criterion came out."""

    PASSED = "passed"
    FAILED = "failed"
    UNTRIED = "untried"


class _Record(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Criterion(_Record):
    """A criterion and how it came out; a failed one says why, or in how many places."""

    number: str
    level: str
    name: Text
    state: State
    reason: Text | None = None
    places: int = 0


class ByHand(_Record):
    """Something that only people can try, and the day they did."""

    name: Text
    on: date | None = None


class Assessment(_Record):
    """One whole run: when, how much was looked at, and how each criterion came out."""

    assessed_on: date
    pages: int
    forms: int
    looks: int
    criteria: tuple[Criterion, ...]
    by_hand: tuple[ByHand, ...]

    @property
    def failed(self) -> list[Criterion]:
        return [one for one in self.criteria if one.state is State.FAILED]

    @property
    def untried(self) -> list[Criterion]:
        return [one for one in self.criteria if one.state is State.UNTRIED]

    @property
    def passed(self) -> list[Criterion]:
        return [one for one in self.criteria if one.state is State.PASSED]

    @property
    def undone(self) -> list[ByHand]:
        return [one for one in self.by_hand if one.on is None]

    @property
    def in_every_form(self) -> bool:
        """Whether so much was looked at that each page may have been seen in each form."""
        return self.looks >= self.pages * self.forms

    @property
    def degree(self) -> Degree:
        """Full only where all was tried, by people too, and nothing failed."""
        if not self.passed:
            return Degree.NONE if self.failed else Degree.NOT_ASSESSED
        if len(self.failed) > len(self.criteria) / 2:
            return Degree.NONE
        if len(self.passed) == CRITERIA and self.by_hand and not self.undone:
            return Degree.FULL
        return Degree.PARTIAL


def read_assessment(file: Path = RESULTS) -> Assessment | None:
    """The results as they stand in a file; None where there are none that can be read."""
    try:
        return Assessment.model_validate(json.loads(file.read_text(encoding="utf-8")))
    except (OSError, ValueError, ValidationError):
        return None


@cache
def get_assessment() -> Assessment | None:
    """The results that came with the program."""
    return read_assessment()
