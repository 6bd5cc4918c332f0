"""Where a link of the course leads: the open edition leads on in itself, and what is open to all speaks the reader's language. Pure."""

import re

from elearn.modules.anchors import anchor

MODULE = re.compile(r"/moduler/(?P<module>\d+)(?:/(?P<section>\d+)|/[a-z-]+)?\Z")
GLOSSARY = re.compile(r"/ordlista(?:#(?P<term>[a-z0-9-]+))?\Z")
PERSONAL = frozenset({"/", "/min-utbildning"})
IN_BOTH_LANGUAGES = frozenset({"/hjalp", "/tillganglighet", "/personuppgifter"})


def link_target(written: str, language: str, open_in: str | None = None) -> str:
    """The address that a written link leads to from a text in a language; `open_in`: the language of the open edition."""
    if found := GLOSSARY.match(written):
        return f"/ordlista/{language}" + (f"#{anchor('ord', found['term'])}" if found["term"] else "")
    if written in IN_BOTH_LANGUAGES:
        return f"{written}/{open_in or language}"
    return _openly(written, open_in) if open_in else written


def open_address(module: int, language: str) -> str:
    """The open edition of a module."""
    return f"/oppet/{module}/{language}"


def section_anchor(section: int) -> str:
    """The id of a section in the open edition, which has a module on one page."""
    return f"avsnitt-{section}"


def _openly(written: str, language: str) -> str:
    if found := MODULE.match(written):
        anchor = f"#{section_anchor(int(found['section']))}" if found["section"] else ""
        return open_address(int(found["module"]), language) + anchor
    if written in PERSONAL:
        return f"/oppet/{language}"
    return written
