"""A language that nobody speaks, for the tests: long words, strange letters, brackets around every message.

It is written from right to left and has six plurals, since it goes by the code of Arabic. Whatever on a page is
written with plain letters has not come through the catalogue.
"""

import re
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo

from tests.test_translations import messages

LANGUAGE = "ar"
PLAIN = "abcdefghijklmnopqrstuvwxyzåäö"
STRANGE = "àƀçđèƒĝħìĵķļɱñòþɋŕşţùṽŵẋýžáâó"
LETTERS = str.maketrans(PLAIN + PLAIN.upper(), STRANGE + STRANGE.upper())
VOWELS = re.compile("([aouiyåäöerAOUIYÅÄÖER])")
# What a message holds besides words: placeholders, markup, the names of characters, addresses of files and settings.
KEPT = re.compile(r"(%\(\w+\)[a-z]|%%|%[sd]|\{\w*\}|<[^>]+>|&\w+;)")
OPENING, CLOSING = "⟦", "⟧"


def disguise(message: str) -> str:
    """The message as the language says it: two fifths longer, and every word of it is."""
    pieces = KEPT.split(message)
    words = (VOWELS.sub(r"\1\1", piece).translate(LETTERS) for piece in pieces[::2])
    kept = [*pieces[1::2], ""]
    return OPENING + "".join(a + b for a, b in zip(words, kept, strict=True)) + CLOSING


def write_language(folder: Path) -> None:
    """A folder of translations with the language in it: all that an application needs to speak it."""
    catalogue = Catalog(locale=LANGUAGE)
    for message in messages():
        one, *many = message.id if isinstance(message.id, tuple) else (str(message.id),)
        forms = [disguise(one), *(disguise(form) for form in many * (catalogue.num_plurals - 1))]
        catalogue.add(message.id, tuple(forms) if many else forms[0], context=message.context)
    file = folder / LANGUAGE / "LC_MESSAGES" / "messages.mo"
    file.parent.mkdir(parents=True)
    with file.open("wb") as stream:
        write_mo(stream, catalogue)
