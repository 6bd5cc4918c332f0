"""A whole module on one page: each section below a heading of its own, and every source once. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass

from elearn.modules.addresses import section_anchor
from elearn.modules.composing import Page, Shelves, compose
from elearn.modules.content import Module, Reference, Section
from elearn.modules.directives import Audience
from elearn.modules.markdown import Setting


@dataclass(frozen=True, slots=True)
class WholeSection:
    """A section as it stands among the others, with the id that links lead to."""

    section: Section
    anchor: str
    language: str
    page: Page


def compose_whole(
    module: Module, wanted: str, shelves: Shelves, reader: frozenset[Audience] = frozenset()
) -> tuple[WholeSection, ...]:
    """Every section in the wanted language, or in Swedish where it has not been translated; links stay in the open edition."""
    return tuple(_compose_section(module, section, wanted, shelves, reader) for section in module.sections)


def _compose_section(
    module: Module, section: Section, wanted: str, shelves: Shelves, reader: frozenset[Audience]
) -> WholeSection:
    language = section.body.language(wanted)
    setting = Setting(part=str(section.number), deeper=True, open_in=wanted)
    page = compose(section.body.read(language), language, module, shelves, reader, setting=setting)
    return WholeSection(section, section_anchor(section.number), language, page)


def all_sources(pages: Iterable[Page]) -> tuple[Reference, ...]:
    """The sources of several texts on one page, each once, in the order of the texts."""
    return tuple({source.key: source for page in pages for source in page.sources}.values())
