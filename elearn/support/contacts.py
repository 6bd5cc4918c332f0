"""Who can help, read from `content/contacts.yaml`: only what is well enough supported is shown. Pure but for the file.

Nobody has rung these numbers unless `called_on` says so; every contact is shown with where it comes from.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

from pydantic import StringConstraints

from elearn.content_files import ContentError, Document, Mistake, Place, read_document
from elearn.texts import Id, Line, Text, Value
from elearn.validation import validate

FILE = "contacts.yaml"
Phone = Annotated[str, StringConstraints(pattern=r"^[0-9]+([ -][0-9]+)*$", max_length=20)]
Address = Annotated[str, StringConstraints(pattern=r"^https://\S+$")]
# The source may already say when: "Region Kronoberg 2020-08-21", "1177 (odaterad)".
DATED = re.compile(r"\d{4}-\d{2}-\d{2}|odaterad")


class Category(StrEnum):
    """Who a contact is for, in the order of the page: danger first."""

    DANGER = "danger"
    ADVICE = "advice"
    WOMEN = "women"
    MEN = "men"
    TRANS = "trans"
    ANYONE = "anyone"
    CHILDREN = "children"
    HONOUR = "honour"
    USING_VIOLENCE = "using-violence"
    SOCIAL_SERVICES = "social-services"
    LOCAL = "local"
    PROFESSIONALS = "professionals"


class Scope(StrEnum):
    """Where a contact helps."""

    NATIONAL = "national"
    LOCAL = "local"


class Status(StrEnum):
    """How well a fact is supported, best first: the law itself, three sources, two, one, none."""

    STATUTE = "S"
    THREE_SOURCES = "V3"
    TWO_SOURCES = "V2"
    ONE_SOURCE = "V1"
    MISSING = "M"

    @property
    def rank(self) -> int:
        return list(Status).index(self)

    @property
    def shown(self) -> bool:
        """Whether a reader in danger may rely on it."""
        return self.rank <= Status.TWO_SOURCES.rank


class Contact(Value):
    """A helpline or a place to turn to, with where we have it from and when it must be looked at again."""

    id: Id
    category: Category
    scope: Scope
    name: Text
    phone: Phone | None
    url: Address | None
    hours: Text | None = None
    for_whom: Text
    note: Text | None = None
    easy: tuple[Line, ...] = ()
    source: Line
    source_url: Address | None
    source_date: date | None
    last_checked: date
    check_by: date
    called_on: date | None = None
    status: Status
    phone_status: Status | None = None
    hours_status: Status | None = None
    order: int

    @property
    def shown_phone(self) -> str | None:
        return self.phone if (self.phone_status or self.status).shown else None

    @property
    def shown_hours(self) -> Text | None:
        return self.hours if (self.hours_status or self.status).shown else None

    @property
    def dialled(self) -> str:
        """The number as a telephone wants it."""
        return re.sub(r"\D", "", self.phone or "")

    @property
    def source_says_when(self) -> bool:
        return DATED.search(self.source) is not None


@dataclass(frozen=True, slots=True)
class Group:
    """The shown contacts of one category."""

    category: Category
    contacts: tuple[Contact, ...]


def load_contacts(content_dir: Path) -> tuple[Contact, ...]:
    """Every contact of the register, shown or not. Raises ContentError with every mistake."""
    mistakes: list[Mistake] = []
    _document, contacts = read_contacts(content_dir, mistakes)
    if mistakes:
        raise ContentError(mistakes)
    return tuple(contact for _place, contact in contacts)


def read_contacts(
    content_dir: Path, mistakes: list[Mistake]
) -> tuple[Document | None, tuple[tuple[int, Contact], ...]]:
    """The register and its contacts, each with its place in it; one with a mistake is noted and left out."""
    document = read_document(content_dir / FILE, f"{content_dir.name}/{FILE}", mistakes)
    if document is None:
        return None, ()
    entries = document.values.get("contacts")
    if not isinstance(entries, list):
        mistakes.append(
            document.mistake((), "”contacts” saknas. Lägg till det, med en rad ”- id: …” per kontakt.")
        )
        return document, ()
    found = [(place, _read(document, place, entry, mistakes)) for place, entry in enumerate(entries)]
    contacts = tuple((place, contact) for place, contact in found if contact is not None)
    taken: set[str] = set()
    for place, contact in contacts:
        if contact.id in taken:
            message = f"id ”{contact.id}” finns redan. Ge kontakten ett eget."
            mistakes.append(document.mistake(("contacts", place, "id"), message))
        taken.add(contact.id)
    if len(contacts) == len(entries) and not any(_is_emergency(contact) for _place, contact in contacts):
        mistakes.append(
            document.mistake((), "112 saknas. Lägg till det i kategorin danger, med en status som visas.")
        )
    return document, contacts


def _is_emergency(contact: Contact) -> bool:
    return contact.category is Category.DANGER and contact.status.shown and contact.shown_phone == "112"


def _read(document: Document, number: int, entry: Any, mistakes: list[Mistake]) -> Contact | None:
    def where(place: Place, kind: str) -> tuple[Document, Place]:
        return document, ("contacts", number, *place)

    if not isinstance(entry, dict):
        mistakes.append(document.mistake(("contacts", number), "en kontakt ska ha egna rader under sig."))
        return None
    return validate(Contact, entry, where, mistakes)


def group_shown(contacts: Iterable[Contact]) -> tuple[Group, ...]:
    """What the help page shows: by category, danger first, and of two rows for one helpline the better supported."""
    shown = [contact for contact in contacts if contact.status.shown]
    best: dict[tuple[Category, str], Contact] = {}
    for contact in shown:
        key = contact.category, contact.name.sv
        best[key] = min(best.get(key, contact), contact, key=_support)
    groups = []
    for category in Category:
        members = sorted(
            (one for one in best.values() if one.category is category), key=lambda one: one.order
        )
        if members:
            groups.append(Group(category, tuple(members)))
    return tuple(groups)


def _support(contact: Contact) -> tuple[int, int]:
    """Better support first, then the newer source."""
    newest = contact.source_date or date.min
    return (contact.phone_status or contact.status).rank, -newest.toordinal()
