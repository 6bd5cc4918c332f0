"""What no page has: sound, moving pictures, pictures of text, dragging, keys of its own, or a time to be ready by."""

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from tests.a11y.markup import each
from tests.a11y.recording import Sight

PLAYED = ("video", "audio", "embed", "object", "iframe", "applet", "bgsound", "track", "source")
PIXELS = ("img", "canvas", "picture", "image")
MOVING = ("marquee", "blink", "animate", "animatetransform", "animatemotion", "set")


def has_nothing_that_plays(sight: Sight, tree: Element) -> Iterator[str]:
    """No sound and no moving pictures, and nothing that could bring them along."""
    yield from (f"<{one.tag}>" for one in each(tree, *PLAYED))


def has_no_pictures_of_text(sight: Sight, tree: Element) -> Iterator[str]:
    """Pictures are drawn in the page, and their words are text. There is no picture made of pixels."""
    yield from (f"<{one.tag}>" for one in each(tree, *PIXELS))


def pictures_are_named_or_silent(sight: Sight, tree: Element) -> Iterator[str]:
    """Each drawing says what it shows, or is left out when the page is read aloud."""
    for drawing in each(tree, "svg"):
        named = drawing.get("aria-label") or drawing.get("aria-labelledby")
        if drawing.get("aria-hidden") != "true" and not (drawing.get("role") == "img" and named):
            yield f"a drawing without a name: {drawing.attrib}"


def has_nothing_that_moves(sight: Sight, tree: Element) -> Iterator[str]:
    """Nothing moves or blinks by itself."""
    yield from (f"<{one.tag}>" for one in each(tree, *MOVING))


def has_no_time_limit(sight: Sight, tree: Element) -> Iterator[str]:
    """No page goes somewhere by itself after a while."""
    for one in each(tree, "meta"):
        if one.get("http-equiv", "").lower() == "refresh":
            yield f"the page is loaded again: {one.get('content')}"


def has_nothing_to_drag(sight: Sight, tree: Element) -> Iterator[str]:
    yield from (f"{one.tag} is dragged" for one in tree.iter() if one.get("draggable") == "true")
    yield from (f"a slider {one.get('name')}" for one in each(tree, "input") if one.get("type") == "range")


def has_no_keys_of_its_own(sight: Sight, tree: Element) -> Iterator[str]:
    yield from (
        f"{one.tag} has accesskey {one.get('accesskey')}" for one in tree.iter() if "accesskey" in one.attrib
    )


def says_nothing_on_hover_alone(sight: Sight, tree: Element) -> Iterator[str]:
    """No text in a bubble that shows itself to a mouse."""
    for one in tree.iter():
        if "title" in one.attrib and one.tag != "svg":
            yield f"{one.tag} has a title: {one.get('title')}"


def is_in_the_order_of_reading(sight: Sight, tree: Element) -> Iterator[str]:
    """No element is reached with Tab in another order than it stands in."""
    for one in tree.iter():
        if one.get("tabindex", "0") not in {"0", "-1"}:
            yield f"{one.tag} has tabindex {one.get('tabindex')}"
