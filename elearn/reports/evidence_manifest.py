"""What an evidence pack promises about itself: the digest of every file, sealed to a link of the ledger's chain. Pure.

seal = SHA-256(the chain's link, the manifest's digest), so that the pack stands in the chain as a row of it would.
"""

import hashlib
import json
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import IO, Annotated, Any
from zipfile import BadZipFile, ZipFile, ZipInfo

from flask_babel import gettext as _
from pydantic import StringConstraints, ValidationError

from elearn.audit.chain import GENESIS, link_of
from elearn.texts import Value

MANIFEST = "manifest.json"
FORMAT = 1
LARGEST_MANIFEST = 1024 * 1024
CHUNK = 1024 * 1024
UNREADABLE = (BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError)

Digest = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]


class Part(Value):
    """One file of a pack."""

    name: str
    bytes: int
    sha256: Digest


class Head(Value):
    """The link of the ledger's chain that was its end when the pack was made."""

    seq: int
    link: Digest


class Manifest(Value):
    """What stands in `manifest.json`. `digest` speaks for everything above it, `seal` for the digest and the chain."""

    format: int
    made_at: str
    made_by: Mapping[str, str]
    parameters: Mapping[str, str | None]
    files: tuple[Part, ...]
    ledger: Head
    digest: Digest = GENESIS
    seal: Digest = GENESIS

    def sealed(self) -> "Manifest":
        digest = self.digest_of_content()
        return self.model_copy(update={"digest": digest, "seal": link_of(self.ledger.link, digest)})

    def digest_of_content(self) -> str:
        content = self.model_dump(mode="json", exclude={"digest", "seal"})
        return hashlib.sha256(canonical(content).encode()).hexdigest()

    def written(self) -> bytes:
        text = json.dumps(self.model_dump(mode="json"), ensure_ascii=False, indent=1)
        return f"{text}\n".encode()


def canonical(content: Mapping[str, Any]) -> str:
    """JSON with sorted keys and no spaces (as RFC 8785 orders them)."""
    return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


class Digested:
    """A file being written, with its size and digest so far."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._sha256 = hashlib.sha256()
        self._bytes = 0

    def write(self, content: bytes) -> int:
        self._sha256.update(content)
        self._bytes += len(content)
        return self._file.write(content)

    def part(self, name: str) -> Part:
        return Part(name=name, bytes=self._bytes, sha256=self._sha256.hexdigest())


@dataclass(frozen=True, slots=True)
class Checked:
    """What a look at a pack found: its manifest, where that can be read, and a sentence for each thing that differs."""

    manifest: Manifest | None
    faults: tuple[str, ...]


def check_pack(file: IO[bytes]) -> Checked:
    """Whether every file of a pack is as its manifest says, and the manifest as its seal says."""
    try:
        with ZipFile(file) as archive:
            manifest = _read_manifest(archive)
            if manifest is None:
                message = _(
                    "%(name)s saknas eller går inte att läsa. Filen är inget underlag härifrån.",
                    name=MANIFEST,
                )
                return Checked(None, (message,))
            return Checked(manifest, (*_faults_of_manifest(manifest), *_faults_of_files(archive, manifest)))
    except UNREADABLE:
        return Checked(None, (_("Filen är inget ZIP-arkiv, eller är skadad. Hämta den på nytt."),))


def _read_manifest(archive: ZipFile) -> Manifest | None:
    entry = next((entry for entry in archive.infolist() if entry.filename == MANIFEST), None)
    if entry is None or entry.file_size > LARGEST_MANIFEST:
        return None
    try:
        return Manifest.model_validate_json(archive.read(entry))
    except (*UNREADABLE, ValidationError):
        return None


def _faults_of_manifest(manifest: Manifest) -> Iterator[str]:
    if manifest.digest != manifest.digest_of_content():
        yield _("%(name)s är ändrad: innehållet stämmer inte med dess kontrollsumma.", name=MANIFEST)
    elif manifest.seal != link_of(manifest.ledger.link, manifest.digest):
        yield _("%(name)s är ändrad: sigillet stämmer inte med liggarens länk.", name=MANIFEST)


def _faults_of_files(archive: ZipFile, manifest: Manifest) -> Iterator[str]:
    entries: dict[str, ZipInfo] = {}
    for entry in archive.infolist():
        if entry.filename in entries:
            yield _("%(name)s finns två gånger i arkivet.", name=entry.filename)
        entries[entry.filename] = entry
    promised = {part.name for part in manifest.files}
    for name in sorted(entries.keys() - promised - {MANIFEST}):
        yield _("%(name)s finns i arkivet men inte i %(manifest)s.", name=name, manifest=MANIFEST)
    for part in manifest.files:
        if part.name not in entries:
            yield _("%(name)s saknas i arkivet.", name=part.name)
        elif not _is_as_promised(archive, entries[part.name], part):
            yield _("%(name)s är inte som när underlaget togs ut.", name=part.name)


def _is_as_promised(archive: ZipFile, entry: ZipInfo, part: Part) -> bool:
    """Whether a file has its promised digest; one that says it is longer is not unpacked to find out."""
    if entry.file_size != part.bytes:
        return False
    sha256 = hashlib.sha256()
    try:
        with archive.open(entry) as file:
            while chunk := file.read(CHUNK):
                sha256.update(chunk)
    except UNREADABLE:
        return False
    return sha256.hexdigest() == part.sha256
