"""The English of the interface: a translation for every sentence, with the same placeholders and the same tone.

The ids are the Swedish sentences (docs/adr/0006).
"""

import re
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from babel.messages.catalog import Message
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parent.parent
CATALOGUE = ROOT / "elearn" / "translations" / "en" / "LC_MESSAGES" / "messages.po"

# The same in both languages.
SAME = {
    "%(body)s, %(on)s, %(number)s",
    "%(number)s person",
    "%(number)s person.",
    "Excel (XLSX)",
    "Format",
    "HR",
    "Version",
    "Version %(version)s, %(day)s",
}


@cache
def messages() -> list[Message]:
    with CATALOGUE.open("rb") as file:
        return [message for message in read_po(file, locale="en") if message.id]


def pairs() -> Iterator[tuple[str, str]]:
    """Every Swedish sentence with its English, a plural as two."""
    for message in messages():
        swedish = message.id if isinstance(message.id, tuple) else (message.id,)
        english = message.string if isinstance(message.string, tuple) else (message.string,)
        assert len(swedish) == len(english), message.id
        yield from zip(swedish, english, strict=True)


def fragile(text: str) -> list[str]:
    """What must be the same in both: placeholders and markup."""
    return sorted(re.findall(r"%\(\w+\)[a-z]|%%|<[^>]+>", text))


def test_the_catalogue_is_whole_and_says_what_the_code_says() -> None:
    """The check of `make check`: nothing untranslated, unsure or stale, and the compiled file is the same."""
    result = subprocess.run(
        [ROOT / ".ci" / "translations", "--check"], capture_output=True, text=True, check=False
    )
    assert result.returncode == 0, result.stdout + result.stderr


def test_no_translation_is_a_guess() -> None:
    assert [message.id for message in messages() if message.fuzzy] == []


def test_no_sentence_is_without_english() -> None:
    assert [swedish for swedish, english in pairs() if not english.strip()] == []


def test_placeholders_and_markup_are_the_same_in_both() -> None:
    assert [swedish for swedish, english in pairs() if fragile(swedish) != fragile(english)] == []


def test_a_plural_has_both_its_forms() -> None:
    plurals = [message.string for message in messages() if message.pluralizable]
    assert plurals
    assert [
        forms for forms in plurals if not (isinstance(forms, tuple) and len(forms) == 2 and all(forms))
    ] == []


def test_english_is_not_swedish_left_as_it_was() -> None:
    assert {swedish for swedish, english in pairs() if swedish == english} - SAME == set()
    assert [english for _swedish, english in pairs() if re.search("[åäöÅÄÖ]", english)] == []


def test_english_keeps_the_tone() -> None:
    """No exclamation marks, no straight or Swedish quotation marks; a sentence that ends in Swedish ends in English."""
    for swedish, english in pairs():
        assert "!" not in english, english
        assert "”" not in english, english
        assert (swedish[-1] in ".:?") == (english[-1] in ".:?"), english
