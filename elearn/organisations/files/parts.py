"""The parts of an XLSX package that say where the first sheet is, what its strings are and which numbers are days.

Written here, on the standard library's parser, because the native readers tried take a workbook's own word for how
much room its contents need: one wrong number in a file ended the whole process.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from posixpath import basename, dirname, join, normpath
from xml.parsers import expat

from flask_babel import gettext as _

from elearn.organisations.files.faults import Fault, FileRefused

LARGEST_UNPACKED = 200 * 1024 * 1024
CHUNK = 64 * 1024

_UNREADABLE = (
    expat.ExpatError,
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    LookupError,
    OSError,
    RuntimeError,
    ValueError,
)
_BUILT_IN_DAYS = frozenset({14, 15, 16, 17, 22, *range(27, 32), 34, 35, 36, *range(50, 55), 57, 58})
# In a number format: quoted text, one escaped or padding character, anything in brackets.
_NOT_OF_THE_FORMAT = re.compile(r'"[^"]*"|[\\_*].|\[[^\]]*\]')
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")

Attributes = dict[str, str]
Start = Callable[[str, Attributes], None]


@dataclass(slots=True)
class Workbook:
    """An opened package: the part that holds the first sheet that can be seen, and what its cells refer to.

    `others`: how many more sheets can be seen.
    """

    archive: zipfile.ZipFile
    sheet: str
    name: str = ""
    others: int = 0
    strings: list[str] = field(default_factory=list)
    day_styles: frozenset[int] = frozenset()
    from_1904: bool = False


@contextmanager
def opened(content: bytes) -> Iterator[Workbook]:
    """The workbook in these bytes; whatever is wrong with it, here or while it is read, is FileRefused."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(part.file_size for part in archive.infolist()) > LARGEST_UNPACKED:
                raise refusal(_("Arbetsboken är för stor när den packas upp. Spara bladet som CSV (UTF-8)."))
            yield _find_parts(archive)
    except _UNREADABLE:
        raise unreadable() from None


def walk(
    archive: zipfile.ZipFile,
    part: str,
    start: Start,
    end: Callable[[str], None] | None = None,
    text: Callable[[str], object] | None = None,
) -> None:
    """Call these for each element and text of a part. Names come without the prefix that its root bears."""
    parser = expat.ParserCreate()
    parser.buffer_text = True

    def root(name: str, attributes: Attributes) -> None:
        prefix = name.rpartition(":")[0]
        parser.StartElementHandler, parser.EndElementHandler = start, end
        if prefix:
            cut = f"{prefix}:"
            parser.StartElementHandler = lambda name, attributes: start(name.removeprefix(cut), attributes)
            parser.EndElementHandler = lambda name: end(name.removeprefix(cut)) if end else None
        parser.StartElementHandler(name, attributes)

    parser.StartElementHandler = root
    parser.StartDoctypeDeclHandler = _refuse_doctype
    if text:
        parser.CharacterDataHandler = text
    with archive.open(part) as stream:
        while chunk := stream.read(CHUNK):
            parser.Parse(chunk)
    parser.Parse(b"", True)  # noqa: FBT003 -- expat takes it by position only


def unescaped(text: str) -> str:
    """XML cannot hold every character, so workbooks spell some out: _x000D_."""
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text


def unreadable() -> FileRefused:
    return refusal(
        _(
            "XLSX-filen går inte att läsa: den är skadad eller skyddad. Spara den på nytt, eller som CSV (UTF-8)."
        )
    )


def refusal(message: str) -> FileRefused:
    return FileRefused(Fault(None, None, None, message))


def _refuse_doctype(*_about: object) -> None:
    raise unreadable()


def _find_parts(archive: zipfile.ZipFile) -> Workbook:
    mains = [target for kind, target in _relations(archive, "").values() if kind == "officeDocument"]
    related = _relations(archive, mains[0]) if mains else {}
    sheets = {identity: target for identity, (kind, target) in related.items() if kind == "worksheet"}
    if not sheets:
        raise refusal(_("Filen är ett arkiv, men ingen XLSX-fil. Spara den som XLSX eller CSV (UTF-8)."))
    listed, from_1904 = _listed_sheets(archive, mains[0])
    seen = [each for each in listed if each.identity in sheets and not each.hidden]
    if not seen:
        raise unreadable()
    first = seen[0]
    workbook = Workbook(archive, sheets[first.identity], first.name, len(seen) - 1, from_1904=from_1904)
    for kind, target in related.values():
        if kind == "sharedStrings":
            workbook.strings = _strings(archive, target)
        elif kind == "styles":
            workbook.day_styles = _day_styles(archive, target)
    return workbook


@dataclass(frozen=True, slots=True)
class _Listed:
    """A sheet as the workbook lists it."""

    identity: str
    name: str
    hidden: bool


def _listed_sheets(archive: zipfile.ZipFile, part: str) -> tuple[list[_Listed], bool]:
    """The sheets in the order of their tabs, and whether days are counted from 1904."""
    listed: list[_Listed] = []
    from_1904 = False

    def start(name: str, attributes: Attributes) -> None:
        nonlocal from_1904
        if name == "sheet":
            hidden = attributes.get("state", "visible") != "visible"
            name = attributes.get("name", "")
            listed.extend(
                _Listed(value, name, hidden) for key, value in attributes.items() if key.endswith(":id")
            )
        elif name == "workbookPr":
            from_1904 = attributes.get("date1904") in {"1", "true"}

    walk(archive, part, start)
    return listed, from_1904


def _relations(archive: zipfile.ZipFile, part: str) -> dict[str, tuple[str, str]]:
    """Identity → what it is and where, of the parts that a part (or, for '', the package) refers to."""
    where = join(dirname(part), "_rels", basename(part) + ".rels")
    relations: dict[str, tuple[str, str]] = {}

    def start(name: str, attributes: Attributes) -> None:
        if name == "Relationship" and attributes.get("TargetMode") != "External":
            target = normpath(join("/", dirname(part), attributes["Target"])).lstrip("/")
            relations[attributes["Id"]] = basename(attributes["Type"]), target

    if where in archive.namelist():
        walk(archive, where, start)
    return relations


def _strings(archive: zipfile.ZipFile, part: str) -> list[str]:
    """The shared strings: formatted runs joined, reading aids (rPh) left out."""
    strings: list[str] = []
    state = StringState()

    def start(name: str, attributes: Attributes) -> None:
        if name == "si":
            state.pieces.clear()
        state.start(name)

    def end(name: str) -> None:
        state.end(name)
        if name == "si":
            strings.append(unescaped("".join(state.pieces)))

    walk(archive, part, start, end, state.text)
    return strings


@dataclass(slots=True)
class StringState:
    """Collects the text of <t> elements, wherever a rich string puts them."""

    pieces: list[str] = field(default_factory=list)
    collecting: bool = False
    aside: bool = False

    def start(self, name: str) -> None:
        if name == "rPh":
            self.aside = True
        elif name == "t":
            self.collecting = not self.aside

    def end(self, name: str) -> None:
        if name == "rPh":
            self.aside = False
        elif name == "t":
            self.collecting = False

    def text(self, text: str) -> None:
        if self.collecting:
            self.pieces.append(text)


def _day_styles(archive: zipfile.ZipFile, part: str) -> frozenset[int]:
    """The cell styles (by their place) whose numbers are days."""
    formats: dict[int, str] = {}
    styles: list[int] = []
    within: list[str] = []

    def start(name: str, attributes: Attributes) -> None:
        within.append(name)
        if name == "numFmt":
            formats[int(attributes["numFmtId"])] = attributes.get("formatCode", "")
        elif name == "xf" and "cellXfs" in within:
            styles.append(int(attributes.get("numFmtId", "0")))

    def end(_name: str) -> None:
        within.pop()

    walk(archive, part, start, end)
    days = {number for number, code in formats.items() if _is_of_days(code)} | (
        _BUILT_IN_DAYS - formats.keys()
    )
    return frozenset(place for place, number in enumerate(styles) if number in days)


def _is_of_days(code: str) -> bool:
    letters = _NOT_OF_THE_FORMAT.sub("", code).partition(";")[0].lower()
    return letters not in {"general", "standard"} and ("y" in letters or "d" in letters)
