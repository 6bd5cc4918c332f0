"""Choosing a password: with a link by mail, or with a code from paper."""

from datetime import datetime
from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale
from flask_babel import gettext as _

from elearn import clock, mail
from elearn.accounts import credentials, services, throttling
from elearn.accounts.forms import AskLinkForm, CodeForm, NewPasswordForm, typed
from elearn.accounts.passwords import hash_password
from elearn.accounts.queries import (
    Recipient,
    find_link_recipient,
    find_person,
    find_recipient,
    list_own_words,
    normal_name,
)
from elearn.accounts.views.blueprint import (
    bp,
    client_limits,
    count_client,
    get_hasher,
    key_for,
    refuse_for,
    refuse_if_busy,
)
from elearn.extensions import get_config, get_database, get_session
from elearn.guard import public


@bp.get("/losenord")
@public
def ask_link() -> ResponseReturnValue:
    return render_template("accounts/ask_link.html", form=AskLinkForm())


@bp.post("/losenord")
@public
def ask_link_now() -> ResponseReturnValue:
    """Mail a link to the address typed when it is one person's alone. The answer is the same for everybody."""
    form = AskLinkForm()
    if not form.validate_on_submit():
        return render_template("accounts/ask_link.html", form=form), 422
    at = clock.now()
    writing = get_session()
    person_id = find_person(writing, typed(form.email), clock.day_of(at))
    subject = person_id.hex if person_id else normal_name(typed(form.email))
    refuse_for(throttling.count(writing, throttling.LINK, key_for(throttling.LINK, subject), at))
    refuse_for(count_client(writing, throttling.CLIENT_LINKS, at))
    recipient = find_link_recipient(writing, typed(form.email), clock.day_of(at))
    token = credentials.issue_link(writing, recipient.person_id, at) if recipient else None
    writing.commit()
    if recipient and token:
        _send_link(recipient, token)
    return redirect(url_for("accounts.link_asked"), 303)


@bp.get("/losenord/skickat")
@public
def link_asked() -> ResponseReturnValue:
    return render_template("accounts/link_asked.html")


@bp.get("/losenord/<string(minlength=40,maxlength=60):token>")
@public
def use_link(token: str) -> ResponseReturnValue:
    if credentials.find_link(get_session(), token, clock.now()) is None:
        return render_template("accounts/link_void.html"), 404
    return render_template("accounts/use_link.html", form=NewPasswordForm(), token=token)


@bp.post("/losenord/<string(minlength=40,maxlength=60):token>")
@public
def use_link_now(token: str) -> ResponseReturnValue:
    at, form = clock.now(), NewPasswordForm()
    with get_database().reading() as reading:
        person_id = credentials.find_link(reading, token, at)
        words = list_own_words(reading, person_id, clock.day_of(at)) if person_id else []
    if person_id is None:
        return render_template("accounts/link_void.html"), 404
    if not (form.validate_on_submit() and form.accepts(words)):
        return render_template("accounts/use_link.html", form=form, token=token), 422
    hashed = hash_password(typed(form.password), get_hasher())
    writing = get_session()
    used_by = credentials.use_link(writing, token, at)
    if used_by is None:
        return render_template("accounts/link_void.html"), 404
    services.set_password(writing, used_by, hashed, at=at)
    writing.commit()
    return _password_chosen(used_by, at)


@bp.get("/losenord/kod")
@public
def use_code() -> ResponseReturnValue:
    return render_template("accounts/use_code.html", form=CodeForm())


@bp.post("/losenord/kod")
@public
def use_code_now() -> ResponseReturnValue:
    at, form = clock.now(), CodeForm()
    if not (form.validate_on_submit() and form.accepts([typed(form.name)])):
        return render_template("accounts/use_code.html", form=form), 422
    with get_database().reading() as reading:
        person_id = find_person(reading, typed(form.name), clock.day_of(at))
    key = key_for(throttling.CODE, person_id.hex if person_id else normal_name(typed(form.name)))
    refuse_if_busy(at, (throttling.CODE, key), *client_limits(throttling.CLIENT_FAILURES))
    hashed = hash_password(typed(form.password), get_hasher())
    writing = get_session()
    refuse_for(throttling.count(writing, throttling.CODE, key, at))
    used_by = credentials.use_code(writing, person_id, typed(form.code), at) if person_id else None
    if used_by is None:
        count_client(writing, throttling.CLIENT_FAILURES, at)
    # Only now: before the code was right, the answer would tell a stranger what the person is called.
    elif not form.accepts(list_own_words(writing, used_by, clock.day_of(at))):
        return render_template("accounts/use_code.html", form=form), 422
    else:
        services.set_password(writing, used_by, hashed, at=at)
        throttling.clear(writing, key)
    writing.commit()
    if used_by is None:
        form.code.errors = [_("Numret och koden stämmer inte ihop, eller så gäller koden inte längre.")]
        return render_template("accounts/use_code.html", form=form), 422
    return _password_chosen(used_by, at)


def _password_chosen(person_id: UUID, at: datetime) -> ResponseReturnValue:
    tell_password_changed(person_id, at)
    flash(_("Ditt nya lösenord gäller. Logga in med det."), "success")
    return redirect(url_for("accounts.sign_in"), 303)


def _send_link(recipient: Recipient, token: str) -> None:
    address = get_config().base_url + url_for("accounts.use_link", token=token)
    with force_locale(recipient.language):
        subject = _("Välj lösenord")
        body = render_template("accounts/mail_link.txt", address=address)
    mail.send_soon(get_config(), recipient.email, subject, body)


def tell_password_changed(person_id: UUID, at: datetime) -> None:
    """Write to whoever owns the account that its password was changed: somebody else may have done it."""
    with get_database().reading() as reading:
        recipient = find_recipient(reading, person_id, clock.day_of(at))
    if recipient is not None:
        with force_locale(recipient.language):
            subject, body = _("Lösenordet är ändrat"), render_template("accounts/mail_changed.txt")
        mail.send_soon(get_config(), recipient.email, subject, body)
