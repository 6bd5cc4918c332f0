"""What differs between two versions of a module, word by word, and whether that is much. Pure."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from elearn.modules.content import Module, Question
from elearn.modules.word_diff import Row, compare_texts
from elearn.texts import Text, Value

# Where a text stands in its item: ("options", "a", "feedback", "sv").
Place = tuple[str, ...]
Kind = Literal["module", "goal", "section", "question", "case", "picture"]
KINDS: tuple[Kind, ...] = ("module", "goal", "section", "question", "case", "picture")
Size = Literal["minor", "major"]
LISTS = ("goals", "sections", "questions", "cases", "pictures")
COUNTED = frozenset({"version", "minutes", "changes", *LISTS})


class Status(StrEnum):
    """What happened to an item."""

    NEW = "new"
    GONE = "gone"
    CHANGED = "changed"


class Sign(StrEnum):
    """What makes a change a major one."""

    KEY = "key"
    MUST_KNOW = "must-know"
    GOAL = "goal"


@dataclass(frozen=True, slots=True)
class Difference:
    """A text or a setting that is not the same, as the rows that differ."""

    place: Place
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Item:
    """A section, a question, a case or the like that came, went or changed."""

    kind: Kind
    id: str
    title: Text
    status: Status
    differences: tuple[Difference, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """All that differs, and what speaks for a major change: each sign with the ids that show it."""

    items: tuple[Item, ...]
    signs: Mapping[Sign, tuple[str, ...]]

    @property
    def size(self) -> Size | None:
        """What the comparison suggests; None where nothing differs."""
        if self.signs:
            return "major"
        return "minor" if self.items else None


def compare_versions(old: Module, new: Module) -> Comparison:
    """From an older version of a module to a newer one."""
    items = tuple(item for kind in KINDS for item in _compare(kind, _listed(old, kind), _listed(new, kind)))
    return Comparison(items, {sign: ids for sign, ids in _signs(old, new) if ids})


def declared_size(module: Module, since: str) -> Size | None:
    """What changes.yaml calls the changes after a version, the largest of them; None where it says nothing."""
    sizes = {
        change.size
        for change in module.changes
        if version_order(since) < version_order(change.version) <= version_order(module.version)
    }
    if not sizes:
        return None
    return "major" if "major" in sizes else "minor"


def version_order(version: str) -> tuple[int, ...]:
    """What sorts version numbers by value: 1.10 after 1.9."""
    return tuple(int(part) for part in version.split("."))


def _listed(module: Module, kind: Kind) -> Mapping[str, tuple[Text, Mapping[Place, str]]]:
    """The items of a kind by id, each with its title and everything that is written in it."""
    if kind == "module":
        return {module.slug: (module.title, _written(module, COUNTED))}
    if kind == "goal":
        return {goal.id: (goal.text, _written(goal)) for goal in module.goals}
    if kind == "section":
        return {
            section.name: (section.title, _written(section, {"minutes", "name"}))
            for section in module.sections
        }
    if kind == "question":
        return {question.id: (question.text, _written(question)) for question in module.questions}
    if kind == "case":
        return {case.id: (case.title, _written(case)) for case in module.cases}
    return {picture.id: (picture.caption, _written(picture)) for picture in module.pictures}


def _compare(
    kind: Kind,
    before: Mapping[str, tuple[Text, Mapping[Place, str]]],
    after: Mapping[str, tuple[Text, Mapping[Place, str]]],
) -> Iterator[Item]:
    for id_, (title, written) in after.items():
        known = before.get(id_)
        differences = tuple(_differences(known[1] if known else {}, written))
        if differences:
            yield Item(kind, id_, title, Status.CHANGED if known else Status.NEW, differences)
    for id_, (title, written) in before.items():
        if id_ not in after:
            yield Item(kind, id_, title, Status.GONE, tuple(_differences(written, {})))


def _differences(before: Mapping[Place, str], after: Mapping[Place, str]) -> Iterator[Difference]:
    for place in dict.fromkeys((*after, *before)):
        old, new = before.get(place, ""), after.get(place, "")
        if old != new and (rows := compare_texts(old, new)):
            yield Difference(place, rows)


def _written(value: Value, besides: Iterable[str] = ()) -> dict[Place, str]:
    values = value.model_dump(mode="json", exclude={*besides, "id"}, exclude_none=True)
    return dict(_leaves(values, ()))


def _leaves(value: object, place: Place) -> Iterator[tuple[Place, str]]:
    """Every text below a value with its place; what has an id is found by that, not by where it stands."""
    if isinstance(value, dict):
        for key, below in value.items():
            if key != "id":
                yield from _leaves(below, (*place, key))
    elif isinstance(value, list) and all(isinstance(below, str) for below in value):
        yield place, ", ".join(value)
    elif isinstance(value, list):
        for number, below in enumerate(value, 1):
            yield from _leaves(below, (*place, str(below.get("id", number))))
    elif isinstance(value, bool):
        yield place, "true" if value else "false"
    else:
        yield place, str(value)


def _signs(old: Module, new: Module) -> Iterator[tuple[Sign, tuple[str, ...]]]:
    before = {question.id: question for question in old.questions}
    marked = (question for question in new.questions if question.id in before)
    yield (
        Sign.KEY,
        tuple(question.id for question in marked if question.right != before[question.id].right),
    )
    yield Sign.MUST_KNOW, tuple(sorted(_must_know(old.questions) ^ _must_know(new.questions)))
    yield Sign.GOAL, tuple(_changed_goals(old, new))


def _must_know(questions: Iterable[Question]) -> set[str]:
    return {question.id for question in questions if question.must_know}


def _changed_goals(old: Module, new: Module) -> Iterator[str]:
    """The goals that came, went or say something else in Swedish: another translation is no other goal."""
    before = {goal.id: goal.text.sv for goal in old.goals}
    after = {goal.id: goal.text.sv for goal in new.goals}
    return (id_ for id_ in dict.fromkeys((*before, *after)) if before.get(id_) != after.get(id_))
