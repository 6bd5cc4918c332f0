"""How far the group is, for auditors and elected members: fixed cuts of the last Sunday, small numbers left out."""

from flask import render_template
from flask.typing import ResponseReturnValue

from elearn import clock
from elearn.extensions import get_reports_session
from elearn.guard import requires
from elearn.permissions import Permission
from elearn.reports.published_figures import get_published
from elearn.reports.views.blueprint import bp, list_heads


@bp.get("/laget")
@requires(Permission.FIGURES_READ)
def published() -> ResponseReturnValue:
    """The same for everybody who may read it, all week: nothing can be asked, and so nothing can be compared."""
    found = get_published(get_reports_session(), clock.today())
    return render_template("reports/published.html", found=found, heads=list_heads())
