"""Finding a source the way people write it: SoL 19 kap. 1 §, 19:1 SoL, sol-19-1, 2025:400. Pure."""

import re
from collections.abc import Iterable, Iterator, Sequence
from string import ascii_lowercase
from unicodedata import normalize

from elearn.languages import languages
from elearn.modules.content import Reference
from elearn.modules.references import label

# A letter keeps what stands over it: the capital İ is no i.
TOKEN = re.compile(r"\d+|(?:[^\W\d_][\u0300-\u036f]*)+|§")
# 19:1 and 3:2 a are chapter and section; 2025:400 is not.
SHORT_PLACE = re.compile(r"(?<![\d:])(\d{1,2}):(\d{1,3})(?!\d)(?: ?([a-z])\b)?")
RANGE = re.compile(
    r"(?P<chapter>\d+(?: [a-z])? kap\. )?"
    r"(?P<first>\d+)(?: (?P<first_letter>[a-z]))?–(?P<last>\d+)(?: (?P<last_letter>[a-z]))? §§\Z"
)
ASKED_RANGE = re.compile(r"(?<![\d–-])(?P<first>\d{1,3}) ?[–-] ?(?P<last>\d{1,3}) ?§§?")
WIDEST = 50
WORDS = {"kapitel": "kap", "kapitlet": "kap", "paragraf": "§", "paragrafen": "§"}
SHORTEST_BEGINNING = 3


def find_references(query: str, references: Iterable[Reference]) -> tuple[Reference, ...]:
    """The sources that a query means: by key, short label, place, law or number, whatever its spaces and capitals."""
    ways = [tokens for one in (query, *_each_asked(query)) if (tokens := _tokens(one))]
    return tuple(
        reference
        for reference in references
        if any(_holds(name, wanted) for name in _names(reference) for wanted in ways)
    )


def _names(reference: Reference) -> Iterator[list[str]]:
    """Every way in which a source may be called."""
    yield _tokens(reference.key)
    for language in languages():
        yield _tokens(label(reference, language))
    where, number = reference.place or "", reference.sfs or ""
    short = label(reference.model_copy(update={"place": None}), "sv")
    names = (short, number, *reference.name.by_language().values(), f"{reference.name.sv} {number}")
    for one in (where, *_each_section(where)):
        for name in names:
            yield _tokens(f"{name} {one}")
            yield _tokens(f"{one} {name}")


def _each_section(where: str) -> Iterator[str]:
    """The sections of a range: 9 kap. 5–7 §§ is 9 kap. 5 §, 6 § and 7 §, and 1–2 a §§ has 2 a § as well."""
    found = RANGE.match(where)
    if found is None:
        return
    first, last = int(found["first"]), int(found["last"])
    for number in range(first, last + 1):
        after = found["first_letter"] if number == first else None
        until = found["last_letter"] if number == last else None
        for letter in _letters(after, until):
            yield f"{found['chapter'] or ''}{number}{letter} §"


def _each_asked(query: str) -> Iterator[str]:
    """The sections of a range that somebody asks for, each with what stands around: SoL 19 kap. 1–3 §§ is three."""
    found = ASKED_RANGE.search(query)
    if found is None:
        return
    first, last = int(found["first"]), int(found["last"])
    for number in range(first, min(last, first + WIDEST) + 1):
        yield f"{query[: found.start()]}{number} §{query[found.end() :]}"


def _letters(after: str | None, until: str | None) -> Iterator[str]:
    """The letters that may follow a number in a range: none where it has none, then from the first to the last."""
    if after is None:
        yield ""
    start = ascii_lowercase.index(after or "a")
    stop = ascii_lowercase.index(until) + 1 if until else start + bool(after)
    yield from (f" {letter}" for letter in ascii_lowercase[start:stop])


def _tokens(text: str) -> list[str]:
    """Words, numbers and § without what stands between them; §§ is §."""
    tokens: list[str] = []
    for token in TOKEN.findall(SHORT_PLACE.sub(r"\1 kap \2 \3 §", normalize("NFC", text.casefold()))):
        word = WORDS.get(token, token)
        if word != "§" or tokens[-1:] != ["§"]:
            tokens.append(word)
    return tokens


def _holds(name: Sequence[str], wanted: Sequence[str]) -> bool:
    return any(
        all(_means(name[start + place], token) for place, token in enumerate(wanted))
        for start in range(len(name) - len(wanted) + 1)
    )


def _means(token: str, wanted: str) -> bool:
    """The same, or the beginning of a longer word."""
    if token == wanted:
        return True
    return len(wanted) >= SHORTEST_BEGINNING and wanted.isalpha() and token.startswith(wanted)
