"""Small modules to draw from and to mark: built by what matters to a test."""

from collections.abc import Iterable

from flask import Flask

from elearn.clock import now
from elearn.modules.catalogue import Catalogue
from elearn.modules.content import Goal, Module, Option, Question, Section, Text
from elearn.modules.loader import Content
from elearn.modules.publishing import publish
from elearn.modules.reviews import Reviews

GOALS = ("a", "b", "c")


def make_question(
    question_id: str,
    *,
    goal: str = "a",
    must_know: bool = False,
    right: tuple[str, ...] = ("x",),
    section: int = 1,
) -> Question:
    """A question with the options w, x, y and z."""
    return Question(
        id=question_id,
        goal=goal,
        section=section,
        must_know=must_know,
        text=Text(sv=f"Fråga {question_id}"),
        options=tuple(
            Option(
                id=option,
                correct=option in right,
                text=Text(sv=f"Svar {option}"),
                feedback=Text(sv=f"Därför {option}"),
            )
            for option in ("w", "x", "y", "z")
        ),
    )


def make_bank() -> tuple[Question, ...]:
    """Fifteen questions on three goals, four of them must-know."""
    plain = [make_question(f"{goal}{number}", goal=goal) for goal in GOALS for number in range(4)]
    must = [make_question(f"m{number}", goal=GOALS[number % 3], must_know=True) for number in range(3)]
    return (*plain, *must)


def make_module(
    questions: Iterable[Question] | None = None, *, version: str = "1.0", minutes: int = 30
) -> Module:
    """A module with three sections (numbers 1, 2 and 4), five minutes each."""
    return Module(
        slug="modul",
        number=9,
        version=version,
        minutes=minutes,
        title=Text(sv="Modulen"),
        summary=Text(sv="Om modulen."),
        goals=tuple(Goal(id=goal, text=Text(sv=f"Mål {goal}")) for goal in GOALS),
        sections=tuple(
            Section(
                number=number,
                name=f"avsnitt-{number}",
                minutes=5,
                title=Text(sv=f"Del {number}"),
                body=Text(sv="…"),
            )
            for number in (1, 2, 4)
        ),
        questions=tuple(questions) if questions is not None else make_bank(),
    )


def serve(app: Flask, *modules: Module) -> None:
    """Let an application teach these modules, published, instead of the real ones."""
    with app.extensions["elearn_database"].writing() as session, session.begin():
        publish(session, modules, now())
    reviews = {module.slug: Reviews() for module in modules}
    app.extensions["elearn_catalogue"] = Catalogue(Content(modules, {}, {}, {}, reviews, {}))


def translate(module: Module) -> Module:
    """The module with an English text wherever it has a Swedish one."""
    return Module.model_validate(_with_english(module.model_dump(exclude_none=True)))


def _with_english(value: object) -> object:
    if isinstance(value, dict):
        if "sv" in value:
            return value | {"en": f"English {value['sv']}"}
        return {key: _with_english(item) for key, item in value.items()}
    return [_with_english(item) for item in value] if isinstance(value, (list, tuple)) else value
