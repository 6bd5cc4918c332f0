"""The differences that a file makes as lines for a reader: what, whom, from what to what."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from flask_babel import gettext as _

from elearn.organisations.facts import EmploymentFacts, EmploymentKey, PersonFacts, PostKey, UnitFacts
from elearn.organisations.planning import Change, Facts, State
from elearn.organisations.timeline import Outcome
from elearn.organisations.words import FORM_NAMES, KIND_NAMES, LEVEL_NAMES, OUTCOME_NAMES, POST_NAMES

# The gravest first: what ends can lock somebody out, what is new cannot.
ORDER = {Outcome.ENDED: 0, Outcome.CHANGED: 1, Outcome.ADDED: 2, Outcome.UNCHANGED: 3}


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that becomes another. An empty text: nothing was, or will be, there; `gone`: with all the rest."""

    what: str
    before: str
    after: str
    gone: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One change: what happens, to whom or what, where, and in which respects."""

    outcome: str
    whom: str
    number: str
    where: str
    differences: tuple[Difference, ...]


def ordered(changes: Sequence[Change]) -> list[Change]:
    """What ends first, then what changes, then what is new."""
    return sorted(changes, key=lambda change: ORDER[change.outcome])


def describe(
    changes: Sequence[Change], units: Mapping[str, str], nameable: Collection[UUID] | None = None
) -> Iterator[Line]:
    """The changes as lines. `units`: names by code; `nameable`: whose names the reader may see, None for everyone's."""
    for change in changes:
        outcome = str(OUTCOME_NAMES[change.outcome])
        if not change.name:
            # Neither where nor what: a protected identity is in no unit's list.
            yield Line(outcome, str(_("Skyddad uppgift")), "", "", ())
            continue
        hidden = nameable is not None and change.person_id is not None and change.person_id not in nameable
        number, where = _place(change, units)
        differences = [
            each
            for each in _differences(change.before, change.after, units)
            if each.before or each.after != change.name  # what is new is named already
        ]
        yield Line(outcome, "" if hidden else change.name, number, where, tuple(differences))


def _place(change: Change, units: Mapping[str, str]) -> tuple[str, str]:
    """The number or code that a change is known by, and where it is."""
    match change.key:
        case EmploymentKey():
            place = f"{_unit(change.key.unit_code, units)}, {LEVEL_NAMES[change.key.level]}"
            return change.key.employee_number, place
        case PostKey():
            place = f"{_unit(change.key.unit_code, units)}, {POST_NAMES[change.key.role]}"
            return f"{change.key.source}/{change.key.employee_number}", place
        case _:
            return change.key, ""


def _unit(code: str | None, units: Mapping[str, str]) -> str:
    return "" if code is None else f"{units[code]} ({code})" if code in units else code


def _differences(before: State | None, after: State | None, units: Mapping[str, str]) -> Iterator[Difference]:
    """Every respect in which two states differ; of something new, every one that says anything."""
    if after is None:
        yield Difference(str(_("Gällde från")), _day(before.began_on if before else None), "", gone=True)
        return
    was = dict(_shown(before, units)) if before else {}
    for what, text in _shown(after, units):
        if was.get(what, "") != text:
            yield Difference(what, was.get(what, ""), text)


def _shown(state: State, units: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    yield str(_("Från")), _day(state.began_on)
    yield str(_("Till")), _day(state.valid_to)
    if state.person is not None:
        yield from _person(state.person)
    yield from _facts(state.facts, units)


def _person(person: PersonFacts) -> Iterator[tuple[str, str]]:
    yield str(_("Namn")), f"{person.given_name} {person.family_name}".strip()
    yield str(_("Språk")), person.language


def _facts(facts: Facts, units: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    match facts:
        case UnitFacts():
            yield str(_("Namn")), facts.name
            yield str(_("Typ")), str(KIND_NAMES[facts.kind])
            yield str(_("Överordnad")), _unit(facts.parent_code, units)
            yield str(_("Juridisk person")), facts.legal_entity or ""
            yield str(_("Ansvarig nämnd")), _unit(facts.responsible_code, units)
            yield str(_("Räknas i koncernen")), str(_("ja") if facts.counts_in_group else _("nej"))
        case EmploymentFacts():
            yield str(_("Roll")), str(POST_NAMES[facts.role]) if facts.role else ""
            yield str(_("Anställningsform")), str(FORM_NAMES[facts.form]) if facts.form else ""
            yield str(_("Frånvarande från")), _day(facts.absent_from)
            yield str(_("Frånvarande till")), _day(facts.absent_to)
            yield str(_("Befattning")), facts.title
            yield str(_("E-post")), facts.email
            yield str(_("Sysselsättningsgrad")), facts.fraction


def _day(day: date | None) -> str:
    return "" if day is None else day.isoformat()
