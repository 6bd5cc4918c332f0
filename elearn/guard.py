"""Closed unless opened: every view is declared @public or @requires, or the application does not start."""

from collections.abc import Callable
from functools import wraps
from inspect import signature
from typing import Any, cast

from flask import Flask, abort, redirect, request, session, url_for
from flask_login import current_user
from sqlalchemy.exc import NoResultFound
from werkzeug.wrappers import Response

from elearn import static_files
from elearn.extensions import login_manager
from elearn.permissions import Actor, Permission, allowed

View = Callable[..., Any]


class UndeclaredViewError(RuntimeError):
    """A view that nobody said who may use."""


def actor() -> Actor:
    """Who is signed in. Only for views behind @requires."""
    return cast(Actor, current_user._get_current_object())


def public(view: View) -> View:
    """Anyone may use this view, signed in or not. The view must not look at who it is."""
    view.access = "public"  # type: ignore[attr-defined]
    return view


def requires(permission: Permission, load: Callable[..., Any] | None = None) -> Callable[[View], View]:
    """Only for those whose roles hold the permission; signed out: to the sign-in page.

    `load(actor, **the address's own values)` fetches the object that the address names, within the actor's
    scope, and raises NoResultFound for one out of scope or absent: both give the same 404. The view then
    receives the object instead of those values.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(**values: Any) -> Any:
            if not current_user.is_authenticated:
                return to_sign_in()
            if not allowed(actor(), permission):
                abort(403)
            if load is None:
                return view(**values)
            wanted = [name for name in signature(load).parameters if name in values]
            try:
                target = load(actor(), **{name: values.pop(name) for name in wanted})
            except NoResultFound:
                abort(404)
            return view(target, **values)

        guarded.access = permission  # type: ignore[attr-defined]
        guarded.load = load  # type: ignore[attr-defined]
        return guarded

    return decorate


# Where somebody has been reading is not kept in a cookie: the next person at the same screen would be sent there.
# The last is no page.
NOT_REMEMBERED = ("/moduler/", "/intyg/", "/installningar/kvar")


# What a room above does with a form that nobody is signed in for, before its visitor is sent to sign in.
on_unsigned_form: list[Callable[[], None]] = []
# The same for a page: what the sign-in page is to say first.
on_unsigned_page: list[Callable[[], None]] = []
# The page that a form stands on where it is neither the form's own address nor one above it; by endpoint.
form_pages: dict[str, str] = {}


def is_public(view: View) -> bool:
    """Whether anyone may use a view."""
    return bool(view.access == "public")  # type: ignore[attr-defined]


def opens(view: View, reader: Actor) -> bool:
    """Whether a reader gets the page of a view whose address names no object; asked before anybody is led there."""
    if is_public(view):
        return True
    load = getattr(view, "load", None)
    try:
        return allowed(reader, view.access) and (load is None or load(reader) is not None)  # type: ignore[attr-defined]
    except NoResultFound:
        return False


def to_sign_in() -> Response:
    """Send a visitor to the sign-in page, and remember a page of our own to come back to."""
    if request.method == "GET" and not request.path.startswith(NOT_REMEMBERED):
        session["next"] = request.path
    for hook in on_unsigned_form if request.method == "POST" else on_unsigned_page:
        hook()
    return redirect(url_for("accounts.sign_in"), 303)


def seal(app: Flask) -> None:
    """Refuse to start with a view that nobody declared."""
    public(app.view_functions[static_files.ENDPOINT])
    undeclared = sorted(name for name, view in app.view_functions.items() if not hasattr(view, "access"))
    if undeclared:
        raise UndeclaredViewError(f"views without @public or @requires: {', '.join(undeclared)}")


login_manager.unauthorized_handler(to_sign_in)
