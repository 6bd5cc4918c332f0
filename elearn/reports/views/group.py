"""HR's overview: administrations, companies and elected bodies as rows, modules as columns."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import pgettext

from elearn import clock
from elearn.extensions import get_reports_session
from elearn.formatting import swedish_order
from elearn.guard import actor, requires
from elearn.organisations.kinds import Kind
from elearn.organisations.scope import Scope, get_scope
from elearn.organisations.tree import Node, Tree
from elearn.permissions import Permission
from elearn.reports.figures import Key, Tally
from elearn.reports.forms import OverviewForm
from elearn.reports.over_time import Figures, figures_of
from elearn.reports.queries import Question, Report, Structure, get_figures
from elearn.reports.views.blueprint import ModuleHead, bp, choose_module, list_heads
from elearn.reports.views.units import sees_names


@dataclass(frozen=True, slots=True)
class UnitRow:
    """A row of the overview: its figures, and the code of the unit's page; `named`: whether that has names."""

    name: str
    tally: Tally
    figures: Figures
    code: str = ""
    named: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """Rows of the overview that belong together."""

    heading: str
    rows: list[UnitRow]


@bp.get("/hr")
@requires(Permission.REPORT_READ)
def group() -> ResponseReturnValue:
    session, form = get_reports_session(), OverviewForm(clock.today())
    only = choose_module(form)
    scope = get_scope(session, actor(), form.placed_on)
    parts = list_parts(scope)
    nodes = [node for _heading, part in parts for node in part]
    report = get_figures(
        session,
        Question(
            on=form.on,
            today=clock.today(),
            structure=form.structure,
            level=form.level,
            units=_units(nodes, scope.line.tree, form.structure),
        ),
    )
    shown = [Part(heading, _rows(part, report, scope, only)) for heading, part in parts]
    page = render_template(
        "reports/group.html",
        form=form,
        heads=list_heads(),
        only=only,
        tops=[row for row in shown[0].rows if row.code] if shown else [],
        parts_shown=[Part(part.heading, _sort(part.rows, form)) for part in shown],
        printed=clock.now(),
    )
    return page, 200 if form.is_whole else 422


def _units(nodes: Iterable[Node], tree: Tree, structure: Structure) -> frozenset[int] | None:
    """The units whose figures are read; all, with those employed nowhere today, of the group itself as it is today."""
    units = frozenset(node.id for node in nodes)
    is_group = tree.root is not None and tree.root.id in units
    return None if is_group and structure is Structure.NOW else units


def _rows(nodes: Collection[Node], report: Report, scope: Scope, only: ModuleHead | None) -> list[UnitRow]:
    module = only.slug if only else None

    def row(key: Key, name: str, code: str = "", *, named: bool = False) -> UnitRow:
        tally = report.tally(key)
        return UnitRow(name, tally, figures_of(tally, module), code, named)

    rows = [row(node.id, node.name, node.code, named=sees_names(scope, node.id)) for node in nodes]
    if None in report.tallies and report.tree.root in nodes:
        rows.append(row(None, _("Ej längre anställda")))
    return rows


def _sort(rows: Iterable[UnitRow], form: OverviewForm) -> list[UnitRow]:
    return form.sorting.sort(rows, lambda row: row.name, lambda row: row.figures)


def list_parts(scope: Scope) -> list[tuple[str, list[Node]]]:
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
