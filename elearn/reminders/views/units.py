"""Whoever leads a unit reminds its people by hand: what is sent, and when it was and may be again."""

import math
from datetime import datetime

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from elearn import clock
from elearn.clock import day_of
from elearn.extensions import get_config, get_session
from elearn.guard import actor, requires
from elearn.permissions import Permission
from elearn.reminders.queries import ROUND_EVERY, get_rules, last_round
from elearn.reminders.sample import write_samples
from elearn.reminders.services import TooSoonError, remind_unit
from elearn.reminders.views.blueprint import bp
from elearn.reminders.views.leading import Led, load_led


@bp.get("/enheter/<path:code>/paminn")
@requires(Permission.REMINDER_SEND, load_led)
def remind(led: Led) -> ResponseReturnValue:
    return _page(led, clock.now())


@bp.post("/enheter/<path:code>/paminn")
@requires(Permission.REMINDER_SEND, load_led)
def remind_now(led: Led) -> ResponseReturnValue:
    """The answer is the same whoever gets one, and whether anybody does."""
    at = clock.now()
    try:
        remind_unit(get_session(), actor(), led.node.id, at=at)
    except TooSoonError as refusal:
        get_session().rollback()
        wait = math.ceil((refusal.again - at).total_seconds())
        return _page(led, at), 429, {"Retry-After": str(wait)}
    get_session().commit()
    flash(_("Påminnelsen är beställd. Den skickas med nästa utskick, oftast inom ett dygn."), "success")
    return redirect(url_for("reminders.remind", code=led.node.code), 303)


def _page(led: Led, at: datetime) -> str:
    last = last_round(get_session(), led.node.id)
    again = None if last is None or last <= at - ROUND_EVERY else last + ROUND_EVERY
    return render_template(
        "reminders/remind.html",
        node=led.node,
        last=last,
        again=again,
        stop_days=get_rules(get_session(), day_of(at)).stop_days,
        samples=write_samples(get_config().base_url),
    )
