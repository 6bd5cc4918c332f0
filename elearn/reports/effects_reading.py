"""What a change of a requirement would touch: everybody of the day it takes effect, with and without it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from sqlalchemy.orm import Session

from elearn.organisations.queries import get_tree
from elearn.organisations.scope import Scope
from elearn.organisations.tree import Node, Tree
from elearn.reports.effects import Asking, Touched, touched_by
from elearn.reports.facts import get_facts
from elearn.reports.figures import SHOWS_PROTECTED, place_then
from elearn.reports.members import ask_member, members_of
from elearn.reports.queries import people_in
from elearn.requirements.asking import Asker
from elearn.requirements.changing import covers, left_on
from elearn.requirements.models import RequirementVersion
from elearn.requirements.queries import list_holidays, list_requirements, make_asker

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Change:
    """A requirement from a day on: `version` as it would stand, not saved; None where it would ask nothing any more."""

    requirement_id: int | None
    first: date
    version: RequirementVersion | None


@dataclass(frozen=True, slots=True)
class TouchedUnit:
    """A row of the preview."""

    name: str
    touched: Touched


@dataclass(frozen=True, slots=True)
class Effect:
    """What a change touches on the first day on which it shows, as known now."""

    on: date
    rows: Sequence[TouchedUnit]


def get_effect(session: Session, scope: Scope, units: Sequence[Node], change: Change) -> Effect:
    """What a change touches in some of HR's own units. A dozen statements, however many people."""
    on = max(scope.on, change.first)
    tree = get_tree(session, on)
    before = list_requirements(session, on)
    after = left_on(before, change.requirement_id, on)
    if change.version is not None and covers(change.version, on):
        after.append(change.version)
    whole = tree.root is not None and tree.root.id in scope.hr_figures
    people = None if whole else people_in(scope.hr_figures, on)
    facts = get_facts(session, tree, on, None, people)
    asker = make_asker(session, after, list_holidays(session), tree)
    touched = touched_by(
        members_of(facts),
        (_asking(facts.asker, scope), _asking(asker, scope)),
        place_then(tree),
        tree,
        count_protected=_asks_whole_units(before, change, tree),
    )
    rows = [TouchedUnit(node.name, touched[node.id]) for node in units if node.id in touched]
    return Effect(on, rows)


def _asking(asker: Asker, scope: Scope) -> Asking:
    """What is asked of somebody in HR's own units: what is asked elsewhere tells where else they work."""
    own = cache(lambda places: frozenset(each for each in places if each.unit_id in scope.hr_figures))
    return lambda member: ask_member(asker, member, own(member.asked_in))


def _asks_whole_units(before: Sequence[RequirementVersion], change: Change, tree: Tree) -> bool:
    """Whether the change, and what it changes, ask everybody below an administration, a company or the group."""
    versions = [row for row in before if row.requirement_id == change.requirement_id]
    if change.version is not None:
        versions.append(change.version)
    return all(
        row.unit_id in tree
        and tree[row.unit_id].kind in SHOWS_PROTECTED
        and not (row.levels or row.kinds or row.forms or row.person_id)
        for row in versions
    )
