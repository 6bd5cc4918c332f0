"""Which language a request speaks. Message ids are the Swedish sentences; other languages are catalogues."""

import os

from flask import Flask, g, has_request_context, request, session
from flask_babel import get_locale
from flask_login import current_user
from werkzeug.routing import BaseConverter, ValidationError

from elearn.extensions import babel
from elearn.languages import DEFAULT, direction, folders, languages, name_in, spoken


class LanguageConverter(BaseConverter):
    """A language in an address: `/hjalp/<language:language>`. One that there is not is no address."""

    regex = r"[a-z]{2,3}"

    def to_python(self, value: str) -> str:
        if value not in languages():
            raise ValidationError
        return value


def init_app(app: Flask) -> None:
    """Before the rooms are registered: their addresses name languages."""
    app.config["BABEL_DEFAULT_LOCALE"] = DEFAULT
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = ";".join(map(str, folders()))
    app.url_map.converters["language"] = LanguageConverter
    babel.init_app(app, locale_selector=choose_language)
    app.jinja_env.filters["language_name"] = language_name
    app.jinja_env.filters["direction"] = direction
    app.jinja_env.globals["without_trace"] = without_trace


def choose_language() -> str:
    """The address's own (help pages), else the person's, else the cookie's, else the browser's wish, else Swedish."""
    if not has_request_context():
        return spoken(os.environ.get("ELEARN_LANGUAGE", "")[:2])
    fixed = g.get("fixed_language")
    if fixed in languages():
        return str(fixed)
    if not g.get("traceless"):
        if current_user.is_authenticated and current_user.language in languages():
            return str(current_user.language)
        if session.get("language") in languages():
            return str(session["language"])
    return wished_language()


def wished_language() -> str:
    """What the browser asks for, else Swedish."""
    return request.accept_languages.best_match(list(languages())) or DEFAULT


def page_language() -> str:
    """The language of the page that is being made."""
    return str(get_locale() or DEFAULT)


def without_trace(address: str) -> str:
    """A page without trace in the language of the page that leads to it; its bare address follows the browser.

    A function and no filter: Jinja works a filter of a constant out once, for everybody.
    """
    return address if page_language() == wished_language() else f"{address}/{page_language()}"


def language_name(code: str) -> str:
    """What the page's own language calls a language: svenska, or Swedish."""
    return name_in(code, page_language())
