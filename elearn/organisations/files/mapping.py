"""A mapping file (TOML): what another system calls our columns and words."""

import re
import tomllib
from collections.abc import Iterator
from collections.abc import Mapping as Table
from dataclasses import dataclass, field

from flask_babel import gettext as _

from elearn.organisations.files.columns import KINDS_OF_FILE, Column
from elearn.organisations.files.faults import Fault, FileRefused, shown
from elearn.organisations.files.toml_lines import KeyPath, lines_of
from elearn.organisations.files.vocabulary import spelling

# Some thousand lines: more than any system has columns and words.
LARGEST_MAPPING = 64 * 1024
# The parser speaks English, and only the line of what it says helps the reader.
_PLACE = re.compile(r"at line (\d+)")


@dataclass(frozen=True, slots=True)
class Mapping:
    """Their header → our English name; by our English name, their word → our English word ('' for none)."""

    columns: Table[str, str] = field(default_factory=dict)
    values: Table[str, Table[str, str]] = field(default_factory=dict)


@dataclass(slots=True)
class _Mistakes:
    """What is wrong with a mapping file, each with the line on which it stands."""

    lines: Table[KeyPath, int]
    faults: list[Fault] = field(default_factory=list)

    def add(self, path: KeyPath, message: str) -> None:
        self.faults.append(Fault(self.lines.get(path), shown(path[-1]), None, message))


def load_mapping(text: str) -> Mapping:
    """The mapping that a TOML file describes; FileRefused with a sentence for each mistake in it."""
    try:
        content = tomllib.loads(text.removeprefix("\ufeff"))
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise FileRefused(_not_toml(error)) from None
    mistakes = _Mistakes(lines_of(text))
    for name in content.keys() - {"columns", "values"}:
        message = _("Avsnittet är okänt. Mappningsfilen har avsnitten [columns] och [values.kolumn].")
        mistakes.add((name,), message)
    columns = _columns(content.get("columns", {}), mistakes)
    values = _values(content.get("values", {}), mistakes)
    if mistakes.faults:
        raise FileRefused(*sorted(mistakes.faults, key=lambda fault: (fault.line or 0, fault.column or "")))
    return Mapping(columns, values)


def decode_mapping(content: bytes) -> str:
    """The text of a mapping file; FileRefused where it is none, or far too much."""
    if len(content) > LARGEST_MAPPING:
        message = _("Mappningsfilen är större än 64 kB. Kontrollera att det är rätt fil.")
        raise FileRefused(Fault(None, None, None, message))
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        message = _("Mappningsfilen är inte skriven i UTF-8. Spara om den så.")
        raise FileRefused(Fault(None, None, None, message)) from None


def _columns(table: object, mistakes: _Mistakes) -> dict[str, str]:
    known = _known_columns()
    columns: dict[str, str] = {}
    for theirs, ours in _texts(("columns",), table, mistakes):
        column = known.get(spelling(ours))
        if column is None:
            names = ", ".join(sorted({each.swedish for each in known.values()}))
            message = _("”%(ours)s” är ingen av våra kolumner: %(names)s.", ours=shown(ours), names=names)
            mistakes.add(("columns", theirs), message)
        elif spelling(theirs) in columns:
            message = _("Rubriken ”%(theirs)s” översätts två gånger. Ta bort den ena.", theirs=shown(theirs))
            mistakes.add(("columns", theirs), message)
        elif column.name in columns.values():
            message = _("Kolumnen ”%(ours)s” pekas ut två gånger. Ta bort den ena.", ours=shown(ours))
            mistakes.add(("columns", theirs), message)
        else:
            columns[spelling(theirs)] = column.name
    return columns


def _values(tables: object, mistakes: _Mistakes) -> dict[str, dict[str, str]]:
    known = _known_columns()
    values: dict[str, dict[str, str]] = {}
    if not isinstance(tables, dict):
        mistakes.add(("values",), _("Skriv ett avsnitt per kolumn, till exempel [values.level]."))
        return values
    for name, table in tables.items():
        column = known.get(spelling(name))
        if column is None or column.words is None:
            worded = ", ".join(sorted({each.name for each in known.values() if each.words}))
            mistakes.add(("values", name), _("Ord kan bara översättas för %(names)s.", names=worded))
        else:
            words = _words(name, column, table, mistakes)
            values[column.name] = values.get(column.name, {}) | words
    return values


def _words(name: str, column: Column, table: object, mistakes: _Mistakes) -> dict[str, str]:
    namesakes = [each for kind in KINDS_OF_FILE for each in kind.columns if each.name == column.name]
    known = {word for each in namesakes if each.words for word in each.words.by_spelling()}
    words: dict[str, str] = {}
    for theirs, ours in _texts(("values", name), table, mistakes):
        word = spelling(ours)
        if word and word not in known:
            accepted = ", ".join(sorted(known))
            message = _("”%(ours)s” är inget av våra ord: %(words)s.", ours=shown(ours), words=accepted)
            mistakes.add(("values", name, theirs), message)
        elif not word and all(each.filled for each in namesakes):
            mistakes.add(("values", name, theirs), _("Ordet kan inte bli tomt. Välj ett av våra ord."))
        else:
            words[spelling(theirs)] = word
    return words


def _texts(path: KeyPath, table: object, mistakes: _Mistakes) -> Iterator[tuple[str, str]]:
    if not isinstance(table, dict):
        mistakes.add(path, _("Skriv raderna som ”deras” = ”vårt”, i ett avsnitt för sig."))
        return
    for theirs, ours in table.items():
        if isinstance(ours, str):
            yield theirs, ours
        else:
            mistakes.add((*path, theirs), _("Värdet ska vara text inom citattecken."))


def _known_columns() -> dict[str, Column]:
    """Of every kind of file: a mapping does not say which it is for."""
    return {header: column for kind in KINDS_OF_FILE for header, column in kind.by_spelling().items()}


def _not_toml(error: Exception) -> Fault:
    found = _PLACE.search(str(error))
    message = _(
        "Mappningsfilen är ingen giltig TOML. Kontrollera citattecken, likhetstecken och hakparenteser."
    )
    if found:
        message = _("Rad %(line)s i mappningsfilen går inte att läsa som TOML. Rätta den.", line=found[1])
    return Fault(int(found[1]) if found else None, None, None, message)
