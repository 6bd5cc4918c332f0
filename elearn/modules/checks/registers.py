"""Whether the files beside the modules hold together with them: sources used and known, the plan covered."""

from collections.abc import Collection, Iterator
from datetime import date

from elearn.content_files import Mistake, Place
from elearn.modules.checks.superseded import find_moved_reference, find_repealed
from elearn.modules.citations import citations
from elearn.modules.content import Reference
from elearn.modules.loader import Reading
from elearn.modules.registers import Paragraph, Register

# Every paragraph of the plan's section 3, in its order.
PARAGRAPHS = (
    *("3", "3 punkt 1", "3 punkt 2", "3 punkt 3", "3 punkt 4"),
    *("3.1 inledning", "3.1.1", "3.1.2", "3.1.3"),
    *("3.2 inledning", "3.2 tidig upptäckt", "3.2.1", "3.2.2", "3.2.3"),
    *("3.3 inledning", "3.3.1", "3.3.2", "3.3.3"),
    *("3.4 inledning", "3.4.1", "3.4.2", "3.4.3", "3.4.4", "3.4.5", "3.4 avslutning"),
)


def check_references(reading: Reading) -> Iterator[Mistake]:
    """Every entry of the register that cannot be right, and every source that pictures or the glossary lack."""
    if reading.registers is None:
        return
    references = reading.registers.references
    for key, reference in references.entries.items():
        for place, message in _faults(reference):
            yield references.mistake((key, *place), message)
    yield from _check_unknown(reading, references.keys)


def _check_unknown(reading: Reading, known: Collection[str]) -> Iterator[Mistake]:
    for folder in reading.folders:
        for number, picture in enumerate(folder.module.pictures if folder.module is not None else ()):
            for message in _unknown(picture.references, known):
                yield folder.documents["pictures"].mistake(("pictures", number, "references"), message)
    if reading.registers is not None:
        glossary = reading.registers.glossary
        for key, term in glossary.entries.items():
            for message in _unknown(term.references, known):
                yield glossary.mistake((key, "references"), message)


def _faults(reference: Reference) -> Iterator[tuple[Place, str]]:
    if reference.kind == "statute" and reference.sfs is None:
        yield (), 'ett lagrum behöver sfs, till exempel "2025:400".'
    if reference.check_by < reference.last_checked:
        yield ("check_by",), "check_by ligger före last_checked. Ange dagen då källan ska läsas igen."
    yield from ((("sfs",), message) for message in find_repealed(f"{reference.sfs} {reference.name.sv}"))
    yield from ((("place",), message) for message in find_moved_reference(reference))


def _unknown(keys: Collection[str], known: Collection[str]) -> Iterator[str]:
    for key in keys:
        if key not in known:
            yield f"källan ”{key}” finns inte i references.yaml. Rätta nyckeln eller lägg till källan."


def list_cited(reading: Reading) -> Collection[str]:
    """The key of every source that something leans on."""
    terms = reading.registers.glossary.entries.values() if reading.registers is not None else ()
    read = reading.registers.discussions if reading.registers is not None else None
    modules = [folder.module for folder in reading.folders if folder.module is not None]
    return citations(modules, terms, read[1] if read else None).keys()


def warn_about_references(reading: Reading, on: date) -> Iterator[Mistake]:
    """Every source whose day has passed, and every one that nothing leans on."""
    if reading.registers is None:
        return
    references, cited = reading.registers.references, list_cited(reading)
    # What a module leans on that could not be read cannot be told.
    whole = all(folder.module is not None for folder in reading.folders)
    for key, reference in references.entries.items():
        if reference.check_by < on:
            message = f"”{key}” skulle ha lästs igen senast {reference.check_by}. Läs källan och ändra last_checked och check_by."
            yield references.mistake((key, "check_by"), message)
        if whole and key not in cited:
            yield references.mistake((key,), f"”{key}” används inte. Ta bort källan om den inte behövs.")


def check_coverage(reading: Reading, sections: Collection[str]) -> Iterator[Mistake]:
    """Whether every paragraph of the plan is there, and is taught in a section (module/section) that exists."""
    if reading.registers is None or reading.registers.coverage.document is None:
        return
    coverage: Register[Paragraph] = reading.registers.coverage
    path = reading.registers.coverage.document.path
    for key in PARAGRAPHS:
        if key not in coverage.keys:
            message = f"planens stycke ”{key}” saknas. Skriv var det lärs ut, eller varför det inte gör det."
            yield Mistake(path, 1, message)
    for key in sorted(coverage.keys - set(PARAGRAPHS)):
        yield coverage.mistake((key,), f"planen har inget stycke ”{key}”. Rätta nyckeln eller ta bort raden.")
    for key, paragraph in coverage.entries.items():
        for number, where in enumerate(paragraph.taught_in):
            if where not in sections:
                message = f"avsnittet {where} finns inte. Skriv modulens och avsnittets nummer, som 1/5."
                yield coverage.mistake((key, "taught_in", number), message)
