"""What a units file would change, and whether the group would still be one tree."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _

from elearn.organisations.comparing import Comparison, compare, group, resulting
from elearn.organisations.facts import UnitFacts
from elearn.organisations.files.faults import Fault, Notice
from elearn.organisations.files.reading import ReadFile
from elearn.organisations.files.records import UnitRecord
from elearn.organisations.forest import Cycle, Place, Places, find_cycles, find_orphans, find_second_roots
from elearn.organisations.planning import Change, State, UnitWrites
from elearn.organisations.stored import StoredUnit
from elearn.organisations.timeline import ONE_DAY, Fresh, Outcome, Stored

LONGEST_RING_SHOWN = 60
UnitComparison = Comparison[str, UnitRecord, UnitFacts]


@dataclass(frozen=True, slots=True)
class UnitsPlan:
    """What a units file would do: `ends` are the units that it ends, by code, with their last day."""

    comparison: UnitComparison
    writes: UnitWrites
    faults: tuple[Fault, ...]
    notices: tuple[Notice, ...]
    ends: Mapping[str, date]


class _Rows:
    """The rows of the file by what they say: a unit may have several, under different ones."""

    def __init__(self, records: Sequence[UnitRecord]) -> None:
        self._by_code = {record.code: record for record in reversed(records)}
        self._by_link = {(record.code, record.parent_code): record for record in reversed(records)}
        self.codes = self._by_code.keys()

    def of(self, code: str, parent: str | None) -> UnitRecord:
        """The first row that hangs a unit under another or, where none does, the unit's first."""
        return self._by_link.get((code, parent), self._by_code[code])


def plan_units(
    read: ReadFile[UnitRecord], stored: Mapping[str, StoredUnit], source: str, effective: date
) -> UnitsPlan:
    """Compare a units file with every unit of the group."""
    foreign = [record for record in read.records if _owner(stored, record.code) not in {None, source}]
    codes = {record.code for record in foreign}
    own = {
        code: unit.rows
        for code, unit in stored.items()
        if unit.source == source and code not in read.left_out
    }
    stated = group(
        (record.code, record, _facts(record)) for record in read.records if record.code not in codes
    )
    made = compare(own, stated, effective, read.headers)
    faults = [_foreign(record, stored, read.headers) for record in foreign]
    faults.extend(made.faults)
    faults.extend(_tree_faults(read, stored, made, effective))
    writes = UnitWrites(made.superseded, made.fresh)
    notices = tuple(_responsible_notices(read, stored))
    return UnitsPlan(made, writes, tuple(faults), notices, dict(_ends(made, stored, effective)))


def unit_changes(made: UnitComparison) -> Iterator[Change]:
    """The differences, for a reader."""
    for key in made.keys:
        for outcome, start, record, before in zip(
            key.plan.outcomes, key.plan.starts, key.records, key.plan.spoken_of, strict=True
        ):
            if outcome is not Outcome.UNCHANGED:
                after = State(start, record.valid_to, _facts(record))
                yield Change(outcome, key.key, record.name, _state(before), after)
        for row in key.plan.dropped:
            yield Change(Outcome.ENDED, key.key, row.values.name, _state(row), None)


def _state(row: Stored[UnitFacts] | None) -> State | None:
    return None if row is None else State(row.began_on, row.valid_to, row.values)


def _facts(record: UnitRecord) -> UnitFacts:
    return UnitFacts(
        record.name,
        record.kind,
        record.parent_code,
        record.legal_entity,
        record.responsible_code,
        record.counts_in_group,
    )


def _owner(stored: Mapping[str, StoredUnit], code: str) -> str | None:
    return stored[code].source if code in stored else None


def _foreign(record: UnitRecord, stored: Mapping[str, StoredUnit], headers: Mapping[str, str]) -> Fault:
    message = _(
        "Enheten hör till källan %(source)s och kan bara ändras av den källans fil. Ta bort raden eller byt kod.",
        source=stored[record.code].source,
    )
    return Fault(record.line, headers.get("unit_code"), record.code, message)


def _tree_faults(
    read: ReadFile[UnitRecord], stored: Mapping[str, StoredUnit], made: UnitComparison, effective: date
) -> Iterator[Fault]:
    """What the file would do to the tree. What was wrong already and lies outside the file is not its fault."""
    before: Places = {code: _places(unit.rows) for code, unit in stored.items()}
    after: dict[str, Sequence[Place]] = dict(before)
    for key in made.keys:
        unit = stored.get(key.key)
        after[key.key] = _places(resulting(unit.rows if unit else (), key.plan))
    in_file = _Rows(read.records)
    yield from _orphan_faults(read, before, after, effective)
    codes = {*after, *read.left_out}
    for mention in read.mentions:
        if mention.code not in codes:
            message = _("Den överordnade enheten finns inte. Rätta koden eller läs in den enheten först.")
            yield Fault(mention.line, read.headers.get("parent_code"), mention.code, message)
    yield from _root_faults(read, in_file, after, effective)
    for ring in find_cycles(after):
        if not in_file.codes.isdisjoint(ring.codes):
            yield _ring_fault(ring, in_file, read.headers.get("parent_code"), effective)


def _orphan_faults(
    read: ReadFile[UnitRecord], before: Places, after: Places, effective: date
) -> Iterator[Fault]:
    lines = {(record.code, record.parent_code): record.line for record in reversed(read.records)}
    codes = {record.code for record in read.records}
    known = {(orphan.code, orphan.parent_code) for orphan in find_orphans(before, effective)}
    for orphan in find_orphans(after, effective):
        link = (orphan.code, orphan.parent_code)
        if not read.left_out.isdisjoint(link) or (orphan.code not in codes and link in known):
            continue
        line = lines.get(link)
        message = _orphan_message(orphan.code, orphan.parent_code, orphan.missing_from)
        yield Fault(line, read.headers.get("parent_code") if line else None, orphan.parent_code, message)


def _root_faults(
    read: ReadFile[UnitRecord], in_file: _Rows, after: Places, effective: date
) -> Iterator[Fault]:
    for root in find_second_roots(after, effective):
        code, other = root.code, root.root_code
        if code not in in_file.codes:
            code, other = other, code
        if code in in_file.codes:
            message = _(
                "Enheten ”%(code)s” saknar överordnad, men ”%(root)s” är redan koncernens rot. "
                "Ange överordnad enhet.",
                code=code,
                root=other,
            )
            yield Fault(in_file.of(code, None).line, read.headers.get("parent_code"), None, message)


def _places(rows: Iterable[Stored[UnitFacts] | Fresh[UnitFacts]]) -> list[Place]:
    return [Place(row.values.parent_code, row.valid_from, row.valid_to) for row in rows]


def _orphan_message(code: str, parent: str, missing_from: date | None) -> str:
    if missing_from is None:
        message = _(
            "Enheten ”%(code)s” hänger under ”%(parent)s”, som inte finns. "
            "Rätta koden eller läs in den enheten först.",
            code=code,
            parent=parent,
        )
    else:
        message = _(
            "Enheten ”%(code)s” hänger under ”%(parent)s”, som inte finns från och med %(day)s. "
            "Flytta enheten eller ändra datumen.",
            code=code,
            parent=parent,
            day=missing_from.isoformat(),
        )
    return str(message)


def _ring_fault(ring: Cycle, in_file: _Rows, column: str | None, effective: date) -> Fault:
    """The fault stands on the first row of the file that hangs its unit under another of the ring."""
    above = dict(zip(ring.codes, [*ring.codes[1:], ring.codes[0]], strict=True))
    rows = [in_file.of(code, parent) for code, parent in above.items() if code in in_file.codes]
    row = min(rows, key=lambda row: (row.parent_code != above[row.code], row.line))
    place = ring.codes.index(row.code)
    path = [*ring.codes[place:], *ring.codes[:place], row.code]
    if len(path) > LONGEST_RING_SHOWN:
        half = LONGEST_RING_SHOWN // 2
        path = [*path[:half], f"… ({len(path) - 2 * half}) …", *path[-half:]]
    shown = " → ".join(path)
    if ring.on > effective:
        message = _(
            "Enheterna hänger under varandra i en ring från och med %(day)s: %(path)s. Rätta en överordnad.",
            day=ring.on.isoformat(),
            path=shown,
        )
    else:
        message = _("Enheterna hänger under varandra i en ring: %(path)s. Rätta en överordnad.", path=shown)
    return Fault(row.line, column, row.parent_code, message)


def _responsible_notices(read: ReadFile[UnitRecord], stored: Mapping[str, StoredUnit]) -> Iterator[Notice]:
    codes = {record.code for record in read.records} | read.left_out
    for record in read.records:
        code = record.responsible_code
        if code and code not in codes and not (code in stored and stored[code].rows):
            message = _("Den ansvariga nämnden finns inte än. Läs in den, eller rätta koden.")
            yield Notice(record.line, read.headers.get("responsible_code"), code, message)


def _ends(
    made: UnitComparison, stored: Mapping[str, StoredUnit], effective: date
) -> Iterator[tuple[str, date]]:
    """The units that this file gives a last day, or another one."""
    for key in made.keys:
        unit = stored.get(key.key)
        if unit is None or not (key.plan.superseded or key.plan.fresh):
            continue
        last = _last_day(resulting(unit.rows, key.plan), effective)
        if last is not None and last != _last_day(unit.rows, effective):
            yield key.key, last


def _last_day(rows: Sequence[Stored[UnitFacts] | Fresh[UnitFacts]], effective: date) -> date | None:
    """The last day of a unit; None: it goes on. One that was voided ended before the file's day."""
    if not rows:
        return effective - ONE_DAY
    lasts = [row.valid_to for row in rows]
    return None if None in lasts else max(last for last in lasts if last is not None)


def line_of(made: UnitComparison, code: str) -> int | None:
    """The last line on which the file speaks of a unit."""
    return next((key.records[-1].line for key in made.keys if key.key == code and key.records), None)
