"""The page for a committee or board: printed, and put before the meeting with the interim and the annual report."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import SimpleNamespace

from flask import render_template
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import NoResultFound

from elearn import clock
from elearn.extensions import get_reports_session
from elearn.formatting import swedish_order
from elearn.guard import actor, requires
from elearn.i18n import page_language
from elearn.organisations.kinds import Level
from elearn.organisations.queries import get_tree
from elearn.organisations.scope import get_scope
from elearn.permissions import Actor, Permission
from elearn.reports.committee_forms import CommitteeForm
from elearn.reports.committee_sentences import sentences
from elearn.reports.committees import Area, Count, area_of, count_area, find_area, line_of, list_decisions
from elearn.reports.views.blueprint import bp, list_heads
from elearn.requirements.form_fields import LEVEL_NAMES

LEVELS = (Level.POLITICIAN, Level.MANAGER, Level.EMPLOYEE)


@dataclass(frozen=True, slots=True)
class Asked:
    """A body whose page the reader may see, and the days that the address asks about."""

    area: Area
    form: CommitteeForm


def load_committee(actor: Actor, code: str) -> Asked:
    """The body in the organisation of the day; NoResultFound where HR does not have what it answers for."""
    form = CommitteeForm(clock.today())
    scope = get_scope(get_reports_session(), actor, form.on)
    area = find_area(scope.line.tree, code)
    if area is None or not area.is_within(scope.hr_figures):
        raise NoResultFound
    return Asked(area, form)


@bp.get("/hr/namnd")
@requires(Permission.REPORT_READ)
def committees() -> ResponseReturnValue:
    """The committees and boards whose page the reader may print."""
    scope = get_scope(get_reports_session(), actor(), clock.today())
    tree = scope.line.tree
    bodies = [node for node in tree.nodes.values() if node.elected and not node.ended]
    areas = [area for body in bodies if (area := area_of(tree, body)).is_within(scope.hr_figures)]
    areas.sort(key=lambda area: swedish_order(area.body.name))
    return render_template("reports/committees.html", areas=areas)


@bp.get("/hr/namnd/<path:code>")
@requires(Permission.REPORT_READ, load_committee)
def committee(asked: Asked) -> ResponseReturnValue:
    """Figures for two days, small numbers left out since the page leaves the line."""
    session, form, area = get_reports_session(), asked.form, asked.area
    now, before = count_area(session, area, form.on), _before(asked)
    heads = [head for head in list_heads() if head.slug in now]
    lines = {head.number: line_of(now[head.slug], _find(before, head.slug)) for head in heads}
    language = page_language()
    page = render_template(
        "reports/committee.html",
        area=area,
        form=form,
        heads=heads,
        lines=lines,
        compared=before is not None,
        sentences=sentences(lines, form.on, form.earlier, compared=before is not None),
        decisions=[
            SimpleNamespace(version=version, whom=None) for version in list_decisions(session, area, form.on)
        ],
        titles={head.slug: head.title.read(language) for head in list_heads()},
        levels=LEVELS,
        level_names=LEVEL_NAMES,
    )
    return page, 200 if form.is_whole else 422


def _before(asked: Asked) -> Mapping[str, Count] | None:
    """The figures of the earlier day; None where the body was not there, or answered for what is not the reader's."""
    session, earlier = get_reports_session(), asked.form.earlier
    tree = get_tree(session, earlier)
    area = find_area(tree, asked.area.body.code)
    if area is None or area.body.ended or not area.is_within(tree.subtrees(actor().hr_units)):
        return None
    return count_area(session, area, earlier)


def _find(counts: Mapping[str, Count] | None, module: str) -> Count | None:
    return None if counts is None else counts.get(module, Count())
