"""What an HR file would change, before anything is changed: the plan."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from flask_babel import gettext as _

from elearn.organisations.facts import (
    EmploymentFacts,
    EmploymentKey,
    FileKind,
    PersonFacts,
    PostFacts,
    PostKey,
    UnitFacts,
)
from elearn.organisations.files.faults import Fault, Notice
from elearn.organisations.identities import Who
from elearn.organisations.timeline import Fresh, Outcome

DEFAULT_MAX_ENDED = 10
Facts = UnitFacts | EmploymentFacts | PostFacts


@dataclass(frozen=True, slots=True)
class State:
    """A period as a reader sees it: its days and what holds in them. `person` where names belong to it."""

    began_on: date
    valid_to: date | None
    facts: Facts
    person: PersonFacts | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """One difference that a file makes: to what (`key`: a unit's code, an employment, a post), from what, to what.

    `name` is what a reader calls the unit or the person, '' where the identity is protected;
    `person_id` is whose it is, None for a unit or somebody new.
    """

    outcome: Outcome
    key: str | EmploymentKey | PostKey
    name: str
    before: State | None
    after: State | None
    person_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Brake:
    """How many people the file leaves without any employment in its source, of those who had one the day before."""

    left: int
    of: int

    def exceeds(self, percent: float) -> bool:
        """Whether more than this share is left without; a limit that is no number lets nothing through."""
        return not self.left * 100 <= percent * self.of


def no_such_unit(line: int, code: str, headers: Mapping[str, str]) -> Fault:
    """A row stands in a unit that nobody has loaded."""
    message = _("Enheten finns inte. Läs in enheterna först, eller rätta koden.")
    return Fault(line, headers.get("unit_code"), code, message)


@dataclass(frozen=True, slots=True)
class UnitWrites:
    """The rows of a units file: versions superseded, and versions inserted by code."""

    superseded: tuple[int, ...] = ()
    fresh: tuple[tuple[str, Fresh[UnitFacts]], ...] = ()


class Lone(NamedTuple):
    """An employee number that gets a person of its own; since an instant it was read as this person's."""

    number_id: int
    person_id: UUID
    since: datetime


@dataclass(frozen=True, slots=True)
class PeopleWrites:
    """The rows of a people file. People stand by employee number.

    `parted`, `taken_keys` and `lone` are ties between people that are taken back: only undoing does that.
    """

    new_numbers: tuple[tuple[str, Who], ...] = ()
    new_keys: tuple[tuple[UUID, str], ...] = ()
    joins: tuple[tuple[UUID, UUID], ...] = ()
    superseded: tuple[int, ...] = ()
    fresh: tuple[tuple[EmploymentKey, Fresh[EmploymentFacts]], ...] = ()
    superseded_details: tuple[int, ...] = ()
    fresh_details: tuple[tuple[str, Fresh[PersonFacts]], ...] = ()
    parted: tuple[tuple[UUID, UUID], ...] = ()
    taken_keys: tuple[tuple[UUID, str], ...] = ()
    lone: tuple[Lone, ...] = ()


@dataclass(frozen=True, slots=True)
class PostWrites:
    """The rows of a managers file."""

    superseded: tuple[int, ...] = ()
    fresh: tuple[tuple[PostKey, Fresh[PostFacts]], ...] = ()


Writes = UnitWrites | PeopleWrites | PostWrites


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportPlan:
    """Everything that a file would do, and everything that is wrong with it. With a fault it cannot be applied.

    `sharers` are people of other sources whose e-mail address the file gives to somebody else too.
    `undoes`: the applied file that is taken back, where that is what is planned.
    """

    kind: FileKind
    source: str
    effective: date
    writes: Writes
    encoding: str | None = None
    separator: str | None = None
    rows: int = 0
    counts: Mapping[Outcome, int] = field(default_factory=dict)
    notices: tuple[Notice, ...] = ()
    faults: tuple[Fault, ...] = ()
    changes: tuple[Change, ...] = ()
    sharers: frozenset[UUID] = frozenset()
    brake: Brake | None = None
    max_ended: float = DEFAULT_MAX_ENDED
    correction: bool = False
    undoes: int | None = None

    @property
    def refused(self) -> bool:
        return bool(self.faults)

    @property
    def braked(self) -> bool:
        """Whether the file ends the employments of more people than the limit lets through."""
        return self.brake is not None and self.brake.exceeds(self.max_ended)

    @property
    def changes_nothing(self) -> bool:
        return self.writes in (UnitWrites(), PeopleWrites(), PostWrites())

    @property
    def fingerprint(self) -> str:
        """The same for two plans that would do the same: whoever confirms a preview confirms this."""
        return hashlib.sha256(
            repr((self.kind, self.source, self.effective, self.writes, self.undoes)).encode()
        ).hexdigest()

    def released(self, max_ended: float) -> "ImportPlan":
        """The same plan with another limit."""
        others = tuple(fault for fault in self.faults if not isinstance(fault, BrakeFault))
        freed = replace(self, faults=others, max_ended=max_ended)
        return freed if not freed.braked else replace(freed, faults=(*others, brake_fault(freed)))


class BrakeFault(Fault):
    """The one fault of the whole file that another limit, or a second HR officer, lifts."""


def brake_fault(planned: ImportPlan) -> BrakeFault:
    """What the reader is told when a file, or taking one back, ends too much."""
    brake, limit = planned.brake or Brake(0, 0), f"{planned.max_ended:g}".replace(".", ",")
    if planned.undoes is not None:
        message = _(
            "När filen är ångrad står %(left)s av %(of)s personer i källan %(source)s utan anställning. "
            "Gränsen är %(limit)s procent. Stämmer det höjs den med --max-ended, eller genom att två personer i HR "
            "bekräftar på sidan.",
            left=brake.left,
            of=brake.of,
            source=planned.source,
            limit=limit,
        )
        return BrakeFault(None, None, None, message)
    if planned.kind is FileKind.PEOPLE:
        what = _(
            "Filen lämnar %(left)s av %(of)s personer i källan %(source)s utan anställning.",
            left=brake.left,
            of=brake.of,
            source=planned.source,
        )
    else:
        what = _(
            "Filen har inga rader och avslutar allt som finns i källan %(source)s.", source=planned.source
        )
    rest = _(
        "Gränsen är %(limit)s procent. Kontrollera att filen är hel. Stämmer den höjs gränsen med --max-ended, "
        "eller genom att två personer i HR bekräftar på sidan.",
        limit=limit,
    )
    return BrakeFault(None, None, None, f"{what} {rest}")
