"""What went wrong, as a page with a sentence: what happened, whether anything was saved, what to do."""

import sqlite3

from flask import Flask, g, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import DBAPIError, NoResultFound, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from werkzeug.exceptions import HTTPException

WITH_PAGE = frozenset({400, 403, 404, 405, 409, 413, 422, 429, 500, 503})
RETRY_AFTER_SECONDS = 10
# A mistyped address of a page that remembers nothing is remembered no more than the page.
WITHOUT_TRACE = ("/hjalp", "/om", "/oppet", "/ordlista", "/paus")


def init_app(app: Flask) -> None:
    """Give every error of this application its page."""
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(NoResultFound, lambda _error: _page(404))
    for kind in (OperationalError, PoolTimeoutError):
        app.register_error_handler(kind, _database_away)
    app.register_error_handler(DBAPIError, _database_error)


def _http_error(error: HTTPException) -> ResponseReturnValue:
    code = error.code or 500
    if code < 400:
        return error.get_response()
    page = _page(code if code in WITH_PAGE else 400 if code < 500 else 500, code, minutes=_minutes(error))
    for name, value in error.get_headers():
        if name in {"Retry-After", "Allow"}:
            page[2][name] = value
    return page


def _minutes(error: HTTPException) -> int | None:
    """How long to wait, as somebody reads it who has been refused for up to a quarter of an hour."""
    seconds = getattr(error, "retry_after", None)
    return -(-seconds // 60) if isinstance(seconds, int) else None


def _database_away(error: Exception) -> ResponseReturnValue:
    """The database is locked, full, or does not answer: nothing was saved, try again soon."""
    return _page(503)


def _database_error(error: DBAPIError) -> ResponseReturnValue:
    if isinstance(error.orig, sqlite3.OperationalError):
        return _page(503)
    from flask import current_app

    # Type only: the statement's values may be somebody's.
    current_app.logger.error("database error %s at %s", type(error.orig).__name__, request.endpoint)
    return _page(500)


def _page(template: int, code: int | None = None, **values: int | None) -> tuple[str, int, dict[str, str]]:
    if template >= 500 or request.path.startswith(WITHOUT_TRACE):
        g.traceless = True
    headers = {"Retry-After": str(RETRY_AFTER_SECONDS)} if template == 503 else {}
    return render_template(f"errors/{template}.html", **values), code or template, headers
