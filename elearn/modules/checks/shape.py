"""Whether each kind of text has the shape that its readers are used to: so many sentences, options, headings, words."""

import re
from collections.abc import Iterator

from elearn.content_files import Document, Mistake
from elearn.modules.cases import Case
from elearn.modules.checks.readability import KEY_BOX
from elearn.modules.content import Module, Question
from elearn.modules.loader import WHOLE_IN, Folder, Prose
from elearn.modules.markdown import MARK
from elearn.modules.reading_time import count_words

KEY_SENTENCES = 3
FEWEST_OPTIONS, USUAL_OPTIONS = 3, 4
MOST_SAID = {True: 3, False: 1}
FEWEST_GUIDE, MOST_SUMMARY = 250, 330
SHORTEST_DESCRIPTION = 60
WITH_SITUATION = 1 / 2
QUARTERLY = "En fråga per kvartal"
QUARTERS = 4
GUIDE = (
    *("Syfte", "Trygg ram", "Tider", "Frågor att tala om", "Om någon berättar"),
    *(QUARTERLY, "Avslut"),
)
HEADING = re.compile(r"^## +(.*?) *$", re.MULTILINE)
ITEM = re.compile(r"^(?:[-*]|\d+\.) ", re.MULTILINE)
# A full stop ends a sentence where the next begins with a capital: 19 kap. 1 § and t.ex. do not.
SENTENCE = re.compile(r"[.!?][”’\"»)]*(?=\s+[A-ZÅÄÖ”“\"(]|\s*\Z)")


def count_sentences(text: str) -> int:
    """The sentences of a short text; what comes after the last full stop is one as well."""
    plain = re.sub(r"\s+", " ", MARK.sub("", text)).replace(" .", ".").strip()
    ends = list(SENTENCE.finditer(plain))
    return len(ends) + bool(plain[ends[-1].end() :].strip() if ends else plain)


def check_shape(folder: Folder) -> Iterator[Mistake]:
    """Every text of a module that has another shape than its kind."""
    for prose in folder.prose.values():
        yield from _check_key_box(prose)
    yield from _check_sheets(folder)
    if folder.module is not None:
        yield from _check_bank(folder.module, folder.bank)
        yield from _check_cases(folder.module.cases, folder.documents.get("cases"))
        yield from _check_pictures(folder.module, folder.documents.get("pictures"))


def warn_about_options(folder: Folder) -> Iterator[Mistake]:
    """Every question with fewer options than questions have as a rule."""
    for place, question in enumerate(folder.module.questions if folder.module is not None else ()):
        if FEWEST_OPTIONS <= len(question.options) < USUAL_OPTIONS and folder.bank is not None:
            message = f"”{question.id}” har {len(question.options)} alternativ; det ska som regel vara {USUAL_OPTIONS}."
            yield folder.bank.mistake(("questions", place, "options"), message)


def _check_key_box(prose: Prose) -> Iterator[Mistake]:
    for box in KEY_BOX.finditer(prose.text):
        if (count := count_sentences(box.group(1))) != KEY_SENTENCES:
            line = prose.text.count("\n", 0, box.start()) + 1
            message = f"rutan ”viktigast” har {count} meningar; det ska vara {KEY_SENTENCES}."
            yield Mistake(prose.path, line, message)


def _check_sheets(folder: Folder) -> Iterator[Mistake]:
    summary, guide = folder.sheets.get(("summary", "sv")), folder.sheets.get(("guide", "sv"))
    if summary is not None and (words := count_words(summary.text)) > MOST_SUMMARY:
        message = f"sammanfattningen har {words} ord; på ett A4 får {MOST_SUMMARY} plats. Korta den."
        yield Mistake(summary.path, 1, message)
    if guide is not None:
        yield from _check_guide(guide, folder.sheets.get(("guide", "en")))


def _check_guide(guide: Prose, english: Prose | None) -> Iterator[Mistake]:
    if (words := count_words(guide.text)) < FEWEST_GUIDE:
        yield Mistake(guide.path, 1, f"handledningen har {words} ord; det ska vara minst {FEWEST_GUIDE}.")
    there = HEADING.findall(guide.text)
    for heading in GUIDE:
        if heading not in there:
            yield Mistake(guide.path, 1, f"rubriken ”{heading}” saknas. Lägg till ”## {heading}”.")
    found = re.search(rf"^## +{QUARTERLY} *$(.*?)(?=^## |\Z)", guide.text, re.MULTILINE | re.DOTALL)
    if found is not None and (items := len(ITEM.findall(found.group(1)))) != QUARTERS:
        line = guide.text.count("\n", 0, found.start()) + 1
        yield Mistake(guide.path, line, f"{items} frågor; skriv en för varje kvartal, i en lista med fyra.")
    if english is not None and (count := len(HEADING.findall(english.text))) != len(there):
        message = f"{count} rubriker med ##; den svenska texten har {len(there)}. Skriv samma."
        yield Mistake(english.path, 1, message)


def _check_bank(module: Module, bank: Document | None) -> Iterator[Mistake]:
    if bank is None or not module.questions:
        return
    for place, question in enumerate(module.questions):
        if (count := len(question.options)) < FEWEST_OPTIONS:
            message = (
                f"{count} alternativ; det ska vara minst {FEWEST_OPTIONS}, och som regel {USUAL_OPTIONS}."
            )
            yield bank.mistake(("questions", place, "options"), message)
    count = sum(map(_has_situation, module.questions))
    if count < len(module.questions) * WITH_SITUATION:
        message = (
            f"{count} av {len(module.questions)} frågor börjar i en situation; det ska vara minst hälften. "
            "Lägg till situation, eller en mening före frågan."
        )
        yield bank.mistake(("questions",), message)


def _has_situation(question: Question) -> bool:
    return question.situation is not None or count_sentences(question.text.sv) > 1


def _check_cases(cases: tuple[Case, ...], document: Document | None) -> Iterator[Mistake]:
    for number, case in enumerate(cases if document is not None else ()):
        for at, scene in enumerate(case.scenes):
            for place, choice in enumerate(scene.choices):
                for language in WHOLE_IN:
                    most, count = MOST_SAID[choice.safe], count_sentences(choice.says.read(language))
                    if count > most and document is not None:
                        kind = "säkert" if choice.safe else "osäkert"
                        message = f"{count} meningar efter ett {kind} val; det får vara högst {most}. Korta."
                        where = ("cases", number, "scenes", at, "choices", place, "says", language)
                        yield document.mistake(where, message)


def _check_pictures(module: Module, document: Document | None) -> Iterator[Mistake]:
    for place, picture in enumerate(module.pictures if document is not None else ()):
        if len(picture.description.sv) < SHORTEST_DESCRIPTION and document is not None:
            message = (
                f"description är kortare än {SHORTEST_DESCRIPTION} tecken. Säg i ord allt som bilden säger."
            )
            yield document.mistake(("pictures", place, "description"), message)
