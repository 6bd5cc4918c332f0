"""A section as its reader meets it: running text, pictures, cases, parts for some, and the client's own routines."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from markupsafe import Markup

from elearn.modules import drawing
from elearn.modules.cases import Case
from elearn.modules.content import Module, Reference, Routine
from elearn.modules.directives import CASE, PICTURE, Audience, Block, Markdown, Parts, Placed, split_blocks
from elearn.modules.markdown import ALONE, Setting, open_warning, past_anchor, render
from elearn.modules.pictures import Picture


@dataclass(frozen=True, slots=True)
class Shelves:
    """What a text may lean on besides its module."""

    references: Mapping[str, Reference]
    routines: Mapping[str, Routine]


@dataclass(frozen=True, slots=True)
class ProseBlock:
    """Safe HTML."""

    html: Markup
    kind: str = "prose"


@dataclass(frozen=True, slots=True)
class PictureBlock:
    """A picture, drawn."""

    picture: Picture
    svg: Markup
    kind: str = "picture"


@dataclass(frozen=True, slots=True)
class CaseBlock:
    """A case with choices."""

    case: Case
    kind: str = "case"


@dataclass(frozen=True, slots=True)
class RoutineBlock:
    """What the client has decided, or what holds until it has."""

    routine: Routine
    kind: str = "routine"


@dataclass(frozen=True, slots=True)
class PartBlock:
    """A part for some readers; `open` where this reader is one of them."""

    audience: Audience
    open: bool
    blocks: tuple["PageBlock", ...]


@dataclass(frozen=True, slots=True)
class PartsBlock:
    """Parts about the same matter, the reader's own first."""

    parts: tuple[PartBlock, ...]
    kind: str = "parts"


PageBlock = ProseBlock | PictureBlock | CaseBlock | RoutineBlock | PartsBlock


@dataclass(frozen=True, slots=True)
class Page:
    """The blocks of a text in order, and the sources that they mark, each once."""

    blocks: tuple[PageBlock, ...]
    sources: tuple[Reference, ...]


def compose(
    text: str,
    language: str,
    module: Module,
    shelves: Shelves,
    reader: frozenset[Audience] = frozenset(),
    *,
    setting: Setting = ALONE,
) -> Page:
    """A text of a module in a language for a reader. On a page with several, each has a setting of its own."""
    composer = _Composer(language, module, shelves, reader, setting)
    blocks = tuple(composer.blocks(split_blocks(text)))
    return Page(blocks, tuple(composer.sources.values()))


class _Composer:
    """Makes the blocks, and collects the sources on the way. Ids of the page's own are numbered through."""

    def __init__(
        self, language: str, module: Module, shelves: Shelves, reader: frozenset[Audience], setting: Setting
    ) -> None:
        self.language = language
        self.module = module
        self.shelves = shelves
        self.reader = reader
        self.setting = setting
        self.sources: dict[str, Reference] = {}
        self.texts = 0

    def blocks(self, blocks: Iterable[Block]) -> Iterator[PageBlock]:
        past: Markup | None = None
        for block in blocks:
            made = self._parts(block) if isinstance(block, Parts) else self._single(block)
            if made is not None:
                yield made
            if past is not None:
                yield ProseBlock(past)
            past = None
            if isinstance(block, Markdown) and (number := open_warning(block.text)):
                past = past_anchor(self._part(), number)

    def _single(self, block: Markdown | Placed) -> PageBlock | None:
        if isinstance(block, Markdown):
            self.texts += 1
            setting = replace(self.setting, part=self._part())
            rendered = render(block.text, self.language, self.shelves.references, setting)
            self.sources |= {source.key: source for source in rendered.sources}
            return ProseBlock(rendered.html)
        if block.kind == PICTURE:
            return self._picture(self.module.picture(block.key))
        if block.kind == CASE:
            case = self.module.case(block.key)
            return CaseBlock(case) if case else None
        routine = self.shelves.routines.get(block.key)
        return RoutineBlock(routine) if routine else None

    def _part(self) -> str:
        return f"{self.setting.part}-{self.texts}"

    def _picture(self, picture: Picture | None) -> PictureBlock | None:
        if picture is None:
            return None
        known = self.shelves.references
        self.sources |= {key: known[key] for key in picture.references if key in known}
        return PictureBlock(picture, drawing.draw(picture, self.language))

    def _parts(self, parts: Parts) -> PartsBlock:
        made = [
            PartBlock(part.audience, part.audience in self.reader, tuple(self.blocks(part.blocks)))
            for part in parts.parts
        ]
        return PartsBlock(tuple(sorted(made, key=lambda part: not part.open)))
