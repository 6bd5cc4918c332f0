"""Whom an export may name and where it shows them, for one reader today."""

from collections.abc import Collection, Mapping
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from elearn.organisations.queries import protected_people
from elearn.reports.export_people import Joins, Reach, Someone, Spell, list_someones
from elearn.reports.export_units import NOWHERE, Label, Labels, Shelter

PROTECTED = "Skyddad uppgift"

# Somebody as a row names them: source, employee number, given name, family name.
Named = tuple[str | None, str | None, str | None, str | None]
# The source goes too: that of a small company would say where somebody works.
MASKED: Named = (None, None, PROTECTED, PROTECTED)
UNNAMED: Named = (None, None, None, None)


class Register:
    """People, units and what protects them, read once and looked up by every row.

    `left_out` counts, while rows are read, those that the reader asked for and may not see. `told`: the units of the
    legal entities that the reader sees people of, None for all; what is asked in others is not told. `done_only`:
    whether the rows say of an earlier day only who was done.
    """

    def __init__(
        self, session: Session, reach: Reach, today: date, told: frozenset[int] | None = None
    ) -> None:
        self.reach = reach
        self.told = told
        self.today = today
        self.joins = Joins(session)
        self.left_out = 0
        self.done_only = False
        self._session = session
        self._labels = Labels(session)
        self._shelter = Shelter(session, self._labels)
        self._protected = frozenset(session.scalars(protected_people()))

    def list_someones(self, person_ids: Collection[UUID]) -> Mapping[UUID, Someone]:
        return list_someones(self._session, person_ids, self.joins, self.today)

    def is_protected(self, person_id: UUID) -> bool:
        return person_id in self._protected

    def unit_for(self, spell: Spell | None, day: date, *, protected: bool) -> int | None:
        """The unit to show an employment in; None where the reader may not see that one at all."""
        if spell is None or not protected:
            return spell.unit_id if spell else None
        unit_id = self._shelter.unit_for(spell.unit_id, day)
        return unit_id if self.reach.readers is None or unit_id in self.reach.readers else None

    def label(self, unit_id: int | None, day: date) -> Label:
        """What a unit was called on a day."""
        return NOWHERE if unit_id is None else self._labels.on(unit_id, day)

    def named(self, someone: Someone, now: Spell | None, *, protected: bool) -> Named:
        """Who somebody is: by the number of today's employment, else the latest, else any number that they have."""
        if protected:
            return MASKED
        spell = now or self.reach.choose_latest(someone.spells)
        if spell is not None:
            return someone.numbers[spell.number_id]
        if self.reach.readers is None and someone.numbers:
            return someone.numbers[min(someone.numbers)]
        return UNNAMED
