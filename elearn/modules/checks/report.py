"""Everything there is to say about `content/`: mistakes, warnings, and what must be done before a launch."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from elearn.content_files import Document, Mistake
from elearn.modules.checks.bank import check_module, check_numbers
from elearn.modules.checks.launch import check_launch
from elearn.modules.checks.lines import check_lines
from elearn.modules.checks.prose import Known, check_prose
from elearn.modules.loader import Folder, Reading, read_content
from elearn.support.contacts import Contact, read_contacts


@dataclass(frozen=True, slots=True)
class Report:
    """What was found. `launch` is what hinders a launch, and is empty unless it was asked for."""

    mistakes: tuple[Mistake, ...]
    warnings: tuple[Mistake, ...]
    launch: tuple[Mistake, ...]
    counts: Mapping[str, int]


def check_content(content_dir: Path, on: date, *, release: bool = False) -> Report:
    """Check every file; `on` is the day against which dates of review are held."""
    reading = read_content(content_dir)
    mistakes = list(reading.mistakes)
    register, contacts = read_contacts(content_dir, mistakes) if content_dir.is_dir() else (None, ())
    mistakes += _check_rules(reading)
    warnings = (*_check_reviews(reading, on), *_check_contact_reviews(register, contacts, on))
    launch = tuple(check_launch(reading, register, contacts, on)) if release else ()
    return Report(
        tuple(sorted(set(mistakes))), tuple(sorted(set(warnings))), tuple(sorted(set(launch))), _count(reading, contacts)
    )  # fmt: skip


def _check_rules(reading: Reading) -> Iterator[Mistake]:
    known = Known(_register_keys(reading), _addresses(reading.folders))
    yield from check_numbers(reading.folders)
    for folder in reading.folders:
        yield from check_module(folder, known.references)
        for document in (folder.settings, folder.bank):
            if document is not None:
                yield from check_lines(document.path, document.text, marks=False)
        for prose in folder.prose.values():
            yield from check_lines(prose.path, prose.text)
            yield from check_prose(prose, known)
    if reading.register is not None:
        yield from _check_register(reading, reading.register)


def _check_register(reading: Reading, register: Document) -> Iterator[Mistake]:
    yield from check_lines(register.path, register.text, phones=False)
    for key, reference in reading.references.items():
        if reference.kind == "statute" and reference.sfs is None:
            yield register.mistake(("references", key), 'ett lagrum behöver sfs, till exempel "2025:400".')
        if reference.check_by < reference.last_checked:
            message = "check_by ligger före last_checked. Ange dagen då källan ska läsas igen."
            yield register.mistake(("references", key, "check_by"), message)


def _register_keys(reading: Reading) -> Collection[str]:
    """The keys that the register has, also those whose entry has a mistake of its own."""
    entries = reading.register.values.get("references") if reading.register is not None else None
    return entries if isinstance(entries, dict) else {}


def _addresses(folders: tuple[Folder, ...]) -> dict[int, frozenset[int]]:
    """The numbers of modules and sections, also of a module with a mistake elsewhere."""
    numbers: dict[int, frozenset[int]] = {}
    for folder in folders:
        values = folder.settings.values if folder.settings is not None else {}
        sections = values.get("sections")
        found = (
            [one.get("number") for one in sections if isinstance(one, dict)]
            if isinstance(sections, list)
            else []
        )
        if isinstance(number := values.get("number"), int):
            numbers[number] = frozenset(one for one in found if isinstance(one, int))
    return numbers


def _check_reviews(reading: Reading, on: date) -> Iterator[Mistake]:
    for key, reference in reading.references.items():
        if reference.check_by < on and reading.register is not None:
            message = f"”{key}” skulle ha lästs igen senast {reference.check_by}. Läs källan och ändra last_checked och check_by."
            yield reading.register.mistake(("references", key, "check_by"), message)


def _check_contact_reviews(
    register: Document | None, contacts: Sequence[tuple[int, Contact]], on: date
) -> Iterator[Mistake]:
    for place, contact in contacts:
        if contact.check_by < on and register is not None:
            message = f"”{contact.id}” skulle ha setts över senast {contact.check_by}. Ring, och ändra last_checked och check_by."
            yield register.mistake(("contacts", place, "check_by"), message)


def _count(reading: Reading, contacts: Sequence[tuple[int, Contact]]) -> dict[str, int]:
    modules = [folder.module for folder in reading.folders if folder.module is not None]
    sections = [section for module in modules for section in module.sections]
    questions = [question for module in modules for question in module.questions]
    return {
        "modules": len(modules),
        "sections": len(sections),
        "questions": len(questions),
        "references": len(reading.references),
        "contacts": len(contacts),
        "shown": sum(contact.status.shown for _place, contact in contacts),
        "english_sections": sum(section.body.en is not None for section in sections),
        "english_questions": sum(question.text.en is not None for question in questions),
    }
