"""Whom a requirement asks for what, and whose holidays somebody has. Pure.

A requirement asks those below its unit, at its levels, in units of its kinds, with its forms of employment; or of
those only one person. No levels, kinds or forms: all of them.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Protocol
from uuid import UUID

from elearn.organisations.kinds import Form, Kind
from elearn.requirements.models import Holiday, RequirementVersion
from elearn.requirements.standing import Obligation, strictest
from elearn.requirements.time_off import Days, merged


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody is employed on a day, at which level, and in which form (None: not said)."""

    unit_id: int
    level: str
    form: Form | None = None


class Above(Protocol):
    """What knows the units above a unit, itself too, and what kind of unit it is."""

    def upward(self, unit_id: int) -> Iterable[int]: ...

    def kind(self, unit_id: int) -> Kind | None: ...


class Asker:
    """What the requirements of a day ask of whom, and when whose holidays are, in the organisation of that day.

    Remembered by place, since most people stand where others do, or began when they did; what asks one person alone is
    added for that person. `read_as`: whom a person of a requirement is read as, where that is somebody else.
    """

    def __init__(
        self,
        requirements: Sequence[RequirementVersion],
        tree: Above,
        holidays: Sequence[Holiday] = (),
        read_as: Mapping[UUID, UUID] | None = None,
    ) -> None:
        same = read_as or {}
        general = [each for each in requirements if each.person_id is None]
        self._tree = tree
        self._own: dict[UUID, list[RequirementVersion]] = defaultdict(list)
        for each in requirements:
            if each.person_id is not None:
                self._own[same.get(each.person_id, each.person_id)].append(each)
        # Only the later of the two starts matters: everybody who was there before all requirements is asked the same.
        self._earliest = min((_earliest(each) for each in requirements), default=date.max)
        self._applying = cache(lambda places: applying(places, general, tree))
        self._asked_since = cache(asked_since)
        self._holidays = cache(lambda place: holidays_of(place, holidays, tree))
        self.has_holidays = bool(holidays)

    def ask(self, person_id: UUID, places: frozenset[Place], start: date) -> Sequence[Obligation]:
        """What is asked of somebody employed in these places since a day: one obligation per module."""
        asking: tuple[RequirementVersion, ...] = self._applying(places)
        if person_id in self._own:
            asking += applying(places, self._own[person_id], self._tree)
        return self._asked_since(asking, max(start, self._earliest))

    def holidays(self, place: Place) -> tuple[Days, ...]:
        """The holidays that concern an employment there."""
        return self._holidays(place) if self.has_holidays else ()


def applying(
    places: Iterable[Place], requirements: Iterable[RequirementVersion], tree: Above
) -> tuple[RequirementVersion, ...]:
    """The requirements that ask something of somebody who is employed in these places.

    Of those that ask one person alone, those that would if it were them.
    """
    standing_in = [(place, set(tree.upward(place.unit_id))) for place in places]
    return tuple(
        requirement
        for requirement in requirements
        if any(_concerns(requirement, place, above, tree) for place, above in standing_in)
    )


def _concerns(asking: RequirementVersion, place: Place, above: set[int], tree: Above) -> bool:
    return (
        asking.unit_id in above
        and (not asking.levels or place.level in asking.levels)
        and (not asking.forms or place.form in asking.forms)
        and (not asking.kinds or tree.kind(place.unit_id) in asking.kinds)
    )


def holidays_of(place: Place, holidays: Iterable[Holiday], tree: Above) -> tuple[Days, ...]:
    """The days of the holidays that concern an employment in a place."""
    above = set(tree.upward(place.unit_id))
    theirs = (
        (each.valid_from, each.valid_to)
        for each in holidays
        if each.unit_id in above
        and (not each.levels or place.level in each.levels)
        and (not each.forms or place.form in each.forms)
    )
    return tuple(merged(theirs))


def asked_since(requirements: Iterable[RequirementVersion], start: date) -> list[Obligation]:
    """What some requirements ask of somebody employed since a day: one obligation per module."""
    asked: list[Obligation] = []
    for requirement in requirements:
        due_on = due_day(requirement, start)
        asked.extend(_obligation(requirement, module, start, due_on) for module in requirement.modules)
    return strictest(asked)


def due_day(requirement: RequirementVersion, start: date) -> date:
    """The last day in time for somebody employed since a day: who starts after a fixed date gets the days.

    A fixed date before what is asked began (for whom it is new) binds nobody.
    """
    days = timedelta(days=requirement.due_days)
    if requirement.due_on is not None and requirement.due_on >= requirement.began_on:
        return max(requirement.due_on, start + days)
    return max(requirement.began_on, start) + days


def _earliest(requirement: RequirementVersion) -> date:
    """The latest start from which on it makes a difference when somebody began."""
    if requirement.due_on is None:
        return requirement.began_on
    return min(requirement.began_on, requirement.due_on - timedelta(days=requirement.due_days))


def _obligation(requirement: RequirementVersion, module: str, start: date, due_on: date) -> Obligation:
    return Obligation(
        module=module,
        requirement_id=requirement.requirement_id,
        due_on=due_on,
        valid_months=requirement.valid_months,
        recommended=requirement.decided_by is None,
        decided_by=requirement.decided_by,
        decided_on=requirement.decided_on,
        record_number=requirement.record_number,
        since=max(requirement.began_on, start),
        due_days=requirement.due_days,
        fixed_on=requirement.due_on,
        asked_due_on=due_on,
        anchor_month=requirement.anchor_month,
        window_days=requirement.window_days,
        refreshers=tuple(requirement.refreshers.get(module, ())),
        major_days=requirement.major_days,
    )
