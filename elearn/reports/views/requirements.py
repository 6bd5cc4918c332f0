"""HR sets, changes and ends what is asked: first it sees how many are touched, then exactly that is saved."""

import hashlib
import hmac
import json
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from flask import current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from elearn import clock
from elearn.extensions import get_reports_database, get_session
from elearn.guard import actor, requires
from elearn.organisations.scope import Scope
from elearn.permissions import Permission
from elearn.reports.effects_reading import Change, Effect, get_effect
from elearn.reports.views.blueprint import bp
from elearn.reports.views.group import list_parts
from elearn.requirements import services
from elearn.requirements.changing import changed_columns
from elearn.requirements.ending_form import EndForm
from elearn.requirements.forms import Asked, RequirementForm
from elearn.requirements.models import RequirementVersion
from elearn.requirements.views.pages import Found, filled, load_requirement, new_page, requirement_page
from elearn.requirements.views.shown import find_person, offer, own_scope, shown, words

# What the buttons of the preview send along; without one the form is looked at for the first time.
SAVE, BACK = "save", "back"
# The place of a requirement that is not saved: after all others.
NOT_SAVED = 2**31 - 1
NOT_CARRIED = frozenset({"csrf_token", "step", "seen"})


@bp.post("/hr/krav/nytt")
@requires(Permission.REQUIREMENT_SET)
def add_requirement() -> ResponseReturnValue:
    """Show whom a new requirement touches; save it when that has been seen."""
    form, scope = RequirementForm(), own_scope()
    offer(form, scope)
    if request.form.get("step") == BACK:
        return new_page(form, scope)
    asked = form.read(scope.on, lambda number: find_person(scope, number))
    if asked is None:
        return new_page(form, scope), 422
    return _look_or_save(form, asked, scope, None)


@bp.post("/hr/krav/<int(max=2147483647):requirement_id>")
@requires(Permission.REQUIREMENT_SET, load_requirement)
def change_requirement(found: Found) -> ResponseReturnValue:
    """The same for a change from a day on."""
    form = RequirementForm()
    offer(form, found.scope, found.current)
    if request.form.get("step") == BACK:
        return requirement_page(found, form, EndForm(formdata=None))
    asked = form.read(found.scope.on)
    if asked is None:
        return requirement_page(found, form, EndForm(formdata=None)), 422
    return _look_or_save(form, asked, found.scope, found)


def _look_or_save(
    form: RequirementForm, asked: Asked, scope: Scope, found: Found | None
) -> ResponseReturnValue:
    standing = found.versions if found else ()
    columns = changed_columns(found.kept if found else (), *asked)
    seen = _mark(standing, columns)
    if _is_seen(seen):
        return _save(asked, found)
    requirement_id = found.requirement_id if found else None
    version = RequirementVersion(**columns, id=NOT_SAVED, requirement_id=requirement_id or NOT_SAVED)
    return render_template(
        "requirements/preview.html",
        shown=shown(version, scope),
        last_on=None,
        taken_back=False,
        effect=_effect(scope, Change(requirement_id, asked.valid_from, version)),
        form=form,
        save=_("Spara ändringen") if found else _("Spara kravet"),
        **_carried(seen),
    )


def _save(asked: Asked, found: Found | None) -> ResponseReturnValue:
    session, by, at = get_session(), actor().person_id, clock.now()
    first, last = asked.valid_from, asked.valid_to
    if found is None:
        services.add_requirement(session, asked.terms, valid_from=first, valid_to=last, at=at, actor=by)
    else:
        services.set_requirement(
            session,
            asked.terms,
            valid_from=first,
            valid_to=last,
            at=at,
            actor=by,
            requirement_id=found.requirement_id,
            anew=not found.begun,
        )
    session.commit()
    flash(_("Ändringen är sparad.") if found else _("Kravet är sparat."), "success")
    return redirect(url_for("requirements.overview"), 303)


@bp.post("/hr/krav/<int(max=2147483647):requirement_id>/avsluta")
@requires(Permission.REQUIREMENT_SET, load_requirement)
def end_requirement(found: Found) -> ResponseReturnValue:
    """The same for a last day."""
    form = EndForm()
    if request.form.get("step") == BACK:
        return requirement_page(found, filled(found, valid_from=found.scope.on), form)
    last_on = form.read(found.versions, found.scope.on)
    if last_on is None:
        return requirement_page(found, filled(found, valid_from=found.scope.on), form), 422
    seen = _mark(found.versions, {"last_on": last_on})
    if _is_seen(seen):
        return _end(found, last_on)
    version, taken_back = shown(found.current, found.scope), last_on < found.first
    change = Change(found.requirement_id, last_on + timedelta(days=1), None)
    return render_template(
        "requirements/preview.html",
        shown=version,
        last_on=last_on,
        taken_back=taken_back,
        effect=_effect(found.scope, change),
        form=form,
        save=_("Ta bort kravet") if taken_back else _("Avsluta kravet"),
        **_carried(seen),
    )


def _end(found: Found, last_on: date) -> ResponseReturnValue:
    services.end_requirement(
        get_session(), found.requirement_id, last_on, at=clock.now(), actor=actor().person_id
    )
    get_session().commit()
    flash(_("Kravet är borttaget.") if last_on < found.first else _("Sista dagen är sparad."), "success")
    return redirect(url_for("requirements.overview"), 303)


def _effect(scope: Scope, change: Change) -> Effect:
    """Reads only, so it waits for nobody who writes, and lets everybody write meanwhile."""
    get_session().rollback()
    units = [node for _heading, nodes in list_parts(scope) for node in nodes]
    with get_reports_database().reading() as session:
        return get_effect(session, scope, units, change)


def _carried(seen: str) -> dict[str, Any]:
    """What the preview's own form holds: everything that was written, and the mark of what was seen."""
    return {
        "words": words(),
        "carried": [pair for pair in request.form.items(multi=True) if pair[0] not in NOT_CARRIED],
        "action": request.path,
        "seen": seen,
        "again": request.form.get("step") == SAVE,
    }


def _is_seen(mark: str) -> bool:
    """Whether the reader saves exactly what the preview showed, of a requirement that has not changed since."""
    return request.form.get("step") == SAVE and hmac.compare_digest(request.form.get("seen", ""), mark)


def _mark(standing: Any, asked: Mapping[str, Any]) -> str:
    """What was shown to this reader, as only this application can write it."""
    rows = [(row.id, row.valid_from, row.valid_to) for row in standing]
    content = json.dumps([actor().person_id, rows, asked], default=str, sort_keys=True)
    secret = str(current_app.config["SECRET_KEY"]).encode()
    return hmac.new(secret, content.encode(), hashlib.sha256).hexdigest()
