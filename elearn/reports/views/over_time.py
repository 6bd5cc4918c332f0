"""How far units have come from month to month or quarter to quarter: a unit with those below it, and all that HR has."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.exc import NoResultFound

from elearn import clock
from elearn.extensions import get_reports_session
from elearn.formatting import swedish_order
from elearn.guard import actor, requires
from elearn.organisations.scope import get_scope
from elearn.organisations.tree import Node, Tree
from elearn.permissions import Actor, Permission
from elearn.reports.forms import OverTimeForm
from elearn.reports.lines import Line, days_until, draw
from elearn.reports.over_time_queries import Course, OverTime
from elearn.reports.views.blueprint import ModuleHead, bp, choose_module, path_to
from elearn.reports.views.group import list_parts


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks, and the organisation of each of its days."""

    form: OverTimeForm
    only: ModuleHead | None
    over_time: OverTime


@dataclass(frozen=True, slots=True)
class AskedUnit(Asked):
    """The same about a unit whose figures the reader may see on the last day."""

    node: Node


@dataclass(frozen=True, slots=True)
class Followed:
    """A unit and its line."""

    node: Node
    line: Line


def _ask() -> Asked:
    form = OverTimeForm(clock.today())
    only = choose_module(form)
    course = Course(
        days=days_until(form.on, form.years),
        today=clock.today(),
        structure=form.structure,
        module=only.slug if only else None,
        level=form.level,
    )
    return Asked(form, only, OverTime(get_reports_session(), course))


def load_unit_over_time(actor: Actor, code: str) -> AskedUnit:
    """The unit, in the organisation that the last day is placed in; NoResultFound outside the reader's scope."""
    asked = _ask()
    tree = asked.over_time.trees[-1]
    node = tree.by_code.get(code)
    if node is None or not sees_in(actor, tree, node.id):
        raise NoResultFound
    return AskedUnit(asked.form, asked.only, asked.over_time, node)


def sees_in(actor: Actor, tree: Tree, unit_id: int) -> bool:
    """Whether a unit's figures of a day are the actor's to see, in its organisation: as `get_scope` says, for many days."""
    above = set(tree.upward(unit_id))
    return unit_id in actor.coordinates or not above.isdisjoint(
        actor.manages | actor.deputises | actor.hr_units
    )


@bp.get("/enheter/<path:code>/over-tid")
@requires(Permission.UNIT_READ, load_unit_over_time)
def unit_over_time(asked: AskedUnit) -> ResponseReturnValue:
    reader, form, node, tree = actor(), asked.form, asked.node, asked.over_time.trees[-1]
    below = [child for child in tree.children(node.id) if not child.ended and sees_in(reader, tree, child.id)]
    below.sort(key=lambda child: swedish_order(child.name))
    first, *others = _follow(asked, [node, *below])
    page = render_template(
        "reports/over_time.html",
        node=node,
        form=form,
        only=asked.only,
        path=path_to(
            node, tree, lambda unit_id: sees_in(reader, tree, unit_id), form.same(), here=_("Över tid")
        ),
        tops=[first],
        parts_shown=[(_("Enheterna under"), others)] if others else [],
        printed=clock.now(),
    )
    return page, 200 if form.is_whole else 422


@bp.get("/hr/over-tid")
@requires(Permission.REPORT_READ)
def group_over_time() -> ResponseReturnValue:
    """HR's own units, and what stands out below them."""
    asked = _ask()
    scope = get_scope(get_reports_session(), actor(), asked.form.placed_on)
    parts = list_parts(scope)
    nodes = [node for _heading, part in parts for node in part]
    by_id = {each.node.id: each for each in _follow(asked, nodes)}
    shown = [(heading, [by_id[node.id] for node in part]) for heading, part in parts]
    page = render_template(
        "reports/over_time.html",
        node=None,
        form=asked.form,
        only=asked.only,
        tops=shown[0][1] if shown else [],
        parts_shown=shown[1:],
        printed=clock.now(),
    )
    return page, 200 if asked.form.is_whole else 422


def _follow(asked: Asked, nodes: Sequence[Node]) -> Iterable[Followed]:
    """The lines of some units; a day on which a unit stood outside the reader's scope has no figures."""
    reader, over_time = actor(), asked.over_time
    counted = over_time.count([node.id for node in nodes])
    for node in nodes:
        figures = [
            found[node.id] if node.id in tree and sees_in(reader, tree, node.id) else None
            for tree, found in zip(over_time.trees, counted, strict=True)
        ]
        yield Followed(node, draw(over_time.course.days, figures))
