"""What a managers file would change."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _

from elearn.organisations.comparing import Comparison, compare, group
from elearn.organisations.facts import PostFacts, PostKey
from elearn.organisations.files.faults import Fault, Notice
from elearn.organisations.files.reading import ReadFile
from elearn.organisations.files.records import ManagerRecord
from elearn.organisations.planning import Change, PostWrites, State, no_such_unit
from elearn.organisations.stored import StoredUnit
from elearn.organisations.stored_people import NumberHolder
from elearn.organisations.timeline import Outcome, Stored

PostComparison = Comparison[PostKey, ManagerRecord, PostFacts]
Holders = Mapping[tuple[str, str], NumberHolder]


@dataclass(frozen=True, slots=True)
class PostsPlan:
    """What a managers file would do."""

    comparison: PostComparison
    writes: PostWrites
    faults: tuple[Fault, ...]
    notices: tuple[Notice, ...]


def plan_posts(
    read: ReadFile[ManagerRecord],
    stored: Mapping[PostKey, Sequence[Stored[PostFacts]]],
    units: Mapping[str, StoredUnit],
    holders: Holders,
    effective: date,
) -> PostsPlan:
    """Compare a managers file with the posts that earlier files of its source have given."""
    faults = [
        no_such_unit(mention.line, mention.code, read.headers)
        for mention in read.mentions
        if mention.code not in units or not units[mention.code].rows
    ]
    known: list[ManagerRecord] = []
    for record in read.records:
        found = list(_unknown(record, units, holders, read.headers))
        faults.extend(found)
        if not found:
            known.append(record)
    made = compare(
        stored, group((_key(record), record, PostFacts()) for record in known), effective, read.headers
    )
    faults.extend(made.faults)
    notices = tuple(_notices(known, units, holders, effective, read.headers))
    return PostsPlan(made, PostWrites(made.superseded, made.fresh), tuple(faults), notices)


def post_changes(made: PostComparison, holders: Holders) -> Iterator[Change]:
    """The differences, for a reader."""
    for key in made.keys:
        holder = holders[key.key.source, key.key.employee_number]
        name = "" if holder.protected else holder.name
        for place, record in enumerate(key.records):
            outcome, before = key.plan.outcomes[place], key.plan.spoken_of[place]
            if outcome is not Outcome.UNCHANGED:
                after = State(key.plan.starts[place], record.valid_to, PostFacts())
                was = None if before is None else _state(before)
                yield Change(outcome, key.key, name, was, after, holder.person_id)
        for row in key.plan.dropped:
            yield Change(Outcome.ENDED, key.key, name, _state(row), None, holder.person_id)


def _state(row: Stored[PostFacts]) -> State:
    return State(row.began_on, row.valid_to, row.values)


def _key(record: ManagerRecord) -> PostKey:
    return PostKey(record.unit_code, record.source, record.employee_number, record.role)


def _unknown(
    record: ManagerRecord, units: Mapping[str, StoredUnit], holders: Holders, headers: Mapping[str, str]
) -> Iterator[Fault]:
    if record.unit_code not in units or not units[record.unit_code].rows:
        yield no_such_unit(record.line, record.unit_code, headers)
    if (record.source, record.employee_number) not in holders:
        if any(source == record.source for source, _number in holders):
            message = _(
                "Källan %(source)s har inget sådant anställningsnummer. Läs in personerna först, eller rätta numret.",
                source=record.source,
            )
            yield Fault(record.line, headers.get("employee_number"), record.employee_number, message)
        else:
            message = _("Källan har inga personer. Läs in dem först, eller rätta källans namn.")
            yield Fault(record.line, headers.get("source"), record.source, message)


def _notices(
    records: Sequence[ManagerRecord],
    units: Mapping[str, StoredUnit],
    holders: Holders,
    effective: date,
    headers: Mapping[str, str],
) -> Iterator[Notice]:
    for record in records:
        if record.valid_to is not None and record.valid_to < effective:
            continue
        day = max(record.valid_from or effective, effective)
        if units[record.unit_code].on(day) is None:
            message = _("Enheten gäller inte %(day)s.", day=day.isoformat())
            yield Notice(record.line, headers.get("unit_code"), record.unit_code, message)
        if not holders[record.source, record.employee_number].employed:
            message = _("Den som har uppdraget har ingen anställning %(day)s.", day=effective.isoformat())
            yield Notice(record.line, headers.get("employee_number"), record.employee_number, message)
