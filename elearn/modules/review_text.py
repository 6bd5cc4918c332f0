"""The Markdown of a module as pieces of plain text, for a copy that is read outside the application. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from markdown_it.token import Token

from elearn.modules.content import Reference
from elearn.modules.markdown import MARK, box_title, parse
from elearn.modules.references import label

BULLET = "•"
LITERAL = frozenset({"fence", "code_block", "html_block"})


@dataclass(frozen=True, slots=True)
class Span:
    """A run of text in one look. `muted`: what the copy adds, as an address or a name of ours."""

    text: str
    language: str = "sv"
    strong: bool = False
    emphasised: bool = False
    muted: bool = False


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of the text itself; 2 or 3."""

    level: int
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Title:
    """The title of a box, and of what the copy sets apart in the same way."""

    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph or an item of a list. `depth`: how far it is set in."""

    spans: tuple[Span, ...]
    depth: int = 0


@dataclass(frozen=True, slots=True)
class Cells:
    """A table of the text: its rows, the first one naming the columns."""

    rows: tuple[tuple[tuple[Span, ...], ...], ...]


Piece = Heading | Title | Paragraph | Cells


def read_pieces(text: str, language: str, references: Mapping[str, Reference]) -> tuple[Piece, ...]:
    """The pieces of a text in order; marks of sources as their short labels, addresses of links in brackets."""
    return tuple(_Reader(language, references).pieces(parse(text)))


@dataclass(slots=True)
class _List:
    """A list that is being read: the number of its next item, or None where it has no numbers."""

    next: int | None
    marker: str = ""

    def item(self) -> None:
        self.marker = BULLET if self.next is None else f"{self.next}."
        self.next = None if self.next is None else self.next + 1


@dataclass(slots=True)
class _Reader:
    language: str
    references: Mapping[str, Reference]
    lists: list[_List] = field(default_factory=list)
    boxes: int = 0

    def pieces(self, tokens: Sequence[Token]) -> Iterator[Piece]:
        rows: list[list[tuple[Span, ...]]] = []
        for token, before in zip(tokens, [None, *tokens], strict=False):
            yield from self._frame(token)
            if token.type == "tr_open":
                rows.append([])
            elif token.type == "table_close":
                yield Cells(tuple(map(tuple, rows)))
                rows = []
            elif token.type == "inline":
                spans = tuple(self._spans(token.children or []))
                if before is not None and before.type in {"th_open", "td_open"}:
                    rows[-1].append(spans)
                elif before is not None and before.type == "heading_open":
                    yield Heading(int(before.tag[1:]), spans)
                else:
                    yield self._paragraph(spans)
            elif token.type in LITERAL:
                yield self._paragraph((self._plain(token.content.strip()),))

    def _frame(self, token: Token) -> Iterator[Piece]:
        """Keep count of the lists and boxes around the text, and give a box its title."""
        if token.type in {"bullet_list_open", "ordered_list_open"}:
            start = int(token.attrGet("start") or 1) if token.type == "ordered_list_open" else None
            self.lists.append(_List(start))
        elif token.type in {"bullet_list_close", "ordered_list_close"}:
            self.lists.pop()
        elif token.type == "list_item_open":
            self.lists[-1].item()
        elif token.type == "container_box_open":
            self.boxes += 1
            kind, _, title = token.info.strip().partition(" ")
            shown = title.strip() or box_title(kind, self.language)
            yield Title((Span(f"Ruta ({kind}): ", strong=True, muted=True), self._plain(shown)))
        elif token.type == "container_box_close":
            self.boxes -= 1

    def _paragraph(self, spans: tuple[Span, ...]) -> Paragraph:
        """The first paragraph of an item of a list carries its marker."""
        marker = self.lists[-1].marker if self.lists else ""
        if marker:
            self.lists[-1].marker = ""
            spans = (Span(f"{marker} "), *spans)
        return Paragraph(spans, len(self.lists) + bool(self.boxes))

    def _plain(self, text: str) -> Span:
        return Span(text, self.language)

    def _spans(self, tokens: Sequence[Token]) -> Iterator[Span]:
        look = self._plain("")
        address = ""
        for token in tokens:
            if token.type in {"strong_open", "strong_close"}:
                look = replace(look, strong=token.nesting > 0)
            elif token.type in {"em_open", "em_close"}:
                look = replace(look, emphasised=token.nesting > 0)
            elif token.type == "link_open":
                address = str(token.attrGet("href"))
            elif token.type == "link_close":
                yield Span(f" [{address}]", muted=True)
            elif text := self._words(token):
                yield replace(look, text=text, muted=token.type == "source_marks")

    def _words(self, token: Token) -> str:
        if token.type == "softbreak":
            return " "
        if token.type == "hardbreak":
            return "\n"
        if token.type != "source_marks":
            return token.content
        known = [self.references[key] for key in MARK.findall(token.content) if key in self.references]
        return f"({', '.join(label(reference, self.language) for reference in known)})" if known else ""
