"""Pages about who you are. The modules of this package put theirs on one blueprint."""

from flask import Flask

from elearn.accounts import joining
from elearn.accounts.views import admin, codes, exit, kept, passwords, settings, sign_in
from elearn.accounts.views.blueprint import bp
from elearn.extensions import login_manager
from elearn.guard import on_unsigned_form

__all__ = ["admin", "codes", "exit", "init_app", "kept", "passwords", "settings", "sign_in"]


def init_app(app: Flask) -> None:
    """Put the pages on the application, and let a browser's secret say who is signed in."""
    login_manager.session_protection = None
    login_manager.user_loader(sign_in.load_actor)
    app.register_blueprint(bp)
    joining.register()
    if kept.keep_typed not in on_unsigned_form:
        on_unsigned_form.append(kept.keep_typed)
