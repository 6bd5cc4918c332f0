"""Appends a whole past to the ledger at once: the rows, links and events that `record_completion` would write one by one."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import uuid4

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from elearn.audit.chain import digest_of, link_of, new_salt
from elearn.audit.models import AuditEvent, ChainHead, ChainLink
from elearn.audit.services import event_content
from elearn.completions.models import Completion, Evidence
from elearn.completions.services import completion_content
from elearn.demo.history import Past


def append_past(session: Session, past: Iterable[Past], versions: Mapping[str, str]) -> int:
    """Append completions in the order given, chained to what stands there already; returns how many."""
    head = session.scalars(select(ChainHead).where(ChainHead.id == 1).with_for_update()).one()
    chain = _Chain(head.seq, head.link)
    completions: list[dict[str, Any]] = []
    events: list[dict[str, Any]] = []
    for made in past:
        completion = _completion(made, versions[made.module])
        content = completion_content(completion)
        seq = chain.append("completion", completion.salt, content)
        completions.append({"seq": seq, "salt": completion.salt, **content})
        event = _event(completion)
        content = event_content(event)
        events.append({"seq": chain.append("event", event.salt, content), "salt": event.salt, **content})
    if completions:
        session.execute(insert(ChainLink), chain.links)
        session.execute(insert(Completion), completions)
        session.execute(insert(AuditEvent), events)
        head.seq, head.link = chain.seq, chain.link
        session.flush()
    return len(completions)


class _Chain:
    """Where the chain ends, and the links to be added to it."""

    def __init__(self, seq: int, link: str) -> None:
        self.seq = seq
        self.link = link
        self.links: list[dict[str, Any]] = []

    def append(self, kind: str, salt: str, row: Mapping[str, object]) -> int:
        digest = digest_of(salt, row)
        self.seq += 1
        self.links.append({"seq": self.seq, "kind": kind, "digest": digest, "predecessor": self.link})
        self.link = link_of(self.link, digest)
        return self.seq


def _completion(made: Past, version: str) -> Completion:
    completion_id = uuid4()
    return Completion(
        id=completion_id,
        salt=new_salt(),
        person_id=made.person_id,
        module=made.module,
        version=version,
        evidence=Evidence.CHECK,
        completed_on=made.completed_on,
        valid_until=made.valid_until,
        recorded_at=made.recorded_at,
        recorded_by=None,
        corrects=None,
        annulled=False,
        reason=None,
        origin=f"demo:{completion_id.hex}",
    )


def _event(completion: Completion) -> AuditEvent:
    return AuditEvent(
        salt=new_salt(),
        at=completion.recorded_at,
        actor=completion.person_id,
        action="completion.recorded",
        object=completion.id.hex,
        details={},
    )
