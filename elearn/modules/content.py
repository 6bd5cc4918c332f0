"""The content of a module as frozen, strictly validated values. Pure.

A typo in a key is an error, never ignored. `Text` (`elearn.texts`) is a map from language to text.
"""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field, StringConstraints, model_validator

from elearn.modules.cases import Case
from elearn.modules.pictures import Picture
from elearn.texts import Id as Id
from elearn.texts import Line as Line
from elearn.texts import Text as Text
from elearn.texts import Value as Value

Where = Annotated[str, StringConstraints(pattern=r"^[1-9][0-9]?/[1-9][0-9]?$")]


class Goal(Value):
    """What a learner can do afterwards."""

    id: Id
    text: Text


class Change(Value):
    """What a version changed, for those who did the module before it. `notice`: they are told, instead of a retake."""

    version: Annotated[str, StringConstraints(pattern=r"^\d+\.\d+$")]
    date: date
    size: Literal["minor", "major"]
    notice: bool = False
    text: Text


class Section(Value):
    """A part of three to five minutes. `body` holds the Markdown by language, `minutes` the time: the loader's work."""

    number: Annotated[int, Field(ge=1, le=99)]
    name: Id
    minutes: Annotated[int, Field(ge=1, le=15)]
    title: Text
    body: Text


class Option(Value):
    """An option of a question, with the feedback that teaches."""

    id: Id
    correct: bool = False
    text: Text
    feedback: Text


class Question(Value):
    """A question of the bank. With several right options it counts whole or not."""

    id: Id
    goal: Id
    section: int
    must_know: bool = False
    references: tuple[Id, ...] = ()
    situation: Text | None = None
    text: Text
    options: tuple[Option, ...]

    @property
    def right(self) -> frozenset[str]:
        return frozenset(option.id for option in self.options if option.correct)

    @property
    def several(self) -> bool:
        return len(self.right) > 1

    def option(self, option_id: str) -> Option:
        return next(option for option in self.options if option.id == option_id)

    @model_validator(mode="after")
    def _has_right_and_wrong(self) -> "Question":
        if not self.right or len(self.right) == len(self.options):
            raise ValueError("minst ett alternativ ska vara rätt och minst ett fel")
        return self


class Module(Value):
    """A course module: what the catalogue holds and what a published version stores."""

    slug: Id
    number: Annotated[int, Field(ge=1, le=99)]
    version: Annotated[str, StringConstraints(pattern=r"^\d+\.\d+$")]
    minutes: Annotated[int, Field(ge=1, le=60)]
    title: Text
    summary: Text
    goals: tuple[Goal, ...]
    sections: tuple[Section, ...]
    questions: tuple[Question, ...]
    cases: tuple[Case, ...] = ()
    pictures: tuple[Picture, ...] = ()
    leaflet: Text | None = None
    guide: Text | None = None
    changes: tuple[Change, ...] = ()

    @property
    def major(self) -> int:
        return int(self.version.split(".")[0])

    def section(self, number: int) -> Section | None:
        return next((section for section in self.sections if section.number == number), None)

    def case(self, case_id: str) -> Case | None:
        return next((case for case in self.cases if case.id == case_id), None)

    def picture(self, picture_id: str) -> Picture | None:
        return next((picture for picture in self.pictures if picture.id == picture_id), None)

    def question(self, question_id: str) -> Question | None:
        return next((question for question in self.questions if question.id == question_id), None)


class Reference(Value):
    """A statute's section or a source, with the day it was last read and the day it must be read again."""

    key: Id
    kind: Literal["statute", "source"]
    sfs: str | None = None
    place: str | None = None
    publisher: str | None = None
    name: Text
    year: int | None = None
    about: Text | None = None
    url: str | None = None
    last_checked: date
    check_by: date
    status: Literal["verified", "single-source", "reading", "proposal"]


class Term(Value):
    """A word of the glossary: what it means, and which words it is used instead of."""

    key: Id
    term: Text
    meaning: Text
    avoid: Text | None = None
    references: tuple[Id, ...] = ()


class Routine(Value):
    """What the client decides for itself; until `text` is there, readers see `meanwhile`."""

    key: Id
    asks: Line
    text: Text | None
    meanwhile: Text


class Paragraph(Value):
    """A paragraph of the plan's section 3: the sections (module/section) that teach it, or why none does."""

    key: Line
    says: Line
    taught_in: tuple[Where, ...] = ()
    reason: Line | None = None

    @model_validator(mode="after")
    def _is_taught_or_explained(self) -> "Paragraph":
        if not self.taught_in and self.reason is None:
            raise ValueError("ange taught_in med minst ett avsnitt, eller reason")
        return self
