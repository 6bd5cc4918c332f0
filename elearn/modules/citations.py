"""Where each source is leaned on: what a change of law touches. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from elearn.modules.content import Module, Text
from elearn.modules.markdown import MARK


@dataclass(frozen=True, slots=True)
class Citations:
    """The sections that cite a source, as (module, section), and how many questions do, by module."""

    sections: tuple[tuple[int, int], ...]
    questions: tuple[tuple[int, int], ...]


def citations(modules: Iterable[Module]) -> Mapping[str, Citations]:
    """Who cites what, by the key of the source; a source that nothing cites is not there."""
    sections: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
    questions: defaultdict[str, dict[int, int]] = defaultdict(dict)
    for module in modules:
        for section in module.sections:
            for key in sorted(_marked(section.body)):
                sections[key].append((module.number, section.number))
        for question in module.questions:
            for key in question.references:
                questions[key][module.number] = questions[key].get(module.number, 0) + 1
    return {
        key: Citations(tuple(sections[key]), tuple(questions[key].items())) for key in {*sections, *questions}
    }


def _marked(body: Text) -> set[str]:
    return {key for text in (body.sv, body.en) if text for key in MARK.findall(text)}
