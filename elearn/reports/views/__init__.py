"""Pages of how far everybody is: a unit's, HR's, one person's. The modules of this package put theirs on one blueprint."""

from flask import Flask

from elearn.reports import export_views
from elearn.reports.views import (
    changes,
    committees,
    compare,
    corrections,
    evidence,
    group,
    over_time,
    people,
    units,
)
from elearn.reports.views.blueprint import bp

__all__ = [
    "changes",
    "committees",
    "compare",
    "corrections",
    "evidence",
    "group",
    "init_app",
    "over_time",
    "people",
    "units",
]


def init_app(app: Flask) -> None:
    """Put the pages on the application."""
    app.register_blueprint(bp)
    app.register_blueprint(export_views.bp)
