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

from elearn.modules.content import Reference
from elearn.modules.references import label, source_id

# Each kind of box with the title that stands on it when the text gives none.
BOXES: Mapping[str, Mapping[str, str]] = {
    "viktigast": {"sv": "Det viktigaste", "en": "The most important"},
    "fakta": {"sv": "Fakta", "en": "Facts"},
    "fall": {"sv": "Ett fall", "en": "A case"},
    "gor-sa": {"sv": "Gör så här", "en": "What to do"},
    "varning": {"sv": "Innan du läser", "en": "Before you read"},
    "fundera": {"sv": "Att fundera på", "en": "To think about"},
}
MARK = re.compile(r"\[@([a-z0-9-]+)\]")
# One or several marks with nothing but spaces between them share one pair of brackets.
MARKS = re.compile(rf"{MARK.pattern}(?:\s*{MARK.pattern})*")
TAGS = {
    *("a", "blockquote", "br", "div", "em", "h2", "h3", "hr", "li", "ol", "p", "span", "strong", "ul"),
    *("table", "tbody", "td", "th", "thead", "tr"),
}
ATTRIBUTES: dict[str, set[str]] = {
    "*": set(),
    "a": {"href", "rel"},
    "div": {"class"},
    "ol": {"start"},
    "p": {"class"},
    "span": {"class"},
}


@dataclass(frozen=True, slots=True)
class Rendered:
    """Safe HTML, and the sources it marks, each once, in the order of the text."""

    html: Markup
    sources: tuple[Reference, ...]


def render(text: str, language: str, references: Mapping[str, Reference]) -> Rendered:
    """The HTML of a text in a language, with its sources. The same text is rendered once."""
    keys = dict.fromkeys(MARK.findall(text))
    return _render(text, language, tuple(references[key] for key in keys if key in references))


@lru_cache(maxsize=512)
def _render(text: str, language: str, sources: tuple[Reference, ...]) -> Rendered:
    labels = {source.key: label(source, language) for source in sources}
    html = _markdown.render(text, {"labels": labels, "language": language})
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


def _render_marks(_self: Any, tokens: Sequence[Token], index: int, _options: Any, env: Any) -> str:
    labels = env.get("labels", {})
    links = [
        f'<a href="#{source_id(key)}">{escape(labels[key])}</a>'
        for key in MARK.findall(tokens[index].content)
        if key in labels
    ]
    return f'<span class="reference">({", ".join(links)})</span>' if links else ""


def _render_box(_self: Any, tokens: Sequence[Token], index: int, _options: Any, env: Any) -> str:
    token = tokens[index]
    if token.nesting < 0:
        return "</div>\n"
    kind, _, title = token.info.strip().partition(" ")
    title = title.strip() or BOXES[kind][env.get("language", "sv")]
    return f'<div class="box box-{kind}">\n<p class="box-title">{escape(title)}</p>\n'


def _render_link(self: Any, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    token = tokens[index]
    if str(token.attrGet("href")).startswith("https:"):
        token.attrSet("rel", "noreferrer noopener")
    return str(self.renderToken(tokens, index, options, env))


def _is_box(params: str, _markup: str) -> bool:
    return params.strip().partition(" ")[0] in BOXES


def _make(*, html: bool) -> MarkdownIt:
    markdown = MarkdownIt("commonmark", {"html": html}).enable("table")
    container_plugin(markdown, "box", validate=_is_box, render=_render_box)
    markdown.inline.ruler.before("link", "source_marks", _marks)
    markdown.add_render_rule("source_marks", _render_marks)
    markdown.add_render_rule("link_open", _render_link)
    return markdown


_markdown = _make(html=False)
_lenient = _make(html=True)
