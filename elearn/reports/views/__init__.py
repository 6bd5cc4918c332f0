"""Pages of how far everybody is: a unit's, HR's, one person's. The modules of this package put theirs on one blueprint."""

from flask import Flask

from elearn import clock
from elearn.reports import export_views
from elearn.reports.export_running import Runner, Workshop
from elearn.reports.keeping import connect
from elearn.reports.views import (
    changes,
    committees,
    compare,
    corrections,
    evidence,
    export_jobs,
    group,
    over_time,
    people,
    published,
    requirements,
    units,
    why,
)
from elearn.reports.views.blueprint import bp

__all__ = [
    "changes",
    "committees",
    "compare",
    "corrections",
    "evidence",
    "export_jobs",
    "group",
    "init_app",
    "over_time",
    "people",
    "published",
    "requirements",
    "units",
    "why",
]


def init_app(app: Flask) -> None:
    """Put the pages on the application, with what makes large exports; let the kept counts follow what is recorded."""
    connect()
    databases = app.extensions["elearn_database"], app.extensions["elearn_reports"]
    app.extensions["elearn_exports"] = Runner(Workshop(*databases, clock.now, app.logger))
    app.register_blueprint(bp)
    app.register_blueprint(export_views.bp)
