"""Whether Markdown keeps to what the page can show: boxes, headings, links, marks, no HTML."""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain

from markdown_it.token import Token

from elearn.content_files import Mistake
from elearn.modules.directives import CASE, PICTURE, read_directive
from elearn.modules.loader import Prose
from elearn.modules.markdown import BOXES, MARK, WARNING, parse

OWN_ADDRESSES = frozenset(
    {
        *("/", "/hjalp", "/hjalp/en", "/hjalp/sv", "/min-utbildning"),
        *("/oppet", "/ordlista", "/personuppgifter", "/tillganglighet"),
    }
)
MODULE_ADDRESS = re.compile(
    r"/(?:moduler/(?P<module>\d+)(?:/(?P<section>\d+)|/(?:kunskapskontroll|sammanfattning|handledning|andrat))?"
    r"|oppet/(?P<open>\d+))\Z"
)
TERM_ADDRESS = re.compile(r"/ordlista#(.*)\Z")
SECTION = "section"
BEFORE = "direkt före det som den varnar för: en ruta, ett fall eller en bild. Flytta den dit."
ANY_MARK = re.compile(r"\[[^\[\]]*@[^\[\]]*\]")
EMPTY_LINK_TEXTS = frozenset(
    {"här", "klicka här", "läs mer", "länk", "here", "click here", "read more", "link"}
)
HEADINGS = frozenset({"h2", "h3"})
FENCE = re.compile(r":::(?: (?P<kind>\S+)(?: .*)?)? *\Z")


@dataclass(frozen=True, slots=True)
class Known:
    """What a text may point at: the sources, the words of the glossary, the sections of each module by number."""

    references: Collection[str]
    terms: Collection[str]
    sections: Mapping[int, frozenset[int]]


def check_prose(prose: Prose, known: Known) -> Iterator[Mistake]:
    """Every mistake in the Markdown of a file."""
    text = prose.text
    found = chain(
        _check_start(text) if prose.kind == SECTION else (),
        _check_boxes(text),
        _check_warnings(text),
        _check_marks(text, known),
        _check_tokens(text, known),
    )
    for line, message in found:
        yield Mistake(prose.path, line, message)


def _check_start(text: str) -> Iterator[tuple[int, str]]:
    lines = text.split("\n")
    first = next((number for number, line in enumerate(lines, 1) if line.strip()), 1)
    if lines[first - 1].split() != [":::", "viktigast"]:
        yield first, "texten ska börja med rutan ”::: viktigast”. Lägg den överst."


def _check_boxes(text: str) -> Iterator[tuple[int, str]]:
    opened: int | None = None
    for number, line in enumerate(text.split("\n"), 1):
        if not line.lstrip().startswith(":::"):
            continue
        fence = FENCE.match(line)
        if fence is None:
            yield (
                number,
                "en ruta börjar med ”::: namn” och slutar med ”:::”, längst till vänster. Rätta raden.",
            )
            continue
        kind = fence.group("kind")
        if kind is not None:
            yield from _check_opening(number, kind, opened)
        elif opened is None:
            yield number, "”:::” avslutar en ruta som inte är öppnad. Ta bort raden."
        opened = number if kind is not None else None
    if opened is not None:
        yield opened, "rutan avslutas aldrig. Lägg till ”:::” på en egen rad efter den."


def _check_opening(number: int, kind: str, opened: int | None) -> Iterator[tuple[int, str]]:
    if kind not in BOXES:
        yield number, f"rutan ”{kind}” finns inte. Välj {', '.join(BOXES)}."
    if opened is not None:
        yield number, f"en ruta i en ruta: den från rad {opened} är inte avslutad. Skriv ”:::” före den här."


def _check_warnings(text: str) -> Iterator[tuple[int, str]]:
    """The page leads past the one thing that comes right after a warning."""
    box: str | None = None
    warned = False
    for number, line in enumerate(text.split("\n"), 1):
        fence = FENCE.match(line)
        kind = fence["kind"] if fence is not None else None
        if warned and line.strip():
            if kind is None and (read_directive(line) or ("",))[0] not in {CASE, PICTURE}:
                yield number, f"rutan ”varning” står {BEFORE}"
            warned = False
        if fence is not None:
            warned = kind is None and box == WARNING
            box = kind
    if warned or box == WARNING:
        yield text.count("\n") + 1, f"rutan ”varning” står {BEFORE}"


def _check_marks(text: str, known: Known) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(text.split("\n"), 1):
        for found in ANY_MARK.finditer(line):
            mark = MARK.fullmatch(found.group())
            if mark is None:
                yield number, f"”{found.group()}” är ingen källa. Skriv nyckeln för sig: [@sol-19-1]."
            elif mark.group(1) not in known.references:
                message = f"källan ”{mark.group(1)}” finns inte i references.yaml. Rätta nyckeln eller lägg till källan."
                yield number, message


def _check_tokens(text: str, known: Known) -> Iterator[tuple[int, str]]:
    seen_heading = False
    for token in parse(text):
        line = token.map[0] + 1 if token.map else 1
        if token.type == "heading_open":
            if token.tag not in HEADINGS:
                yield line, "rubriker skrivs med ## eller ###. Titeln kommer från module.yaml."
            elif token.tag == "h3" and not seen_heading:
                yield line, "en rubrik med ### står under en med ##. Skriv ## här."
            seen_heading = True
        elif token.type == "html_block":
            yield line, "HTML används inte. Skriv texten i Markdown; < skrivs &lt;."
        elif token.type in {"code_block", "fence"}:
            yield line, "stycket är indraget eller inramat som programkod. Ta bort indraget."
        elif token.type == "inline":
            yield from _check_inline(token, line, known)


def _check_inline(token: Token, line: int, known: Known) -> Iterator[tuple[int, str]]:
    children = token.children or []
    for place, child in enumerate(children):
        if child.type in {"softbreak", "hardbreak"}:
            line += 1
        elif child.type == "html_inline":
            yield line, "HTML används inte. Skriv texten i Markdown; < skrivs &lt;."
        elif child.type == "text" and "](" in child.content:
            yield line, "länken är trasig. Skriv [text](adress), utan källa eller mellanslag i den."
        elif child.type == "image":
            yield line, "en bild skrivs i pictures.yaml och visas med [[bild: namn]]. Ändra det."
        elif child.type == "link_open":
            text = "".join(one.content for one in children[place + 1 : _closing(children, place)])
            yield from ((line, message) for message in _check_link(str(child.attrGet("href")), text, known))


def _closing(children: list[Token], place: int) -> int:
    return next(number for number in range(place, len(children)) if children[number].type == "link_close")


def _check_link(address: str, text: str, known: Known) -> Iterator[str]:
    if text.strip().casefold() in EMPTY_LINK_TEXTS or not text.strip():
        yield f"länken till {address} säger inte vart den leder. Skriv det i länktexten."
    if address in OWN_ADDRESSES or address.startswith("https://"):
        return
    if (term := TERM_ADDRESS.match(address)) is not None:
        if term.group(1) not in known.terms:
            yield f"ordet ”{term.group(1)}” finns inte i glossary.yaml. Rätta adressen eller lägg till ordet."
    elif (found := MODULE_ADDRESS.match(address)) is not None:
        yield from _check_module_address(address, found, known)
    else:
        yield f"adressen {address} går inte att länka till. Skriv en sida i elearn, eller en adress med https://."


def _check_module_address(address: str, found: re.Match[str], known: Known) -> Iterator[str]:
    number = found["module"] or found["open"]
    sections = known.sections.get(int(number))
    if sections is None:
        yield f"{address}: det finns ingen modul med nummer {number}. Rätta adressen."
    elif found["section"] and int(found["section"]) not in sections:
        yield f"{address}: modulen har inget avsnitt {found['section']}. Rätta adressen."
