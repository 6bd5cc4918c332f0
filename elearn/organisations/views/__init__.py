"""HR's pages about the organisation. The modules of this package put theirs on one blueprint."""

from flask import Flask

from elearn.organisations.views import arrangements, deputies, files, header_mappings, mending, undoing
from elearn.organisations.views.blueprint import bp

__all__ = ["arrangements", "deputies", "files", "header_mappings", "init_app", "mending", "undoing"]


def init_app(app: Flask) -> None:
    """Put the pages on the application."""
    app.register_blueprint(bp)
