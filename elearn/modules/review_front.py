"""The first pages of a review copy: what to do, what a lawyer must answer, and what is open for each role. Pure."""

from collections.abc import Iterator, Mapping, Sequence

from elearn.modules.content import Module
from elearn.modules.loader import Content
from elearn.modules.review_copy import Numbered, Part, Row, Table, number_questions, open_readings
from elearn.modules.review_text import Span
from elearn.modules.reviews import ROLES, TEXT, Review, Reviews

# What each role is asked to look for, besides reading it all.
FOCUS: Mapping[str, str] = {
    "kommunjurist": "Stämmer varje lagrum, varje ”ska” och ”bör”, sekretessen, och vad chefer, bolag och "
    "förtroendevalda får och måste göra? Svara på frågorna till kommunjuristen.",
    "socialtjanst-barn": "Är råden säkra för barnet? Stämmer det som står om anmälan, skyddsbedömning, tider och "
    "återkoppling med hur ni arbetar?",
    "socialtjanst-vald": "Är råden säkra för den som är utsatt, och för barnen, när den som utövar våld också kan "
    "läsa? Stämmer vägarna till hjälp?",
    "heder": "Är det rätt sagt om kontroll, heder och brott, utan att någon grupp pekas ut? Är råden säkra när "
    "familjen inte får veta något?",
    "egen-erfarenhet": "Är tonen varm och orden rätta? Skulle något här ha gjort det svårare eller farligare för dig?",
}
HOW = (
    "Läs allt. Alla roller läser hela texten och alla frågor; under varje roll står vad just den ska leta efter.",
    "Skriv dina synpunkter med numret framför, till exempel ”2.14”, ”F7 c” eller ”K3”. Skriv dem i dokumentet, "
    "som kommentarer, eller i ett eget brev.",
    "Meddela redaktören vad du har granskat: texten, alla frågor eller några av dem. Redaktören för in det med "
    "namn, titel och dag. Den som läser av egen erfarenhet anges med sin organisation, aldrig med namn.",
    "Din granskning gäller orden som de står här. Ändras de sedan får du läsa det ändrade igen.",
)


def list_front(module: Module, content: Content, body: Sequence[Row], language: str) -> Iterator[Row]:
    """What stands before the text."""
    yield Part("Så granskar du")
    for number, sentence in enumerate(HOW, 1):
        yield Numbered(str(number), (Span(sentence),))
    yield from _readings(body, content, language)
    yield Part("Vem läser vad, och vad som är öppet")
    reviews = content.reviews[module.slug]
    waiting = set(reviews.open(module))
    for role, name in ROLES.items():
        yield Part(name[:1].upper() + name[1:], 2)
        yield Numbered("", (Span(FOCUS[role]),))
        yield _standing(role, module, reviews, {item for who, item in waiting if who == role})


def _readings(body: Sequence[Row], content: Content, language: str) -> Iterator[Row]:
    yield Part("Frågor till kommunjuristen")
    found = list(open_readings(body, language))
    if not found:
        yield Numbered("", (Span("Ingen text i modulen väntar på en kommunjurist."),))
        return
    sentence = (
        "Det här är vår läsning av lagen. Stämmer den? Svara med numret framför. När den är bekräftad tas "
        "orden inom parentes bort."
    )
    yield Numbered("", (Span(sentence),))
    head = ((Span("Nr", muted=True),), (Span("Stämmer det?", muted=True),), (Span("Svar", muted=True),))
    rows = (((Span(number),), (Span(words, language),), ()) for number, words in found)
    yield Table((head, *rows), (1.6, 9.4, 5.0))


def _standing(role: str, module: Module, reviews: Reviews, waiting: set[str]) -> Table:
    """The text, the questions and a place to sign, for one role."""
    numbers = number_questions(module)
    changed = {item for item in waiting if reviews.latest(role, item) is not None}
    text = "Öppen" if TEXT in waiting else "Granskad"
    if TEXT in changed:
        text = "Öppen: ändrad sedan granskningen"
    rows = [("Texten, bilderna, fallen och handledningen", f"{text}{_by(reviews.latest(role, TEXT))}")]
    for state, items in (
        ("Öppna", waiting - changed),
        ("Öppna: ändrade sedan granskningen", changed),
        ("Granskade", set(numbers) - waiting),
    ):
        if shown := [number for item, number in numbers.items() if item in items]:
            rows.append((f"Frågor: {state.lower()}", f"{_ranges(shown)} ({len(shown)} av {len(numbers)})"))
    rows.append(("Granskat av (namn, titel, dag)", ""))
    head = ((Span("Vad", muted=True),), (Span("Läge", muted=True),))
    return Table((head, *(((Span(what),), (Span(state),)) for what, state in rows)), (6.0, 10.0))


def _by(review: Review | None) -> str:
    return f" ({review.date}, {review.reviewed_by}, version {review.version})" if review is not None else ""


def _ranges(numbers: Sequence[str]) -> str:
    """F1–F4, F7: numbers that follow on each other, taken together."""
    runs: list[list[int]] = []
    for value in (int(number.removeprefix("F")) for number in numbers):
        if runs and runs[-1][-1] == value - 1:
            runs[-1].append(value)
        else:
            runs.append([value])
    return ", ".join(f"F{run[0]}" if len(run) == 1 else f"F{run[0]}–F{run[-1]}" for run in runs)
