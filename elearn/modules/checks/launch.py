"""What must be done by people before the content meets its readers: confirm, translate, ring."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any

from elearn.content_files import Document, Mistake
from elearn.modules.content import Module, Option, Question, Text
from elearn.modules.loader import Folder, Reading
from elearn.support.contacts import Contact

UNCONFIRMED = "bekräftas av kommunjurist"
RING_EVERY = timedelta(days=92)
NEVER_RUNG = "112"  # nobody rings it to try
OPEN_QUESTIONS = {
    "reading": "är vår läsning av lagen. Låt en kommunjurist bekräfta den och ändra status.",
    "proposal": "är ett förslag. Ta reda på om det har antagits och ändra texten och status.",
}


def check_launch(
    reading: Reading, register: Document | None, contacts: Sequence[tuple[int, Contact]], on: date
) -> Iterator[Mistake]:
    """Everything that a launch must not have."""
    for folder in reading.folders:
        yield from _check_confirmed(folder)
        yield from _check_translated(folder)
    for key, reference in reading.references.items():
        if reference.status in OPEN_QUESTIONS and reading.register is not None:
            yield reading.register.mistake(("references", key), f"”{key}” {OPEN_QUESTIONS[reference.status]}")
    for place, contact in contacts:
        if register is not None and _is_due_a_call(contact, on):
            message = f"”{contact.id}”: ring {contact.phone} och skriv dagen i called_on."
            yield register.mistake(("contacts", place), message)


def _check_confirmed(folder: Folder) -> Iterator[Mistake]:
    texts = [(prose.path, prose.text) for prose in folder.prose.values()]
    texts += [
        (document.path, document.text) for document in (folder.settings, folder.bank) if document is not None
    ]
    for path, text in texts:
        for number, line in enumerate(text.split("\n"), 1):
            if UNCONFIRMED in line:
                yield Mistake(
                    path, number, "en jurist ska bekräfta det här. Ta sedan bort orden inom parentes."
                )


def _check_translated(folder: Folder) -> Iterator[Mistake]:
    module = folder.module
    if module is None or folder.settings is None or folder.bank is None:
        return
    for place, section in enumerate(module.sections):
        if section.body.en is None:
            message = f"avsnittet saknar engelska. Skriv sections/{section.name}.en.md."
            yield folder.settings.mistake(("sections", place), message)
    if not all(text.en for text in _settings_texts(module)):
        yield Mistake(
            folder.settings.path, 0, "titlar, sammanfattning eller lärmål saknar engelska. Lägg till en: …"
        )
    for place, question in enumerate(module.questions):
        if not all(text.en for text in _question_texts(question)):
            yield folder.bank.mistake(
                ("questions", place), f"frågan ”{question.id}” saknar engelska. Lägg till en: …"
            )


def _settings_texts(module: Module) -> list[Text]:
    return [
        module.title,
        module.summary,
        *(goal.text for goal in module.goals),
        *(section.title for section in module.sections),
    ]


def _question_texts(question: Question) -> list[Text]:
    options: tuple[Option, ...] = question.options
    own: list[Any] = [question.situation, question.text]
    return [text for text in own if text] + [text for one in options for text in (one.text, one.feedback)]


def _is_due_a_call(contact: Contact, on: date) -> bool:
    if not contact.status.shown or contact.shown_phone in {None, NEVER_RUNG}:
        return False
    return contact.called_on is None or contact.called_on + RING_EVERY < on
