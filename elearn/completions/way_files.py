"""The files of certificates from elsewhere: private while they are reviewed, and nowhere afterwards.

Each lies alone in the instance folder under a random name that only its case knows. What it was called, nobody keeps.
"""

import os
import secrets
from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from elearn.completions.way_models import FileKind, WayCase

MOST_BYTES = 5 * 1024 * 1024
# A file is written just before its row; none waits this long for it.
LEFTOVER_AFTER = timedelta(hours=1)
FIRST_BYTES = {
    b"%PDF-": FileKind.PDF,
    b"\xff\xd8\xff": FileKind.JPEG,
    b"\x89PNG\r\n\x1a\n": FileKind.PNG,
}
LET_GO = "elearn_let_go"  # where a session remembers the files that its transaction parts from


def kind_of(content: bytes) -> FileKind | None:
    """What a file is, by its first bytes; None for what we do not take."""
    return next((kind for first, kind in FIRST_BYTES.items() if content.startswith(first)), None)


def folder_in(instance_dir: Path) -> Path:
    return instance_dir / "cases"


def store(instance_dir: Path, content: bytes) -> str:
    """Write a file that only this service's own user can read, safely on the disk; its random name."""
    folder = folder_in(instance_dir)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    name = secrets.token_hex(16)
    number = os.open(folder / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(number, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
    except OSError:
        remove(instance_dir, [name])
        raise
    return name


def read(instance_dir: Path, name: str) -> bytes | None:
    """A file's content; None where it is no longer there."""
    try:
        return (folder_in(instance_dir) / name).read_bytes()
    except FileNotFoundError:
        return None


def remove(instance_dir: Path, names: Iterable[str]) -> None:
    for name in names:
        with suppress(FileNotFoundError):
            (folder_in(instance_dir) / name).unlink()


def let_go(session: Session, case: WayCase) -> None:
    """Part a case from its file, which is to be removed once that is committed: see `remove_let_go`."""
    if case.file is not None:
        session.info.setdefault(LET_GO, set()).add(case.file)
    case.file = case.file_kind = None


def remove_let_go(session: Session, instance_dir: Path, reading: Callable[[], Session]) -> None:
    """Remove the files that a session's transactions have parted from; one that was not committed keeps its file."""
    names = session.info.pop(LET_GO, None)
    if names:
        with reading() as asked:
            remove(instance_dir, names - _kept(asked))


def remove_leftovers(session: Session, instance_dir: Path, at: datetime) -> int:
    """Remove the files that no case knows: of a hand-in that was broken off, or parted from just before a crash."""
    folder = folder_in(instance_dir)
    if not folder.is_dir():
        return 0
    kept, gone = _kept(session), 0
    for file in folder.iterdir():
        with suppress(FileNotFoundError):
            changed = datetime.fromtimestamp(file.stat().st_mtime, tz=at.tzinfo)
            if file.name not in kept and changed < at - LEFTOVER_AFTER:
                file.unlink()
                gone += 1
    return gone


def _kept(session: Session) -> set[str]:
    return {name for name in session.scalars(select(WayCase.file)) if name is not None}
