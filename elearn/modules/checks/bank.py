"""Whether a module's goals, sections and questions hold together, and whether a knowledge check can be drawn."""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence

from elearn.content_files import Document, Mistake, Place
from elearn.modules.content import Module, Question
from elearn.modules.loader import Folder

DRAWN = 10
MUST_KNOW_DRAWN = 2
FEWEST_GOALS, MOST_GOALS = 3, 5
FEWEST_SECTIONS = 5
FEWEST_QUESTIONS = 24
FEWEST_PER_GOAL = 4
FEWEST_MUST_KNOW = 6
MOST_RIGHT = 2


def check_module(folder: Folder, references: Collection[str]) -> Iterator[Mistake]:
    """Every mistake in a module whose files have the right form."""
    module, settings, bank = folder.module, folder.settings, folder.bank
    if module is None or settings is None or bank is None:
        return
    yield from _check_settings(module, settings)
    yield from _repeated(
        settings, [(("goals", place), goal.id) for place, goal in enumerate(module.goals)], "id"
    )
    for name in ("number", "name"):
        values = [
            (("sections", place, name), getattr(one, name)) for place, one in enumerate(module.sections)
        ]
        yield from _repeated(settings, values, name)
    places = [(("questions", place), one.id) for place, one in enumerate(module.questions)]
    yield from _repeated(bank, places, "id")
    for place, question in enumerate(module.questions):
        yield from _check_question(module, question, bank, place, references)
    yield from _check_bank(module, bank)


def check_numbers(folders: tuple[Folder, ...]) -> Iterator[Mistake]:
    """The number in a module's address is its own."""
    taken: dict[int, str] = {}
    for folder in folders:
        if folder.module is None or folder.settings is None:
            continue
        number = folder.module.number
        if number in taken:
            message = f"nummer {number} har redan {taken[number]}. Ge modulen ett ledigt nummer."
            yield folder.settings.mistake(("number",), message)
        taken.setdefault(number, folder.slug)


def _check_settings(module: Module, settings: Document) -> Iterator[Mistake]:
    if not FEWEST_GOALS <= len(module.goals) <= MOST_GOALS:
        message = f"{len(module.goals)} lärmål; det ska vara {FEWEST_GOALS} till {MOST_GOALS}."
        yield settings.mistake(("goals",), message)
    if len(module.sections) < FEWEST_SECTIONS:
        message = f"{len(module.sections)} avsnitt; det ska vara minst {FEWEST_SECTIONS}."
        yield settings.mistake(("sections",), message)


def _check_question(
    module: Module, question: Question, bank: Document, place: int, references: Collection[str]
) -> Iterator[Mistake]:
    here: Place = ("questions", place)
    if question.goal not in {goal.id for goal in module.goals}:
        yield bank.mistake(
            (*here, "goal"), f"lärmålet ”{question.goal}” finns inte i module.yaml. Rätta det."
        )
    if module.section(question.section) is None:
        yield bank.mistake(
            (*here, "section"), f"avsnitt {question.section} finns inte i module.yaml. Rätta numret."
        )
    for number, key in enumerate(question.references):
        if key not in references:
            message = f"källan ”{key}” finns inte i references.yaml. Rätta nyckeln eller lägg till källan."
            yield bank.mistake((*here, "references", number), message)
    if len(question.right) > MOST_RIGHT:
        yield bank.mistake((*here, "options"), "högst två alternativ får vara rätt. Dela upp frågan.")
    options = [((*here, "options", number), option.id) for number, option in enumerate(question.options)]
    yield from _repeated(bank, options, "id")


def _check_bank(module: Module, bank: Document) -> Iterator[Mistake]:
    questions = module.questions
    must_know = sum(question.must_know for question in questions)
    if len(questions) < FEWEST_QUESTIONS:
        message = f"{len(questions)} frågor; det ska vara minst {FEWEST_QUESTIONS}."
        yield bank.mistake(("questions",), message)
    if must_know < FEWEST_MUST_KNOW:
        message = f"{must_know} frågor med must_know: true; det ska vara minst {FEWEST_MUST_KNOW}."
        yield bank.mistake(("questions",), message)
    per_goal = Counter(question.goal for question in questions)
    for goal in module.goals:
        if per_goal[goal.id] < FEWEST_PER_GOAL:
            message = (
                f"lärmålet ”{goal.id}” har {per_goal[goal.id]} frågor; det ska vara minst {FEWEST_PER_GOAL}."
            )
            yield bank.mistake(("questions",), message)
    ordinary = len(questions) - must_know
    only_must_know = [
        goal.id
        for goal in module.goals
        if not any(question.goal == goal.id and not question.must_know for question in questions)
    ]
    if ordinary < DRAWN - MUST_KNOW_DRAWN or len(only_must_know) > MUST_KNOW_DRAWN:
        message = (
            f"det går inte att lotta {DRAWN} frågor med minst en per lärmål och precis {MUST_KNOW_DRAWN} must_know. "
            f"Frågor utan must_know: {ordinary}, det ska vara minst {DRAWN - MUST_KNOW_DRAWN} och finnas i nästan varje lärmål."
        )
        yield bank.mistake(("questions",), message)


def _repeated(document: Document, values: Sequence[tuple[Place, object]], name: str) -> Iterator[Mistake]:
    taken: dict[object, int] = {}
    for place, value in values:
        line = document.line((*place, name))
        if value in taken:
            message = f"{name} ”{value}” finns redan på rad {taken[value]}. Ge den här ett eget."
            yield Mistake(document.path, line, message)
        taken.setdefault(value, line)
