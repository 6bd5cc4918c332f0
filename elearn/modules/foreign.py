"""Swedish words in an English text are marked as Swedish, so that a screen reader says them right (WCAG 3.1.2). Pure.

English texts give the Swedish term in brackets: what stands there and has å, ä or ö, or is one of the few that have
none, is Swedish. A few names are Swedish wherever they stand.
"""

import re

from markupsafe import Markup, escape

WITHOUT_RINGS = (
    *("anmälan", "barnfridsbrott", "brottsoffer", "far illa", "genast", "grov fridskränkning", "hedersmotiv"),
    *("kommunjurist", "lex Sarah", "missförhållande", "rektor", "samtycke", "sekretess", "skyddat boende"),
    *("socialtjänst", "tystnadsplikt", "utreseförbud", "vald", "barnahus", "nämnd", "styrelse", "utredning"),
)
# Names and terms that stay Swedish wherever they stand.
NAMES = (
    *("Välj att sluta", "Familjefrid Kronoberg", "Barnahus", "Kvinnofridslinjen"),
    *("Stödlinjen för män", "Stödlinjen för transpersoner", "intygande av sexuell oskuld"),
)
SWEDISH = re.compile(
    rf"(?<=\()(?:[^()]*[åäöÅÄÖ][^()]*|{'|'.join(map(re.escape, WITHOUT_RINGS))})(?=\))"
    rf"|\b(?-i:{'|'.join(map(re.escape, NAMES))})\b",
    re.IGNORECASE,
)


def mark_swedish(text: str, language: str) -> Markup:
    """A plain text as HTML; in an English one the Swedish terms in brackets and the Swedish names are marked."""
    if language != "en":
        return escape(text)
    pieces: list[Markup] = []
    end = 0
    for found in SWEDISH.finditer(text):
        pieces += [
            escape(text[end : found.start()]),
            Markup('<span lang="sv">{}</span>').format(found.group()),
        ]
        end = found.end()
    return Markup("").join([*pieces, escape(text[end:])])
