"""Which of a file's columns is which: known ones, others left unread with a notice, and what is missing."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from flask_babel import gettext as _

from elearn.organisations.files.columns import Column, FileKind
from elearn.organisations.files.faults import Fault, Notice, shown
from elearn.organisations.files.mapping import Mapping
from elearn.organisations.files.vocabulary import spelling

PERSONAL_NUMBER_HEADERS = frozenset(
    {
        "personnummer",
        "personnr",
        "pnr",
        "person_nummer",
        "samordningsnummer",
        "personal_number",
        "personal_identity_number",
        "personal_id",
        "national_id",
        "social_security_number",
        "ssn",
    }
)
ABSENCE_CAUSES = ("orsak", "reason", "cause", "diagnos", "sjukdom", "sickness", "illness")


@dataclass(slots=True)
class Layout:
    """Where each column stands, and `headers`: our English name → the header as written."""

    places: list[tuple[int, Column]] = field(default_factory=list)
    headers: dict[str, str] = field(default_factory=dict)
    missing: list[Column] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)


def count_known(header: Sequence[str], kind: FileKind, mapping: Mapping) -> int:
    """How many different columns of this kind of file a header names."""
    known = kind.by_spelling()
    return len({column.name for text in header if (column := _column(text, known, mapping))})


def lay_out(header: Sequence[str], kind: FileKind, mapping: Mapping) -> Layout:
    """Match a header with the columns of a kind of file."""
    layout, known = Layout(), kind.by_spelling()
    seen: dict[str, str] = {}
    for place, written in enumerate(header):
        column = _column(written, known, mapping)
        identity = column.name if column else spelling(written)
        if identity in seen and identity:
            layout.faults.append(_duplicate(written, seen[identity]))
            continue
        seen[identity] = written.strip()
        if column is None or _is_unwelcome(written):
            layout.notices.append(_unread(place, written))
        else:
            layout.places.append((place, column))
            layout.headers[column.name] = written.strip()
    layout.missing = [column for column in kind.columns if column.name not in layout.headers]
    if layout.places:
        layout.faults += [_missing(column) for column in layout.missing if not column.optional]
    else:
        layout.faults, layout.notices = [_no_header(kind)], []
    return layout


def _column(written: str, known: dict[str, Column], mapping: Mapping) -> Column | None:
    header = spelling(written)
    return known.get(spelling(mapping.columns.get(header, header)))


def _is_unwelcome(written: str) -> bool:
    header = spelling(written)
    return header in PERSONAL_NUMBER_HEADERS or any(word in header for word in ABSENCE_CAUSES)


def _unread(place: int, written: str) -> Notice:
    header = spelling(written)
    name = shown(written.strip())
    if header in PERSONAL_NUMBER_HEADERS:
        message = _("Kolumnen har personnummer och lästes inte. Ta bort den ur filen.")
    elif _is_unwelcome(written):
        message = _("Kolumnen kan ha orsaker till frånvaro och lästes inte. Ta bort den ur filen.")
    elif header:
        message = _("Kolumnen är okänd och lästes inte.")
    else:
        message = _("Kolumn %(number)s saknar rubrik och lästes inte.", number=place + 1)
    return Notice(1, name or None, None, message)


def _duplicate(written: str, first: str) -> Fault:
    message = _("Kolumnen finns två gånger: ”%(first)s” är samma sak. Ta bort den ena.", first=shown(first))
    return Fault(1, shown(written.strip()), None, message)


def _missing(column: Column) -> Fault:
    names = {"name": column.swedish, "english": column.name}
    if column.filled:
        message = _("Kolumnen ”%(name)s” (%(english)s) saknas. Ta ut filen på nytt med den.", **names)
    else:
        message = _("Kolumnen ”%(name)s” (%(english)s) saknas. Lägg till den, även om den är tom.", **names)
    return Fault(None, column.swedish, None, message)


def _no_header(kind: FileKind) -> Fault:
    names = ", ".join(column.swedish for column in kind.columns if not column.optional)
    message = _(
        "Första raden är ingen rubrikrad som känns igen. Den ska ha kolumnerna %(names)s, "
        "åtskilda av semikolon, komma eller tabb.",
        names=names,
    )
    return Fault(1, None, None, message)
