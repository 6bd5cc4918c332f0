"""Swedish words in an English text are marked as Swedish, so that a screen reader says them right (WCAG 3.1.2). Pure.

English texts give the Swedish term in brackets: what stands there and has å, ä or ö, or is one of the few that have
none, is Swedish.
"""

import re

from markupsafe import Markup, escape

WITHOUT_RINGS = (
    *("anmälan", "barnfridsbrott", "brottsoffer", "far illa", "genast", "grov fridskränkning", "hedersmotiv"),
    *("kommunjurist", "lex Sarah", "missförhållande", "rektor", "samtycke", "sekretess", "skyddat boende"),
    *("socialtjänst", "tystnadsplikt", "utreseförbud", "vald", "barnahus", "nämnd", "styrelse", "utredning"),
)
BRACKETED = re.compile(
    rf"(?<=\()(?P<term>[^()]*[åäöÅÄÖ][^()]*|{'|'.join(map(re.escape, WITHOUT_RINGS))})(?=\))", re.IGNORECASE
)


def mark_swedish(text: str, language: str) -> Markup:
    """A plain text as HTML; in an English one the Swedish terms in brackets are marked."""
    if language != "en":
        return escape(text)
    pieces: list[Markup] = []
    end = 0
    for found in BRACKETED.finditer(text):
        pieces += [
            escape(text[end : found.start()]),
            Markup('<span lang="sv">{}</span>').format(found["term"]),
        ]
        end = found.end()
    return Markup("").join([*pieces, escape(text[end:])])
