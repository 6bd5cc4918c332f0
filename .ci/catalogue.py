"""What is wrong with a catalogue of translations: `catalogue.py FILE.po LANGUAGE`; `--begin` makes an empty one."""

import re
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po, write_po

# What must be the same in every language: placeholders of both kinds, and markup.
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%%|%[sd]|\{\w*\}")
TAG = re.compile(r"</?\w[^>]*>")
# How a sentence may end, whatever the letters it is written with.
ENDS = {".": ".\N{ARABIC FULL STOP}\N{DEVANAGARI DANDA}", ":": ":", "?": "?\N{ARABIC QUESTION MARK}"}
# A fixed day: a file changes only when a text does.
BEGUN = datetime(2026, 1, 1, tzinfo=UTC)


def mistakes(file: Path, language: str) -> Iterator[str]:
    """Every mistake of a catalogue, with the message that has it."""
    with file.open("rb") as stream:
        catalogue = read_po(stream, locale=language)
    for message in catalogue.obsolete.values():
        yield f"no longer said: {message.id!r}"
    for message in catalogue:
        if message.id:
            for what in _of_message(message, catalogue.num_plurals):
                places = ", ".join(sorted({place for place, _line in message.locations}))
                yield f"{what}: {message.id!r} ({places})"


def _of_message(message: Message, plurals: int) -> Iterator[str]:
    if message.fuzzy:
        yield "a guess"
    forms = message.string if isinstance(message.string, tuple) else (message.string,)
    if not all(form and form.strip() for form in forms):
        yield f"no {'plural form' if any(forms) else 'translation'} yet"
        return
    ids = message.id if isinstance(message.id, tuple) else (message.id,)
    if len(forms) != (plurals if len(ids) > 1 else 1):
        yield f"{len(forms)} plural forms instead of {plurals}"
        return
    for place, form in enumerate(forms):
        # The first form is that of one thing, the others are those of many.
        yield from _of_form(ids[min(place, len(ids) - 1)], form)


def _of_form(swedish: str, form: str) -> Iterator[str]:
    for name, pattern in (("placeholders", PLACEHOLDER), ("tags", TAG)):
        if sorted(pattern.findall(swedish)) != sorted(pattern.findall(form)):
            yield f"other {name}"
    ends = ENDS.get(swedish[-1], "")
    if (form[-1] not in ends) if ends else any(form[-1] in others for others in ENDS.values()):
        yield "another end"
    if (swedish[:1].isspace(), swedish[-1:].isspace()) != (form[:1].isspace(), form[-1:].isspace()):
        yield "other spaces around it"


def begin(file: Path, language: str) -> None:
    """An empty catalogue, with the plurals that the language has."""
    file.parent.mkdir(parents=True, exist_ok=True)
    catalogue = Catalog(
        locale=language,
        project="elearn",
        version="0.1.0",
        msgid_bugs_address="elearn",
        last_translator="elearn",
        language_team="elearn",
        creation_date=BEGUN,
        revision_date=BEGUN,
        fuzzy=False,
        header_comment="# The ids are the Swedish sentences.",
    )
    with file.open("wb") as stream:
        write_po(stream, catalogue)


def main(arguments: list[str]) -> int:
    """The exit status: 1 where there is a mistake."""
    if arguments[0] == "--begin":
        begin(Path(arguments[1]), arguments[2])
        return 0
    found = list(mistakes(Path(arguments[0]), arguments[1]))
    sys.stderr.writelines(f"{mistake}\n" for mistake in found)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
