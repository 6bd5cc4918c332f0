"""The auditor's page: who did what, people by their random ids."""

from flask import Blueprint, Flask, render_template, request
from flask.typing import ResponseReturnValue

from elearn.audit.forms import TrailForm
from elearn.audit.queries import list_events
from elearn.audit.words import ACTIONS, list_details
from elearn.extensions import get_session
from elearn.guard import requires
from elearn.permissions import Permission

bp = Blueprint("audit", __name__)
PER_PAGE = 50
LARGEST_NUMBER = 2**31 - 1


def init_app(app: Flask) -> None:
    """Put the page on the application."""
    app.register_blueprint(bp)


@bp.get("/granskning")
@requires(Permission.AUDIT_READ)
def trail() -> ResponseReturnValue:
    """The newest events, or those that are asked for; `fore` is the sequence number to go on below.

    One that is no number shows the newest.
    """
    form = TrailForm()
    before = request.args.get("fore", type=int)
    if before is not None and not 0 < before <= LARGEST_NUMBER:
        before = None
    events = list_events(
        get_session(),
        before=before,
        most=PER_PAGE + 1,
        action=form.action,
        since=form.since,
        until=form.until,
    )
    page = render_template(
        "audit/trail.html",
        form=form,
        events=events[:PER_PAGE],
        actions=ACTIONS,
        details_of=list_details,
        newest=before is None,
        older=events[PER_PAGE - 1].seq if len(events) > PER_PAGE else None,
    )
    return page, 200 if form.is_whole else 422
