"""What a requirement asks, and what a change of it makes of the days. Pure: what is saved and what a preview shows."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from elearn.organisations.kinds import Form, Kind, Level
from elearn.requirements.models import RequirementVersion

ONE_DAY = timedelta(days=1)

# The columns of a version that say what is asked.
ASKED = (
    *("unit_id", "modules", "levels", "kinds", "forms", "person_id"),
    *("due_days", "due_on", "valid_months", "anchor_month", "window_days", "refreshers", "major_days"),
    *("decided_by", "decided_on", "record_number"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What a requirement asks, of whom, and who decided it, as `RequirementVersion` says.

    No levels, kinds, forms or person: everyone. No decision: a recommendation.
    """

    unit_id: int
    modules: tuple[str, ...]
    levels: tuple[Level, ...] = ()
    kinds: tuple[Kind, ...] = ()
    forms: tuple[Form, ...] = ()
    person_id: UUID | None = None
    due_days: int = 90
    due_on: date | None = None
    valid_months: int | None = 24
    anchor_month: int | None = None
    window_days: int = 0
    refreshers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    major_days: int | None = None
    decided_by: str | None = None
    decided_on: date | None = None
    record_number: str | None = None

    def __post_init__(self) -> None:
        decision = (self.decided_by, self.decided_on, self.record_number)
        if any(decision) != all(decision):
            raise ValueError("a decision has a deciding body, a day and a record number")
        if not self.modules:
            raise ValueError("a requirement asks for a module")
        if self.anchor_month is not None and self.valid_months is None:
            raise ValueError("a month of renewal belongs to a number of months")
        if self.anchor_month is not None and (self.valid_months or 0) % 12:
            raise ValueError("a month of renewal belongs to whole years")
        if not set(self.refreshers) <= set(self.modules):
            raise ValueError("a refresher belongs to a module that is asked for")

    def columns(self) -> dict[str, Any]:
        """The same as a row has it."""
        return {
            "unit_id": self.unit_id,
            "modules": list(self.modules),
            "levels": [level.value for level in self.levels],
            "kinds": [kind.value for kind in self.kinds],
            "forms": [form.value for form in self.forms],
            "person_id": self.person_id,
            "due_days": self.due_days,
            "due_on": self.due_on,
            "valid_months": self.valid_months,
            "anchor_month": self.anchor_month,
            "window_days": self.window_days,
            "refreshers": {module: list(taken) for module, taken in self.refreshers.items()},
            "major_days": self.major_days,
            "decided_by": self.decided_by,
            "decided_on": self.decided_on,
            "record_number": self.record_number,
        }


# Of whom it is asked: none of them, everyone.
NARROWING = ("levels", "kinds", "forms")


def changed_columns(
    before: Iterable[RequirementVersion], terms: Terms, valid_from: date, valid_to: date | None
) -> dict[str, Any]:
    """The row of a requirement from a day on, out of the rows that stand.

    Where it asks no more than before, due dates still count from the requirement's first day; where it asks for more
    they count from the day of the change, so that nobody is late for what is new.
    """
    asked = next((row for row in before if covers(row, valid_from)), None)
    began_on = asked.began_on if asked is not None and not asks_more(asked, terms) else valid_from
    return {**terms.columns(), "began_on": began_on, "valid_from": valid_from, "valid_to": valid_to}


def cut_columns(version: RequirementVersion, last_on: date) -> dict[str, Any]:
    """The same row, with another last day."""
    asked = {name: getattr(version, name) for name in ASKED}
    return {**asked, "began_on": version.began_on, "valid_from": version.valid_from, "valid_to": last_on}


def left_on(
    standing: Iterable[RequirementVersion], requirement_id: int | None, on: date
) -> list[RequirementVersion]:
    """The requirements of a day without one of them."""
    return [row for row in standing if row.requirement_id != requirement_id and covers(row, on)]


def covers(version: RequirementVersion, on: date) -> bool:
    return version.valid_from <= on and (version.valid_to is None or version.valid_to >= on)


def asks_more(before: RequirementVersion, terms: Terms) -> bool:
    """Whether somebody is asked for something that the requirement did not ask of them, or only recommended."""
    asked = terms.columns()
    return (
        any(_is_wider(getattr(before, name), asked[name]) for name in NARROWING)
        or (before.person_id is not None and terms.person_id != before.person_id)
        or terms.unit_id != before.unit_id
        or not set(terms.modules) <= set(before.modules)
        or (before.decided_by is None and terms.decided_by is not None)
    )


def _is_wider(before: Sequence[str], after: Sequence[str]) -> bool:
    return bool(before) and not (after and set(after) <= set(before))
