"""Reading content files: text and YAML with the line of every value, and every mistake as a sentence.

YAML is composed, not loaded: only whole numbers, decimals, true, false and empty are anything but text,
so that `no` stays a word and a date stays as written until the model wants a date.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from stat import S_ISREG
from typing import Any

import yaml

from elearn.config import ConfigError

Place = tuple[str | int, ...]
MAX_BYTES = 2 * 1024 * 1024
# Line breaks and tabs are fine; what cannot be seen, or turns the reading direction, is not.
HIDDEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u202a-\u202e\u2028\u2029\u2066-\u2069]")
# The parser goes as deep as a file does, and falls where the stack ends: nothing here is deeper than a few levels.
DEEPEST = 50
BRACKET = re.compile(r"[\[\]{}]")
INDENT = re.compile(r"(?:[-?:]?[ \t]+)*")


@dataclass(frozen=True, slots=True, order=True)
class Mistake:
    """Something in a content file that must be put right: where, what, and what to do."""

    path: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.message}" if self.line else f"{self.path}: {self.message}"


class ContentError(ConfigError):
    """The content cannot be used; lists every mistake."""

    def __init__(self, mistakes: Iterable[Mistake]) -> None:
        self.mistakes = tuple(sorted(set(mistakes)))
        super().__init__("\n".join(map(str, self.mistakes)))


@dataclass(frozen=True, slots=True)
class Document:
    """A YAML file: its values, and the line of each by its place, as in ("questions", 3, "text")."""

    path: str
    text: str
    values: dict[str, Any]
    lines: Mapping[Place, int] = field(repr=False)

    def line(self, place: Place) -> int:
        """The line of a value, or of the nearest value around it that exists."""
        while place and place not in self.lines:
            place = place[:-1]
        return self.lines.get(place, 1)

    def mistake(self, place: Place, message: str) -> Mistake:
        return Mistake(self.path, self.line(place), message)


def list_folder(folder: Path, shown: str, mistakes: list[Mistake]) -> list[Path] | None:
    """What a folder holds but what the system hides in it; None, and a mistake noted, where it cannot be listed."""
    try:
        entries = sorted(folder.iterdir())
        for entry in entries:
            entry.lstat()  # a folder may tell its names and still let nobody in
    except OSError:
        mistakes.append(Mistake(shown, 0, "mappen går inte att läsa. Kontrollera dess rättigheter."))
        return None
    return [entry for entry in entries if not entry.name.startswith(".")]


def read_text(file: Path, shown: str, mistakes: list[Mistake]) -> str | None:
    """The text of a file with å, ä and ö as one character each; None, and a mistake noted, where it cannot be read."""
    try:
        raw = _read_at_most(file, MAX_BYTES + 1)
    except FileNotFoundError:
        mistakes.append(
            Mistake(shown, 0, "filen saknas. Lägg till den; content/README.md visar hur den ser ut.")
        )
        return None
    except OSError:
        mistakes.append(
            Mistake(shown, 0, "filen går inte att läsa. Kontrollera att det är en fil och dess rättigheter.")
        )
        return None
    if len(raw) > MAX_BYTES:
        mistakes.append(
            Mistake(shown, 0, f"filen är större än {MAX_BYTES // 1024 // 1024} MB. Dela upp den.")
        )
        return None
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        mistakes.append(
            Mistake(shown, line, "tecknet är inte UTF-8. Spara filen som UTF-8 i textredigeraren.")
        )
        return None
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    hidden = [
        Mistake(
            shown, number, f"raden innehåller ett osynligt tecken (U+{ord(found.group()):04X}). Ta bort det."
        )
        for number, line in enumerate(text.split("\n"), 1)
        if (found := HIDDEN.search(line))
    ]
    mistakes.extend(hidden)
    return None if hidden else text


def _read_at_most(file: Path, limit: int) -> bytes:
    if not S_ISREG(file.stat().st_mode):
        raise IsADirectoryError(file)  # or a device, a pipe: something that may never end
    with file.open("rb") as opened:
        return opened.read(limit)


def read_document(file: Path, shown: str, mistakes: list[Mistake]) -> Document | None:
    """A YAML file with the line of every value; None, and the mistakes noted, where it cannot be read."""
    text = read_text(file, shown, mistakes)
    if text is None:
        return None
    if (line := _too_deep(text)) is not None:
        message = "filen har för många nivåer i varandra. Ta bort klamrar och indrag som inte behövs."
        mistakes.append(Mistake(shown, line, message))
        return None
    walk = _Walk(shown, mistakes)
    try:
        node = yaml.compose(text, Loader=_Reader)
        values = walk.value(node, ()) if node is not None else None
    except yaml.MarkedYAMLError as error:
        mistakes.append(_yaml_mistake(error, shown))
        return None
    except (yaml.YAMLError, RecursionError):
        mistakes.append(Mistake(shown, 0, "filen går inte att läsa som YAML. Jämför med content/README.md."))
        return None
    if not isinstance(values, dict):
        mistakes.append(
            Mistake(shown, 1, "filen ska bestå av rader som ”namn: värde”. Jämför med content/README.md.")
        )
        return None
    return Document(shown, text, values, walk.lines)


def _too_deep(text: str) -> int | None:
    """The first line with more brackets open, or further in, than a file may have; counted before anything is parsed."""
    opened = 0
    for number, line in enumerate(text.split("\n"), 1):
        indent = INDENT.match(line)
        if indent is not None and indent.end() > 2 * DEEPEST:
            return number
        for bracket in BRACKET.findall(line):
            opened = opened + 1 if bracket in "[{" else max(0, opened - 1)
            if opened > DEEPEST:
                return number
    return None


class _Reader(yaml.CSafeLoader):
    """A parser for which only whole numbers, decimals, true, false and empty are anything but text."""

    yaml_implicit_resolvers = {}  # noqa: RUF012  (in place of the parser's own)


_CORE = "tag:yaml.org,2002:"
_READ: dict[str, Callable[[str], Any]] = {
    f"{_CORE}str": str,
    f"{_CORE}int": int,
    f"{_CORE}float": float,
    f"{_CORE}bool": lambda value: value == "true",
    f"{_CORE}null": lambda value: None,
}
for _name, _pattern, _first in (
    ("int", r"-?(0|[1-9][0-9]{0,17})", "-0123456789"),
    ("float", r"-?[0-9]{1,9}\.[0-9]{1,9}", "-0123456789"),
    ("bool", r"true|false", "tf"),
    ("null", r"null|~|", ["n", "~", ""]),
):
    _Reader.add_implicit_resolver(f"{_CORE}{_name}", re.compile(rf"^(?:{_pattern})$"), list(_first))


class _Walk:
    """One pass over the nodes of a file: plain values, their lines, and what the format does not have."""

    def __init__(self, shown: str, mistakes: list[Mistake]) -> None:
        self.shown = shown
        self.mistakes = mistakes
        self.lines: dict[Place, int] = {}
        self.seen: set[int] = set()

    def value(self, node: yaml.Node, place: Place) -> Any:
        self.lines.setdefault(place, node.start_mark.line + 1)
        if id(node) in self.seen:
            self.refuse(node, "”&” och ”*” används inte här. Skriv texten en gång till.")
            return None
        self.seen.add(id(node))
        if isinstance(node, yaml.MappingNode):
            return self.mapping(node, place)
        if isinstance(node, yaml.SequenceNode):
            return [self.value(item, (*place, number)) for number, item in enumerate(node.value)]
        read = _READ.get(node.tag)
        if read is None:
            self.refuse(
                node, f"”{node.tag}” används inte här. Ta bort det, eller sätt citattecken runt texten."
            )
            return None
        if HIDDEN.search(node.value):
            self.refuse(node, "texten innehåller ett osynligt tecken. Ta bort det.")
            return None
        return read(node.value)

    def mapping(self, node: yaml.MappingNode, place: Place) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key = key_node.value
            if not isinstance(key, str):
                self.refuse(
                    key_node, "namnet före kolon ska vara ett ord. Kontrollera citattecken och klamrar."
                )
            elif key in values:
                first = self.lines[(*place, key)]
                self.refuse(
                    key_node, f"”{key}” står två gånger, första gången på rad {first}. Ta bort den ena."
                )
            else:
                self.lines[(*place, key)] = key_node.start_mark.line + 1
                values[key] = self.value(value_node, (*place, key))
        return values

    def refuse(self, node: yaml.Node, message: str) -> None:
        self.mistakes.append(Mistake(self.shown, node.start_mark.line + 1, message))


_QUOTE_ALL = "Sätt citattecken runt hela texten."
_YAML_SENTENCES = (
    ("mapping values", f"kolon följt av mellanslag delar texten. {_QUOTE_ALL}"),
    (
        "cannot start any token",
        f"ett tecken betyder något annat i YAML. {_QUOTE_ALL} Dra in med mellanslag, inte tabb.",
    ),
    ("did not find expected ',' or", "en lista eller karta på en rad tar inte slut. Skriv en sak per rad."),
    ("block sequence entries", "strecket står fel. Ge det samma indrag som raderna runt omkring."),
    (
        "did not find expected",
        f"raden följer inte på den ovanför. Rätta indraget, eller: {_QUOTE_ALL.lower()}",
    ),
    ("could not find expected ':'", "ett kolon saknas, eller indraget på en fortsatt text. Rätta raden."),
    ("unexpected end of stream", "ett citattecken avslutas aldrig. Lägg till det som fattas."),
    ("undefined alias", f"”*” har en egen betydelse i YAML. {_QUOTE_ALL}"),
    ("single document", "”---” delar filen i två. Ta bort raden."),
)


def _yaml_mistake(error: yaml.MarkedYAMLError, shown: str) -> Mistake:
    problem = f"{error.context or ''} {error.problem or ''}"
    # What never ends is put right where it began, and noticed far below.
    endless = any(part in problem for part in ("expected ',' or", "end of stream"))
    mark = (endless and error.context_mark) or error.problem_mark or error.context_mark
    sentence = next(
        (sentence for part, sentence in _YAML_SENTENCES if part in problem),
        "raden går inte att läsa som YAML. Kontrollera indrag, kolon och citattecken.",
    )
    return Mistake(shown, mark.line + 1 if mark else 0, sentence)
