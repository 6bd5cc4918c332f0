"""Taking an applied file back on the page: look at what would stand again, confirm."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import format_decimal
from flask_babel import gettext as _

from elearn import clock
from elearn.extensions import get_session
from elearn.guard import actor, requires
from elearn.organisations.applying import lock_imports
from elearn.organisations.models import HrImport
from elearn.organisations.names_opened import refuse_opened
from elearn.organisations.undo_requests import confirm_undo, find_first_officer, get_own_import
from elearn.organisations.undoing import plan_undo
from elearn.organisations.uploads import EVERYTHING, get_reach, reaches_outside
from elearn.organisations.views.blueprint import bp
from elearn.organisations.views.files import outside
from elearn.organisations.views.showing import show_changes
from elearn.organisations.words import COUNT_NAMES, FILE_NAMES
from elearn.permissions import Actor, Permission


def load_import(actor: Actor, import_id: int) -> HrImport:
    """An applied file within the officer's reach."""
    return get_own_import(get_session(), actor, import_id, clock.today())


@bp.get("/hr/import/inlasta/<int:import_id>/angra")
@requires(Permission.FILE_IMPORT, load_import)
def undo(applied: HrImport) -> ResponseReturnValue:
    reading, today = get_session(), clock.today()
    plan = refuse_opened(reading, plan_undo(reading, applied), actor(), today)
    reach = get_reach(reading, actor(), today)
    if reaches_outside(reading, plan, reach, today):
        return outside(plan.source)
    first = find_first_officer(reading, plan, clock.now())
    return render_template(
        "organisations/undo.html",
        applied=applied,
        plan=plan,
        kind=FILE_NAMES[plan.kind],
        counts=[(name, format_decimal(plan.counts.get(outcome, 0))) for outcome, name in COUNT_NAMES.items()],
        faults=plan.released(EVERYTHING).faults,
        shown=show_changes(reading, plan, reach),
        confirmed=first is not None,
        mine=first == actor().person_id,
    )


@bp.post("/hr/import/inlasta/<int:import_id>/angra")
@requires(Permission.FILE_IMPORT, load_import)
def confirm_undoing(applied: HrImport) -> ResponseReturnValue:
    writing = get_session()
    lock_imports(writing)
    at = clock.now()
    again = url_for("organisations.undo", import_id=applied.id)
    today = clock.day_of(at)
    plan = refuse_opened(writing, plan_undo(writing, applied), actor(), today)
    if reaches_outside(writing, plan, get_reach(writing, actor(), today), today):
        return outside(plan.source)
    if plan.fingerprint != request.form.get("plan") or plan.released(EVERYTHING).refused:
        flash(
            _("Något har ändrats sedan du öppnade sidan. Inget är ångrat. Granska skillnaden på nytt."),
            "warning",
        )
        return redirect(again, 303)
    done = confirm_undo(writing, plan, at=at, actor=actor().person_id)
    flash(
        _("Klart. Det som stod före filen gäller igen.")
        if done
        else _("Din bekräftelse är sparad. Filen ångras när en till i HR bekräftar."),
        "success",
    )
    writing.commit()
    return redirect(url_for("organisations.imports") if done else again, 303)
