"""Writing down who has reviewed what: `review.yaml` of a module, with its comments kept."""

import json
import os
import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from tempfile import NamedTemporaryFile

from pydantic import ValidationError

from elearn.content_files import ContentError, Document, Mistake, read_document
from elearn.modules.reviews import Review

NAME = "review.yaml"
HEADING = """\
# Granskningar
#
# Här står vem som har läst vad, och när. Raderna skrivs av ett kommando:
#
#   elearn content reviewed <modul> --role <roll> --by "Namn, titel" --all
#
# Rollerna är kommunjurist, socialtjanst-barn, socialtjanst-vald, heder och egen-erfarenhet. Filen följer med
# innehållet och kan läsas av många. För egen-erfarenhet skriver du organisationen, aldrig personens namn.
#
# En granskning gäller precis de ord som lästes (digest). Ändras texten eller frågan är den öppen igen.
"""
EMPTY = re.compile(r"^reviews:[ \t]*(?:\[[ \t]*\]|null|~)?(?=[ \t]*(?:#.*)?$)", re.MULTILINE)
INDENT = "  "


def record_reviews(file: Path, shown: str, made: Sequence[Review]) -> None:
    """Add reviews to a file, each in place of an older one of the same role and item. All are written, or none.

    Raises ContentError where the file as it stands cannot be added to.
    """
    document = _read(file, shown) if file.exists() else None
    before = _reviews_in(document) if document is not None else []
    new = {(review.role, review.covers) for review in made}
    kept = [review for review in before if (review.role, review.covers) not in new]
    text = document.text if document is not None else f"{HEADING}\nreviews: []\n"
    if document is not None:
        old = [number for number, review in enumerate(before) if review not in kept]
        text = _without(document, old)
    _replace(file, shown, _added(text, made), [*kept, *made])


def _without(document: Document, entries: Iterable[int]) -> str:
    """The text without these entries; comments on lines of their own stay."""
    lines = document.text.split("\n")
    gone: set[int] = set()
    for number in entries:
        last = document.lines.get(("reviews", number + 1), len(lines) + 1)
        gone.update(range(document.line(("reviews", number)), last))
    return "\n".join(
        line for number, line in enumerate(lines, 1) if number not in gone or line.lstrip().startswith("#")
    )


def _added(text: str, made: Iterable[Review]) -> str:
    first = re.search(r"^([ \t]*)- ", text, re.MULTILINE)
    indent = first.group(1) if first else INDENT
    entries = "".join(_entry(review, indent) for review in made)
    return f"{EMPTY.sub('reviews:', text, count=1).rstrip()}\n{entries}"


def _entry(review: Review, indent: str) -> str:
    """One review as an author would write it; text in quotation marks, so that a number stays text."""
    values = {
        "role": review.role,
        "reviewed_by": json.dumps(review.reviewed_by, ensure_ascii=False),
        "date": review.date.isoformat(),
        "version": json.dumps(review.version),
        "covers": review.covers,
        "digest": json.dumps(review.digest),
    }
    rows = [f"{key}: {value}" for key, value in values.items()]
    return f"{indent}- " + f"\n{indent}  ".join(rows) + "\n"


def _replace(file: Path, shown: str, text: str, expected: Sequence[Review]) -> None:
    """Write beside the file, read it back, and only then put it in its place."""
    target = file.resolve()
    with NamedTemporaryFile(
        "w", encoding="utf-8", newline="\n", dir=target.parent, prefix=f".{NAME}-", delete=False
    ) as opened:
        beside = Path(opened.name)
        opened.write(text)
        opened.flush()
        os.fsync(opened.fileno())
    try:
        if not _holds(beside, expected):
            raise _hindered(shown)
        beside.chmod(target.stat().st_mode & 0o777 if target.exists() else 0o644)
        beside.replace(target)
    finally:
        beside.unlink(missing_ok=True)


def _holds(file: Path, expected: Sequence[Review]) -> bool:
    try:
        return _reviews_in(_read(file, file.name)) == list(expected)
    except ContentError:
        return False


def _read(file: Path, shown: str) -> Document:
    mistakes: list[Mistake] = []
    document = read_document(file, shown, mistakes)
    if document is None or mistakes:
        raise ContentError(mistakes)
    return document


def _reviews_in(document: Document) -> list[Review]:
    entries = document.values.get("reviews") or []
    try:
        return [Review.model_validate(entry) for entry in entries]
    except (TypeError, ValidationError) as error:
        raise _hindered(document.path) from error


def _hindered(shown: str) -> ContentError:
    message = "filen går inte att lägga till i. Skriv en granskning per stycke, som content/README.md visar."
    return ContentError([Mistake(shown, 0, message)])
