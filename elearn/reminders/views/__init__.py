"""Pages of reminders: HR's, those of whoever leads a unit, and everybody's own. The modules of this package put theirs on one blueprint."""

from flask import Flask

from elearn.reminders.views import overview, own, slips, units
from elearn.reminders.views.blueprint import bp

__all__ = ["init_app", "overview", "own", "slips", "units"]


def init_app(app: Flask) -> None:
    """Put the pages on the application."""
    app.register_blueprint(bp)
