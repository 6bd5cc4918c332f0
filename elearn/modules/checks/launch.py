"""What must be done by people before the content meets its readers: review, confirm, fill in, ring."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import chain

from elearn.content_files import Document, Mistake
from elearn.modules.checks.equivalents import check_decided
from elearn.modules.checks.registers import list_cited
from elearn.modules.checks.reviewing import list_open
from elearn.modules.checks.texts import list_documents, list_prose, list_shared
from elearn.modules.loader import Reading
from elearn.support.contacts import Category, Contact

UNCONFIRMED = ("bekräftas av kommunjurist", "to be confirmed by the municipal lawyer")
RING_EVERY = timedelta(days=92)
NEVER_RUNG = "112"  # nobody rings it to try
# Without somebody to turn to in each of these, no reader may be sent to the page of help.
NEEDED = (
    *(Category.DANGER, Category.WOMEN, Category.MEN, Category.TRANS, Category.CHILDREN),
    *(Category.HONOUR, Category.USING_VIOLENCE, Category.SOCIAL_SERVICES, Category.LOCAL),
)
OPEN_QUESTIONS = {
    "reading": "är vår läsning av lagen. Låt en kommunjurist bekräfta den och ändra status.",
    "proposal": "är ett förslag. Ta reda på om det har antagits och ändra texten och status.",
}


def check_launch(
    reading: Reading, register: Document | None, contacts: Sequence[tuple[int, Contact]], on: date
) -> Iterator[Mistake]:
    """Everything that a launch must not have."""
    for folder in reading.folders:
        yield from list_open(folder)
    yield from _check_confirmed(reading)
    yield from _check_references(reading, on)
    yield from _check_routines(reading)
    yield from check_decided(reading)
    if register is not None:
        yield from _check_contacts(register, contacts, on)


def _check_confirmed(reading: Reading) -> Iterator[Mistake]:
    texts = [(prose.path, prose.text) for prose in list_prose(reading)]
    documents = chain(list_shared(reading), *map(list_documents, reading.folders))
    texts += [(document.path, document.text) for document in documents]
    for path, text in texts:
        for number, line in enumerate(text.split("\n"), 1):
            if not line.lstrip().startswith("#") and any(words in line for words in UNCONFIRMED):
                message = "en jurist ska bekräfta det här. Ta sedan bort orden inom parentes."
                yield Mistake(path, number, message)


def _check_references(reading: Reading, on: date) -> Iterator[Mistake]:
    if reading.registers is None:
        return
    references, cited = reading.registers.references, list_cited(reading)
    for key, reference in references.entries.items():
        if reference.status in OPEN_QUESTIONS:
            yield references.mistake((key,), f"”{key}” {OPEN_QUESTIONS[reference.status]}")
        if key in cited and reference.check_by < on:
            message = f"innehållet stöder sig på ”{key}”, som inte är läst sedan {reference.last_checked}. Läs källan."
            yield references.mistake((key, "check_by"), message)


def _check_routines(reading: Reading) -> Iterator[Mistake]:
    routines = reading.registers.routines if reading.registers is not None else None
    for key, routine in routines.entries.items() if routines is not None else ():
        if routine.text is None and routines is not None:
            yield routines.mistake((key, "text"), f"”{key}” är inte ifylld. Svara på frågan i asks.")


def _check_contacts(
    register: Document, contacts: Sequence[tuple[int, Contact]], on: date
) -> Iterator[Mistake]:
    shown = {contact.category for _place, contact in contacts if contact.status.shown}
    for category in NEEDED:
        if category not in shown:
            message = (
                f"kategorin {category} har ingen kontakt som visas. Lägg till en med status S, V3 eller V2."
            )
            yield register.mistake(("contacts",), message)
    for place, contact in contacts:
        if _is_due_a_call(contact, on):
            message = f"”{contact.id}”: ring {contact.phone} och skriv dagen i called_on."
            yield register.mistake(("contacts", place), message)


def _is_due_a_call(contact: Contact, on: date) -> bool:
    if not contact.status.shown or contact.shown_phone in {None, NEVER_RUNG}:
        return False
    return contact.called_on is None or contact.called_on + RING_EVERY < on
