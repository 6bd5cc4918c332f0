"""The evidence pack: everything that the figures of a day follow from, in one archive that can be checked.

Read in one transaction, so that its files agree. The same database and the same instant give the same bytes.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import IO, Any, cast
from uuid import UUID
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from elearn.audit.chain import GENESIS, link_of
from elearn.audit.models import AuditEvent, ChainLink, Removal
from elearn.audit.services import record_event
from elearn.clock import day_of
from elearn.completions.models import Completion
from elearn.modules.models import ModuleVersion
from elearn.organisations.queries import get_tree
from elearn.organisations.tree import Tree
from elearn.reports.evidence_manifest import FORMAT, MANIFEST, Digested, Head, Manifest, canonical
from elearn.reports.export_people import Readers
from elearn.reports.export_register import Register
from elearn.reports.export_status import list_placed
from elearn.reports.exports import COLUMNS, NOTE, Format, Subject, Wish, list_rows, note_of, open_register
from elearn.reports.figures import place_then
from elearn.reports.spreadsheets import Column, Row, write_csv
from elearn.requirements.queries import list_requirements

ACTION = "evidence.packed"
# An archive keeps no time of its own: the manifest does.
EPOCH = (1980, 1, 1, 0, 0, 0)

POPULATION = (
    Column("person", int),
    Column("source"),
    Column("employee_number"),
    Column("given_name"),
    Column("family_name"),
    Column("level"),
    Column("unit_code"),
    Column("unit_name"),
    Column("employed_since", date),
    Column("counts_in_group", bool),
)
REQUIREMENTS = (
    Column("requirement", int),
    Column("unit_code"),
    Column("unit_name"),
    Column("modules"),
    Column("levels"),
    Column("due_days", int),
    Column("valid_months", int),
    Column("began_on", date),
    Column("valid_to", date),
    Column("decided_by"),
    Column("decided_on", date),
    Column("record_number"),
    Column("recorded_on", date),
    Column("kinds"),
    Column("forms"),
    Column("one_person", bool),
    Column("due_on", date),
    Column("anchor_month", int),
    Column("window_days", int),
    Column("refreshers"),
    Column("major_days", int),
)
CONTENT = (Column("module"), Column("version"), Column("sha256"), Column("published_on", date))

READ_ME = """Underlag för granskning ur elearn

population.csv    de som var anställda eller valda den dagen, en rad per person; counts_in_group säger
                  vilka som räknas i hela gruppens siffror
requirements.csv  kraven som gällde den dagen, med sina beslut; utan beslut är modulerna rekommenderade
completions.csv   liggaren till och med den dagen, rättelser också
status.csv        läget den dagen, en rad per person och modul; för en tidigare dag bara klar eller inte klar,
                  och hur många som var försenade står i figures.csv
figures.csv       siffrorna den dagen, en rad per enhet och modul
content.csv       modulernas versioner och kontrollsummor
parameters.json   vad som valdes, av vem och när
manifest.json     kontrollsummor (SHA-256) för filerna, och sigillet som knyter dem till liggaren

Siffrorna gäller alla. Personer i ett bolag utan överenskommelse om namn är utelämnade ur de andra filerna; slutraden
i varje fil säger hur många rader det är.

Kontrollera arkivet med: elearn evidence verify FIL.zip
och mot databasen med:   elearn evidence verify FIL.zip --against-database

{note}
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What somebody wants evidence of, who they are, and the instant that the pack says it was made.

    readers: whom they may see by name; None for everybody.
    """

    as_of: date
    at: datetime
    made_by: Mapping[str, str]
    unit: str | None = None
    module: str | None = None
    readers: Readers | None = None

    def wish(self, subject: Subject) -> Wish:
        return Wish(
            subject=subject,
            as_of=self.as_of,
            today=day_of(self.at),
            format=Format.CSV,
            unit=self.unit,
            module=self.module,
        )

    @property
    def parameters(self) -> dict[str, str | None]:
        return {
            "as_of": self.as_of.isoformat(),
            "structure": "then",
            "unit": self.unit,
            "module": self.module,
        }


# What writes one file of a pack.
Write = Callable[[IO[bytes]], object]


def write_pack(session: Session, order: Order, file: IO[bytes]) -> Manifest:
    """Write the archive into a file and return its manifest. Ends the session's read.

    Raises FutureError, UnknownUnitError or UnknownModuleError before anything is written.
    """
    register = _register(session, order, Subject.STATUS)
    parts = []
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        for name, write in _files(session, order, register):
            with archive.open(_entry(name), "w", force_zip64=True) as target:
                digested = Digested(target)
                write(cast(IO[bytes], digested))
            parts.append(digested.part(name))
        manifest = Manifest(
            format=FORMAT,
            made_at=order.at.isoformat(),
            made_by=order.made_by,
            parameters=order.parameters,
            files=tuple(parts),
            ledger=_head(session, order.at),
        ).sealed()
        archive.writestr(_entry(MANIFEST), manifest.written())
    session.rollback()
    file.flush()
    return manifest


def record_pack(
    session: Session, manifest: Manifest, *, at: datetime, actor: UUID | None = None
) -> AuditEvent:
    """Note in the audit trail that a pack was made: its parameters, and the seal that it can be known by."""
    details: dict[str, Any] = {
        **manifest.parameters,
        "made_at": manifest.made_at,
        "ledger": manifest.ledger.seq,
    }
    return record_event(session, ACTION, at=at, actor=actor, object=manifest.seal, details=details)


def check_ledger(session: Session, manifest: Manifest) -> list[str]:
    """A sentence for each thing that the database does not know about a pack: its link, and that it was made."""
    faults = []
    head = manifest.ledger
    link = session.get(ChainLink, head.seq)
    if (link_of(link.predecessor, link.digest) if link else GENESIS) != head.link:
        faults.append(_("Länk %(seq)d i liggaren är inte den som underlaget knyter an till.", seq=head.seq))
    made = select(AuditEvent.seq).where(AuditEvent.action == ACTION, AuditEvent.object == manifest.seal)
    removed = select(Removal.seq).where(Removal.seq > head.seq).limit(1)
    if session.scalar(made) is None and session.scalar(removed) is None:
        faults.append(
            _("Granskningsloggen vet inget om underlaget: det är inte taget ut ur den här databasen.")
        )
    return faults


def _entry(name: str) -> ZipInfo:
    entry = ZipInfo(name, EPOCH)
    entry.create_system = 3  # as on Unix, wherever it is made
    entry.external_attr = 0o600 << 16
    entry.compress_type = ZIP_DEFLATED
    return entry


def _files(session: Session, order: Order, register: Register) -> Iterator[tuple[str, Write]]:
    tree = get_tree(session, order.as_of)
    yield "LASMIG.txt", lambda file: file.write(READ_ME.format(note=NOTE).encode())
    yield "population.csv", _table(POPULATION, _population(session, order.as_of, register, tree), register)
    yield "requirements.csv", _table(REQUIREMENTS, _requirements(session, order, tree))
    for subject, name in (
        (Subject.COMPLETIONS, "completions.csv"),
        (Subject.STATUS, "status.csv"),
        (Subject.UNITS_REPORT, "figures.csv"),
    ):
        own = _register(session, order, subject)
        rows = list_rows(session, order.wish(subject), own, order.readers)
        yield name, _table(COLUMNS[subject], rows, own)
    yield "content.csv", _table(CONTENT, _content(session, order))
    about = {
        **order.parameters,
        "made_at": order.at.isoformat(),
        "made_by": dict(order.made_by),
        "note": NOTE,
    }
    yield "parameters.json", lambda file: file.write(f"{canonical(about)}\n".encode())


def _table(columns: Sequence[Column], rows: Iterable[Row], register: Register | None = None) -> Write:
    note = NOTE if register is None else lambda: note_of(register)
    return lambda file: write_csv(file, columns, rows, note=note)


def _register(session: Session, order: Order, subject: Subject) -> Register:
    """One for each file: it counts what that file leaves out."""
    return open_register(session, order.wish(subject), order.readers)


def _population(session: Session, on: date, register: Register, tree: Tree) -> Iterator[Row]:
    """Everybody counted on the day, by a number of the file's own: a person may have several employee numbers."""
    placed, place = list_placed(session, on, register, placed_on=on), place_then(tree)
    root = tree.root.id if tree.root else None
    for number, (each, unit_id) in enumerate(placed, start=1):
        protected = each.member.protected
        yield (
            number,
            *register.named(each.someone, each.now, protected=protected),
            each.level,
            *register.label(unit_id, on),
            None if protected else each.member.start,
            root in place(each.member),
        )


def _requirements(session: Session, order: Order, tree: Tree) -> Iterator[Row]:
    """The requirements of the day that ask somebody in the wanted units for something wanted."""
    wanted = tree.by_code[order.unit].id if order.unit else None
    touched = None if wanted is None else {*tree.upward(wanted), *tree.subtree(wanted)}
    for version in list_requirements(session, order.as_of):
        if touched is not None and version.unit_id not in touched:
            continue
        if order.module is not None and order.module not in version.modules:
            continue
        unit = tree.nodes.get(version.unit_id)
        yield (
            version.requirement_id,
            unit.code if unit else None,
            unit.name if unit else None,
            " ".join(version.modules),
            " ".join(version.levels),
            version.due_days,
            version.valid_months,
            version.began_on,
            version.valid_to,
            version.decided_by,
            version.decided_on,
            version.record_number,
            day_of(version.recorded_at),
            " ".join(version.kinds),
            " ".join(version.forms),
            version.person_id is not None,
            version.due_on,
            version.anchor_month,
            version.window_days,
            " ".join(f"{module}:{','.join(taken)}" for module, taken in sorted(version.refreshers.items())),
            version.major_days,
        )


def _content(session: Session, order: Order) -> Iterator[Row]:
    statement = select(ModuleVersion).where(ModuleVersion.published_at <= order.at)
    if order.module is not None:
        statement = statement.where(ModuleVersion.slug == order.module)
    for row in session.scalars(
        statement.order_by(ModuleVersion.slug, ModuleVersion.published_at, ModuleVersion.id)
    ):
        yield row.slug, row.version, row.digest, day_of(row.published_at)


def _head(session: Session, at: datetime) -> Head:
    """The last link whose row was recorded until an instant: what is appended later leaves the pack as it was."""
    event = select(AuditEvent.seq).where(AuditEvent.at <= at).order_by(AuditEvent.seq.desc()).limit(1)
    row = select(Completion.seq).where(Completion.recorded_at <= at).order_by(Completion.seq.desc()).limit(1)
    seq = max(session.scalar(event) or 0, session.scalar(row) or 0)
    link = session.get(ChainLink, seq)
    return Head(seq=seq, link=link_of(link.predecessor, link.digest) if link else GENESIS)
