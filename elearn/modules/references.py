"""How a source is named: short in the running text, whole in the list at the foot. Pure."""

import re

from markupsafe import Markup, escape

from elearn.languages import DEFAULT
from elearn.modules.anchors import anchor
from elearn.modules.content import Reference

# Short names that the sector uses; the list at the foot of the page spells them out.
SHORT_NAMES = {
    "1962:700": "BrB",
    "1977:1160": "AML",
    "1987:230": "ÄktB",
    "1990:52": "LVU",
    "2009:400": "OSL",
    "2025:400": "SoL",
}
LONGEST_NAME = 30
# Documents known by their own number rather than by who issued them.
NUMBERED = ("Prop.", "Ds ", "SOU ", "Betänkande", "HSLF-FS")
UNBROKEN_SPACE = "\N{NO-BREAK SPACE}"
SWEDISH_LETTER = re.compile("[åäöÅÄÖ]")
ACRONYM = re.compile(r"\((\w{2,6})\)$")


def label(reference: Reference, language: str) -> str:
    """A few words for the mark in the text: SoL 19 kap. 1 §, Brå 2024, planen 3.2."""
    if reference.kind == "statute":
        return f"{_statute(reference, language)} {place(reference, language)}".strip()
    if reference.key.startswith("plan-"):
        return f"{'the plan' if language == 'en' else 'planen'} {reference.place or ''}".strip()
    name = reference.name.sv
    if reference.publisher is None or name.startswith(NUMBERED):
        return name.split(",")[0]
    acronym = ACRONYM.search(reference.publisher)
    publisher = acronym.group(1) if acronym else reference.publisher.split(" (")[0]
    return f"{publisher} {reference.year or ''}".strip()


def marked_label(reference: Reference, language: str) -> Markup:
    """The same few words as HTML; a Swedish name among English words is marked as Swedish, and in other languages all."""
    return _marked(label(reference, language), language)


def marked_place(reference: Reference, language: str) -> Markup:
    """Where in the source, as HTML."""
    return _marked(place(reference, language), language)


def _marked(words: str, language: str) -> Markup:
    if language == DEFAULT or (language == "en" and not SWEDISH_LETTER.search(words)):
        return escape(words)
    return Markup('<span lang="sv">{}</span>').format(words)


def place(reference: Reference, language: str) -> str:
    """Where in the source: chapter and section, the English way for English readers, a number never from its word."""
    where = reference.place or ""
    if language == "en":
        where = re.sub(r"(\d+(?: [a-z])?) kap\.", r"ch. \1", where)
        where = re.sub(r"(\d+(?: [a-z])?–\d+(?: [a-z])?) §§", r"ss. \1", where)
        where = re.sub(r"(\d+(?: [a-z])?) §", r"s. \1", where)
    return re.sub(r"(?<=\d) (?=[a-z](?![a-z.]))| (?=kap|§)|(?<=[hs]\.) (?=\d)", UNBROKEN_SPACE, where)


def source_id(key: str) -> str:
    """The id of a source in the list at the page's foot, which the marks link to."""
    return anchor("kalla", key)


def _statute(reference: Reference, language: str) -> str:
    if reference.sfs in SHORT_NAMES:
        return SHORT_NAMES[reference.sfs]
    if language == "en" and reference.sfs is not None:
        return f"Act ({reference.sfs})"
    name = reference.name.sv
    if len(name) <= LONGEST_NAME or reference.sfs is None:
        return name[:1].lower() + name[1:]
    return f"lagen ({reference.sfs})"
