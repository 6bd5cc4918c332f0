"""Salted digests and the links between them. Pure.

digest = SHA-256(salt, canonical JSON of the row); link = SHA-256(predecessor, digest). FIPS 180-4; JSON
with sorted keys and no spaces (as RFC 8785 orders them).
"""

import hashlib
import json
import secrets
from collections.abc import Mapping
from datetime import UTC, date, datetime
from enum import StrEnum
from uuid import UUID

GENESIS = "0" * 64


def new_salt() -> str:
    """128 random bits, in hexadecimal."""
    return secrets.token_hex(16)


def digest_of(salt: str, row: Mapping[str, object]) -> str:
    text = json.dumps(_plain(row), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(f"{salt}\n{text}".encode()).hexdigest()


def link_of(predecessor: str, digest: str) -> str:
    return hashlib.sha256(f"{predecessor}\n{digest}".encode("ascii")).hexdigest()


def _plain(value: object) -> object:
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    if isinstance(value, datetime):
        value = value.astimezone(UTC)  # as it is read back, whatever zone it was given in
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    if isinstance(value, UUID):
        return value.hex
    return value.value if isinstance(value, StrEnum) else value
