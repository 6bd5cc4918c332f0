"""Messages about what has happened: heard without moving to them."""

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from tests.a11y.markup import classes, main_of, text_of
from tests.a11y.recording import Sight

HEARD = {"status", "alert", "region"}


def are_heard(sight: Sight, tree: Element) -> Iterator[str]:
    """Each message has a role that a screen reader tells of, and says something."""
    for one in main_of(tree).iter():
        if "govuk-notification-banner" in classes(one):
            if one.get("role") not in HEARD:
                yield f"a message without a role: ‘{text_of(one)[:60]}’"
            if not text_of(one):
                yield "an empty message"
    for one in tree.iter():
        if "data-exit-status" in one.attrib and one.get("role") != "status":
            yield "the presses of Shift are not told"
