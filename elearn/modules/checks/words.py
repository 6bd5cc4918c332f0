"""Words that hide who is responsible, blame, or turn one thing into a whole person; each with what to write instead.

The glossary names them under `avoid`, and only there may they stand.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from elearn.content_files import Mistake
from elearn.modules.checks.texts import list_passages
from elearn.modules.loader import Reading


@dataclass(frozen=True, slots=True)
class Avoided:
    """A word in its inflections. `language` where another language has an innocent word that is spelt the same."""

    pattern: str
    instead: str
    language: str | None = None


# “brottsoffer” and “offer för brott” are the law's own words.
AVOIDED = (
    Avoided(r"familjebråk\w*|lägenhetsbråk\w*|relationsproblem\w*", "”våld i nära relationer”"),
    Avoided(r"hederskultur\w*|kulturkrock\w*", "”hedersrelaterat våld och förtryck”"),
    Avoided(
        r"(?:vålds)?(?:offer(?! (?:för|om|först)\b)|offret|offrets|offren|offrens)",
        "”den som är utsatt”; lagens ord är ”offer för brott”",
        "sv",
    ),
    Avoided(r"förövar\w*|misshandlare\w*|monst(?:er|ret|ren)", "”den som utövar våld”"),
    Avoided(r"barnet (?:har )?bara (?:har )?sett|bara har sett på", "”barnet har bevittnat våld”"),
    Avoided(r"skvall(?:er|ret|ra\w*)|tjall\w*|angiv(?:are\w*|eri\w*)", "”anmäla”"),
    Avoided(
        r"ang(?:e|er|av|ett) (?:någon|henne|honom|hen|familjen|en kollega|föräldra\w*)", "”anmäla”", "sv"
    ),
    Avoided(r"anmälningsplikt\w*", "”anmälningsskyldighet”"),
    Avoided(r"så (?:snart|fort) som möjligt", "”genast”"),
    Avoided(r"kvinnohem\w*", "”skyddat boende”"),
    Avoided(r"omskär\w*", "”könsstympning”"),
    Avoided(r"bortgift\w*", "”barnäktenskap” eller ”tvångsäktenskap”"),
    Avoided(r"funktionsnedsatt\w*|handikapp\w*", "”personer med funktionsnedsättning”"),
    Avoided(r"anger[ -]management", "”support to stop using violence”"),
)
ANY = re.compile(rf"\b(?:{'|'.join(one.pattern for one in AVOIDED)})\b", re.IGNORECASE)
PATTERNS = tuple((re.compile(rf"\b(?:{one.pattern})\b", re.IGNORECASE), one) for one in AVOIDED)


def check_words(reading: Reading) -> Iterator[Mistake]:
    """Every word to avoid, wherever a reader would meet it."""
    for passage in list_passages(reading):
        if ANY.search(passage.text):
            for word, avoided in _find(passage.text, passage.language):
                message = f"”{word}” hör till orden vi undviker. Skriv {avoided.instead}."
                yield Mistake(passage.path, passage.line, message)


def _find(text: str, language: str) -> Iterator[tuple[str, Avoided]]:
    for pattern, avoided in PATTERNS:
        if avoided.language in {None, language}:
            yield from ((found.group(), avoided) for found in pattern.finditer(text))
