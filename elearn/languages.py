"""Which languages there are: Swedish, and every one that has a folder of translations. Nothing else lists them."""

import os
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from babel import Locale, UnknownLocaleError
from babel.support import NullTranslations, Translations

DEFAULT = "sv"  # in which the sentences of the interface are written
OURS = Path(__file__).parent / "translations"
# Where an installation has languages of its own.
FURTHER = "ELEARN_TRANSLATIONS_DIR"
AT_HOME = {"sv": "sv-SE", "en": "en-GB"}
CODE = re.compile("[a-z]{2,3}")
COMPILED = "LC_MESSAGES/messages.mo"


def folders() -> tuple[Path, ...]:
    """Where translations lie."""
    further = os.environ.get(FURTHER)
    return (OURS, Path(further).resolve()) if further else (OURS,)


@cache
def languages() -> Mapping[str, str]:
    """Each language by its code, with what it calls itself; Swedish first."""
    found = {file.parent.parent.name for folder in folders() for file in folder.glob(f"*/{COMPILED}")}
    codes = (DEFAULT, *sorted(code for code in found - {DEFAULT} if is_language(code)))
    return {code: _own_name(code) for code in codes}


@cache
def is_language(code: str) -> bool:
    """Whether there is such a language at all, by its code of two or three letters; its dates and numbers are known then."""
    try:
        return CODE.fullmatch(code) is not None and str(Locale.parse(code)) == code
    except (UnknownLocaleError, ValueError):
        return False


def spoken(code: str | None) -> str:
    """The language itself where there is one of that code, else Swedish."""
    return code if code and code in languages() else DEFAULT


@cache
def direction(code: str) -> str:
    """`rtl` for a language that is written from right to left, else `ltr`."""
    return str(Locale.parse(code).text_direction)


def name_in(code: str, reader: str) -> str:
    """What a reader's language calls a language: svenska, or Swedish."""
    return str(Locale.parse(code).get_display_name(reader) or _own_name(code))


def locale_tag(code: str) -> str:
    """A language as it is written where it is most at home here: sv-SE, en-GB."""
    return AT_HOME.get(code, code)


def mark(message: str) -> str:
    """The message itself: so that it is collected for translation where it is not said yet."""
    return message


def say(message: str, language: str) -> str:
    """A sentence in a language, where no request says which: in what is written, which has a language of its own."""
    return str(translations(language).gettext(message))


@cache
def translations(language: str) -> NullTranslations:
    """The sentences of a language; the Swedish ones are what the texts are written in."""
    whole: NullTranslations = NullTranslations()
    for folder in reversed(folders()):
        loaded = Translations.load(folder, [language])
        loaded.add_fallback(whole)
        whole = loaded
    return whole


def _own_name(code: str) -> str:
    name = Locale.parse(code).display_name or code
    return name[:1].upper() + name[1:]
