"""Soft hyphens in the long words of headings, labels and buttons, so that a telephone breaks them where a reader would.

Running text needs none: its lines are long enough. Values, titles of pages and attributes never get any (ADR 0028).
"""

import re
from collections.abc import Callable
from functools import cache, lru_cache

from flask import Flask
from flask_babel import get_locale
from jinja2 import Template
from pyphen import Pyphen

SOFT_HYPHEN = "\N{SOFT HYPHEN}"
LONG = 13  # letters; as many as a column of a table has room for at 320 pixels
FEWEST_LETTERS = 4  # before and after a hyphen
_DICTIONARIES = {"sv": "sv_SE", "en": "en_GB"}
# Where the patterns of the dictionary do not know that a word is two.
_MENDED = {
    "plat·sträff": "plats·träff",
    "·dighet": "dig·het",
    "oskuld·sin·grepp": "oskulds·in·grepp",
    "resurscen·trum": "resurs·centrum",
    "förtro·en·de·valda": "förtroende·valda",
    "kommu·n·al": "kommunal",
    "soci·al": "social",
    "perso·nal": "personal",
    "parre·la": "par·rela",
    "unga·re·la": "unga·rela",
    "radbryt": "rad·bryt",
    "barnäk": "barn·äk",
}
_WRONG = re.compile("|".join(map(re.escape, _MENDED)), re.IGNORECASE)
_NARROW = re.compile(
    r"<(h[1-4]|th|dt|label|legend|summary|button)\b[^>]*>.*?</\1>"
    r"|<a\b[^>]*\bclass=\"govuk-button[^>]*>.*?</a>",
    re.DOTALL,
)
# The head of a column, which a card shows before each cell: narrower than any heading.
_LABEL = re.compile(r'(?<=\bdata-label=")[^"]*')
_LABEL_WORD = re.compile(r"[^\W\d_]{11,}")
# What a name or a code stands in is left as it is, and so is an address; another language has its own dictionary.
_PIECE = re.compile(
    r"<(bdi|code|time|svg)\b.*?</\1>"
    r"|(?P<open><(?P<tag>\w+)[^>]*\blang=\"(?P<lang>[\w-]+)\"[^>]*>)(?P<foreign>.*?)(?P<close></(?P=tag)>)"
    r"|<[^>]*>|&#?\w+;"
    rf"|(?<![\w@./])(?P<word>[^\W\d_]{{{LONG},}})(?![\w@/]|\.\w)",
    re.DOTALL,
)


def init_app(app: Flask) -> None:
    """Let every page that this application renders have them."""
    app.jinja_env.template_class = HyphenatedTemplate


class HyphenatedTemplate(Template):
    """A template whose pages, not its mails and documents, come out with soft hyphens in the reader's language."""

    def render(self, *args: object, **kwargs: object) -> str:
        text = super().render(*args, **kwargs)
        if not (self.name or "").endswith(".html"):
            return text
        return hyphenate(text, str(get_locale() or "sv"))


def hyphenate(html: str, language: str) -> str:
    """Put soft hyphens into the long words of what is narrow on a page."""
    html = _NARROW.sub(lambda narrow: _fill(narrow.group(), language), html)
    return _LABEL.sub(lambda label: _fill_label(label.group(), language), html)


def _fill_label(label: str, language: str) -> str:
    if language not in _DICTIONARIES:
        return label
    return _LABEL_WORD.sub(lambda word: break_word(word.group(), language), label)


def _fill(inner: str, language: str) -> str:
    return _PIECE.sub(_put_in(language), inner) if language in _DICTIONARIES else inner


def _put_in(language: str) -> Callable[[re.Match[str]], str]:
    def replace(piece: re.Match[str]) -> str:
        if piece["lang"]:
            return piece["open"] + _fill(piece["foreign"], piece["lang"]) + piece["close"]
        return break_word(piece["word"], language) if piece["word"] else piece.group()

    return replace


@lru_cache(maxsize=4096)
def break_word(word: str, language: str) -> str:
    """A word with a soft hyphen wherever it may be broken."""
    broken: str = _dictionary(language).inserted(word, hyphen="·")
    if language == "sv":
        broken = _WRONG.sub(_mend, broken)
    return broken.replace("·", SOFT_HYPHEN)


def _mend(found: re.Match[str]) -> str:
    right = _MENDED[found.group().lower()]
    return right.capitalize() if found.group()[0].isupper() else right


@cache
def _dictionary(language: str) -> Pyphen:
    return Pyphen(lang=_DICTIONARIES[language], left=FEWEST_LETTERS, right=FEWEST_LETTERS)
