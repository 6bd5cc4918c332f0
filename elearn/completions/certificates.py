"""What a certificate says: a completion that counts, its content as it was then, and the time that it is worth."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import Session

from elearn.completions.changes import RENEWAL_MINUTES
from elearn.completions.models import Completion
from elearn.modules.content import Module
from elearn.modules.publishing import get_published, read_version


@dataclass(frozen=True, slots=True)
class Certificate:
    """A completion with its module as it was completed, or as it stands today where that version was never stored.

    `minutes` is the norm time: the same for everybody, whatever time it took. `digest` is the content's SHA-256.
    """

    completion: Completion
    module: Module | None
    digest: str | None
    renewal: bool

    @property
    def minutes(self) -> int | None:
        if self.renewal:
            return RENEWAL_MINUTES
        return self.module.minutes if self.module else None


def get_certificate(
    session: Session, completion: Completion, history: Iterable[Completion], today: Module | None
) -> Certificate:
    """The certificate of a completion, given what counts of its person's history and its module of today."""
    renewal = any(_is_before(other, completion) for other in history)
    try:
        published = get_published(session, completion.module, completion.version)
    except NoResultFound:
        return Certificate(completion, today, None, renewal)
    return Certificate(completion, read_version(published), published.digest, renewal)


def _is_before(other: Completion, completion: Completion) -> bool:
    """Whether the same module had been done before: then it was done again, which takes less."""
    return (
        other.module == completion.module
        and other.id != completion.id
        and (other.completed_on, other.seq) < (completion.completed_on, completion.seq)
    )
