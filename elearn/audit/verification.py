"""Walking the chain: is every link where it was put, and does every row say what it said then?"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from elearn.audit.chain import GENESIS, digest_of, link_of
from elearn.audit.models import ChainHead, ChainLink, Removal

BATCH = 1000
UNREADABLE = object()


@dataclass(frozen=True, slots=True)
class Kept:
    """A kind of row that the chain holds: where its rows are, and what of a row its digest speaks for."""

    model: type[Any]
    content: Callable[[Any], Mapping[str, object]]


@dataclass(frozen=True, slots=True)
class Fault:
    """Where the chain is broken (0: as a whole), and how."""

    seq: int
    message: str


@dataclass(slots=True)
class Verdict:
    """What a walk found."""

    links: int = 0
    head: str = GENESIS
    rows: dict[str, int] = field(default_factory=dict)
    removed: int = 0
    faults: list[Fault] = field(default_factory=list)


def verify(
    session: Session,
    kinds: Mapping[str, Kept],
    on_batch: Callable[[int, int], object] = lambda _done, _all: None,
) -> Verdict:
    """Walk the chain from its first link to the head that it has now.

    Each batch is a read of its own: nothing before the head ever changes, and on SQLite an open read would
    keep everybody from writing. `on_batch` is told how many links of how many are done.
    """
    verdict = Verdict(rows=dict.fromkeys(kinds, 0))
    head = session.get(ChainHead, 1)
    last, head_link = (head.seq, head.link) if head is not None else (0, GENESIS)
    if (highest := session.scalar(select(func.max(ChainLink.seq))) or 0) > last:
        verdict.faults.append(
            Fault(last + 1, _("länkar till och med %(last)d ligger efter kedjans slut", last=highest))
        )
    previous: str | None = GENESIS
    for first in range(1, last + 1, BATCH):
        session.expunge_all()
        session.rollback()
        batch = _Batch(session, kinds, first, min(first + BATCH - 1, last))
        for seq in range(batch.first, batch.last + 1):
            previous = _check(batch, seq, previous, verdict)
        on_batch(batch.last, last)
    verdict.head = head_link
    if previous is not None and previous != head_link:
        verdict.faults.append(Fault(last, _("kedjans slut stämmer inte med dess sista länk")))
    verdict.faults.extend(_strays(session, kinds))
    return verdict


class _Batch:
    """Some consecutive links with the rows and the removals that belong to them."""

    def __init__(self, session: Session, kinds: Mapping[str, Kept], first: int, last: int) -> None:
        self.first, self.last, self.kinds = first, last, kinds
        between = ChainLink.seq.between(first, last)
        self.links = {link.seq: link for link in session.scalars(select(ChainLink).where(between))}
        self.removed = set(session.scalars(select(Removal.seq).where(Removal.seq.between(first, last))))
        self.rows = {kind: _rows(session, kept.model, first, last) for kind, kept in kinds.items()}


def _rows(session: Session, model: type[Any], first: int, last: int) -> dict[int, Any]:
    """The rows by sequence number; one that was made unreadable does not hide the others."""
    try:
        return {row.seq: row for row in session.scalars(select(model).where(model.seq.between(first, last)))}
    except (ValueError, LookupError, TypeError):
        return {
            seq: _row(session, model, seq)
            for seq in session.scalars(select(model.seq).where(model.seq.between(first, last))).all()
        }


def _row(session: Session, model: type[Any], seq: int) -> Any:
    try:
        return session.scalars(select(model).where(model.seq == seq)).one()
    except (ValueError, LookupError, TypeError):
        return UNREADABLE


def _check(batch: _Batch, seq: int, previous: str | None, verdict: Verdict) -> str | None:
    """Check one link and its row; returns what the next link must name, or None where that is lost."""
    link = batch.links.get(seq)
    if link is None:
        verdict.faults.append(Fault(seq, _("länken saknas")))
        return None
    verdict.links += 1
    if previous is not None and link.predecessor != previous:
        verdict.faults.append(Fault(seq, _("länken följer inte på den förra")))
    verdict.faults.extend(Fault(seq, message) for message in _row_faults(batch, link, verdict))
    return link_of(link.predecessor, link.digest)


def _row_faults(batch: _Batch, link: ChainLink, verdict: Verdict) -> Iterator[str]:
    for kind, rows in batch.rows.items():
        if kind != link.kind and link.seq in rows:
            yield _(
                "en rad av slaget %(kind)s står på en länk av slaget %(other)s", kind=kind, other=link.kind
            )
    if link.kind not in batch.kinds:
        yield _("länken är av ett okänt slag: %(kind)s", kind=link.kind)
        return
    row = batch.rows[link.kind].get(link.seq)
    if row is None:
        verdict.removed += link.seq in batch.removed
        if link.seq not in batch.removed:
            yield _("raden (%(kind)s) saknas utan gallringsbeslut", kind=link.kind)
        return
    verdict.rows[link.kind] += 1
    if row is UNREADABLE or digest_of(row.salt, batch.kinds[link.kind].content(row)) != link.digest:
        yield _("raden (%(kind)s) är ändrad efter att den skrevs", kind=link.kind)


def _strays(session: Session, kinds: Mapping[str, Kept]) -> Iterator[Fault]:
    """Rows that no link speaks for."""
    for kind, kept in kinds.items():
        unlinked = (
            select(kept.model.seq)
            .outerjoin(ChainLink, ChainLink.seq == kept.model.seq)
            .where(ChainLink.seq.is_(None))
            .order_by(kept.model.seq)
        )
        for seq in session.scalars(unlinked):
            yield Fault(seq, _("raden (%(kind)s) står inte i kedjan", kind=kind))
