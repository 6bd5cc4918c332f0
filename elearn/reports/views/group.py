"""HR's overview: administrations, companies and elected bodies as rows, modules as columns."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_babel import get_locale, pgettext
from flask_babel import gettext as _

from elearn import clock
from elearn.extensions import get_reports_session
from elearn.formatting import swedish_order
from elearn.guard import actor, requires
from elearn.organisations.kinds import Kind
from elearn.organisations.scope import Scope, get_scope
from elearn.organisations.tree import Node, Tree
from elearn.permissions import Permission
from elearn.reports.figures import Tally
from elearn.reports.forms import GroupFilterForm
from elearn.reports.queries import Question, Report, Structure, get_figures
from elearn.reports.views.blueprint import bp, list_heads


@dataclass(frozen=True, slots=True)
class Part:
    """Rows of the overview that belong together: a name, the code of the unit's page, and its figures."""

    heading: str
    rows: list[tuple[str, str, Tally]]


@bp.get("/hr")
@requires(Permission.REPORT_READ)
def group() -> ResponseReturnValue:
    session, heads = get_reports_session(), list_heads()
    form = GroupFilterForm(clock.today())
    language = str(get_locale() or "sv")
    form.offer((str(head.number), head.title.read(language)) for head in heads)
    scope = get_scope(session, actor(), form.placed_on)
    tree = scope.line.tree
    parts = _list_parts(scope)
    nodes = [node for _heading, part in parts for node in part]
    report = get_figures(
        session,
        Question(
            on=form.on,
            today=clock.today(),
            structure=form.structure,
            level=form.level,
            units=_units(nodes, tree, form.structure),
        ),
    )
    page = render_template(
        "reports/group.html",
        form=form,
        heads=heads,
        only=next((head for head in heads if str(head.number) == form.modul.data), None),
        tops=[(node.name, report.tally(node.id)) for node in parts[0][1]] if parts else [],
        parts_shown=[Part(heading, _rows(part, report)) for heading, part in parts],
    )
    return page, 200 if form.is_whole else 422


def _units(nodes: Iterable[Node], tree: Tree, structure: Structure) -> frozenset[int] | None:
    """The units whose figures are read; all, with those employed nowhere today, of the group itself as it is today."""
    units = frozenset(node.id for node in nodes)
    is_group = tree.root is not None and tree.root.id in units
    return None if is_group and structure is Structure.NOW else units


def _rows(nodes: Collection[Node], report: Report) -> list[tuple[str, str, Tally]]:
    rows = [(node.name, node.code, report.tally(node.id)) for node in nodes]
    if None in report.tallies and report.tree.root in nodes:
        rows.append((_("Ej längre anställda"), "", report.tallies[None]))
    return rows


def _list_parts(scope: Scope) -> list[tuple[str, list[Node]]]:
    """The units that HR has been given, then what stands out below them, each kind under its heading."""
    tree, tops = scope.line.tree, scope.actor.hr_units
    near = {child.id for top in tops if top in tree for child in tree.children(top)}
    parts: dict[str, list[Node]] = {
        _("Totalt"): [tree[top] for top in sorted(tops) if top in tree],
        _("Förvaltningar"): [],
        pgettext("several", "Bolag"): [],
        _("Förtroendevalda"): [],
        _("Enheter"): [],
    }
    headings = {Kind.ADMINISTRATION: _("Förvaltningar"), Kind.COMPANY: pgettext("several", "Bolag")}
    shown = (tree[unit] for unit in scope.hr_figures - tops if unit in near or tree[unit].kind in headings)
    for node in sorted(shown, key=lambda node: swedish_order(node.name)):
        heading = headings.get(node.kind)
        if heading is None:
            heading = _("Förtroendevalda") if node.elected else _("Enheter")
        if not node.ended:
            parts[heading].append(node)
    return [(heading, nodes) for heading, nodes in parts.items() if nodes]
