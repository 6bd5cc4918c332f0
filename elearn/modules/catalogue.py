"""The modules as they stand today, in memory: read once when the application starts."""

from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import cast

from flask import Flask, current_app
from sqlalchemy.exc import NoResultFound

from elearn.modules.anchors import anchor
from elearn.modules.composing import Shelves
from elearn.modules.content import Module, Reference
from elearn.modules.foreign import mark_swedish
from elearn.modules.loader import Content, load_content
from elearn.modules.references import marked_label, marked_place, source_id
from elearn.modules.reviews import Reviews

Fingerprint = tuple[tuple[str, int, int], ...]


class Catalogue:
    """Today's modules, by the number in their address or by slug, and the sources that they cite."""

    def __init__(self, content: Content) -> None:
        self.modules = content.modules
        self.discussions = content.discussions
        self.references = content.references
        self.glossary = content.glossary
        self.reviews = content.reviews
        self.equivalents = content.equivalents
        self.shelves = Shelves(content.references, content.routines)
        self._drafts: dict[str, tuple[Reviews, Module, bool]] = {}
        self._by_number = {module.number: module for module in content.modules}
        self._by_slug = {module.slug: module for module in content.modules}

    def by_number(self, number: int) -> Module:
        """The module with this number in its address. Raises NoResultFound, so the page is a 404."""
        return _found(self._by_number.get(number))

    def by_slug(self, slug: str) -> Module:
        return _found(self._by_slug.get(slug))

    def find(self, slug: str) -> Module | None:
        """The module of an old record, or None where the catalogue has let it go."""
        return self._by_slug.get(slug)

    def is_draft(self, module: Module) -> bool:
        """Whether somebody who must read the module has not read it as it stands."""
        reviews = self.reviews[module.slug]
        found = self._drafts.get(module.slug)
        if found is None or found[0] is not reviews or found[1] is not module:
            # Digests of a whole module take longer than the page that asks.
            found = (reviews, module, not reviews.is_complete(module))
            self._drafts[module.slug] = found
        return found[2]

    def cited(self, keys: Iterable[str]) -> tuple[Reference, ...]:
        """The sources behind these keys. An old version may name one that has left the register since."""
        return tuple(self.references[key] for key in keys if key in self.references)


def _found(module: Module | None) -> Module:
    if module is None:
        raise NoResultFound
    return module


def init_app(app: Flask, content_dir: Path) -> None:
    """Read the content for this application, and let its templates name sources.

    Raises ContentError rather than start with half of it.
    """
    app.extensions["elearn_catalogue"] = _read(content_dir, fingerprint(content_dir))
    name_sources(app)


def name_sources(app: Flask) -> None:
    """Let the templates of an application name sources."""
    app.jinja_env.filters["source_id"] = source_id
    app.jinja_env.globals["neutral_id"] = anchor
    app.jinja_env.filters["mark_swedish"] = mark_swedish
    app.jinja_env.filters["source_mark"] = marked_label
    app.jinja_env.filters["source_place"] = marked_place


def get_catalogue() -> Catalogue:
    """The catalogue of the application at work."""
    return cast(Catalogue, current_app.extensions["elearn_catalogue"])


@lru_cache(maxsize=8)
def _read(content_dir: Path, fingerprint: Fingerprint) -> Catalogue:
    return Catalogue(load_content(content_dir))


def fingerprint(content_dir: Path) -> Fingerprint:
    """What changes when a file does, so that several applications of one process read the same files once."""
    files = (file for file in sorted(content_dir.rglob("*")) if file.is_file())
    return tuple((str(file), (state := file.stat()).st_mtime_ns, state.st_size) for file in files)
