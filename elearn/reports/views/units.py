"""A unit's page: figures for it and the units below, and by name those whom the reader is nearest to."""

from dataclasses import dataclass

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.exc import NoResultFound

from elearn import clock
from elearn.extensions import get_reports_session
from elearn.formatting import swedish_order
from elearn.guard import actor, requires
from elearn.organisations.scope import Scope, get_scope
from elearn.organisations.tree import Node
from elearn.permissions import Actor, Permission
from elearn.reports.figures import Tally, need
from elearn.reports.forms import UnitFilterForm
from elearn.reports.lists import Named, list_lines
from elearn.reports.members import Member
from elearn.reports.people import ids_of, list_named, people_of_unit
from elearn.reports.queries import Question, Report, get_figures
from elearn.reports.views.blueprint import bp, list_heads


@dataclass(frozen=True, slots=True)
class Below:
    """A unit in a list of units, and what the reader is there."""

    node: Node
    tally: Tally
    post: str = ""


@bp.get("/enheter")
@requires(Permission.UNIT_READ)
def units() -> ResponseReturnValue:
    """The units that the reader leads, stands in for or coordinates, or has HR for; the only one at once."""
    session, today = get_reports_session(), clock.today()
    scope = get_scope(session, actor(), today)
    posts = [(unit, _post(unit, actor())) for unit in _tops(actor()) if unit in scope.line.tree]
    if len(posts) == 1:
        return redirect(url_for("reports.unit", code=scope.line.tree[posts[0][0]].code), 303)
    wanted = frozenset(unit for unit, _name in posts)
    report = get_figures(session, Question(on=today, today=today, units=wanted))
    listed = [Below(scope.line.tree[unit], report.tally(unit), name) for unit, name in posts]
    return render_template("reports/units.html", units=sorted(listed, key=_by_need), on=today)


def _tops(reader: Actor) -> list[int]:
    return sorted(reader.manages | reader.deputises | reader.coordinates | reader.hr_units)


def _post(unit_id: int, reader: Actor) -> str:
    posts = (
        (reader.manages, _("chef")),
        (reader.deputises, _("ställföreträdare")),
        (reader.coordinates, _("samordnare")),
    )
    return next((name for units, name in posts if unit_id in units), "HR")


@dataclass(frozen=True, slots=True)
class Asked:
    """A unit whose figures the reader may see, and what the address asks about it."""

    node: Node
    scope: Scope
    form: UnitFilterForm


def load_unit(actor: Actor, code: str) -> Asked:
    """The unit, in the organisation that the report is placed in; NoResultFound outside the reader's scope."""
    form = UnitFilterForm(clock.today())
    scope = get_scope(get_reports_session(), actor, form.placed_on)
    node = scope.line.tree.by_code.get(code)
    if node is None or not scope.sees_figures(node.id):
        raise NoResultFound
    return Asked(node, scope, form)


@bp.get("/enheter/<path:code>")
@requires(Permission.UNIT_READ, load_unit)
def unit(asked: Asked) -> ResponseReturnValue:
    form, heads = asked.form, list_heads()
    report, named, told_of = _read(asked)
    minutes = {head.slug: head.minutes for head in heads}
    page = render_template(
        "reports/unit.html",
        node=asked.node,
        path=_path(asked),
        form=form,
        heads=heads,
        tally=report.tally(asked.node.id),
        below=_list_below(asked, report),
        lines=list_lines(named, told_of, minutes, on=form.on, order=form.order),
        is_hr=asked.node.id in asked.scope.hr_figures,
        withheld=asked.node.id in asked.scope.withheld,
    )
    return page, 200 if form.is_whole else 422


def _read(asked: Asked) -> tuple[Report, list[Named], list[Member]]:
    """The figures of the day, and the names of today: whoever has left is nobody's to look up any more.

    With each name goes what the reader's own legal entity asks, and what is completed.
    """
    session, node, form, today = get_reports_session(), asked.node, asked.form, clock.today()
    present = asked.scope if form.placed_on == today else get_scope(session, actor(), today)
    now = present.line.tree
    people = people_of_unit(present, now[node.id]) if node.id in now else None
    units = frozenset({node.id, *(child.id for child in _children(asked))})
    report = get_figures(
        session,
        Question(on=form.on, today=today, structure=form.structure, units=units),
        also=None if people is None else ids_of(people),
    )
    named = [] if people is None else list_named(session, people)
    units, ids = present.told_of, {each.person_id for each in named}
    return report, named, [each.within(units) for each in report.members if each.person_id in ids]


def _children(asked: Asked) -> list[Node]:
    children = asked.scope.line.tree.children(asked.node.id)
    return [child for child in children if asked.scope.sees_figures(child.id)]


def _list_below(asked: Asked, report: Report) -> list[Below]:
    """The units below, what needs attention first; one that was not there then only where people stand in it."""
    shown = (child for child in _children(asked) if not child.ended or child.id in report.tallies)
    return sorted((Below(child, report.tally(child.id)) for child in shown), key=_by_need)


def _path(asked: Asked) -> list[tuple[str, str]]:
    """The units above that the reader may see, with their pages; last the unit itself."""
    tree, given = asked.scope.line.tree, asked.form.same_day()
    above = [tree[unit] for unit in tree.upward(asked.node.id) if asked.scope.sees_figures(unit)]
    path = [(node.name, url_for("reports.unit", code=node.code, **given)) for node in reversed(above[1:])]
    return [*path, (asked.node.name, "")]


def _by_need(below: Below) -> tuple[tuple[float, float], str]:
    return need(below.tally), swedish_order(below.node.name)
