"""What everybody reads of themselves: which mails they have been sent, and by which rule."""

from flask import render_template

from elearn import clock
from elearn.extensions import get_session
from elearn.guard import actor, requires
from elearn.permissions import Permission
from elearn.reminders.outbox_log import list_own
from elearn.reminders.queries import KEPT, get_rules
from elearn.reminders.views.blueprint import bp
from elearn.reminders.words import KIND_NAMES, OWN_NAMES, justify


@bp.get("/installningar/paminnelser")
@requires(Permission.OWN_READ)
def own() -> str:
    session = get_session()
    entries = list_own(session, actor().person_id, clock.today())
    rules = {day: get_rules(session, day) for day in {entry.day for entry in entries}}
    return render_template(
        "reminders/own.html",
        lines=[
            (entry, [(KIND_NAMES[kind], justify(kind, rules[entry.day])) for kind in entry.kinds])
            for entry in entries
        ],
        state_names=OWN_NAMES,
        days_kept=KEPT.days,
    )
