"""Signing in and out, the choice of language, and who a request comes from."""

from flask import redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from elearn import clock
from elearn.accounts import passwords, services, throttling
from elearn.accounts.actors import SignedIn, find_signed_in
from elearn.accounts.forms import LanguageForm, SignInForm, typed
from elearn.accounts.queries import SignInName, find_sign_in, normal_name
from elearn.accounts.redirects import own_page
from elearn.accounts.sessions import Closed, touch
from elearn.accounts.views import kept
from elearn.accounts.views.blueprint import (
    bp,
    client_limits,
    count_client,
    get_hasher,
    key_for,
    own_secret,
    refuse_for,
    refuse_if_busy,
)
from elearn.extensions import SAFE_METHODS, get_database, get_session, write_within
from elearn.guard import public
from elearn.languages import languages
from elearn.permissions import Actor

TOUCH_SECONDS = 1.0


def load_actor(secret: object) -> Actor | None:
    """Who a cookie's secret signs in. A POST reads aside, so that it takes the write lock only when it writes."""
    if not isinstance(secret, str):
        return None
    at = clock.now()
    found: SignedIn | None
    if request.method in SAFE_METHODS:
        found = find_signed_in(get_session(), secret, at)
    else:
        with get_database().reading() as reading:
            return found.actor if (found := find_signed_in(reading, secret, at)) else None
    if found is None:
        return None
    if found.unseen:
        write_within(TOUCH_SECONDS, lambda writing: touch(writing, found.actor.session_digest, at))
    return found.actor


@bp.get("/logga-in")
@public
def sign_in() -> ResponseReturnValue:
    return render_template("accounts/sign_in.html", form=SignInForm())


@bp.post("/logga-in")
@public
def sign_in_now() -> ResponseReturnValue:
    form = SignInForm()
    if not form.validate_on_submit():
        return render_template("accounts/sign_in.html", form=form), 422
    at = clock.now()
    with get_database().reading() as reading:
        found = find_sign_in(reading, typed(form.email), clock.day_of(at))
    key = key_for(
        throttling.SIGN_IN, found.person_id.hex if found.person_id else normal_name(typed(form.email))
    )
    refuse_if_busy(at, (throttling.SIGN_IN, key), *client_limits(throttling.CLIENT_FAILURES))
    # The slow part, while nothing is locked.
    right, rehashed = _check(found, typed(form.password))
    writing = get_session()
    # Counted before the answer, one after another: tries at the same time cannot outrun the limit.
    refuse_for(throttling.count(writing, throttling.SIGN_IN, key, at))
    if not right or found.person_id is None:
        count_client(writing, throttling.CLIENT_FAILURES, at)
        writing.commit()
        form.password.errors = [_("Uppgifterna stämmer inte. Kontrollera dem, eller välj ett nytt lösenord.")]
        return render_template("accounts/sign_in.html", form=form), 422
    throttling.clear(writing, key)
    resumed = kept.find_own(writing, found.person_id)
    services.leave(writing, own_secret() or "")
    language = session.get("language")
    secret = services.sign_in(writing, found.person_id, at=at, rehashed=rehashed, language=language)
    if resumed is not None:
        kept.hand_over(resumed, secret, writing)
    writing.commit()
    return _enter(secret, resumed)


def _check(found: SignInName, password: str) -> tuple[bool, str | None]:
    """Whether the password is right, and a new hash where the stored one was made with older parameters."""
    hasher, stored = get_hasher(), found.password_hash
    if not passwords.verify(stored, password, hasher) or stored is None:
        return False, None
    outdated = passwords.is_outdated(stored, hasher)
    return True, passwords.hash_password(password, hasher) if outdated else None


def _enter(secret: str, resumed: Closed | None) -> ResponseReturnValue:
    """Start a new cookie with the secret, and go where the visitor was going.

    Whoever goes on after a session that ended by itself brings the form token along, so that forms left open in
    other windows can still be sent, and the key to what they sent last.
    """
    following, brought = own_page(session.get("next")), {}
    typed = kept.open_kept(resumed.kept, resumed.person_id) if resumed else None
    if resumed is not None:
        names = ("csrf_token", kept.KEY) if typed else ("csrf_token",)
        brought = {name: session[name] for name in names if name in session}
    session.clear()
    session.update(brought, _user_id=secret)
    if typed is not None:
        kept.say_what_is_kept(typed)
    return redirect(typed.page if typed else following, 303)


@bp.post("/logga-ut")
@public
def sign_out() -> ResponseReturnValue:
    writing = get_session()
    services.leave(writing, own_secret() or "")
    writing.commit()
    session.clear()
    return redirect(url_for("accounts.sign_in"), 303)


@bp.post("/sprak")
@public
def language() -> ResponseReturnValue:
    """Keep the choice with the person, before sign-in in the cookie. A word we do not speak changes nothing."""
    form = LanguageForm()
    form.validate_on_submit()
    wanted = form.language.data or ""
    if wanted in languages():
        session["language"] = wanted
        if current_user.is_authenticated:
            writing = get_session()
            services.set_language(writing, current_user.person_id, wanted, at=clock.now())
            writing.commit()
    return redirect(own_page(form.next.data), 303)
