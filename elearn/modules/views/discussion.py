"""The question of the quarter for a meeting of managers, to read and to print."""

from flask import abort, render_template

from elearn.clock import today
from elearn.guard import requires
from elearn.modules.catalogue import get_catalogue
from elearn.modules.discussions import QUARTERS
from elearn.modules.views.blueprint import bp
from elearn.permissions import Permission
from elearn.support.views import category_headings, shown_groups


@bp.get("/enheter/samtal")
@requires(Permission.UNIT_READ)
def discussion() -> str:
    """This quarter's question with its frame, how to lead it and where to turn; the same for everybody."""
    catalogue, on = get_catalogue(), today()
    if catalogue.discussions is None:
        abort(404)
    asked = catalogue.discussions.of_quarter(on)
    module = catalogue.by_slug(asked.module)
    return render_template(
        "modules/discussion.html",
        asked=asked,
        frame=catalogue.discussions.frame,
        told=catalogue.discussions.told,
        module=module,
        draft=catalogue.is_draft(module),
        quarter=(on.month - 1) * QUARTERS // 12 + 1,
        year=on.year,
        sources=catalogue.cited(asked.references),
        groups=shown_groups(),
        headings=category_headings(),
    )
