"""Which language a page says it is in, which parts are in another, and words that point with the senses."""

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from tests.a11y.markup import main_of, text_of
from tests.a11y.recording import Sight
from tests.english import swedish_on

SOFT_HYPHEN = "\u00ad"
# Where something stands or what it looks like says nothing to somebody who hears the page.
SENSES = re.compile(
    r"\b(?:(?:knapp|länk|ruta|fält|meny|text)\w* (?:till (?:höger|vänster)|ovanför|nedanför)"
    r"|(?:runda|fyrkantiga|gröna|röda|gula|blåa?) (?:knapp|länk|ruta|fält|symbol)\w*"
    r"|(?:i|till) (?:höger|vänster)(?:spalt|kolumn|marginal)\w*"
    r"|(?:button|link|box|field|menu) (?:to|on) the (?:right|left)|(?:button|link|box|field) (?:above|below)"
    r"|(?:round|square|green|red|yellow|blue) (?:button|link|box|field|icon)s?)\b",
    re.IGNORECASE,
)


def is_said(sight: Sight, tree: Element) -> Iterator[str]:
    """The page says the language that its reader has chosen."""
    if tree.get("lang") != sight.language:
        yield f"the page says it is in {tree.get('lang')}"


def changes_are_said(sight: Sight, tree: Element) -> Iterator[str]:
    """Swedish on an English page is marked so, and no part claims a language that there is none of."""
    if sight.language == "en":
        page = sight.page.replace(SOFT_HYPHEN, "").replace("&shy;", "")
        yield from (f"Swedish that is not marked: ‘{text}’" for text in swedish_on(page))
    for part in tree.iter():
        if (said := part.get("lang")) is not None and not re.fullmatch(r"[a-z]{2,3}(-[\w-]+)?", said):
            yield f"‘{said}’ is no language"


def does_not_point_with_the_senses(sight: Sight, tree: Element) -> Iterator[str]:
    """Nothing is told by where it stands, its shape or its colour."""
    yield from (f"‘{found}’" for found in SENSES.findall(text_of(main_of(tree))))
