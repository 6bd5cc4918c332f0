"""Swedish words in an English text are marked as Swedish, so that a screen reader says them right (WCAG 3.1.2). Pure.

English texts give the Swedish term in brackets: what stands there and has å, ä or ö, or is one of the few that have
none, is Swedish. A few names are Swedish wherever they stand.
"""

import re

from markupsafe import Markup, escape

from elearn.languages import DEFAULT

WITHOUT_RINGS = (
    *("anmälan", "barnfridsbrott", "brottsoffer", "far illa", "genast", "grov fridskränkning", "hedersmotiv"),
    *("kommunjurist", "lex Sarah", "missförhållande", "rektor", "samtycke", "sekretess", "skyddat boende"),
    *("socialtjänst", "tystnadsplikt", "utreseförbud", "vald", "barnahus", "nämnd", "styrelse", "utredning"),
)
# Names and terms that stay Swedish wherever they stand.
NAMES = (
    *(
        "anmälningsplikt",
        "Stiftelsen Allmänna Barnhuset",
        "Välj att sluta",
        "Familjefrid Kronoberg",
        "Barnahus",
        "Kvinnofridslinjen",
    ),
    *("Stödlinjen för män", "Stödlinjen för transpersoner", "intygande av sexuell oskuld"),
)
# Languages that have å, ä or ö of their own.
WITH_RINGS = ("fi", "nb", "nn", "da", "de", "et")


def _pattern(in_brackets: str) -> re.Pattern[str]:
    names = "|".join(map(re.escape, NAMES))
    return re.compile(rf"(?<=\()(?:{in_brackets})(?=\))|\b(?-i:{names})\b", re.IGNORECASE)


_TERMS = "|".join(map(re.escape, WITHOUT_RINGS))
SWEDISH = _pattern(rf"[^()]*[åäöÅÄÖ][^()]*|{_TERMS}")
KNOWN_TERMS = _pattern(_TERMS)


def mark_swedish(text: str, language: str) -> Markup:
    """A plain text as HTML; in one of another language the Swedish terms in brackets and the Swedish names are marked."""
    if language == DEFAULT:
        return escape(text)
    pattern = KNOWN_TERMS if language in WITH_RINGS else SWEDISH
    pieces: list[Markup] = []
    end = 0
    for found in pattern.finditer(text):
        pieces += [
            escape(text[end : found.start()]),
            Markup('<span lang="sv">{}</span>').format(found.group()),
        ]
        end = found.end()
    return Markup("").join([*pieces, escape(text[end:])])
