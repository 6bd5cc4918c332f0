"""Whether what a module says about its versions fits their numbers."""

from collections.abc import Iterator
from itertools import pairwise

from elearn.content_files import Mistake
from elearn.modules.content import Change, Module
from elearn.modules.loader import Folder

MAJOR = "major"


def check_versions(folder: Folder) -> Iterator[Mistake]:
    """Every mistake in the list of changes."""
    module, document = folder.module, folder.documents.get("changes")
    if module is None:
        return
    if document is None:
        message = f"filen saknas. Skriv vad som är nytt i version {module.version}."
        yield Mistake(f"{folder.path}/changes.yaml", 0, message)
        return
    if module.version not in {change.version for change in module.changes}:
        message = f"version {module.version} saknas. Skriv överst vad den ändrar."
        yield document.mistake(("changes",), message)
    for place, message in _faults(module):
        yield document.mistake(("changes", place), message)


def _faults(module: Module) -> Iterator[tuple[int, str]]:
    changes = module.changes
    if changes and _order(changes[0]) > _order(module.version):
        yield (
            0,
            f"version {changes[0].version} är högre än modulens, {module.version}. Höj den i module.yaml.",
        )
    for place, (newer, older) in enumerate(pairwise(changes)):
        if _order(newer) <= _order(older) or newer.date < older.date:
            yield place + 1, f"version {older.version} står på fel plats. Den nyaste ändringen står överst."
    for place, change in enumerate(changes):
        is_major = _is_major(change, changes[place + 1] if place + 1 < len(changes) else None)
        if is_major is not None and is_major != (change.size == MAJOR):
            wanted = "major" if is_major else "minor"
            yield place, f"version {change.version} är {wanted}, inte {change.size}. Rätta size eller numret."


def _is_major(change: Change, older: Change | None) -> bool | None:
    """Whether the number before the point changed; None of the very first version, which is either."""
    major, minor = _order(change)
    if older is not None:
        return major != _order(older)[0]
    return None if (major, minor) == (1, 0) else minor == 0


def _order(version: str | Change) -> tuple[int, int]:
    number = version if isinstance(version, str) else version.version
    major, minor = number.split(".")
    return int(major), int(minor)
