"""Who has read what before it is taught: each role reads the text of a module and every question of its bank. Pure.

A review holds for exactly the words that were read: its digest does not match a text that has changed since.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Annotated, Any, Literal

from pydantic import StringConstraints

from elearn.modules.content import Module, Question
from elearn.texts import Line, Value

Role = Literal["kommunjurist", "socialtjanst-barn", "socialtjanst-vald", "heder", "egen-erfarenhet"]
ROLES: Mapping[str, str] = MappingProxyType(
    {
        "kommunjurist": "kommunjurist",
        "socialtjanst-barn": "socialtjänst, barn",
        "socialtjanst-vald": "socialtjänst, våld",
        "heder": "hedersrelaterat våld och förtryck",
        "egen-erfarenhet": "egen erfarenhet av våld",
    }
)
TEXT = "text"
DIGEST_LENGTH = 16
NOTHING: Mapping[str, Any] = MappingProxyType({})
# The questions have digests of their own, and times are counted from the texts.
NOT_READ: Mapping[str, Any] = MappingProxyType(
    {"questions": True, "version": True, "changes": True, "minutes": True}
    | {"sections": {"__all__": {"minutes"}}}
)


class Review(Value):
    """That somebody in a role has read a module's text (`covers: text`) or one of its questions (its id)."""

    role: Role
    reviewed_by: Line
    date: date
    version: Line
    covers: Line
    digest: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{16}$")]


@dataclass(frozen=True, slots=True)
class Reviews:
    """The reviews of one module."""

    made: tuple[Review, ...] = ()

    def open(self, module: Module) -> Iterator[tuple[str, str]]:
        """What still waits to be read, or to be read again: role and item (`text` or a question's id)."""
        wanted = digests(module)
        done = {
            (review.role, review.covers) for review in self.made if wanted.get(review.covers) == review.digest
        }
        return ((role, item) for role in ROLES for item in wanted if (role, item) not in done)

    def latest(self, role: str, item: str) -> Review | None:
        """The last review of an item in a role, whether or not its words still stand."""
        return next((one for one in reversed(self.made) if (one.role, one.covers) == (role, item)), None)

    def is_complete(self, module: Module) -> bool:
        """Whether every role has read all of it as it stands."""
        return next(self.open(module), None) is None


def digests(module: Module) -> dict[str, str]:
    """What a review of each item must carry: the text as a whole, and every question."""
    return {TEXT: _digest(module, NOT_READ)} | {one.id: question_digest(one) for one in module.questions}


def question_digest(question: Question) -> str:
    """The digest of a question with everything that its reader sees."""
    return _digest(question)


def _digest(value: Value, left_out: Mapping[str, Any] = NOTHING) -> str:
    """What a file leaves out is left out here too, so that a new field that nobody has used opens no review."""
    values = value.model_dump(mode="json", exclude=dict(left_out), exclude_defaults=True)
    text = json.dumps(values, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:DIGEST_LENGTH]
