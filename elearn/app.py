"""The application: settings, database, guard and rooms put together."""

import gc
from datetime import timedelta

from flask import Flask, g, request
from flask_login import current_user
from jinja2 import StrictUndefined
from werkzeug.middleware.proxy_fix import ProxyFix

from elearn import compression, errors, formatting, guard, headers, hyphenation, i18n, static_files
from elearn.config import Config
from elearn.extensions import csrf, init_database, login_manager
from elearn.languages import direction, languages

MAX_FORM_BYTES = 1024 * 1024
# By endpoint; what is only a little too large for a certificate gets its sentence beside the field.
MAX_UPLOAD_BYTES = {
    "organisations.upload": 100 * 1024 * 1024,
    "completions_way.hand_in_certificate": 8 * 1024 * 1024,
}
# A report makes hundreds of thousands of small objects that live until its page is done. Looking for cycles among
# them, every 700 objects as Python does otherwise, took a third of its time.
COLLECTED_EVERY = 100_000


def create_app(config: Config) -> Flask:
    """Build the application. Raises ConfigError, ContentError or UndeclaredViewError rather than start half."""
    app = Flask("elearn", instance_path=str(config.instance_dir), static_folder=None)
    app.config.update(
        SECRET_KEY=config.secret_key,
        MAX_CONTENT_LENGTH=MAX_FORM_BYTES,
        MAX_FORM_MEMORY_SIZE=MAX_FORM_BYTES,
        PERMANENT_SESSION_LIFETIME=timedelta(hours=8),
        SESSION_COOKIE_NAME=config.cookie_name,
        SESSION_COOKIE_SECURE=config.secure,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_REFRESH_EACH_REQUEST=False,
        WTF_CSRF_TIME_LIMIT=None,
        COMPONENTS=config.components,
        BABEL_DEFAULT_TIMEZONE="Europe/Stockholm",
    )
    if config.trusted_proxies:  # only then: anybody could write these headers
        proxies = config.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=proxies, x_proto=proxies)  # type: ignore[method-assign]
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    init_database(app, config)
    i18n.init_app(app)
    app.before_request(_let_uploads_be_larger)  # before the form token is looked for, which reads the form
    csrf.init_app(app)
    login_manager.init_app(app, add_context_processor=False)
    compression.init_app(app)
    headers.init_app(app, config)
    errors.init_app(app)
    formatting.init_app(app)
    static_files.init_app(app)
    hyphenation.init_app(app)
    _register_rooms(app)
    app.context_processor(_frame)
    guard.seal(app)
    gc.set_threshold(COLLECTED_EVERY, 50, 50)
    return app


def _let_uploads_be_larger() -> None:
    if request.endpoint in MAX_UPLOAD_BYTES:
        request.max_content_length = MAX_UPLOAD_BYTES[request.endpoint]


def _register_rooms(app: Flask) -> None:
    from elearn.accounts import views as accounts
    from elearn.audit import views as audit
    from elearn.completions import views as completions
    from elearn.modules import views as modules
    from elearn.organisations import views as organisations
    from elearn.pages import views as pages
    from elearn.reminders import views as reminders
    from elearn.reports import views as reports
    from elearn.requirements import views as requirements
    from elearn.support import views as support

    teaching = (modules, requirements, completions)
    for room in (support, accounts, audit, organisations, *teaching, reports, reminders, pages):
        room.init_app(app)


def _frame() -> dict[str, object]:
    """What every page's frame needs; a traceless page gets nothing that depends on who reads it."""
    traceless = bool(g.get("traceless"))
    return {
        "locale": i18n.page_language(),
        "direction": direction(i18n.page_language()),
        "languages": list(languages().items()),
        "traceless": traceless,
        "current_user": current_user,  # looked up by the template that asks, never by a traceless one
        "navigation": [] if traceless else _navigation(),
        "language_links": g.get("language_links", []),
    }


def _navigation() -> list[dict[str, object]]:
    from elearn.pages.navigation import items

    return items(request.path)
