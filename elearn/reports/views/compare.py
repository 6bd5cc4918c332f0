"""A unit on one day twice, side by side: in the organisation of that day, and in that of today."""

from dataclasses import dataclass

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.exc import NoResultFound

from elearn import clock
from elearn.extensions import get_reports_session
from elearn.formatting import swedish_order
from elearn.guard import requires
from elearn.i18n import page_language
from elearn.organisations.scope import Scope, get_scope
from elearn.organisations.tree import Node
from elearn.permissions import Actor, Permission
from elearn.reports.figures import Tally
from elearn.reports.forms import GroupFilterForm
from elearn.reports.queries import Question, Report, Structure, get_figures
from elearn.reports.views.blueprint import bp, list_heads


@dataclass(frozen=True, slots=True)
class Compared:
    """A unit on a day, and what the reader may see of it in the organisation of that day and of today."""

    node: Node
    then: Scope
    now: Scope
    form: GroupFilterForm


@dataclass(frozen=True, slots=True)
class Beside:
    """A unit's figures in both organisations; None where it does not stand here in that one."""

    name: str
    code: str
    then: Tally | None
    now: Tally | None

    @property
    def moved(self) -> bool:
        """Whether another number of people stands here today."""
        return (self.then.people if self.then else None) != (self.now.people if self.now else None)


def load_compared(actor: Actor, code: str) -> Compared:
    """The unit; NoResultFound where the reader may not see it in both organisations."""
    form, session = GroupFilterForm(clock.today()), get_reports_session()
    then, now = (get_scope(session, actor, on) for on in (form.on, clock.today()))
    node = now.line.tree.by_code.get(code)
    if node is None or not (then.sees_figures(node.id) and now.sees_figures(node.id)):
        raise NoResultFound
    return Compared(node, then, now, form)


@bp.get("/enheter/<path:code>/jamfor")
@requires(Permission.UNIT_READ, load_compared)
def compare(asked: Compared) -> ResponseReturnValue:
    form, heads, rows = asked.form, list_heads(), _list_beside(asked)
    language = page_language()
    form.offer((str(head.number), head.title.read(language)) for head in heads)
    page = render_template(
        "reports/compare.html",
        node=asked.node,
        form=form,
        only=next((head for head in heads if str(head.number) == form.modul.data), None),
        rows=rows,
        moved=sum(row.moved for row in rows[1:]),
        printed=clock.now(),
        is_hr=asked.node.id in asked.now.hr_figures,
    )
    return page, 200 if form.is_whole else 422


def _list_beside(asked: Compared) -> list[Beside]:
    """The unit, then everything that hangs under it in either organisation; last those employed nowhere today."""
    then, now = _children(asked, asked.then), _children(asked, asked.now)
    reports = [
        _report(asked, structure, frozenset({asked.node.id, *units}), scope)
        for structure, units, scope in (
            (Structure.THEN, then, asked.then),
            (Structure.NOW, now, asked.now),
        )
    ]
    rows = [Beside(asked.node.name, asked.node.code, *(report.tally(asked.node.id) for report in reports))]
    below = sorted({**then, **now}.values(), key=lambda node: swedish_order(node.name))
    for node in below:
        sides = [
            report.tally(node.id) if node.id in units else None
            for report, units in zip(reports, (then, now), strict=True)
        ]
        if any(side is not None and (side.people or not node.ended) for side in sides):
            rows.append(Beside(node.name, node.code, *sides))
    if None in reports[1].tallies:
        rows.append(Beside(_("Ej längre anställda"), "", None, reports[1].tallies[None]))
    return rows


def _children(asked: Compared, scope: Scope) -> dict[int, Node]:
    return {
        child.id: child for child in scope.line.tree.children(asked.node.id) if scope.sees_figures(child.id)
    }


def _report(asked: Compared, structure: Structure, units: frozenset[int], scope: Scope) -> Report:
    """The figures in one organisation; of the group itself as it is today with those employed nowhere any more."""
    is_group = asked.node.id == (scope.line.tree.root.id if scope.line.tree.root else None)
    question = Question(
        on=asked.form.on,
        today=clock.today(),
        structure=structure,
        level=asked.form.level,
        units=None if is_group and structure is Structure.NOW else units,
    )
    return get_figures(get_reports_session(), question)
