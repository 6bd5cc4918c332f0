"""The pages of the modules. The modules of this package put theirs on one blueprint."""

from datetime import datetime

from flask import Flask
from sqlalchemy.orm import Session

from elearn.accounts.services import on_leave, on_sign_in
from elearn.config import Config
from elearn.modules import catalogue
from elearn.modules.services import forget_answers, purge_answers
from elearn.modules.views import (
    check,
    discussion,
    editor,
    editor_answers,
    editor_preview,
    editor_versions,
    glossary,
    open_edition,
    question_reports,
    result,
    sections,
    sheets,
)
from elearn.modules.views.blueprint import bp

__all__ = [
    "check",
    "discussion",
    "editor",
    "editor_answers",
    "editor_preview",
    "editor_versions",
    "glossary",
    "init_app",
    "open_edition",
    "question_reports",
    "result",
    "sections",
    "sheets",
]


def init_app(app: Flask) -> None:
    """Read the content, put the pages on the application, and let answers go when their time has passed."""
    config: Config = app.extensions["elearn_config"]
    catalogue.init_app(app, config.content_dir)
    app.register_blueprint(bp)
    if _purge not in on_sign_in:
        on_sign_in.append(_purge)
        on_leave.append(forget_answers)


def _purge(session: Session, at: datetime) -> None:
    purge_answers(session, at)
