"""What must be the same from page to page."""

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from tests.a11y.markup import by_id, each, tag_of, text_of, tree_of
from tests.a11y.recording import Sight


def help_is_in_one_place(sights: list[Sight]) -> Iterator[str]:
    """The links that help, and the way out, stand in the same order on every page that has them."""
    yield from _same_order(sights, "footer")


def navigation_is_in_one_order(sights: list[Sight]) -> Iterator[str]:
    """The main menu has its items in one order for everybody, with more or fewer of them."""
    yield from _same_order(sights, "nav")


def _same_order(sights: list[Sight], tag: str) -> Iterator[str]:
    before: dict[tuple[str, str], str] = {}
    for sight in sights:
        place = next((one for one in each(tree_of(sight.page), tag) if tag != "nav" or _is_main(one)), None)
        addresses = [] if place is None else [link.get("href", "") for link in each(place, "a")]
        for number, first in enumerate(addresses):
            for second in addresses[number + 1 :]:
                before[first, second] = sight.name
                if (second, first) in before:
                    yield f"{first} and {second} are turned round between {sight.name} and {before[second, first]}"


def _is_main(nav: Element) -> bool:
    return "site-navigation" in nav.get("class", "")


def the_frame_says_the_same(sights: list[Sight]) -> Iterator[str]:
    """What leads to the same place from the frame of the page is called the same on every page in a language."""
    called: dict[tuple[str, str, str], str] = {}
    for sight in sights:
        tree = tree_of(sight.page)
        for place in [
            *each(tree, "footer", "header"),
            *(one for one in each(tree, "section") if _is_exit(one)),
        ]:
            for link in each(place, "a"):
                key, text = (sight.language, link.get("class", ""), link.get("href", "")), text_of(link)
                if called.setdefault(key, text) != text:
                    yield f"{key[2]} is called ‘{called[key]}’ and, on {sight.name}, ‘{text}’"


def _is_exit(section: Element) -> bool:
    return "exit-bar" in section.get("class", "")


def the_content_is_one_press_away(sights: list[Sight]) -> Iterator[str]:
    """A link past the frame leads to the main part of every page."""
    for sight in sights:
        tree = tree_of(sight.page)
        ids = by_id(tree)
        framed = any(True for header in each(tree, "header") for _link in each(header, "a"))
        skips = any(link.get("href") == "#main" for link in each(tree, "a"))
        if (framed and not skips) or tag_of(ids["main"]) != "main":
            yield f"{sight.name} has no way past its frame"


def main_pages_are_found_everywhere(sights: list[Sight]) -> Iterator[str]:
    """What the menu of a role and the footer lead to is there on every page that the same reader opens."""
    menus: dict[str, tuple[set[str], str]] = {}
    for sight in sights:
        tree = tree_of(sight.page)
        places = [*each(tree, "footer"), *(one for one in each(tree, "nav") if _is_main(one))]
        if not any(_is_main(place) for place in places):
            continue  # open pages do not know who reads them
        found = {link.get("href", "") for place in places for link in each(place, "a")}
        known, where = menus.setdefault(sight.who, (found, sight.name))
        if found != known:
            yield f"{sorted(found ^ known)} is either on {sight.name} or on {where}"


DIRECTORY = "/sidor"
OPEN_LIST = "/oppet"
# What is reached from a page that is listed, but does not lie below its address.
ELSEWHERE = {"/intyg": "/min-utbildning", "/traffar": "/enheter"}
# Steps on the way in, and what nobody looks for.
STEPS = ("/logga-in", "/losenord", "/paus", "/komponenter")


def every_page_is_on_the_list(sights: list[Sight]) -> Iterator[str]:
    """What somebody has opened stands on the page of all pages, or below one that does: the second way to it."""
    for who in sorted({sight.who for sight in sights}):
        own = [sight for sight in sights if sight.who == who and sight.status == 200]
        lists = [sight for sight in own if sight.path in (DIRECTORY, OPEN_LIST)]
        listed = {
            re.sub(r"/(?:sv|en)$", "", link.get("href", ""))
            for sight in lists
            for link in each(tree_of(sight.page), "a")
        } - {"/"}
        for sight in own if lists else []:
            path = sight.path.partition("?")[0]
            start = "/" + path.split("/")[1]
            if (
                start not in STEPS
                and path != "/"
                and listed.isdisjoint({*_upward(path), ELSEWHERE.get(start)})
            ):
                yield f"{sight.name} is neither listed nor below a page that is"


def _upward(path: str) -> Iterator[str]:
    while path:
        yield path
        path = path.rpartition("/")[0]
