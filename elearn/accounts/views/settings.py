"""What one decides about oneself: language, password, where one is signed in."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from elearn import clock
from elearn.accounts import passwords, services, throttling
from elearn.accounts.forms import ChangePasswordForm, typed
from elearn.accounts.queries import find_password, list_own_words
from elearn.accounts.sessions import end_sessions, list_sessions
from elearn.accounts.views.blueprint import bp, get_hasher, key_for, refuse_for, refuse_if_busy
from elearn.accounts.views.passwords import tell_password_changed
from elearn.extensions import get_database, get_session
from elearn.guard import actor, requires
from elearn.permissions import Permission


@bp.get("/installningar")
@requires(Permission.OWN_READ)
def settings() -> ResponseReturnValue:
    own = list_sessions(get_session(), actor().person_id, clock.now())
    return render_template("accounts/settings.html", sessions=own, here=actor().session_digest)


@bp.post("/installningar/genvag")
@requires(Permission.OWN_READ)
def set_shortcut() -> ResponseReturnValue:
    """Let three presses of Shift leave the page, or not: some press it for other reasons."""
    writing, wanted = get_session(), request.form.get("shift")
    if wanted in {"on", "off"}:
        services.set_shift_exit(writing, actor().person_id, clock.now(), on=wanted == "on")
        writing.commit()
        flash(_("Ditt val är sparat."), "success")
    return redirect(url_for("accounts.settings"), 303)


@bp.get("/installningar/kvar")
@requires(Permission.OWN_READ)
def stay() -> ResponseReturnValue:
    """What a page asks while its reader is there: that they are here is noted before any view, as on every page."""
    return "", 204


@bp.post("/installningar/inloggningar/avsluta")
@requires(Permission.OWN_READ)
def end_session() -> ResponseReturnValue:
    """End one of one's own sessions, or all others. One that is not there any more is no fault."""
    writing, wanted = get_session(), request.form.get("session", "")
    own = {row.digest for row in list_sessions(writing, actor().person_id, clock.now())}
    if wanted == "others":
        end_sessions(writing, actor().person_id, keep=actor().session_digest)
    elif wanted in own:
        services.end_own_session(writing, wanted)
    writing.commit()
    flash(_("Inloggningen är avslutad."), "success")
    return redirect(url_for("accounts.settings"), 303)


@bp.get("/installningar/losenord")
@requires(Permission.OWN_READ)
def change_password() -> ResponseReturnValue:
    return render_template("accounts/change_password.html", form=ChangePasswordForm())


@bp.post("/installningar/losenord")
@requires(Permission.OWN_READ)
def change_password_now() -> ResponseReturnValue:
    at, person_id, form = clock.now(), actor().person_id, ChangePasswordForm()
    with get_database().reading() as reading:
        stored = find_password(reading, person_id)
        words = list_own_words(reading, person_id, clock.day_of(at))
    if not (form.validate_on_submit() and form.accepts(words)):
        return render_template("accounts/change_password.html", form=form), 422
    key, hasher = key_for(throttling.SIGN_IN, person_id.hex), get_hasher()
    refuse_if_busy(at, (throttling.SIGN_IN, key))
    right = passwords.verify(stored, typed(form.current), hasher)
    hashed = passwords.hash_password(typed(form.password), hasher)
    writing = get_session()
    refuse_for(throttling.count(writing, throttling.SIGN_IN, key, at))
    if right:
        throttling.clear(writing, key)
        services.set_password(writing, person_id, hashed, at=at, keep=actor().session_digest)
    writing.commit()
    if not right:
        form.current.errors = [_("Det är inte ditt nuvarande lösenord. Skriv det igen.")]
        return render_template("accounts/change_password.html", form=form), 422
    tell_password_changed(person_id, at)
    flash(_("Ditt nya lösenord gäller. Dina andra inloggningar är avslutade."), "success")
    return redirect(url_for("accounts.settings"), 303)
