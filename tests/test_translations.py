"""The English of the interface: a translation for every sentence, with the same placeholders and the same tone.

The ids are the Swedish sentences (docs/adr/0006).
"""

import re
import subprocess
import sys
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
    "format",
    "person",
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


def test_the_catalogue_is_whole_and_says_what_the_code_says() -> None:
    """The check of `make check`: nothing untranslated, unsure or stale, and the compiled file is the same."""
    result = subprocess.run(
        [ROOT / ".ci" / "translations", "--check"], capture_output=True, text=True, check=False
    )
    assert result.returncode == 0, result.stdout + result.stderr


WRONG = {
    "no translation yet": 'msgid "Spara"\nmsgstr ""',
    "a guess": '#, fuzzy\nmsgid "Spara"\nmsgstr "Save"',
    "no longer said": '#~ msgid "Spara"\n#~ msgstr "Save"',
    "other placeholders": 'msgid "Den %(day)s"\nmsgstr "On %(date)s"',
    "other placeholders ": 'msgid "Till {name}"\nmsgstr "To {namn}"',
    "other placeholders  ": 'msgid "%(a)s av %(b)s"\nmsgstr "%(a)s of %(b)d"',
    "other tags": 'msgid "Läs <strong>noga</strong>"\nmsgstr "Read <em>well</em>"',
    "another end": 'msgid "Spara."\nmsgstr "Save"',
    "another end ": 'msgid "Spara"\nmsgstr "Save?"',
    "other spaces around it": 'msgid "Spara "\nmsgstr "Save"',
    "no plural form yet": 'msgid "%(n)s år"\nmsgid_plural "%(n)s år"\nmsgstr[0] "%(n)s year"\nmsgstr[1] ""',
}
RIGHT = """msgid "Den %(day)s: <b>{x}</b>."
msgstr "On %(day)s: <b>{x}</b>."

msgid "%(n)s dag"
msgid_plural "%(n)s dagar"
msgstr[0] "%(n)s day"
msgstr[1] "%(n)s days"
"""


def found_in(messages: str, directory: Path) -> list[str]:
    """What the check says of a catalogue with these messages."""
    file = directory / "messages.po"
    file.write_text(f'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n{messages}\n', "utf-8")
    checker = [sys.executable, str(ROOT / ".ci" / "catalogue.py"), str(file), "en"]
    result = subprocess.run(checker, capture_output=True, text=True, check=False)
    assert result.returncode == bool(result.stderr)
    return result.stderr.splitlines()


def test_a_right_catalogue_has_no_mistakes(tmp_path: Path) -> None:
    assert found_in(RIGHT, tmp_path) == []


def test_every_kind_of_mistake_is_found(tmp_path: Path) -> None:
    for what, message in WRONG.items():
        found = found_in(f"{RIGHT}\n{message}", tmp_path)
        assert len(found) == 1, (what, found)
        assert found[0].startswith(f"{what.strip()}: "), (what, found)


def test_a_new_language_begins_with_its_own_plurals(tmp_path: Path) -> None:
    file = tmp_path / "pl" / "messages.po"
    begin = [sys.executable, str(ROOT / ".ci" / "catalogue.py"), "--begin", str(file), "pl"]
    subprocess.run(begin, check=True)
    assert "nplurals=3" in file.read_text("utf-8")


def test_english_is_not_swedish_left_as_it_was() -> None:
    assert {swedish for swedish, english in pairs() if swedish == english} - SAME == set()
    assert [english for _swedish, english in pairs() if re.search("[åäöÅÄÖ]", english)] == []


def test_english_keeps_the_tone() -> None:
    """No exclamation marks, no Swedish quotation marks."""
    for _swedish, english in pairs():
        assert "!" not in english, english
        assert "”" not in english, english
