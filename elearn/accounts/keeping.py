"""What somebody sent when their session had ended, sealed until the same person has signed in again. Pure.

The key lies in their browser's cookie and nowhere else, the sealed bytes in the database: neither says anything
without the other. Another person's key is another one, and after half an hour none fits (ADR 24).
"""

import base64
import hashlib
import hmac
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from uuid import UUID

from cryptography.fernet import Fernet, InvalidToken

LASTS = timedelta(minutes=30)
MOST_BYTES = 64 * 1024
# So that a copy of the database does not even say how much somebody had written.
PADDED_TO = 4096
NEVER_KEPT = frozenset({"csrf_token", "password", "again", "current", "code"})


@dataclass(frozen=True, slots=True)
class Typed:
    """A form as it was sent: to which address, from which page, with what in it and whether files were chosen."""

    address: str
    page: str
    fields: tuple[tuple[str, str], ...]
    files: bool = False


@dataclass(frozen=True, slots=True)
class Lock:
    """What seals and opens for one person in one browser: their cookie's key and the service's own secret."""

    key: str
    secret: str
    person_id: UUID

    def fernet(self) -> Fernet:
        purpose = f"typed form\n{self.person_id.hex}\n{self.key}"
        return Fernet(
            base64.urlsafe_b64encode(
                hmac.new(self.secret.encode(), purpose.encode(), hashlib.sha256).digest()
            )
        )


def worth_keeping(fields: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """The fields of a form without tokens, passwords and codes."""
    return tuple((name, value) for name, value in fields if name not in NEVER_KEPT)


def seal(typed: Typed, lock: Lock, at: datetime) -> bytes | None:
    """The form as bytes that only the lock opens; None where it is larger than we keep."""
    plain = json.dumps(asdict(typed), ensure_ascii=False).encode()
    if len(plain) > MOST_BYTES:
        return None
    padded = plain.ljust(-(-len(plain) // PADDED_TO) * PADDED_TO)
    return lock.fernet().encrypt_at_time(padded, int(at.timestamp()))


def unseal(sealed: bytes, lock: Lock, at: datetime) -> Typed | None:
    """The form again; None with another key, for another person, too late, or where a byte was changed."""
    try:
        plain = lock.fernet().decrypt_at_time(sealed, int(LASTS.total_seconds()), int(at.timestamp()))
    except InvalidToken:
        return None
    values = json.loads(plain)
    fields = tuple((name, value) for name, value in values.pop("fields"))
    return Typed(**values, fields=fields)
