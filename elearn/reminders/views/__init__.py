"""Pages of reminders: HR's, and those of whoever leads a unit. The modules of this package put theirs on one blueprint."""

from flask import Flask

from elearn.reminders.views import overview, slips, units
from elearn.reminders.views.blueprint import bp

__all__ = ["init_app", "overview", "slips", "units"]


def init_app(app: Flask) -> None:
    """Put the pages on the application."""
    app.register_blueprint(bp)
