"""A page as a tree, and what can be asked of it without a browser."""

from collections.abc import Iterator
from xml.etree.ElementTree import Element

import html5lib

FIELDS = ("input", "select", "textarea")
WITHOUT_LABEL = {"hidden", "submit", "button", "image", "reset"}


def tree_of(page: str) -> Element:
    tree: Element = html5lib.parse(page, namespaceHTMLElements=False)
    return tree


def each(tree: Element, *tags: str) -> Iterator[Element]:
    """Every element of these kinds, in the order of the page."""
    return (one for one in tree.iter() if tag_of(one) in tags)


def tag_of(element: Element) -> str:
    """The kind of an element, a drawing's without the namespace that a parser gives it; nothing for a comment."""
    tag: object = element.tag
    return tag.rpartition("}")[2].lower() if isinstance(tag, str) else ""


def text_of(element: Element) -> str:
    """What stands in an element, with single spaces."""
    return " ".join("".join(element.itertext()).split())


def classes(element: Element) -> set[str]:
    return set(element.get("class", "").split())


def fields_of(tree: Element) -> list[Element]:
    """What somebody fills in or chooses."""
    return [field for field in each(tree, *FIELDS) if field.get("type", "") not in WITHOUT_LABEL]


def by_id(tree: Element) -> dict[str, Element]:
    return {one.attrib["id"]: one for one in tree.iter() if "id" in one.attrib}


def main_of(tree: Element) -> Element:
    return next(each(tree, "main"))
