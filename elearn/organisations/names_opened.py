"""What a file must not do on the page: show names to whoever hands it in that are withheld from them today.

A company that becomes part of the municipality, by its kind, its legal entity or its place, needs no arrangement any
more, and whoever gets a post in it sees its people as its line does: the group's HR would decide alone what is the
company's to decide. On the command line no reader hands it in.
"""

from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, replace
from datetime import date, timedelta

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from elearn.organisations.arrangements import list_arranged_units
from elearn.organisations.facts import UnitFacts
from elearn.organisations.files.faults import Fault
from elearn.organisations.models import PersonNumber, Source
from elearn.organisations.planning import ImportPlan, PeopleWrites, PostWrites, UnitWrites
from elearn.organisations.queries import get_tree, numbers_of, recorded_ids
from elearn.organisations.scope import names_in
from elearn.organisations.stored import StoredUnit, list_stored_units
from elearn.organisations.timeline import Fresh, Stored
from elearn.organisations.tree import Node, Tree
from elearn.permissions import Actor

ONE_DAY = timedelta(days=1)
Row = Stored[UnitFacts] | Fresh[UnitFacts]


def refuse_opened(session: Session, plan: ImportPlan, actor: Actor, on: date) -> ImportPlan:
    """The plan, with a fault for each unit whose names it would open to the officer who hands the file in.

    Those that the officer sees none of today, and after the file on some day, past or coming, as not before.
    """
    if plan.changes_nothing:
        return plan
    tree, arranged = get_tree(session, on), list_arranged_units(session, on)
    withheld = tree.nodes.keys() - names_in(tree, actor.hr_units, arranged)
    if not withheld:
        return plan
    if isinstance(plan.writes, UnitWrites):
        opened = _opened_by_units(session, plan.writes, actor, on, withheld)
    else:
        codes = _own_posts(session, plan, actor)
        opened = {unit for unit in withheld if tree[unit].code in codes}
    highest = [tree[unit] for unit in sorted(opened) if tree.parent_id(unit) not in opened]
    return replace(plan, faults=(*plan.faults, *map(_fault, highest)))


def _opened_by_units(
    session: Session, writes: UnitWrites, actor: Actor, on: date, withheld: Set[int]
) -> set[int]:
    units, arranged = _Units(list_stored_units(session)), list_arranged_units(session, on)
    opened: set[int] = set()
    for day in _turns(units, writes, on):
        now_named = names_in(units.after(writes, day), actor.hr_units, arranged) & withheld
        if not now_named <= opened:
            opened |= now_named - names_in(units.before(day), actor.hr_units, arranged)
    return opened


def _own_posts(session: Session, plan: ImportPlan, actor: Actor) -> set[str]:
    """The codes of the units in which a file of people or managers gives a post to the officer who hands it in."""
    known = session.execute(
        select(Source.name, PersonNumber.employee_number)
        .join(Source, Source.id == PersonNumber.source_id)
        .where(PersonNumber.id.in_(numbers_of(actor.person_id)))
    )
    own = {(source, number) for source, number in known}
    if isinstance(plan.writes, PostWrites):
        return {key.unit_code for key, _row in plan.writes.fresh if (key.source, key.employee_number) in own}
    if not isinstance(plan.writes, PeopleWrites):
        return set()
    own |= _tied(session, plan, plan.writes, actor)
    return {
        key.unit_code
        for key, row in plan.writes.fresh
        if row.values.role is not None and (plan.source, key.employee_number) in own
    }


def _tied(session: Session, plan: ImportPlan, writes: PeopleWrites, actor: Actor) -> set[tuple[str, str]]:
    """The numbers of the file's source that the file itself says are the officer's."""
    mine = set(session.scalars(recorded_ids(actor.person_id)))
    same = {other for pair in writes.joins if mine & set(pair) for other in pair} | mine
    stored = session.scalars(
        select(PersonNumber.employee_number)
        .join(Source, Source.id == PersonNumber.source_id)
        .where(Source.name == plan.source, PersonNumber.person_id.in_(same))
    )
    new = (number for number, who in writes.new_numbers if who in same)
    return {(plan.source, number) for number in (*stored, *new)}


def _fault(unit: Node) -> Fault:
    message = _(
        "Filen gör att du skulle se namn i %(unit)s (%(code)s) utan överenskommelse. "
        "Be bolagets HR eller en administratör skriva in en överenskommelse först.",
        unit=unit.name,
        code=unit.code,
    )
    return Fault(None, None, unit.code, message)


@dataclass(frozen=True, slots=True)
class _Units:
    """Every unit with its rows, from which the tree of a day is made as it is and as it would be."""

    stored: Mapping[str, StoredUnit]

    def before(self, day: date) -> Tree:
        return self._tree({code: unit.rows for code, unit in self.stored.items()}, day)

    def after(self, writes: UnitWrites, day: date) -> Tree:
        gone = set(writes.superseded)
        rows: dict[str, list[Row]] = {
            code: [row for row in unit.rows if row.row_id not in gone] for code, unit in self.stored.items()
        }
        for code, fresh in writes.fresh:
            rows.setdefault(code, []).append(fresh)
        return self._tree(rows, day)

    def _tree(self, rows: Mapping[str, Iterable[Row]], day: date) -> Tree:
        """As `get_tree` reads it: of a unit that does not hold on the day the row that began last, or else the first."""
        ids = {code: unit.id for code, unit in self.stored.items()}
        ids |= {code: -place for place, code in enumerate(rows.keys() - ids.keys(), start=1)}
        chosen = ((code, _choose(of_unit, day)) for code, of_unit in rows.items())
        return Tree(_node(ids, code, row, day) for code, row in chosen if row is not None)


def _choose(rows: Iterable[Row], day: date) -> Row | None:
    in_order = sorted(rows, key=lambda row: row.valid_from)
    begun = [row for row in in_order if row.valid_from <= day]
    holding = [row for row in begun if _holds(row, day)]
    return next(iter((*holding[::-1], *begun[::-1], *in_order)), None)


def _holds(row: Row, day: date) -> bool:
    return row.valid_from <= day and (row.valid_to is None or row.valid_to >= day)


def _node(ids: Mapping[str, int], code: str, row: Row, day: date) -> Node:
    facts = row.values
    return Node(
        ids[code],
        code,
        facts.name,
        facts.kind,
        ids.get(facts.parent_code, 0) if facts.parent_code else None,
        facts.legal_entity,
        facts.responsible_code,
        facts.counts_in_group,
        ended=not _holds(row, day),
    )


def _turns(units: _Units, writes: UnitWrites, on: date) -> Iterator[date]:
    """Today, the days on which something that the file writes or takes away begins or is over, and one before them all."""
    gone = set(writes.superseded)
    rows: list[Row] = [row for unit in units.stored.values() for row in unit.rows if row.row_id in gone]
    rows.extend(fresh for _code, fresh in writes.fresh)
    days = {on}
    days.update(row.valid_from for row in rows)
    days.update(row.valid_to + ONE_DAY for row in rows if row.valid_to is not None)
    return iter(sorted(days | {min(days) - ONE_DAY}))
