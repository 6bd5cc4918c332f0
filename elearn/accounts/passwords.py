"""Passwords: hashing with Argon2id, and what a new one must not be. Pure: no web, no database.

The parameters are RFC 9106's second recommendation (3 passes over 64 MiB with 4 lanes); the length and
the absence of rules about which characters to use follow NIST SP 800-63B.
"""

import os
import re
import unicodedata
from collections.abc import Iterable, Mapping
from enum import StrEnum
from functools import cache
from threading import BoundedSemaphore

from argon2 import PasswordHasher, Type
from argon2.exceptions import InvalidHashError, VerificationError
from argon2.profiles import RFC_9106_LOW_MEMORY

SHORTEST = 12
LONGEST = 200
SHORTEST_OWN = 3  # shorter words stand in others by chance
ENOUGH_BESIDES = 8

# What people reach for first, here and everywhere. Compared after digits and signs at either end are taken
# off and Å, Ä, Ö have lost their marks, so that "Sommaren2026!" is found as well.
# Each takes 64 MiB and a processor: more at once would be no faster, and a rush could eat the machine's memory.
_at_once = BoundedSemaphore(min(os.cpu_count() or 1, 4))

_WORDS = """
abcdefghijkl administrator administratoren adminadmin anstalld arbetsplats asdfghjklo changeme elearn
elearnelearn forandrabrott fotboll fredagsmys hejhej hejhejhej hemligt hemligtlosenord hosten iloveyou
jagalskardig kommun kommunen kunskapskontroll letmein losen losenord losenordet losenordlosenord master
medarbetare midsommar mittlosenord monkey onsdag passw passwd password passwordpassword politiker qazwsx
qazwsxedc qwerty qwertyqwerty qwertyuiop qwertyuiopa sommar sommaren stockholm sverige sverigesverige
testtest testtesttest utbildning utbildningen valkommen valkommenhit varen vaxjo vaxjokommun vaxjokommunen
vinter vintern welcome welcometo zxcvbnm
"""
COMMON = frozenset(_WORDS.split())
RUNS = ("abcdefghijklmnopqrstuvwxyzåäö", "qwertyuiopåasdfghjklöäzxcvbnm", "01234567890123456789")


class Weakness(StrEnum):
    """Why a password is refused."""

    SHORT = "short"
    LONG = "long"
    COMMON = "common"
    OWN = "own"


def hasher(parameters: Mapping[str, int] | None = None) -> PasswordHasher:
    """The hasher with these parameters (`time_cost`, `memory_cost` in KiB, `parallelism`), or RFC 9106's."""
    return (
        _hasher(**parameters)
        if parameters
        else _hasher(
            RFC_9106_LOW_MEMORY.time_cost, RFC_9106_LOW_MEMORY.memory_cost, RFC_9106_LOW_MEMORY.parallelism
        )
    )


@cache
def _hasher(time_cost: int, memory_cost: int, parallelism: int) -> PasswordHasher:
    return PasswordHasher(time_cost, memory_cost, parallelism, type=Type.ID)


def hash_password(password: str, hasher: PasswordHasher) -> str:
    with _at_once:
        return hasher.hash(_normal(password))


def verify(stored: str | None, password: str, hasher: PasswordHasher) -> bool:
    """Whether the password is the one that was hashed. Without a hash it takes as long, and is never right."""
    password = _normal(password)
    stored_or_nobodys = stored or _nobodys(hasher)
    try:
        with _at_once:
            hasher.verify(stored_or_nobodys, password if len(password) <= LONGEST else "")
    except (VerificationError, InvalidHashError):
        return False
    return stored is not None


@cache
def _nobodys(hasher: PasswordHasher) -> str:
    return hasher.hash("the password of nobody")


def is_outdated(stored: str, hasher: PasswordHasher) -> bool:
    """Whether a hash was made with other parameters than today's."""
    return hasher.check_needs_rehash(stored)


def weakness(password: str, own_words: Iterable[str] = ()) -> Weakness | None:
    """What is wrong with a new password, if anything. `own_words`: the address, the number, the name of whose it is."""
    password = _normal(password)
    if len(password) < SHORTEST:
        return Weakness.SHORT
    if len(password) > LONGEST:
        return Weakness.LONG
    folded = _folded(password)
    if _is_of(folded, own_words):
        return Weakness.OWN
    if _core(folded) in COMMON or _repeats(folded) or _runs(folded):
        return Weakness.COMMON
    return None


def _normal(password: str) -> str:
    """One form for the same characters typed on different machines (NIST SP 800-63B, section 5.1.1.2)."""
    return unicodedata.normalize("NFKC", password)


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold().strip()


def _core(folded: str) -> str:
    """The letters within digits and signs at either end, without their marks, some signs read as the letters they imitate."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", folded) if not unicodedata.combining(c))
    inner = re.sub(r"^[\W\d_]+|[\W\d_]+$", "", plain)
    return inner.translate(str.maketrans("013457@$", "oleastas"))


def _is_of(folded: str, own_words: Iterable[str]) -> bool:
    """Whether little is left of the password without the words of its owner's address, number and name."""
    left = folded
    for word in sorted(
        {part for own in own_words for part in re.split(r"\W+", _folded(own))}, key=len, reverse=True
    ):
        if len(word) >= SHORTEST_OWN:
            left = left.replace(word, "")
    return left != folded and len(left) < ENOUGH_BESIDES


def _repeats(folded: str) -> bool:
    """The same few characters over and over."""
    return any((folded[:size] * len(folded))[: len(folded)] == folded for size in range(1, 5))


def _runs(folded: str) -> bool:
    """A run along the alphabet, the keyboard or the digits, either way."""
    return any(folded in way for run in RUNS for way in (run, run[::-1]))
