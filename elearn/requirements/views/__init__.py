"""HR's pages about what is asked of whom, and when people are off. The modules of this package share one blueprint."""

from flask import Flask

from elearn.requirements.views import holidays, pages
from elearn.requirements.views.blueprint import bp

__all__ = ["holidays", "init_app", "pages"]


def init_app(app: Flask) -> None:
    """Put the pages on the application."""
    app.register_blueprint(bp)
