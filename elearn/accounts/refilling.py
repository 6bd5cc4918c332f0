"""Filling in a form of a page as it was sent before: the page's own markup, with other values. Pure.

No view has to know of it, so none can forget it. What is hidden stays the page's own, for it holds tokens and
what the page was made from; passwords and files stay empty.
"""

from collections import Counter
from collections.abc import Iterable
from html import escape
from html.parser import HTMLParser

Attributes = dict[str, str | None]

UNTOUCHED = frozenset({"hidden", "password", "file", "submit", "button", "image", "reset"})


def refill(page: str, address: str, fields: Iterable[tuple[str, str]]) -> str:
    """The page with its form for an address filled in; as it is where there is no such form."""
    wanted = list(fields)
    survey = _Survey()
    survey.feed(page)
    survey.close()
    place = survey.find(address, {name for name, _value in wanted})
    if place is None:
        return page
    writer = _Writer(place, wanted)
    writer.feed(page)
    writer.close()
    return "".join(writer.parts)


class _Forms(HTMLParser):
    """Knows which form of the page it is in, counted from 0."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.place = -1
        self.inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "form":
            self.place += 1
            self.inside = True
        self.open(tag, dict(attrs))

    def handle_endtag(self, tag: str) -> None:
        self.shut(tag)
        if tag == "form":
            self.inside = False

    def open(self, tag: str, attributes: Attributes) -> None: ...

    def shut(self, tag: str) -> None: ...


class _Survey(_Forms):
    """Where each form of the page goes, and what it asks."""

    def __init__(self) -> None:
        super().__init__()
        self.addresses: list[set[str]] = []
        self.names: list[set[str]] = []

    def open(self, tag: str, attributes: Attributes) -> None:
        if tag == "form":
            posts = (attributes.get("method") or "").lower() == "post"
            self.addresses.append({attributes.get("action") or ""} if posts else set())
            self.names.append(set())
        elif self.inside:
            self.addresses[-1].add(attributes.get("formaction") or "")
            self.names[-1].add(attributes.get("name") or "")

    def find(self, address: str, names: set[str]) -> int | None:
        """The form that goes to the address; of several, the one that asks most of what was sent."""
        there = [place for place, addresses in enumerate(self.addresses) if address in addresses]
        return max(there, key=lambda place: len(names & self.names[place]), default=None)


class _Writer(_Forms):
    """Writes the page down again, the wanted form with the wanted values."""

    def __init__(self, wanted: int, fields: list[tuple[str, str]]) -> None:
        super().__init__()
        self.parts: list[str] = []
        self.wanted = wanted
        self.chosen = set(fields)
        self.names = Counter(name for name, _value in fields)
        self.texts: dict[str, list[str]] = {}
        for name, value in fields:
            self.texts.setdefault(name, []).append(value)
        self.select = ""
        self.replaced = False

    def open(self, tag: str, attributes: Attributes) -> None:
        text = self.get_starttag_text() or ""
        name = attributes.get("name") or ""
        if not self.inside or self.place != self.wanted:
            self.parts.append(text)
        elif tag == "details":  # what comes back is there to be checked
            self.parts.append(_tag(tag, attributes, "open", on=True))
        elif tag == "input":
            self.parts.append(self._input(text, name, attributes))
        elif tag == "option" and self.select in self.names:
            value = (self.select, attributes.get("value") or "")
            self.parts.append(_tag(tag, attributes, "selected", on=value in self.chosen))
        else:
            self.select = name if tag == "select" else self.select
            self.parts.append(text)
            if tag == "textarea" and self.texts.get(name):
                self.parts.append("\n" + escape(self.texts[name].pop(0)))
                self.replaced = True

    def _input(self, text: str, name: str, attributes: Attributes) -> str:
        kind = (attributes.get("type") or "text").lower()
        if kind in UNTOUCHED:
            return text
        if kind in {"checkbox", "radio"}:
            on = (name, attributes.get("value") or "on") in self.chosen
            return _tag("input", attributes, "checked", on=on)
        if not self.texts.get(name):
            return text
        return _tag("input", {**attributes, "value": self.texts[name].pop(0)})

    def shut(self, tag: str) -> None:
        if tag == "textarea":
            self.replaced = False
        elif tag == "select":
            self.select = ""
        self.parts.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        if not self.replaced:
            self.parts.append(data)

    def handle_entityref(self, name: str) -> None:
        self.handle_data(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self.handle_data(f"&#{name};")

    def handle_comment(self, data: str) -> None:
        self.parts.append(f"<!--{data}-->")

    def handle_decl(self, decl: str) -> None:
        self.parts.append(f"<!{decl}>")


def _tag(tag: str, attributes: Attributes, flag: str = "", *, on: bool = False) -> str:
    """A start tag with these attributes, and with a flag or without it."""
    kept = {name: value for name, value in attributes.items() if name != flag}
    if on:
        kept[flag] = None
    written = (name if value is None else f'{name}="{escape(value)}"' for name, value in kept.items())
    return f"<{' '.join((tag, *written))}>"
