"""Setting, changing and ending requirements, and HR's holds: facts with their days, audited, never overwritten."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from blinker import Signal
from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from elearn.audit.services import record_event
from elearn.database import known
from elearn.organisations.kinds import Form, Kind, Level
from elearn.organisations.models import Person
from elearn.organisations.queries import recorded_ids
from elearn.requirements.models import Hold, Requirement, RequirementVersion
from elearn.requirements.queries import list_versions

ONE_DAY = timedelta(days=1)

# The columns of a version that say what is asked.
ASKED = (
    *("unit_id", "modules", "levels", "kinds", "forms", "person_id"),
    *("due_days", "due_on", "valid_months", "anchor_month", "window_days", "refreshers", "major_days"),
    *("decided_by", "decided_on", "record_number"),
)

# Of the decision the trail has the record number alone.
DECISION = ("decided_by", "decided_on")

# Sent in the transaction of what was decided; what a receiver cannot do undoes the decision.
requirement_changed, hold_changed = Signal(), Signal()


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


def set_requirement(
    session: Session,
    terms: Terms,
    *,
    valid_from: date,
    valid_to: date | None = None,
    at: datetime,
    actor: UUID | None = None,
    requirement_id: int | None = None,
) -> RequirementVersion:
    """Ask for something from a day on, or change from a day on what a requirement asks.

    The days before stand. Where a change asks no more than before, due dates still count from the requirement's
    first day; where it asks for more they count from the day of the change, so that nobody is late for what is new.
    """
    began_on = valid_from
    if requirement_id is None:
        requirement = Requirement()
        session.add(requirement)
        session.flush()
        requirement_id = requirement.id
    else:
        before = _lock(session, requirement_id)
        asked = next((row for row in before if _covers(row, valid_from)), None)
        if asked is not None and not _asks_more(asked, terms):
            began_on = asked.began_on
        _cut(session, before, valid_from - ONE_DAY, at)
    version = RequirementVersion(
        requirement_id=requirement_id,
        **terms.columns(),
        began_on=began_on,
        valid_from=valid_from,
        valid_to=valid_to,
        recorded_at=at,
        superseded_at=None,
    )
    session.add(version)
    _record(session, "requirement.set", version, last_on=valid_to, at=at, actor=actor)
    requirement_changed.send(session, at=at)
    return version


def end_requirement(
    session: Session, requirement_id: int, last_on: date, *, at: datetime, actor: UUID | None = None
) -> None:
    """Let a day be the last on which a requirement applies; one before its first day takes it back altogether."""
    before = _lock(session, requirement_id)
    if _cut(session, before, last_on, at):
        _record(session, "requirement.ended", before[-1], last_on=last_on, at=at, actor=actor)
        requirement_changed.send(session, at=at)


def set_hold(session: Session, person_id: UUID, *, on: date, at: datetime, actor: UUID) -> None:
    """HR handles this person's training itself, from a day on. Once is enough: again changes nothing."""
    if _list_holds(session, person_id, on):
        return
    session.add(
        Hold(
            person_id=person_id, began_on=on, valid_from=on, valid_to=None, recorded_at=at, superseded_at=None
        )
    )
    record_event(session, "hold.set", at=at, actor=actor, object=person_id.hex)
    hold_changed.send(session, person_id=person_id, writes=1)


def clear_hold(session: Session, person_id: UUID, *, on: date, at: datetime, actor: UUID) -> None:
    """The person's training is nobody's but the line's again, from a day on; the days before stand."""
    held = _list_holds(session, person_id, on)
    for hold in held:
        hold.superseded_at = at
    session.flush()
    begun = [hold for hold in held if hold.valid_from < on]
    for hold in begun:
        session.add(
            Hold(
                person_id=hold.person_id,
                began_on=hold.began_on,
                valid_from=hold.valid_from,
                valid_to=on - ONE_DAY,
                recorded_at=at,
                superseded_at=None,
            )
        )
    if held:
        record_event(session, "hold.cleared", at=at, actor=actor, object=person_id.hex)
        hold_changed.send(session, person_id=person_id, writes=len(held) + len(begun))


def _list_holds(session: Session, person_id: UUID, on: date) -> list[Hold]:
    """The holds that hold on a day or later. Whoever does the same at the same time waits here, and then sees ours."""
    # The weaker lock: whoever holds the chain meanwhile may still count the person.
    session.execute(select(Person.id).where(Person.id == person_id).with_for_update(key_share=True))
    return list(
        session.scalars(
            select(Hold).where(
                Hold.person_id.in_(recorded_ids(person_id)),
                known(Hold),
                or_(Hold.valid_to.is_(None), Hold.valid_to >= on),
            )
        )
    )


def _lock(session: Session, requirement_id: int) -> list[RequirementVersion]:
    session.execute(select(Requirement.id).where(Requirement.id == requirement_id).with_for_update())
    return list_versions(session, [requirement_id])


def _covers(version: RequirementVersion, on: date) -> bool:
    return version.valid_from <= on and (version.valid_to is None or version.valid_to >= on)


def _asks_more(before: RequirementVersion, terms: Terms) -> bool:
    """Whether somebody is asked for something that the requirement did not ask of them, or only recommended."""
    return (
        any(_is_wider(getattr(before, name), terms.columns()[name]) for name in ("levels", "kinds", "forms"))
        or before.person_id not in {None, terms.person_id}
        or terms.unit_id != before.unit_id
        or not set(terms.modules) <= set(before.modules)
        or (before.decided_by is None and terms.decided_by is not None)
    )


def _is_wider(before: Collection[str], after: Collection[str]) -> bool:
    """Whether somebody is meant who was not; no words mean everybody."""
    return bool(before) and not (after and set(after) <= set(before))


def _cut(session: Session, versions: Iterable[RequirementVersion], last_on: date, at: datetime) -> bool:
    """Leave nothing standing after a day; whether there was anything."""
    late = [row for row in versions if row.valid_to is None or row.valid_to > last_on]
    for row in late:
        row.superseded_at = at
    session.flush()
    for row in late:
        if row.valid_from <= last_on:
            session.add(_until(row, last_on, at))
    return bool(late)


def _until(version: RequirementVersion, last_on: date, at: datetime) -> RequirementVersion:
    return RequirementVersion(
        requirement_id=version.requirement_id,
        **{name: getattr(version, name) for name in ASKED},
        began_on=version.began_on,
        valid_from=version.valid_from,
        valid_to=last_on,
        recorded_at=at,
        superseded_at=None,
    )


def _record(
    session: Session,
    action: str,
    version: RequirementVersion,
    *,
    last_on: date | None,
    at: datetime,
    actor: UUID | None,
) -> None:
    record_event(
        session,
        action,
        at=at,
        actor=actor,
        object=str(version.requirement_id),
        details={
            **{name: _plain(getattr(version, name)) for name in ASKED if name not in DECISION},
            "from": version.valid_from.isoformat(),
            "to": last_on.isoformat() if last_on else None,
        },
    )


def _plain(value: Any) -> Any:
    """As JSON has it."""
    if isinstance(value, UUID):
        return value.hex
    return value.isoformat() if isinstance(value, date) else value
