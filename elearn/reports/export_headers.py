"""The client's own words for an export (a TOML file): column headers, their order, and course codes."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from flask_babel import gettext as _

from elearn.organisations.files.faults import FileRefused, shown
from elearn.organisations.files.grid import CLOSING
from elearn.organisations.files.values import FORMULA_STARTS
from elearn.reports.spreadsheets import Column, Row
from elearn.reports.toml_file import TomlFile, read_text

FOLDER = "export-mappings"
SECTIONS = ("name", "columns", "modules")
MODULE = "module"


@dataclass(frozen=True, slots=True)
class Headers:
    """Their columns in their order, each with the place of ours, and their code for each module."""

    columns: tuple[Column, ...]
    places: tuple[int, ...]
    module_place: int | None
    codes: Mapping[str, str]

    def turned(self, rows: Iterable[Row]) -> Iterator[Row]:
        """Our rows in their columns and words."""
        for row in rows:
            values = list(row)
            if self.module_place is not None:
                module = str(values[self.module_place])
                values[self.module_place] = self.codes.get(module, module)
            yield [values[place] for place in self.places]


def read_headers(text: str, columns: Sequence[Column], modules: Collection[str]) -> Headers:
    """What a file calls the columns of one export; FileRefused with every mistake in it, each with its line.

    [columns]: ”their header” = ”our column”, in the order they want them, and what is not there is left out.
    [modules]: our module = ”their course code”, for every module that there is.
    """
    file = TomlFile(text)
    for name in file.content.keys() - set(SECTIONS):
        file.add_fault(_("Det här är okänt. Filen har name, [columns] och [modules]."), name)
    places = _places(file, columns)
    codes = _codes(file, modules)
    file.refuse_faults()
    ours = [column.name for column in columns]
    return Headers(
        columns=tuple(Column(theirs, columns[place].holds) for theirs, place in places.items()),
        places=tuple(places.values()),
        module_place=ours.index(MODULE) if codes and MODULE in ours else None,
        codes=codes,
    )


def _places(file: TomlFile, columns: Sequence[Column]) -> dict[str, int]:
    ours = {column.name: place for place, column in enumerate(columns)}
    places: dict[str, int] = {}
    for theirs, our in _texts(file, "columns"):
        if our not in ours:
            message = _(
                "”%(our)s” finns inte i den här filen. Kolumnerna heter %(names)s.",
                our=shown(our),
                names=", ".join(ours),
            )
            file.add_fault(message, "columns", theirs)
        elif not _is_header(theirs):
            message = _(
                "Rubriken kan inte vara tom, ha radbrytningar eller börja med %(signs)s.", signs="= + - @ #"
            )
            file.add_fault(message, "columns", theirs)
        else:
            places[theirs] = ours[our]
    if not file.content.get("columns"):
        file.add_fault(_("Avsnittet [columns] saknas eller är tomt. Skriv minst en kolumn."))
    return places


def _is_header(text: str) -> bool:
    return bool(text.strip()) and text.isprintable() and text[0] not in FORMULA_STARTS + CLOSING[0]


def _codes(file: TomlFile, modules: Collection[str]) -> dict[str, str]:
    """Their course codes; none where the file has no such section, else one for every module."""
    codes: dict[str, str] = {}
    if "modules" not in file.content:
        return codes
    for module, code in _texts(file, "modules"):
        if module not in modules:
            message = _(
                "Det finns ingen sådan modul. Modulerna heter %(names)s.", names=", ".join(sorted(modules))
            )
            file.add_fault(message, "modules", module)
        elif not code.strip() or not code.isprintable():
            file.add_fault(
                _("Kurskoden är tom eller har radbrytningar. Skriv den på en rad."), "modules", module
            )
        elif code in codes.values():
            file.add_fault(_("Två moduler har samma kurskod. Ge varje modul sin egen."), "modules", module)
        else:
            codes[module] = code
    written = file.content["modules"]
    missing = sorted(set(modules) - set(written)) if isinstance(written, dict) else []
    if missing:
        file.add_fault(_("Kurskod saknas för %(names)s.", names=", ".join(missing)), "modules")
    return codes


def _texts(file: TomlFile, section: str) -> Iterator[tuple[str, str]]:
    table = file.content.get(section, {})
    if not isinstance(table, dict):
        file.add_fault(
            _("Det här ska vara ett avsnitt: skriv namnet i hakparenteser på en egen rad."), section
        )
        return
    for key, value in table.items():
        if isinstance(value, str):
            yield key, value
        else:
            file.add_fault(_("Värdet ska vara text inom citattecken."), section, key)


def list_mappings(instance_dir: Path) -> list[tuple[str, str]]:
    """The mapping files of this installation, each by its file name with what it calls itself."""
    return [(path.stem, _name(path)) for path in sorted((instance_dir / FOLDER).glob("*.toml"))]


def _name(path: Path) -> str:
    try:
        name = TomlFile(read_text(path)).content.get("name")
    except FileRefused:
        return path.stem  # what is wrong with it is said to whoever chooses it
    return shown(name) if isinstance(name, str) and name.strip() else path.stem
