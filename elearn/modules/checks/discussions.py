"""Whether the questions for managers' meetings are enough, and ask about the work and nobody's life."""

import re
from collections.abc import Collection, Iterator

from elearn.content_files import Document, Mistake
from elearn.modules.discussions import QUARTERS, Discussion, Discussions
from elearn.modules.loader import WHOLE_IN, Reading

FEWEST = 8
# In the room may be somebody who is subjected to violence, and somebody who uses it.
OWN_LIFE = re.compile(
    r"\b(?:du själv|dig själv|er själva|ni själva|ditt (?:eget )?liv|era (?:egna )?liv|hemma hos (?:dig|er)"
    r"|(?:din|dina|er|era) (?:partner|familj|barn)\w*|någon av (?:er|oss)|varit med om|upplev\w+|tycker (?:du|ni)"
    r"|you yourself|yourselves|your (?:own )?(?:life|lives|partner|family|home|children)|any of (?:you|us)"
    r"|experienced|been through|do you think|do you feel)\b",
    re.IGNORECASE,
)


def check_discussions(reading: Reading) -> Iterator[Mistake]:
    """Every mistake of content/discussion.yaml beyond its form."""
    if reading.registers is None or reading.registers.discussions is None:
        return
    document, discussions = reading.registers.discussions
    slugs = {folder.slug for folder in reading.folders}
    yield from _check_amount(document, discussions, slugs)
    known = reading.registers.references.keys
    names: set[str] = set()
    for place, one in enumerate(discussions.questions):
        for part, message in _faults(one, slugs, known):
            yield document.mistake(("questions", place, *part), message)
        if one.id in names:
            message = f"”{one.id}” finns redan. Ge frågan ett eget id."
            yield document.mistake(("questions", place, "id"), message)
        names.add(one.id)


def _check_amount(document: Document, discussions: Discussions, slugs: Collection[str]) -> Iterator[Mistake]:
    count = len(discussions.questions)
    if count < FEWEST or count % QUARTERS:
        message = f"{count} frågor; det ska vara minst {FEWEST}, och ett antal som går att dela med fyra."
        yield document.mistake(("questions",), message)
    for slug in sorted(set(slugs) - {one.module for one in discussions.questions}):
        yield document.mistake(("questions",), f"ingen fråga till modulen ”{slug}”. Lägg till en.")


def _faults(
    one: Discussion, slugs: Collection[str], known: Collection[str]
) -> Iterator[tuple[tuple[str, ...], str]]:
    if one.module not in slugs:
        yield ("module",), f"modulen ”{one.module}” finns inte. Skriv namnet på dess mapp."
    for language in WHOLE_IN:
        question = one.question.read(language)
        if not question.endswith("?"):
            yield ("question", language), "frågan ska sluta med ett frågetecken."
        if found := OWN_LIFE.search(question):
            message = f"”{found.group()}” frågar efter deltagarnas egna liv eller åsikter. Fråga om rutinen i stället."
            yield ("question", language), message
    for key in one.references:
        if key not in known:
            message = f"källan ”{key}” finns inte i references.yaml. Rätta nyckeln eller lägg till källan."
            yield ("references",), message
