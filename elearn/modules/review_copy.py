"""What a reviewer reads of a module: all its words, numbered, in the order of a reading. Pure.

A number stays where it is between the copies of one version, so that a remark can name it: 2.14, F7 c, K3.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from babel.numbers import format_decimal

from elearn.modules.cases import Case, Choice
from elearn.modules.content import Module, Question, Reference, Text
from elearn.modules.directives import CASE, PICTURE, Markdown, Parts, Placed, split_blocks
from elearn.modules.loader import Content
from elearn.modules.markdown import MARK
from elearn.modules.pictures import Picture
from elearn.modules.references import label
from elearn.modules.registers import Routine
from elearn.modules.review_text import Cells, Heading, Paragraph, Piece, Span, Title, read_pieces

UNCONFIRMED = ("bekräftas av kommunjurist", "confirmed by the municipal lawyer")
RIGHT, SAFE, UNSAFE = "RÄTT", "SÄKERT VAL", "OSÄKERT VAL"
STATUSES = {
    "verified": "kontrollerad",
    "single-source": "en enda källa",
    "reading": "vår läsning av lagen, som en kommunjurist ska bekräfta",
    "proposal": "ett förslag; vi vet inte om det har antagits",
}


@dataclass(frozen=True, slots=True)
class Part:
    """A heading of the copy's own, above what it holds."""

    text: str
    level: int = 1


@dataclass(frozen=True, slots=True)
class Numbered:
    """A paragraph with the number by which a remark can name it."""

    number: str
    spans: tuple[Span, ...]
    depth: int = 0


@dataclass(frozen=True, slots=True)
class Table:
    """A table; the first row names the columns, the first column numbers the rows."""

    rows: tuple[tuple[tuple[Span, ...], ...], ...]
    widths: tuple[float, ...]


Row = Part | Heading | Title | Numbered | Table


def list_rows(module: Module, content: Content, language: str) -> tuple[Row, ...]:
    """The whole of a module in a language."""
    return tuple(_Copy(module, content, language).rows())


def number_questions(module: Module) -> Mapping[str, str]:
    """The number of every question in the copies."""
    return {question.id: f"F{number}" for number, question in enumerate(module.questions, 1)}


def open_readings(rows: Iterable[Row], language: str) -> Iterator[tuple[str, str]]:
    """What a lawyer must answer: the number and the words of every paragraph that says so."""
    for row in rows:
        cells = [(row.number, row.spans)] if isinstance(row, Numbered) else []
        if isinstance(row, Table):
            cells = [(_words(line[0]), cell) for line in row.rows for cell in line[1:]]
        for number, spans in cells:
            if any(words in _words(spans) for words in UNCONFIRMED):
                yield number, _words(spans)


def _words(spans: Iterable[Span]) -> str:
    return "".join(span.text for span in spans)


class _Copy:
    """Goes through a module, and counts on the way."""

    def __init__(self, module: Module, content: Content, language: str) -> None:
        self.module = module
        self.content = content
        self.language = language
        self.prefix = ""
        self.count = 0

    def rows(self) -> Iterator[Row]:
        yield from self._goals()
        for section in self.module.sections:
            yield self._part(
                f"Avsnitt {section.number}. {section.title.read(self.language)}", str(section.number)
            )
            yield from self._blocks(section.body.read(self.language))
        for title, prefix, sheet in (
            ("Sammanfattningen att skriva ut", "S", self.module.leaflet),
            ("Handledningen för arbetsplatsträffen", "H", self.module.guide),
        ):
            if sheet is not None:
                yield self._part(title, prefix)
                yield from self._blocks(sheet.read(self.language))
        yield self._part("Kunskapskontrollen: alla frågor", "F")
        for question in self.module.questions:
            yield from self._question(question)
        yield self._part("Källorna", "K")
        for reference in self._cited():
            yield self._numbered(*self._reference(reference))

    def _part(self, title: str, prefix: str) -> Part:
        self.prefix, self.count = prefix, 0
        return Part(title)

    def _number(self) -> str:
        self.count += 1
        point = "." if self.prefix.isdigit() else ""
        return f"{self.prefix}{point}{self.count}"

    def _numbered(self, *spans: Span, depth: int = 0) -> Numbered:
        return Numbered(self._number(), spans, depth)

    def _say(self, text: Text, *, strong: bool = False) -> Span:
        return Span(text.read(self.language), text.language(self.language), strong=strong)

    def _goals(self) -> Iterator[Row]:
        yield self._part("Vad modulen lovar", "M")
        yield self._numbered(_note("I korthet: "), self._say(self.module.summary))
        for goal in self.module.goals:
            yield self._numbered(_note(f"Lärmål ({goal.id}): "), self._say(goal.text))

    def _blocks(self, text: str) -> Iterator[Row]:
        for block in split_blocks(text):
            if not isinstance(block, Parts):
                yield from self._block(block, 0)
                continue
            for part in block.parts:
                yield Title((Span(f"Bara för: {part.audience.value}", strong=True, muted=True),))
                for one in part.blocks:
                    yield from self._block(one, 1)

    def _block(self, block: Markdown | Placed, depth: int) -> Iterator[Row]:
        if isinstance(block, Markdown):
            for piece in read_pieces(block.text, self.language, self.content.references):
                yield self._piece(piece, depth)
        elif block.kind == PICTURE and (picture := self.module.picture(block.key)):
            yield from self._picture(picture)
        elif block.kind == CASE and (case := self.module.case(block.key)):
            yield from self._case(case)
        elif routine := self.content.routines.get(block.key):
            yield from self._routine(routine)

    def _piece(self, piece: Piece, depth: int) -> Row:
        if isinstance(piece, Paragraph):
            return self._numbered(*piece.spans, depth=piece.depth + depth)
        if isinstance(piece, Cells):
            head, *rows = piece.rows
            numbered = tuple(((Span(self._number(), muted=True),), *row) for row in rows)
            return Table((((_note("Nr"),), *head), *numbered), (1.6, *(14.4 / len(head) for _cell in head)))
        return piece

    def _picture(self, picture: Picture) -> Iterator[Row]:
        yield Title((_note(f"Bild ({picture.id})"),))
        yield self._numbered(_note("Bildtext: "), self._say(picture.caption), depth=1)
        yield self._numbered(_note("Beskrivning: "), self._say(picture.description), depth=1)
        for part in picture.parts:
            spans = [_note("Del: "), self._say(part.label, strong=True)]
            if part.value is not None:
                spans.append(Span(f" {format_decimal(part.value, locale='sv')} %"))
            for text in (*((part.text,) if part.text else ()), *part.points):
                spans += [Span(" – "), self._say(text)]
            yield self._numbered(*spans, depth=1)
        if picture.references:
            yield self._numbered(_note("Källor: "), Span(self._labels(picture.references)), depth=1)

    def _case(self, case: Case) -> Iterator[Row]:
        yield Title((_note("Fall med val: "), self._say(case.title, strong=True)))
        places = {scene.id: number for number, scene in enumerate(case.scenes, 1)}
        for scene in case.scenes:
            yield self._numbered(_note(f"Scen {places[scene.id]}: "), self._say(scene.text), depth=1)
            for choice in scene.choices:
                yield self._numbered(*self._choice(choice, places), depth=2)

    def _choice(self, choice: Choice, places: Mapping[str, int]) -> Iterator[Span]:
        yield Span(f"{SAFE if choice.safe else UNSAFE}: ", strong=True)
        yield self._say(choice.text)
        yield _note("\nSvar till läsaren: ")
        yield self._say(choice.says)
        if choice.next is not None:
            yield _note(f" Leder till scen {places[choice.next]}.")

    def _routine(self, routine: Routine) -> Iterator[Row]:
        yield Title((_note(f"Er egen rutin ({routine.key})"),))
        yield self._numbered(_note("Fråga till er: "), Span(routine.asks), depth=1)
        if routine.text is not None:
            yield self._numbered(self._say(routine.text), depth=1)
        else:
            yield self._numbered(_note("Visas tills ni har svarat: "), self._say(routine.meanwhile), depth=1)

    def _question(self, question: Question) -> Iterator[Row]:
        number = number_questions(self.module)[question.id]
        goal = next((goal for goal in self.module.goals if goal.id == question.goal), None)
        yield Part(f"{number}. {question.id}", 2)
        about = f"Avsnitt {question.section}. " + (
            "Måste vara rätt för godkänt. " if question.must_know else ""
        )
        spans = [_note(f"{about}Lärmål: "), self._say(goal.text) if goal else Span(question.goal)]
        if question.references:
            spans += [_note(" Källor: "), Span(self._labels(question.references))]
        yield Numbered("", tuple(spans))
        if question.situation is not None:
            yield Numbered(f"{number} s", (_note("Situation: "), self._say(question.situation)))
        yield Numbered(number, (_note("Fråga: "), self._say(question.text, strong=True)))
        yield Table(
            (
                ((_note("Nr"),), (_note("Alternativ"),), (_note("Återkoppling"),)),
                *(
                    (
                        (Span(f"{number} {option.id}"),),
                        (
                            *((Span(f"{RIGHT}: ", strong=True),) if option.correct else ()),
                            self._say(option.text, strong=option.correct),
                        ),
                        (self._say(option.feedback),),
                    )
                    for option in question.options
                ),
            ),
            (1.6, 6.4, 8.0),
        )

    def _cited(self) -> Sequence[Reference]:
        """Every source that the module names, in the register's order."""
        texts = [section.body for section in self.module.sections]
        texts += [text for text in (self.module.leaflet, self.module.guide) if text is not None]
        keys = {key for text in texts for one in text.by_language().values() for key in MARK.findall(one)}
        keys.update(key for question in self.module.questions for key in question.references)
        keys.update(key for picture in self.module.pictures for key in picture.references)
        return [reference for key, reference in self.content.references.items() if key in keys]

    def _reference(self, reference: Reference) -> Iterator[Span]:
        yield Span(label(reference, "sv"), strong=True)
        yield _note(f" [{reference.key}]\n")
        name = f"{reference.name.sv} ({reference.sfs})" if reference.sfs else reference.name.sv
        said = (reference.publisher, name, reference.place, str(reference.year or ""))
        yield Span(". ".join(part for part in said if part) + ".")
        if reference.about is not None:
            yield Span(f"\nOm: {reference.about.sv}")
        yield Span(f"\nLäst {reference.last_checked}. Ska läsas igen senast {reference.check_by}. ")
        yield Span(f"Status: {STATUSES[reference.status]}. Adress: {reference.url or 'ingen'}")

    def _labels(self, keys: Iterable[str]) -> str:
        known = self.content.references
        return ", ".join(label(known[key], "sv") if key in known else key for key in keys)


def _note(text: str) -> Span:
    """What the copy says about the module's words."""
    return Span(text, muted=True)
