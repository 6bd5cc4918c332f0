"""Titles, headings and link texts: what somebody hears who jumps from one to the next."""

import re
from collections.abc import Iterator
from itertools import pairwise
from xml.etree.ElementTree import Element

from tests.a11y.markup import classes, each, text_of
from tests.a11y.recording import Sight
from tests.e2e.visitor import TELLING

# Shows every error of every field, which are about nothing.
PIECES = "pages/components.html"
# Where the way out ends nothing may tell where somebody came from.
NEUTRAL = {"Paus", "Pause"}
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
# Words that say nothing of where a link leads.
EMPTY = {"här", "klicka här", "läs mer", "mer", "länk", "here", "click here", "read more", "more", "link"}


def says_what_the_page_is(sight: Sight, tree: Element) -> Iterator[str]:
    """The title names the page and then the service, and neither it nor the address tells anything to a bystander."""
    title = "".join(text_of(one) for one in each(tree, "title")).strip()
    if title not in NEUTRAL and not re.search(r"[\w?] – elearn$", title):
        yield f"the title is ‘{title}’"
    for word in TELLING:
        if word in f"{title} {sight.path}".lower():
            yield f"the title or the address tells of ‘{word}’"


def has_headings_in_order(sight: Sight, tree: Element) -> Iterator[str]:
    """One h1, no empty heading, and no level left out on the way down."""
    headings = list(each(tree, *HEADINGS))
    levels = [int(heading.tag[1]) for heading in headings]
    if levels.count(1) != 1:
        yield f"{levels.count(1)} headings of the first level"
    for heading in headings:
        if not text_of(heading):
            yield f"an empty {heading.tag}"
    for above, below in pairwise(levels):
        if below > above + 1:
            yield f"h{below} follows h{above}"


def has_links_that_say_where(sight: Sight, tree: Element) -> Iterator[str]:
    """No link is called ‘here’ or ‘more’, and two that are called the same in one list lead to one place."""
    for link in each(tree, "a"):
        if text_of(link).lower().rstrip(".") in EMPTY:
            yield f"a link called ‘{text_of(link)}’"
    if sight.template != PIECES:
        for group in each(tree, "nav", "ul", "ol"):
            yield from _called_the_same(group)


def _called_the_same(group: Element) -> Iterator[str]:
    leads: dict[str, str] = {}
    for item in group:
        links = list(each(item, "a"))
        # A row with more in it than its link says by the rest which link it is.
        if len(links) == 1 and text_of(item) == text_of(links[0]):
            address = links[0].get("href", "")
            if leads.setdefault(text_of(links[0]), address) != address:
                yield f"‘{text_of(links[0])}’ leads to {leads[text_of(links[0])]} and to {address}"


def has_labels_that_say_what(sight: Sight, tree: Element) -> Iterator[str]:
    """No empty label or legend, and no two fields of one form under the same label."""
    for form in each(tree, "form"):
        labels = [text_of(one) for one in each(form, "legend", "label") if "option" not in classes(one)]
        if "" in labels:
            yield f"an empty label in the form to {form.get('action')}"
