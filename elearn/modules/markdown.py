"""Markdown of the course made safe HTML: boxes, marks of sources, and nothing that could run."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import nh3
from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markupsafe import Markup, escape
from mdit_py_plugins.container import container_plugin

from elearn.languages import DEFAULT, mark, say
from elearn.modules.addresses import link_target
from elearn.modules.content import Reference
from elearn.modules.foreign import mark_swedish
from elearn.modules.references import marked_label, source_id

# Each kind of box with the title that stands on it when the text gives none.
BOXES: Mapping[str, str] = {
    "viktigast": mark("Det viktigaste"),
    "fakta": mark("Fakta"),
    "fall": mark("Ett fall"),
    "gor-sa": mark("Gör så här"),
    "varning": mark("Innan du läser"),
    "fundera": mark("Att fundera på"),
}
WARNING, REFLECTION = "varning", "fundera"
PAST = mark("Hoppa över det")
REFLECT = mark(
    "Skriv om du vill. Det du skriver sparas inte och skickas inte. Det försvinner när du byter sida."
)
BOX = re.compile(r"^::: (\S+)", re.MULTILINE)
MARK = re.compile(r"\[@([a-z0-9-]+)\]")
# One or several marks with nothing but spaces between them share one pair of brackets.
MARKS = re.compile(rf"{MARK.pattern}(?:\s*{MARK.pattern})*")
TAGS = {
    *(
        "a",
        "blockquote",
        "br",
        "div",
        "em",
        "h2",
        "h3",
        "h4",
        "hr",
        "label",
        "li",
        "ol",
        "p",
        "span",
        "strong",
        "textarea",
        "ul",
    ),
    *("table", "tbody", "td", "th", "thead", "tr"),
}
ATTRIBUTES: dict[str, set[str]] = {
    "*": set(),
    "a": {"href", "rel"},
    "div": {"class", "id", "tabindex"},
    "label": {"for"},
    "ol": {"start"},
    "p": {"class"},
    "span": {"class", "lang"},
    "textarea": {"autocomplete", "class", "data-reflection", "id", "rows"},
}


@dataclass(frozen=True, slots=True)
class Rendered:
    """Safe HTML, and the sources it marks, each once, in the order of the text."""

    html: Markup
    sources: tuple[Reference, ...]


@dataclass(frozen=True, slots=True)
class Setting:
    """How a text stands on its page.

    `part` keeps its ids apart from those of the other texts, `deeper` puts its headings below a heading over it,
    and `open_in` is the language of the open edition where it stands there: its links then stay in it.
    """

    part: str = "1"
    deeper: bool = False
    open_in: str | None = None


ALONE = Setting()


def box_title(kind: str, language: str) -> str:
    """What stands on a box that the text gives no title."""
    return say(BOXES[kind], language)


def render(
    text: str, language: str, references: Mapping[str, Reference], setting: Setting = ALONE
) -> Rendered:
    """The HTML of a text in a language, with its sources. The same text is rendered once."""
    keys = dict.fromkeys(MARK.findall(text))
    return _render(text, language, tuple(references[key] for key in keys if key in references), setting)


@lru_cache(maxsize=4096)
def _render(text: str, language: str, sources: tuple[Reference, ...], setting: Setting) -> Rendered:
    labels = {source.key: marked_label(source, language) for source in sources}
    env = {"labels": labels, "language": language, "setting": setting}
    html = _markdown.render(text, env)
    safe = nh3.clean(html, tags=TAGS, attributes=ATTRIBUTES, url_schemes={"https"}, link_rel=None)
    return Rendered(Markup(safe), sources)  # noqa: S704  (what nh3 let through)


def parse(text: str) -> list[Token]:
    """The tokens of a text, with raw HTML told apart, for those who check it."""
    return _lenient.parse(text)


def _marks(state: StateInline, silent: bool) -> bool:  # noqa: FBT001  (the parser calls it so)
    found = MARKS.match(state.src, state.pos)
    if found is None or found.end() > state.posMax:
        return False
    if not silent:
        state.push("source_marks", "", 0).content = found.group()
    state.pos = found.end()
    return True


def _render_text(_self: Any, tokens: Sequence[Token], index: int, _options: Any, env: Any) -> str:
    return str(mark_swedish(tokens[index].content, env.get("language", "sv")))


def _render_marks(_self: Any, tokens: Sequence[Token], index: int, _options: Any, env: Any) -> str:
    labels = env.get("labels", {})
    links = [
        f'<a href="#{source_id(key)}">{labels[key]}</a>'
        for key in MARK.findall(tokens[index].content)
        if key in labels
    ]
    return f'<span class="reference">({", ".join(links)})</span>' if links else ""


def _render_box(_self: Any, tokens: Sequence[Token], index: int, _options: Any, env: Any) -> str:
    token = tokens[index]
    if token.nesting < 0:
        return _close_box(tokens, index, env)
    kind, _, title = token.info.strip().partition(" ")
    title = title.strip() or box_title(kind, env.get("language", DEFAULT))
    return f'<div class="box box-{kind}">\n<p class="box-title">{escape(title)}</p>\n'


def _close_box(tokens: Sequence[Token], index: int, env: Any) -> str:
    """The end of a box: of a warning with the way past what it announces, and after that the place where it leads."""
    kinds = [
        token.info.strip().partition(" ")[0]
        for token in tokens[: index + 1]
        if token.type == "container_box_open"
    ]
    language, number, part = env.get("language", "sv"), len(kinds), _setting(env).part
    if kinds[-1] == WARNING:
        return f'<p><a href="#{past_id(part, number)}">{escape(say(PAST, language))}</a></p>\n</div>\n'
    if kinds[-1] == REFLECTION:
        field = f"tanke-{part}-{number}"
        return (
            f'<div class="reflection"><label for="{field}">{escape(say(REFLECT, language))}</label>'
            f'<textarea id="{field}" class="govuk-textarea" rows="4" autocomplete="off" data-reflection=""></textarea></div>\n</div>\n'
        )
    if number > 1 and kinds[-2] == WARNING:
        return f"</div>\n{past_anchor(part, number - 1)}"
    return "</div>\n"


def past_id(part: str, number: int) -> str:
    """Where a warning leads: past what comes after it. `part` of the page, `number` of the box."""
    return f"efter-{part}-{number}"


def past_anchor(part: str, number: int) -> Markup:
    """The place itself."""
    return Markup('<div id="{}" class="past" tabindex="-1"></div>\n').format(past_id(part, number))


def open_warning(text: str) -> int | None:
    """The number of the last box, where it is a warning of what follows after the text; None otherwise."""
    kinds = BOX.findall(text)
    return len(kinds) if kinds and kinds[-1] == WARNING else None


def _render_link(self: Any, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    token = tokens[index]
    href = str(token.attrGet("href"))
    if href.startswith("https:"):
        token.attrSet("rel", "noreferrer noopener")
    token.attrSet("href", link_target(href, env.get("language", "sv"), _setting(env).open_in))
    return str(self.renderToken(tokens, index, options, env))


def _render_heading(self: Any, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    token = tokens[index]
    if _setting(env).deeper:
        token.tag = f"h{int(token.tag[1]) + 1}"
    return str(self.renderToken(tokens, index, options, env))


def _setting(env: Any) -> Setting:
    setting: Setting = env.get("setting", ALONE)
    return setting


def _is_box(params: str, _markup: str) -> bool:
    return params.strip().partition(" ")[0] in BOXES


def _make(*, html: bool) -> MarkdownIt:
    markdown = MarkdownIt("commonmark", {"html": html}).enable("table")
    container_plugin(markdown, "box", validate=_is_box, render=_render_box)
    markdown.inline.ruler.before("link", "source_marks", _marks)
    markdown.add_render_rule("text", _render_text)
    markdown.add_render_rule("source_marks", _render_marks)
    markdown.add_render_rule("link_open", _render_link)
    for heading in ("heading_open", "heading_close"):
        markdown.add_render_rule(heading, _render_heading)
    return markdown


_markdown = _make(html=False)
_lenient = _make(html=True)
