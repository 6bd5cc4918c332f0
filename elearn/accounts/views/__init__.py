"""Pages about who you are. The modules of this package put theirs on one blueprint."""

from flask import Flask, g
from flask_login import current_user

from elearn.accounts import joining
from elearn.accounts.sessions import IDLE
from elearn.accounts.views import admin, codes, exit, kept, passwords, settings, sign_in
from elearn.accounts.views.blueprint import bp
from elearn.extensions import login_manager
from elearn.guard import on_unsigned_form, on_unsigned_page

__all__ = ["admin", "codes", "exit", "init_app", "kept", "passwords", "settings", "sign_in"]


def init_app(app: Flask) -> None:
    """Put the pages on the application, and let a browser's secret say who is signed in."""
    login_manager.session_protection = None
    login_manager.user_loader(sign_in.load_actor)
    app.register_blueprint(bp)
    app.context_processor(_frame)
    joining.register()
    if kept.keep_typed not in on_unsigned_form:
        on_unsigned_form.append(kept.keep_typed)
        on_unsigned_page.append(kept.say_signed_out)


def _frame() -> dict[str, object]:
    """What the frame of a page does for whoever is signed in; a traceless page does not ask."""
    if g.get("traceless") or not current_user.is_authenticated:
        return {"shift_exit": True, "idle_minutes": 0}
    return {"shift_exit": current_user.shift_exit, "idle_minutes": int(IDLE.total_seconds()) // 60}
