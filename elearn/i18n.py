"""Which language a request speaks. Message ids are the Swedish sentences; other languages are catalogues."""

import os

from flask import g, has_request_context, request, session
from flask_login import current_user

LANGUAGES = {"sv": "Svenska", "en": "English"}
DEFAULT = "sv"


def choose_language() -> str:
    """The address's own (help pages), else the person's, else the cookie's, else the browser's wish, else Swedish."""
    if not has_request_context():
        return "en" if os.environ.get("ELEARN_LANGUAGE", "").startswith("en") else DEFAULT
    fixed = g.get("fixed_language")
    if fixed in LANGUAGES:
        return str(fixed)
    if not g.get("traceless"):
        if current_user.is_authenticated and current_user.language in LANGUAGES:
            return str(current_user.language)
        if session.get("language") in LANGUAGES:
            return str(session["language"])
    return request.accept_languages.best_match(list(LANGUAGES)) or DEFAULT
