"""Ids in a page that an address may carry: an address stays in the browser's history, so none names a subject. Pure."""

import hashlib

LENGTH = 8


def anchor(kind: str, key: str) -> str:
    """A neutral id, the same for the same key: ord-1f0c2a9b for a word of the glossary."""
    return f"{kind}-{hashlib.sha256(key.encode()).hexdigest()[:LENGTH]}"
