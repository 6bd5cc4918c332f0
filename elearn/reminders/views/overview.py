"""HR's pages: the rules, what will be sent, what was sent, and which addresses do not work."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.exc import NoResultFound

from elearn import clock
from elearn.extensions import get_reports_session, get_session
from elearn.guard import actor, requires
from elearn.organisations.queries import get_tree
from elearn.organisations.scope import get_scope
from elearn.permissions import Actor, Permission
from elearn.reminders.forecast import DAYS_AHEAD, kinds_of, list_coming
from elearn.reminders.forms import MailsForm, RulesForm
from elearn.reminders.outbox_log import DAYS_SHOWN, count_days, count_kinds, list_bouncing
from elearn.reminders.queries import get_rules
from elearn.reminders.schedule import Rules
from elearn.reminders.services import set_rules
from elearn.reminders.views.blueprint import bp
from elearn.reminders.words import COUNT_NAMES, KIND_NAMES, justify, tell_rules


@bp.get("/hr/paminnelser")
@requires(Permission.REMINDER_READ)
def overview() -> ResponseReturnValue:
    session, today = get_reports_session(), clock.today()
    # From where they are written: whoever has just changed them reads them here.
    scope, rules = get_scope(session, actor(), today), get_rules(get_session(), today)
    coming = list_coming(session, scope, rules)
    return render_template(
        "reminders/overview.html",
        rules=tell_rules(rules),
        may_set=_is_the_groups(actor()),
        coming=coming,
        kinds=kinds_of(coming),
        days_ahead=DAYS_AHEAD,
        counts={day: numbers for day, numbers in count_days(session, scope).items() if any(numbers.values())},
        days_shown=DAYS_SHOWN,
        bouncing=list_bouncing(session, scope),
        kind_names=KIND_NAMES,
        state_names=COUNT_NAMES,
        on=today,
    )


@bp.get("/hr/paminnelser/mejl")
@requires(Permission.REMINDER_READ)
def mails() -> ResponseReturnValue:
    """The mails of one day: a line for each reason, with its rule and how they went."""
    session, today = get_reports_session(), clock.today()
    form = MailsForm(today)
    rules = get_rules(session, form.day)
    shown = render_template(
        "reminders/mails.html",
        form=form,
        day=form.day,
        counts=count_kinds(session, get_scope(session, actor(), today), form.day),
        reasons={kind: justify(kind, rules) for kind in KIND_NAMES},
        kind_names=KIND_NAMES,
        state_names=COUNT_NAMES,
    )
    return shown, 200 if form.is_whole else 422


def load_rules(actor: Actor) -> Rules:
    """The rules of today; NoResultFound for HR of a part of the group: one set holds for everybody."""
    if not _is_the_groups(actor):
        raise NoResultFound
    return get_rules(get_session(), clock.today())


def _is_the_groups(reader: Actor) -> bool:
    root = get_tree(get_session(), clock.today()).root
    return root is not None and root.id in reader.hr_units


@bp.get("/hr/paminnelser/regler")
@requires(Permission.REMINDER_SET, load_rules)
def rules(rules: Rules) -> ResponseReturnValue:
    return render_template("reminders/rules.html", form=RulesForm.of(rules))


@bp.post("/hr/paminnelser/regler")
@requires(Permission.REMINDER_SET, load_rules)
def change_rules(_rules: Rules) -> ResponseReturnValue:
    form, at = RulesForm().offered(), clock.now()
    wanted = form.read()
    if wanted is None:
        return render_template("reminders/rules.html", form=form), 422
    set_rules(get_session(), wanted, on=clock.day_of(at), at=at, actor=actor().person_id)
    get_session().commit()
    flash(_("Reglerna är sparade och gäller från i dag."), "success")
    return redirect(url_for("reminders.overview"), 303)
