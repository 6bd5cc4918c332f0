"""Published versions: stored once, whole and unchanged, so that what somebody learned can always be read again."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import date, datetime
from functools import cache, lru_cache

from blinker import Signal
from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from elearn.clock import day_of
from elearn.modules.comparing_versions import version_order
from elearn.modules.content import Module
from elearn.modules.models import ModuleVersion

# Sent in the transaction that stores new versions; what a receiver cannot do undoes it.
published = Signal()


class PublishError(Exception):
    """A module cannot be stored under its version; the message says which file, and what to do."""


def publish(session: Session, modules: Iterable[Module], at: datetime) -> list[ModuleVersion]:
    """Store the versions that are not stored yet, and return them. Raises PublishError, with nothing stored.

    A version that is stored already, and is the same, is left alone, also when a newer one exists: that is
    an earlier release put back.
    """
    modules = list(modules)
    faults = [fault for module in modules if (fault := find_fault(session, module))]
    if faults:
        raise PublishError("\n".join(faults))
    stored = [_row(module, at) for module in modules if _find(session, module) is None]
    session.add_all(stored)
    session.flush()
    if stored:
        published.send(session, versions=len(stored), at=at)
    return stored


def find_unpublished(session: Session, modules: Iterable[Module]) -> list[Module]:
    """The modules whose version is not stored, or is stored with another content."""
    return [
        module
        for module in modules
        if (row := _find(session, module)) is None or row.digest != digest(module)
    ]  # fmt: skip


def find_fault(session: Session, module: Module) -> str | None:
    """Why a module cannot be published as it stands, or None: changed under its number, or the number went back."""
    file = f"content/{module.slug}/module.yaml"
    same = _find(session, module)
    if same is not None:
        if same.digest == digest(module):
            return None
        return (
            f"{file}: innehållet har ändrats men versionen är fortfarande {module.version}, som redan är publicerad. "
            "Höj siffran efter punkten för en liten ändring, den före för en stor."
        )
    newest = max(list_versions(session, module.slug), key=version_order, default=None)
    if newest is not None and version_order(module.version) < version_order(newest):
        return f"{file}: version {module.version} är lägre än den senast publicerade, {newest}. Ange ett högre nummer."
    return None


def get_version(session: Session, module: Module) -> ModuleVersion:
    """The stored row of the module's present version. Raises NoResultFound where it is not published."""
    return session.scalars(_stored(module)).one()


def get_published(session: Session, slug: str, version: str) -> ModuleVersion:
    """The stored row of a version of a module. Raises NoResultFound where it was never published."""
    wanted = select(ModuleVersion).where(ModuleVersion.slug == slug, ModuleVersion.version == version)
    return session.scalars(wanted).one()


def list_versions(session: Session, slug: str) -> list[str]:
    """The version numbers of a module that have ever been published."""
    return list(session.scalars(select(ModuleVersion.version).where(ModuleVersion.slug == slug)))


def get_outdating(session: Session, known_at: datetime | None = None) -> Callable[[str, str], date | None]:
    """Module and version → the day on which the first later major version was published; None: there is none."""
    published: dict[str, list[tuple[int, date]]] = defaultdict(list)
    row = ModuleVersion
    for slug, version, at in session.execute(select(row.slug, row.version, row.published_at)):
        if known_at is None or at <= known_at:
            published[slug].append((version_order(version)[0], day_of(at)))

    @cache
    def outdated_on(slug: str, version: str) -> date | None:
        major = version.partition(".")[0]
        if not major.isdecimal():  # not one of ours
            return None
        later = (day for number, day in published.get(slug, ()) if number > int(major))
        return min(later, default=None)

    return outdated_on


def read_version(row: ModuleVersion) -> Module:
    """The module as it was published; read once per content."""
    return _read(row.digest, row.body)


def digest(module: Module) -> str:
    """SHA-256 of the canonical JSON of the module (sorted keys, no spaces, as RFC 8785 orders them)."""
    return hashlib.sha256(body(module).encode()).hexdigest()


@lru_cache(maxsize=32)
def body(module: Module) -> str:
    """The whole of the module as canonical JSON. What has its default is left out.

    So a field that a later release adds does not change what was published before it.
    """
    values = module.model_dump(mode="json", exclude_defaults=True)
    return json.dumps(values, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


@lru_cache(maxsize=64)
def _read(_digest: str, text: str) -> Module:
    return Module.model_validate_json(text, strict=True)


def _find(session: Session, module: Module) -> ModuleVersion | None:
    return session.scalars(_stored(module)).one_or_none()


def _stored(module: Module) -> Select[ModuleVersion]:
    return select(ModuleVersion).where(
        ModuleVersion.slug == module.slug, ModuleVersion.version == module.version
    )


def _row(module: Module, at: datetime) -> ModuleVersion:
    return ModuleVersion(
        slug=module.slug, version=module.version, digest=digest(module), body=body(module), published_at=at
    )
