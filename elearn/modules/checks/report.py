"""Everything there is to say about `content/`: mistakes, warnings, and what must be done before a launch."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain
from pathlib import Path

from elearn.content_files import Document, Mistake
from elearn.modules.checks.bank import check_module, check_numbers
from elearn.modules.checks.claims import check_claims
from elearn.modules.checks.discussions import check_discussions
from elearn.modules.checks.equivalents import check_equivalents, warn_about_equivalents
from elearn.modules.checks.giveaways import check_duplicates, check_giveaways
from elearn.modules.checks.languages import check_languages
from elearn.modules.checks.launch import check_launch
from elearn.modules.checks.limits import check_limits
from elearn.modules.checks.lines import check_lines
from elearn.modules.checks.parts import check_parts
from elearn.modules.checks.placing import check_placing
from elearn.modules.checks.prose import Known, check_prose
from elearn.modules.checks.readability import check_readability
from elearn.modules.checks.registers import check_coverage, check_references, warn_about_references
from elearn.modules.checks.reviewing import warn_about_reviews
from elearn.modules.checks.shape import check_shape, warn_about_options
from elearn.modules.checks.texts import list_documents, list_prose, list_shared
from elearn.modules.checks.twins import check_twins
from elearn.modules.checks.versions import check_versions
from elearn.modules.checks.words import check_words
from elearn.modules.loader import Folder, Reading, read_content
from elearn.modules.registers import FILES, REQUIRED
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
    register: Document | None = None
    contacts: Sequence[tuple[int, Contact]] = ()
    if reading.registers is not None:
        register, contacts = read_contacts(content_dir, mistakes)
        mistakes += _check_files(content_dir)
    mistakes += _check_rules(reading)
    warnings = (
        *warn_about_references(reading, on),
        *warn_about_equivalents(reading, on),
        *_check_contact_reviews(register, contacts, on),
        *chain.from_iterable(map(warn_about_reviews, reading.folders)),
        *chain.from_iterable(map(warn_about_options, reading.folders)),
    )
    launch = tuple(check_launch(reading, register, contacts, on)) if release else ()
    return Report(
        tuple(sorted(set(mistakes))), tuple(sorted(set(warnings))), tuple(sorted(set(launch))), _count(reading, contacts)
    )  # fmt: skip


def _check_files(content_dir: Path) -> Iterator[Mistake]:
    """What the modules can be read without, and nobody should be taught without."""
    for file in sorted(FILES - {REQUIRED}):
        if not (content_dir / file).exists():
            message = "filen saknas. Lägg till den; content/README.md visar hur den ser ut."
            yield Mistake(f"{content_dir.name}/{file}", 0, message)


def _check_rules(reading: Reading) -> Iterator[Mistake]:
    known = _known(reading)
    yield from check_numbers(reading.folders)
    for folder in reading.folders:
        yield from check_module(folder, known.references)
        yield from check_limits(folder)
        yield from check_giveaways(folder)
        yield from check_shape(folder)
        yield from check_versions(folder)
    for prose in list_prose(reading):
        yield from check_lines(prose.path, prose.text)
        yield from check_prose(prose, known)
        yield from check_parts(prose)
    for document in chain(list_shared(reading), *map(list_documents, reading.folders)):
        yield from check_lines(document.path, document.text, marks=False)
    for check in (
        check_languages,
        check_placing,
        check_twins,
        check_words,
        check_claims,
        check_readability,
        check_discussions,
    ):
        yield from check(reading)
    yield from check_duplicates(reading.folders)
    yield from check_references(reading)
    yield from check_equivalents(reading)
    sections = {f"{module}/{one}" for module, numbers in known.sections.items() for one in numbers}
    yield from check_coverage(reading, sections)


def _known(reading: Reading) -> Known:
    references: Collection[str] = ()
    terms: Collection[str] = ()
    if reading.registers is not None:
        references, terms = reading.registers.references.keys, reading.registers.glossary.keys
    return Known(references, terms, _addresses(reading.folders))


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
        "references": len(reading.registers.references.entries) if reading.registers else 0,
        "contacts": len(contacts),
        "shown": sum(contact.status.shown for _place, contact in contacts),
        "english_sections": sum(section.body.en is not None for section in sections),
        "english_questions": sum(question.text.en is not None for question in questions),
    }
