"""The register: the 55 criteria of WCAG 2.2 at levels A and AA, and how each is tried here.

    axe      rules of axe speak of it
    checks   what tests/a11y/checks looks for on every page
    tests    further tests, which `make a11y` runs too
    known    what is known to be missing: the criterion counts as failed, and the accessibility statement says why

A criterion that does not apply has a check that shows so. Certificates are tagged PDF, which
tests/completions/test_certificate_pdf.py looks into. Mails are plain text in the reader's language with addresses
written out: nothing in them has a colour, a size or a picture.
"""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent
PRINCIPLES = ("perceivable", "operable", "understandable", "robust")


@dataclass(frozen=True)
class Criterion:
    """One criterion: its number, level and names, and what tries it."""

    number: str
    level: str
    sv: str
    en: str
    how: str
    axe: bool = False
    checks: tuple[str, ...] = ()
    tests: tuple[str, ...] = ()
    known: tuple[tuple[str, str], ...] = ()

    @property
    def tried(self) -> bool:
        """Whether a machine tries it."""
        return bool(self.axe or self.checks or self.tests)

    @property
    def tag(self) -> str:
        """What axe calls it."""
        return f"wcag{self.number.replace('.', '')}"


@cache
def criteria() -> tuple[Criterion, ...]:
    """The register, in the order of the standard."""
    return tuple(_criterion(number, given) for name in PRINCIPLES for number, given in _read(name).items())


@cache
def by_hand() -> tuple[dict[str, str], ...]:
    """What people try, with the day they did, or without one."""
    return tuple({name: str(value) for name, value in one.items()} for one in _read("by_hand").values())


def _criterion(number: str, read: dict[str, Any]) -> Criterion:
    given = dict(read)
    given["known"] = tuple(sorted(given.get("known", {}).items()))
    for name in ("checks", "tests"):
        given[name] = tuple(given.get(name, ()))
    return Criterion(number, **given)


def _read(name: str) -> dict[str, dict[str, Any]]:
    return tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))
