"""Where each source is leaned on: what a change of law touches. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from elearn.modules.addresses import section_anchor
from elearn.modules.content import Module
from elearn.modules.directives import PICTURE, list_directives
from elearn.modules.discussions import Discussions
from elearn.modules.markdown import MARK
from elearn.modules.registers import Term
from elearn.texts import Text

Kind = Literal["section", "leaflet", "guide", "picture", "question", "term", "discussion"]
LEAFLET, GUIDE = "sammanfattning", "handledning"


@dataclass(frozen=True, slots=True)
class Use:
    """Something that cites a source: what it is called, in which module, and where on the module's preview it stands.

    A term of the glossary and a question for a meeting are in no module; their anchor is their key. Questions of a
    check have an `id`, since many say the same.
    """

    kind: Kind
    module: int | None
    anchor: str
    title: Text
    id: str = ""


def citations(
    modules: Iterable[Module], glossary: Iterable[Term] = (), discussions: Discussions | None = None
) -> Mapping[str, tuple[Use, ...]]:
    """Who cites what, by the key of the source; a source that nothing cites is not there."""
    found: defaultdict[str, list[Use]] = defaultdict(list)
    for module in modules:
        for use, keys in _of_module(module):
            for key in sorted(set(keys)):
                found[key].append(use)
    for term in glossary:
        for key in term.references:
            found[key].append(Use("term", None, term.key, term.term))
    for one in discussions.questions if discussions else ():
        for key in one.references:
            found[key].append(Use("discussion", None, one.id, one.question))
    return {key: tuple(uses) for key, uses in found.items()}


def question_anchor(question_id: str) -> str:
    """The id of a question on the preview of its module."""
    return f"fraga-{question_id}"


def _of_module(module: Module) -> Iterator[tuple[Use, Iterable[str]]]:
    for section in module.sections:
        yield (
            Use("section", module.number, section_anchor(section.number), section.title),
            _marked(section.body),
        )
    if module.leaflet:
        yield Use("leaflet", module.number, LEAFLET, module.title), _marked(module.leaflet)
    if module.guide:
        yield Use("guide", module.number, GUIDE, module.title), _marked(module.guide)
    for picture in module.pictures:
        anchor = _where_placed(module, picture.id)
        yield Use("picture", module.number, anchor, picture.caption), picture.references
    for question in module.questions:
        anchor = question_anchor(question.id)
        yield Use("question", module.number, anchor, question.text, question.id), question.references


def _marked(body: Text) -> set[str]:
    return {key for text in body.by_language().values() for key in MARK.findall(text)}


def _where_placed(module: Module, picture_id: str) -> str:
    """The section that shows a picture; the page itself where none does."""
    for section in module.sections:
        if any((line.name, line.key) == (PICTURE, picture_id) for line in list_directives(section.body.sv)):
            return section_anchor(section.number)
    return ""
