"""A form that is sent after the session has ended comes back, filled in, for the same person (ADR 24)."""

import secrets
from typing import cast
from uuid import UUID

from flask import Response, current_app, flash, g, request, session, url_for
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy.orm import Session

from elearn import clock
from elearn.accounts.keeping import LASTS, Lock, Typed, seal, unseal, worth_keeping
from elearn.accounts.refilling import refill
from elearn.accounts.sessions import Closed, digest_of, find_closed, find_kept, keep
from elearn.accounts.views.blueprint import bp, own_secret
from elearn.extensions import get_config, get_database, write_within
from elearn.guard import form_pages
from elearn.permissions import Actor

KEY = "kept"
LONGEST_WAIT_SECONDS = 2.0


def keep_typed() -> None:
    """Keep what a visitor sent whose session ended by itself; nothing of one who left, signed out or was shut out."""
    secret, at = own_secret(), clock.now()
    if secret is None:
        return
    with get_database().reading() as reading:
        closed = find_closed(reading, secret, at)
    if closed is None:
        return
    key = secrets.token_urlsafe(32)
    sealed = seal(_typed(), _lock(key, closed.person_id), at)
    if sealed is not None and write_within(
        LONGEST_WAIT_SECONDS, lambda writing: keep(writing, closed.digest, sealed, at + LASTS)
    ):
        session[KEY] = key
        flash(
            _(
                "Du har varit borta så länge att du loggades ut. Inget är sparat än. Logga in inom en halvtimme, så kommer du tillbaka till formuläret med det du skrev."
            ),
            "warning",
        )
    else:
        session.pop(KEY, None)
        flash(
            _(
                "Du har varit borta så länge att du loggades ut. Inget är sparat, och det du skickade kunde inte behållas. Logga in och fyll i formuläret igen."
            ),
            "warning",
        )


def say_signed_out() -> None:
    """Tell whoever opens a page after being away too long why they must sign in again; once, also from two windows."""
    secret = own_secret()
    if secret is None or "_flashes" in session:
        return
    with get_database().reading() as reading:
        closed = find_closed(reading, secret, clock.now())
    if closed is not None:
        flash(_("Du har varit borta så länge att du loggades ut. Logga in igen."), "warning")


def find_own(writing: Session, person_id: UUID) -> Closed | None:
    """The closed session in the visitor's cookie, where it was that very person's."""
    closed = find_closed(writing, own_secret() or "", clock.now())
    return closed if closed is not None and closed.person_id == person_id else None


def hand_over(closed: Closed, secret: str, writing: Session) -> None:
    """Give what a closed session holds to the one that its person has just opened."""
    if closed.kept is not None and closed.kept_until is not None and closed.kept_until > clock.now():
        keep(writing, digest_of(secret), closed.kept, closed.kept_until)


def open_kept(kept: bytes | None, person_id: UUID) -> Typed | None:
    """What is kept, with the key in the visitor's cookie."""
    key = session.get(KEY)
    if kept is None or not isinstance(key, str):
        return None
    return unseal(kept, _lock(key, person_id), clock.now())


def say_what_is_kept(typed: Typed) -> None:
    """Say that nothing has been saved, and what is left to do."""
    if not typed.fields:
        text = _("Du är inloggad igen. Det du gjorde sist är inte sparat. Gör det en gång till.")
    elif typed.files:
        text = _(
            "Du är inloggad igen. Inget är sparat än. Välj filen på nytt, kontrollera formuläret och skicka det en gång till."
        )
    else:
        text = _(
            "Du är inloggad igen. Inget är sparat än. Kontrollera formuläret och skicka det en gång till."
        )
    flash(text, "warning")


@bp.after_app_request
def give_back(response: Response) -> Response:
    """Fill in the form on its page; forget it once it has been sent."""
    if g.get("traceless") or request.endpoint == "static" or KEY not in session:
        return response
    if not current_user.is_authenticated:
        return response
    signed_in = cast(Actor, current_user)
    with get_database().reading() as reading:
        kept = find_kept(reading, signed_in.session_digest)
    typed = open_kept(kept, signed_in.person_id)
    if typed is None or (request.method == "POST" and request.path == typed.address and _is_taken(response)):
        session.pop(KEY, None)  # without the key, what is kept is noise
    elif request.method == "GET" and request.path == typed.page and response.mimetype == "text/html":
        response.set_data(refill(response.get_data(as_text=True), typed.address, typed.fields))
    return response


def _is_taken(response: Response) -> bool:
    """Whether a form was taken, or is shown again with what was typed."""
    return response.status_code < 400 or response.status_code == 422


def _typed() -> Typed:
    files = any(file.filename for file in request.files.values())
    return Typed(request.path, _page(), worth_keeping(request.form.items(multi=True)), files)


def _page() -> str:
    """The page that a form stands on: at its own address, or at the nearest one above it that has a page."""
    rule, values = request.url_rule, request.view_args or {}
    if rule is None:
        return "/"
    if rule.endpoint in form_pages:
        rule = next(current_app.url_map.iter_rules(form_pages[rule.endpoint]))
    pages = {each.rule: each for each in current_app.url_map.iter_rules() if "GET" in (each.methods or ())}
    parts = rule.rule.split("/")
    while len(parts) > 1:
        page = pages.get("/".join(parts))
        if page is not None:
            return url_for(page.endpoint, **{name: values[name] for name in page.arguments})
        parts.pop()
    return "/"


def _lock(key: str, person_id: UUID) -> Lock:
    return Lock(key, get_config().secret_key, person_id)
