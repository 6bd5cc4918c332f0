"""A mapping file (TOML): what another system calls our columns and words."""

import re
import tomllib
from collections.abc import Iterator
from collections.abc import Mapping as Table
from dataclasses import dataclass, field

from flask_babel import gettext as _

from elearn.organisations.files.columns import KINDS_OF_FILE, Column
from elearn.organisations.files.faults import Fault, FileRefused, shown
from elearn.organisations.files.vocabulary import spelling

# The parser speaks English, and only the line of what it says helps the reader.
_PLACE = re.compile(r"at line (\d+)")


@dataclass(frozen=True, slots=True)
class Mapping:
    """Their header → our English name; by our English name, their word → our English word ('' for none)."""

    columns: Table[str, str] = field(default_factory=dict)
    values: Table[str, Table[str, str]] = field(default_factory=dict)


def load_mapping(text: str) -> Mapping:
    """The mapping that a TOML file describes; FileRefused with a sentence for each mistake in it."""
    try:
        content = tomllib.loads(text.removeprefix("\ufeff"))
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise FileRefused(_not_toml(error)) from None
    faults = [
        _fault(name, _("Avsnittet är okänt. Mappningsfilen har avsnitten [columns] och [values.kolumn]."))
        for name in sorted(content.keys() - {"columns", "values"})
    ]
    columns = _columns(content.get("columns", {}), faults)
    values = _values(content.get("values", {}), faults)
    if faults:
        raise FileRefused(*faults)
    return Mapping(columns, values)


def _columns(table: object, faults: list[Fault]) -> dict[str, str]:
    """`faults` takes what is wrong, here and below."""
    known = _known_columns()
    columns: dict[str, str] = {}
    for theirs, ours in _texts("columns", table, faults):
        column = known.get(spelling(ours))
        if column is None:
            names = ", ".join(sorted({each.swedish for each in known.values()}))
            faults.append(
                _fault(
                    theirs,
                    _("”%(ours)s” är ingen av våra kolumner: %(names)s.", ours=shown(ours), names=names),
                )
            )
        elif column.name in columns.values():
            message = _("Kolumnen ”%(ours)s” pekas ut två gånger. Ta bort den ena.", ours=shown(ours))
            faults.append(_fault(theirs, message))
        else:
            columns[spelling(theirs)] = column.name
    return columns


def _values(tables: object, faults: list[Fault]) -> dict[str, dict[str, str]]:
    known = _known_columns()
    values: dict[str, dict[str, str]] = {}
    if not isinstance(tables, dict):
        faults.append(_fault("values", _("Skriv ett avsnitt per kolumn, till exempel [values.level].")))
        return values
    for name, table in tables.items():
        column = known.get(spelling(name))
        if column is None or column.words is None:
            worded = ", ".join(sorted({each.name for each in known.values() if each.words}))
            faults.append(_fault(name, _("Ord kan bara översättas för %(names)s.", names=worded)))
        else:
            words = _words(name, column, table, faults)
            values[column.name] = values.get(column.name, {}) | words
    return values


def _words(name: str, column: Column, table: object, faults: list[Fault]) -> dict[str, str]:
    namesakes = [each for kind in KINDS_OF_FILE for each in kind.columns if each.name == column.name]
    known = {word for each in namesakes if each.words for word in each.words.by_spelling()}
    words: dict[str, str] = {}
    for theirs, ours in _texts(name, table, faults):
        word = spelling(ours)
        if word and word not in known:
            accepted = ", ".join(sorted(known))
            message = _("”%(ours)s” är inget av våra ord: %(words)s.", ours=shown(ours), words=accepted)
            faults.append(_fault(theirs, message))
        elif not word and all(each.filled for each in namesakes):
            faults.append(_fault(theirs, _("Ordet kan inte bli tomt. Välj ett av våra ord.")))
        else:
            words[spelling(theirs)] = word
    return words


def _texts(name: str, table: object, faults: list[Fault]) -> Iterator[tuple[str, str]]:
    if not isinstance(table, dict):
        faults.append(_fault(name, _("Skriv raderna som ”deras” = ”vårt”, i ett avsnitt för sig.")))
        return
    for theirs, ours in table.items():
        if isinstance(ours, str):
            yield theirs, ours
        else:
            faults.append(_fault(theirs, _("Värdet ska vara text inom citattecken.")))


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
    return _fault(None, message)


def _fault(column: str | None, message: str) -> Fault:
    return Fault(None, shown(column) if column is not None else None, None, message)
