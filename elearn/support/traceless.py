"""What makes a page leave no trace: it never asks who reads, and its language stands in the address."""

from flask import Response, g

from elearn.i18n import wished_language
from elearn.languages import languages


def leave_no_trace(page: str, language: str | None) -> str:
    """Before anything looks: who reads the page decides nothing about it, and nothing is remembered.

    Returns the page's language: the address's own, else the one that the browser asks for. `page` is the
    address without its language, which the link to the other language leads to.
    """
    wanted = language or wished_language()
    g.traceless = True
    g.fixed_language = wanted
    g.language_links = [
        {"address": f"{page}/{code}", "text": name, "lang": code, "current": code == wanted}
        for code, name in languages().items()
    ]
    return wanted


def varying(response: Response, language: str | None) -> Response:
    """Tell caches that a page without a language in its address differs by what the browser asks for."""
    if language is None:
        response.vary.add("Accept-Language")
    return response
