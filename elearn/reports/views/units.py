"""A unit's page: figures for it and the units below, and by name those whom the reader is nearest to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import Select
from sqlalchemy.exc import NoResultFound

from elearn import clock
from elearn.extensions import get_reports_session
from elearn.guard import actor, requires
from elearn.organisations.models import Employment, PersonalDetails
from elearn.organisations.scope import Scope, get_scope
from elearn.organisations.tree import Node
from elearn.permissions import Actor, Permission
from elearn.reports.change_people import MOST_SHOWN
from elearn.reports.forms import UnitFilterForm
from elearn.reports.lists import Line, list_lines
from elearn.reports.over_time import Figures, figures_of
from elearn.reports.people import ids_of, list_named, people_below, people_of_unit, units_of
from elearn.reports.queries import Question, Report, get_figures
from elearn.reports.sorting import Sorting, UnitOrder
from elearn.reports.views.blueprint import ModuleHead, bp, choose_module, list_heads, path_to


@dataclass(frozen=True, slots=True)
class Below:
    """A unit in a list of units, and what the reader is there; `named`: whether somebody there may be seen by name."""

    node: Node
    figures: Figures
    post: str = ""
    named: bool = False


@dataclass(frozen=True, slots=True)
class People:
    """Who stands on a unit's page by name, where each of them is employed, and how many there was no room for."""

    lines: Sequence[Line]
    units: Mapping[UUID, list[str]]
    more: int = 0


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
    listed = [
        Below(scope.line.tree[unit], figures_of(report.tally(unit), None), name, sees_names(scope, unit))
        for unit, name in posts
    ]
    return render_template(
        "reports/units.html", units=_sort(listed, Sorting(UnitOrder.NEED)), on=today, printed=clock.now()
    )


def _tops(reader: Actor) -> list[int]:
    return sorted(reader.manages | reader.deputises | reader.coordinates | reader.hr_units)


def _post(unit_id: int, reader: Actor) -> str:
    posts = (
        (reader.manages, _("chef")),
        (reader.deputises, _("ställföreträdare")),
        (reader.coordinates, _("samordnare")),
    )
    return next((name for units, name in posts if unit_id in units), "HR")


def sees_names(scope: Scope, unit_id: int) -> bool:
    """Whether the reader may see somebody by name in a unit or below it."""
    named = scope.coordinated | scope.hr
    for own in scope.own:
        led = (unit for unit in own.leader_units if own.leaders & scope.line.managers.get(unit, set()))
        named |= own.units.union(led)
    return not named.isdisjoint(scope.line.tree.subtree(unit_id))


@dataclass(frozen=True, slots=True)
class Asked:
    """A unit whose figures the reader may see, and what the address asks about it."""

    node: Node
    scope: Scope
    form: UnitFilterForm
    only: ModuleHead | None


def load_unit(actor: Actor, code: str) -> Asked:
    """The unit, in the organisation that the report is placed in; NoResultFound outside the reader's scope."""
    form = UnitFilterForm(clock.today())
    scope = get_scope(get_reports_session(), actor, form.placed_on)
    node = scope.line.tree.by_code.get(code)
    if node is None or not scope.sees_figures(node.id):
        raise NoResultFound
    return Asked(node, scope, form, choose_module(form))


@bp.get("/enheter/<path:code>")
@requires(Permission.UNIT_READ, load_unit)
def unit(asked: Asked) -> ResponseReturnValue:
    form, node, only = asked.form, asked.node, asked.only
    report, people = _read(asked)
    tally = report.tally(node.id)
    page = render_template(
        "reports/unit.html",
        node=node,
        path=path_to(node, asked.scope.line.tree, asked.scope.sees_figures, form.same()),
        form=form,
        only=only,
        heads=[only] if only else list_heads(),
        tally=tally,
        figures_now=figures_of(tally, only.slug if only else None),
        below=_list_below(asked, report),
        people=people,
        named=sees_names(asked.scope, node.id),
        is_hr=node.id in asked.scope.hr_figures,
        withheld=node.id in asked.scope.withheld,
        printed=clock.now(),
    )
    return page, 200 if form.is_whole else 422


def _read(asked: Asked) -> tuple[Report, People]:
    """The figures of the day, and the names of today: whoever has left is nobody's to look up any more.

    With each name goes what the reader's own legal entity asks, and what is completed.
    """
    session, form, today = get_reports_session(), asked.form, clock.today()
    present = asked.scope if form.placed_on == today else get_scope(session, actor(), today)
    people = _choose_people(asked, present)
    report = get_figures(
        session,
        Question(
            on=form.on,
            today=today,
            structure=form.structure,
            level=form.level,
            units=frozenset({asked.node.id, *(child.id for child in _children(asked))}),
        ),
        also=None if people is None else ids_of(people),
    )
    if people is None:
        return report, People([], {})
    named, told_of = list_named(session, people), present.told_of
    ids = {each.person_id for each in named}
    lines = list_lines(
        named,
        [each.within(told_of) for each in report.members if each.person_id in ids],
        {head.slug: head.minutes for head in list_heads()},
        on=form.on,
        order=form.order,
        module=asked.only.slug if asked.only else None,
        past=form.is_past,
    )
    if not form.late_only:
        return report, People(lines, {})
    late = [line for line in lines if line.is_late]
    return report, People(
        late[:MOST_SHOWN], units_of(session, people, present.line.tree), max(len(late) - MOST_SHOWN, 0)
    )


def _choose_people(
    asked: Asked, present: Scope
) -> Select[tuple[UUID, int, Employment, PersonalDetails]] | None:
    """Those of today whom the address asks for, as far as the reader may see them; None where the unit is gone.

    Who was late on an earlier day is in no list: beside those who were not done it would tell who had a reason.
    """
    form, tree = asked.form, present.line.tree
    if asked.node.id not in tree or (form.late_only and form.is_past):
        return None
    choose = people_below if form.late_only else people_of_unit
    people = choose(present, tree[asked.node.id])
    return people if form.level is None else people.where(Employment.level == form.level)


def _children(asked: Asked) -> list[Node]:
    children = asked.scope.line.tree.children(asked.node.id)
    return [child for child in children if asked.scope.sees_figures(child.id)]


def _list_below(asked: Asked, report: Report) -> list[Below]:
    """The units below in the order asked for; one that was not there then only where people stand in it."""
    module = asked.only.slug if asked.only else None
    shown = (child for child in _children(asked) if not child.ended or child.id in report.tallies)
    listed = [
        Below(child, figures_of(report.tally(child.id), module), named=sees_names(asked.scope, child.id))
        for child in shown
    ]
    return _sort(listed, asked.form.sorting)


def _sort(listed: Sequence[Below], sorting: Sorting) -> list[Below]:
    return sorting.sort(listed, lambda below: below.node.name, lambda below: below.figures)
