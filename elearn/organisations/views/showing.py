"""The differences of a file, or of taking one back, as far as the officer who looks may see them."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from flask import request
from sqlalchemy.orm import Session

from elearn import clock
from elearn.guard import actor
from elearn.organisations.facts import FileKind
from elearn.organisations.planning import ImportPlan
from elearn.organisations.previewing import Line, describe, ordered
from elearn.organisations.scope import get_scope, visible_people
from elearn.organisations.stored import list_stored_units
from elearn.organisations.uploads import Reach
from elearn.organisations.withheld import list_withheld_people

PER_PAGE = 200


@dataclass(frozen=True, slots=True)
class Shown:
    """One page of the differences, and how many are on no page: of people whose names are withheld."""

    lines: list[Line]
    hidden: int
    page: int
    pages: int


def show_changes(session: Session, plan: ImportPlan, reach: Reach) -> Shown:
    """The page of the differences that the address asks for.

    Of somebody in a company without an arrangement nothing is shown to the officers above: where and since when,
    with the number, tells who it is. A protected identity is one line without either, as everybody's is.
    """
    page = max(request.args.get("sida", 1, int), 1)
    withheld = _withheld(session, plan, reach)
    changes = [each for each in ordered(plan.changes) if not each.name or each.person_id not in withheld]
    names = {code: unit.name for code, unit in list_stored_units(session).items()}
    shown = changes[(page - 1) * PER_PAGE : page * PER_PAGE]
    return Shown(
        lines=list(describe(shown, names, _nameable(session, plan, reach))),
        hidden=len(plan.changes) - len(changes),
        page=page,
        pages=-(-len(changes) // PER_PAGE),
    )


def _withheld(session: Session, plan: ImportPlan, reach: Reach) -> Collection[UUID]:
    if not reach.withheld:
        return ()
    people = {change.person_id for change in plan.changes if change.person_id is not None}
    return list_withheld_people(session, reach.withheld, people, clock.today())


def _nameable(session: Session, plan: ImportPlan, reach: Reach) -> set[UUID] | None:
    """Whose names a file of posts may show: it may speak of others' people. None: of everybody who is shown."""
    if plan.kind is not FileKind.MANAGERS or reach.everything:
        return None
    visible = visible_people(get_scope(session, actor(), clock.today()))
    person_ids = visible.with_only_columns(visible.selected_columns.person_id, maintain_column_froms=True)
    return set(session.scalars(person_ids))
