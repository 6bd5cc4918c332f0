"""What a report of a day reads: recorded facts as compact rows, in a fixed number of statements."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from functools import cached_property
from uuid import UUID

from sqlalchemy import ColumnElement, Select, select, true
from sqlalchemy.orm import Session

from elearn.database import holds, is_one_of
from elearn.modules.models import ModuleVersion
from elearn.organisations.kinds import Form, Level
from elearn.organisations.models import Employment
from elearn.organisations.queries import get_tree, numbers
from elearn.organisations.tree import Tree
from elearn.reports.courses import member_on
from elearn.reports.facts import People as People
from elearn.reports.facts import among, get_facts, then_and_now
from elearn.reports.figures import Key, Row, Tally, list_rows, place_now, place_then, tally_up
from elearn.reports.lives import list_lives
from elearn.reports.members import Member, members_of
from elearn.reports.stored import find_tallies
from elearn.requirements.queries import get_asker


class Structure(StrEnum):
    """Where people are placed: where they were on the day, or where they are today."""

    THEN = "then"
    NOW = "now"


class UnknownUnitError(LookupError):
    """No unit has that code, or not one that the reader may ask about."""


class UnknownModuleError(LookupError):
    """No module has that slug."""


class FutureError(ValueError):
    """A report about a day that has not been."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What a report is asked: the end of a day, as known at an instant, with people placed then or now.

    unit: a code, for that unit and all below it; units: those whose figures the reader may see (None: all).
    A unit is always counted with everything below it.
    """

    on: date
    today: date
    known_at: datetime | None = None
    structure: Structure = Structure.THEN
    module: str | None = None
    unit: str | None = None
    level: Level | None = None
    units: frozenset[int] | None = None

    @property
    def is_present(self) -> bool:
        """Whether it asks how things stand today, as known now."""
        return self.on == self.today and self.known_at is None and self.structure is Structure.THEN


@dataclass(frozen=True, kw_only=True)
class Report:
    """The figures of a day in the tree that people are placed in: per unit and module, and per unit over all modules.

    `members`: those whose states the caller asked for, and others who were read to count.
    `wanted`: the units that get rows, None for all.
    """

    question: Question
    tree: Tree
    modules: tuple[str, ...]
    tallies: Mapping[Key, Tally]
    members: Sequence[Member]
    wanted: Collection[Key] | None = None

    def tally(self, unit_id: Key) -> Tally:
        return self.tallies.get(unit_id) or Tally()

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        """A row per unit and module."""
        rows = list_rows(self.tree, self.tallies, self.modules)
        return tuple(row for row in rows if self.wanted is None or row.unit_id in self.wanted)


def get_figures(session: Session, question: Question, also: People | None = None) -> Report:
    """The report that answers a question: out of the kept counts where they hold for it, otherwise counted anew.

    Raises FutureError, UnknownUnitError or UnknownModuleError. `also`: others whose states the caller wants.
    """
    if question.on > question.today:
        raise FutureError
    then = get_tree(session, question.on, question.known_at)
    is_now = question.structure is Structure.NOW
    tree = get_tree(session, question.today) if is_now else then
    wanted = _wanted(tree, question)
    kept = find_tallies(session, tree, question.on, wanted, question.level) if question.is_present else None
    if kept is None:
        tallies, members = count_anew(session, question, (then, tree), wanted, also)
    else:
        tallies = kept
        members = [] if also is None else list_some(session, then, question.on, also)
    modules = list_modules(session, question.module, (tally.modules for tally in tallies.values()))
    return Report(
        question=question, tree=tree, modules=modules, tallies=tallies, members=members, wanted=wanted
    )


def count_anew(
    session: Session,
    question: Question,
    trees: tuple[Tree, Tree],
    wanted: Collection[Key] | None,
    also: People | None,
) -> tuple[dict[Key, Tally], list[Member]]:
    """Count everybody of the wanted units. Eight statements, two more to place people where they are today."""
    then, tree = trees
    is_now = question.structure is Structure.NOW
    people = _people_counted(tree, wanted, question, also)
    members = list_members(session, then, question.on, question.known_at, people)
    placing = place_then(then)
    if is_now:
        placing = place_now(then, tree, _employed_in(session, question.today, question.known_at, people))
    tallies = tally_up(at_level(members, question.level), placing, tree)
    if is_now:
        tallies.setdefault(None, Tally())
    if wanted is not None:
        tallies = {key: tally for key, tally in tallies.items() if key in wanted}
    return tallies, members


def _wanted(tree: Tree, question: Question) -> Collection[Key] | None:
    """The units that get rows; None for all, those employed nowhere today included."""
    wanted: frozenset[Key] | None = question.units
    if question.unit is None:
        return wanted
    node = tree.by_code.get(question.unit)
    if node is None or (wanted is not None and node.id not in wanted):
        raise UnknownUnitError(question.unit)
    if node == tree.root:
        return wanted
    below = frozenset[Key](tree.subtree(node.id))
    return below if wanted is None else below & wanted


def _people_counted(
    tree: Tree, wanted: Collection[Key] | None, question: Question, also: People | None
) -> People | None:
    """Everybody who stands below a unit that gets a row, and the others who were asked for; None for everybody."""
    root = tree.root
    if wanted is None or (root and root.id in wanted):
        return None
    units = tree.subtrees(unit for unit in wanted if unit is not None)
    if question.structure is Structure.NOW:
        people = _read_as_then(people_in(units, question.today), question.known_at)
    else:
        people = people_in(units, question.on, question.known_at)
    return people if also is None else people.union(also)


def people_in(units: Collection[int], on: date, known_at: datetime | None = None) -> Select[UUID]:
    """A subquery of those who are employed in some units on a day."""
    number = numbers(known_at)
    return (
        select(number.c.person_id)
        .join(Employment, Employment.number_id == number.c.id)
        .where(is_one_of(Employment.unit_id, units), holds(Employment, on, known_at))
    )


def list_members(
    session: Session, tree: Tree, on: date, known_at: datetime | None = None, people: People | None = None
) -> list[Member]:
    """Everyone employed in the group on a day (or those of `people`) with their states; no externals. Eight statements."""
    return members_of(get_facts(session, tree, on, known_at, people))


def list_some(session: Session, tree: Tree, on: date, people: People) -> list[Member]:
    """Like `list_members` for a few people, found by index: nobody else's rows are read. Eleven statements."""
    asker = get_asker(session, tree, on)
    lives = list_lives(session, session.scalars(people).all())
    members = (member_on(life, on, asker) for life in lives)
    return [member for member in members if member is not None]


def _read_as_then(people: Select[UUID], known_at: datetime | None) -> Select[UUID]:
    """People of today by whom they were read as at an instant."""
    if known_at is None:
        return people
    same = then_and_now(known_at)
    return select(same.c.then_id).where(same.c.now_id.in_(people))


def _employed_in(
    session: Session, today: date, known_at: datetime | None, people: People | None
) -> Mapping[UUID, set[int]]:
    """Where everybody is employed today, by whom they were read as at the instant that the report is known at."""
    number = numbers()
    employed = select(Employment.unit_id, Employment.form).join(number, Employment.number_id == number.c.id)
    if known_at is None:
        person_id: ColumnElement[UUID] = number.c.person_id
        wanted = among(number.c.recorded_id, people, known_at)
    else:
        same = then_and_now(known_at)
        employed, person_id = employed.join(same, same.c.now_id == number.c.person_id), same.c.then_id
        wanted = true() if people is None else person_id.in_(people)
    rows = session.execute(employed.add_columns(person_id).where(holds(Employment, today), wanted))
    employed_in: dict[UUID, set[int]] = defaultdict(set)
    for unit_id, form, somebody in rows:
        if form is not Form.EXTERNAL:
            employed_in[somebody].add(unit_id)
    return employed_in


def at_level(members: Sequence[Member], level: Level | None) -> Sequence[Member]:
    """Those employed at a level, where they are that."""
    if level is None:
        return members
    placed = (
        (member, frozenset(place for place in member.places if place.level == level)) for member in members
    )
    return [replace(member, places=places) for member, places in placed if places]


def list_modules(session: Session, only: str | None, asked: Iterable[Iterable[str]]) -> tuple[str, ...]:
    """The modules that get rows: published ones, and those that are asked of somebody."""
    published = set(session.scalars(select(ModuleVersion.slug).distinct()))
    modules = published.union(*asked)
    if only is None:
        return tuple(sorted(modules))
    if only not in modules:
        raise UnknownModuleError(only)
    return (only,)
