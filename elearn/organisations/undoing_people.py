"""What taking back a people file would change: employments, names, and who is who."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from uuid import UUID

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm import Session

from elearn.organisations.facts import EmploymentFacts, EmploymentKey, PersonFacts
from elearn.organisations.files.faults import Fault, Notice
from elearn.organisations.models import HrImport
from elearn.organisations.parting import Ties, get_ties, has_later_ties, is_key_taken
from elearn.organisations.planning import Brake, Change, ImportPlan, PeopleWrites, State
from elearn.organisations.reverting import Reversal, Turned, count, goes_on, revert
from elearn.organisations.stored_people import (
    StoredPeople,
    list_addresses_elsewhere,
    list_protected,
    list_stored_people,
)
from elearn.organisations.timeline import Outcome, Stored
from elearn.organisations.undoing_units import JUST_BEFORE, gone_units

Jobs = Reversal[EmploymentKey, EmploymentFacts]
Job = Turned[EmploymentKey, EmploymentFacts]


@dataclass(frozen=True)
class _Both:
    """The people of the source as they stand and as they stood, and what was done to who is who."""

    now: StoredPeople
    then: StoredPeople
    ties: Ties

    @cached_property
    def renamed(self) -> set[str]:
        """The numbers that would have another name, language or protection."""
        return {
            number
            for number, rows in self.now.details.items()
            if number in self.then.details and rows[-1].values != self.then.details[number][-1].values
        }

    @cached_property
    def alone(self) -> set[int]:
        """The numbers that get a person of their own."""
        return {each.number_id for each in self.ties.lone}

    def who(self, number: str) -> UUID | int:
        """Who a number would be; one that gets a person of its own stands for that person."""
        number_id = self.now.numbers[number].id
        return number_id if number_id in self.alone else self.then.numbers[number].person_id


def undo_people(session: Session, applied: HrImport, blank: ImportPlan) -> ImportPlan:
    """The people of the source as they stood before the file."""
    since = applied.applied_at - JUST_BEFORE
    both = _Both(
        list_stored_people(session, blank.source),
        list_stored_people(session, blank.source, since),
        get_ties(session, applied),
    )
    jobs, names = (
        revert(both.now.employments, both.then.employments),
        revert(both.now.details, both.then.details),
    )
    periods = [_with_name(period, both, blank) for period in jobs.periods]
    sharers = dict(_sharers(session, jobs, both, blank))
    gone = gone_units(session, since, both.now.employments, jobs.fresh)
    return replace(
        blank,
        writes=PeopleWrites(
            new_keys=both.ties.new_keys,
            joins=both.ties.joins,
            superseded=jobs.superseded,
            fresh=jobs.fresh,
            superseded_details=names.superseded,
            fresh_details=names.fresh,
            parted=both.ties.parted,
            taken_keys=both.ties.taken_keys,
            lone=both.ties.lone,
        ),
        counts=count(periods, blank.effective),
        changes=tuple(_changes(periods, both, list_protected(session))),
        brake=_brake(both, blank),
        sharers=frozenset(sharers),
        notices=tuple(_notices(both, sharers)),
        faults=(*gone, *_tie_faults(session, applied, both.ties)),
    )


def _with_name(period: Job, both: _Both, blank: ImportPlan) -> Job:
    """A period that goes on as it is, but with another name, is a changed one."""
    if period.outcome is not Outcome.UNCHANGED or period.key.employee_number not in both.renamed:
        return period
    stays = period.now is not None and goes_on(period.now, blank.effective)
    return replace(period, outcome=Outcome.CHANGED) if stays else period


def _changes(periods: list[Job], both: _Both, protected: set[UUID]) -> Iterator[Change]:
    for period in periods:
        if period.outcome is Outcome.UNCHANGED:
            continue
        number = period.key.employee_number
        is_called, was_called = _called(both.now, number), _called(both.then, number)
        person_id = both.now.numbers[number].person_id
        shown = was_called or is_called
        hidden = (
            shown is None
            or person_id in protected
            or any(each and each.protected for each in (is_called, was_called))
        )
        yield Change(
            period.outcome,
            period.key,
            "" if hidden or shown is None else f"{shown.given_name} {shown.family_name}".strip(),
            _state(period.now, is_called),
            _state(period.then, was_called),
            person_id,
        )


def _called(people: StoredPeople, number: str) -> PersonFacts | None:
    rows = people.details.get(number)
    return rows[-1].values if rows else None


def _state(row: Stored[EmploymentFacts] | None, person: PersonFacts | None) -> State | None:
    return None if row is None else State(row.began_on, row.valid_to, row.values, person)


def _brake(both: _Both, blank: ImportPlan) -> Brake:
    """Who has an employment in the source on the file's day or later, and who of them would have none."""

    def employed(people: StoredPeople) -> set[UUID | int]:
        return {
            both.who(key.employee_number)
            for key, rows in people.employments.items()
            if any(goes_on(row, blank.effective) for row in rows)
        }

    have = employed(both.now)
    return Brake(left=len(have - employed(both.then)), of=len(have))


def _sharers(session: Session, jobs: Jobs, both: _Both, blank: ImportPlan) -> Iterator[tuple[UUID, str]]:
    """Who elsewhere could no longer sign in by an address once somebody here has it again, and that address."""
    elsewhere = list_addresses_elsewhere(session, blank.source, blank.effective)
    had = {
        (key.employee_number, row.values.email.casefold())
        for key, rows in both.now.employments.items()
        for row in rows
        if goes_on(row, blank.effective)
    }
    for key, row in jobs.fresh:
        address = row.values.email.casefold()
        if goes_on(row, blank.effective) and (key.employee_number, address) not in had:
            mine = both.now.numbers[key.employee_number].person_id
            yield from ((person_id, address) for person_id in elsewhere.get(address, ()) if person_id != mine)


def _tie_faults(session: Session, applied: HrImport, ties: Ties) -> Iterator[Fault]:
    if has_later_ties(session, applied, ties):
        message = _(
            "En senare fil har knutit fler anställningar till personer som den här filen slog ihop eller gav "
            "personnyckel. Ångra den filen först."
        )
        yield Fault(None, None, None, message)
    if is_key_taken(session, ties):
        message = _(
            "En personnyckel som skulle ges tillbaka har någon annan fått sedan dess. Läs in filen på nytt."
        )
        yield Fault(None, None, None, message)


def _notices(both: _Both, sharers: Mapping[UUID, str]) -> Iterator[Notice]:
    lifted = sum(
        both.now.details[number][-1].values.protected and not both.then.details[number][-1].values.protected
        for number in both.renamed
    )
    if lifted:
        message = ngettext(
            "%(num)s person har inte längre skyddade uppgifter. Kontrollera att det stämmer.",
            "%(num)s personer har inte längre skyddade uppgifter. Kontrollera att det stämmer.",
            lifted,
        )
        yield Notice(None, None, None, message)
    split = len(both.ties.parted) + len(both.ties.lone)
    if split:
        message = ngettext(
            "%(num)s anställning knyts inte längre till någon annans. Det som är registrerat sedan filen lästes in "
            "ligger kvar där det står; kontrollera personens genomförda moduler.",
            "%(num)s anställningar knyts inte längre till någon annans. Det som är registrerat sedan filen lästes "
            "in ligger kvar där det står; kontrollera personernas genomförda moduler.",
            split,
        )
        yield Notice(None, None, None, message)
    if sharers:
        message = ngettext(
            "%(num)s e-postadress får två ägare igen. Ingen av dem kan logga in med den eller få post dit förrän "
            "den är en persons egen.",
            "%(num)s e-postadresser får två ägare igen. Ingen av dem kan logga in med dem eller få post dit förrän "
            "de är en persons egna.",
            len(set(sharers.values())),
        )
        yield Notice(None, None, None, message)
