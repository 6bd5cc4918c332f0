"""Which questions this browser has said to be wrong: marks in its own signed cookie, kept nowhere else, gone on leaving.

A mark is made of the attempt and the question with the application's secret, so it says nothing to who reads it.
"""

import hashlib
import hmac
from uuid import UUID

from flask import current_app, session

NAME, MOST, LENGTH = "reported", 40, 10


def is_reported(attempt_id: UUID, question_id: str) -> bool:
    """Whether this browser has told about the question in this attempt."""
    return _mark(attempt_id, question_id) in session.get(NAME, [])


def remember_report(attempt_id: UUID, question_id: str) -> None:
    """Let the browser keep that it has told; of very many the first ones are let go."""
    session[NAME] = [*session.get(NAME, []), _mark(attempt_id, question_id)][-MOST:]


def _mark(attempt_id: UUID, question_id: str) -> str:
    secret = str(current_app.config["SECRET_KEY"]).encode()
    return hmac.new(secret, f"{attempt_id.hex} {question_id}".encode(), hashlib.sha256).hexdigest()[:LENGTH]
