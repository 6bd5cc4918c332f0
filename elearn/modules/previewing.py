"""What an author writes, as its readers will meet it: a small application over the files as they are now. No database."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Lock

from elearn.content_files import Mistake
from elearn.modules.catalogue import Catalogue, Fingerprint, fingerprint
from elearn.modules.content import Module
from elearn.modules.loader import Reading, collect, read_content


@dataclass(frozen=True, slots=True)
class Copy:
    """The content at one moment: what could be read, what was wrong with its form, and a word that tells it from others."""

    version: str
    catalogue: Catalogue
    mistakes: tuple[Mistake, ...]


class Desk:
    """The content where an author works: read again when a file has changed.

    A module whose form is broken stays as it last was, so that its author sees the page and the mistake together.
    """

    def __init__(self, content_dir: Path) -> None:
        self.content_dir = content_dir
        self._lock = Lock()
        self._seen: Fingerprint | None = None
        self._copy: Copy | None = None

    def copy(self) -> Copy:
        """The content as it stands now."""
        with self._lock:
            seen = self._look()
            if self._copy is None or seen != self._seen:
                self._copy = self._read(seen)
                self._seen = seen
            return self._copy

    def _look(self) -> Fingerprint:
        try:
            return fingerprint(self.content_dir)
        except FileNotFoundError:  # an editor put a file in another's place while we looked
            return self._seen or ()

    def _read(self, seen: Fingerprint) -> Copy:
        reading = read_content(self.content_dir)
        content = collect(reading)
        modules = _with_last(content.modules, reading, self._copy)
        version = hashlib.sha256(repr(seen).encode()).hexdigest()[:16]
        return Copy(
            version, Catalogue(replace(content, modules=modules)), tuple(sorted(set(reading.mistakes)))
        )


def _with_last(modules: Iterable[Module], reading: Reading, last: Copy | None) -> tuple[Module, ...]:
    """The modules that could be read, and those that could not as they last were."""
    read: Mapping[str, Module] = {module.slug: module for module in modules}
    broken = {folder.slug for folder in reading.folders} - read.keys()
    kept = [module for module in last.catalogue.modules if module.slug in broken] if last else []
    return tuple(sorted((*read.values(), *kept), key=lambda module: module.number))
