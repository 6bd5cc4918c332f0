"""The editor's own pages: what is published and how it stands, what must be read again, and what cites a law."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from flask import render_template, request
from flask_babel import lazy_gettext as _l

from elearn.clock import today
from elearn.extensions import get_config, get_session
from elearn.guard import requires
from elearn.modules.catalogue import Catalogue, get_catalogue
from elearn.modules.citations import Use, citations, question_anchor
from elearn.modules.content import Module, Reference
from elearn.modules.directives import Block, Markdown, Parts, split_blocks
from elearn.modules.forms import REASONS
from elearn.modules.law_search import find_references
from elearn.modules.question_reports import Reported, list_reports
from elearn.modules.reading_time import count_words
from elearn.modules.reviews import ROLES, TEXT
from elearn.modules.views.blueprint import bp
from elearn.permissions import Permission
from elearn.support.contacts import Contact, load_contacts

ROLE_NAMES = {
    "kommunjurist": _l("Kommunjurist"),
    "socialtjanst-barn": _l("Socialtjänsten, barn"),
    "socialtjanst-vald": _l("Socialtjänsten, våld"),
    "heder": _l("Hedersrelaterat våld och förtryck"),
    "egen-erfarenhet": _l("Egen erfarenhet av våld"),
}
# What is searched for is a law, not a text.
LONGEST_QUERY = 100


@dataclass(frozen=True, slots=True)
class Standing:
    """How a module stands with those who make it."""

    module: Module
    draft: bool
    words: int
    open_reviews: int
    reports: int


@dataclass(frozen=True, slots=True)
class Unread:
    """What a role has left to read of a module: its text, and so many of its questions."""

    text: bool
    questions: int


@bp.get("/redaktion")
@requires(Permission.CONTENT_REVIEW)
def editorial() -> str:
    """The modules with how they stand, and how many sources wait to be read again."""
    catalogue = get_catalogue()
    used, _unused = _by_use(catalogue, _cited(catalogue))
    late = [reference for reference in used if reference.check_by < today()]
    reported = list_reports(get_session())
    standings = [_standing(catalogue, module, reported) for module in catalogue.modules]
    return render_template("modules/editorial.html", standings=standings, used=used, late=late)


@bp.get("/redaktion/granskning")
@requires(Permission.CONTENT_REVIEW)
def content_review() -> str:
    """What must be read, or read again: by whom, and by when. And, with `q`, what leans on a law."""
    catalogue, on = get_catalogue(), today()
    cited = _cited(catalogue)
    used, unused = _by_use(catalogue, cited)
    query = request.args.get("q", "").strip()[:LONGEST_QUERY]
    return render_template(
        "modules/content_review.html",
        used=used,
        unused=unused,
        citations=cited,
        today=on,
        late_contacts=_late_contacts(load_contacts(get_config().content_dir), on),
        roles=ROLE_NAMES,
        unread=[(module, _unread(catalogue, module)) for module in catalogue.modules],
        reported=[(catalogue.find(one.slug), one) for one in list_reports(get_session())],
        reasons=REASONS,
        query=query,
        found=find_references(query, catalogue.references.values()),
        anchor=question_anchor,
    )


def _cited(catalogue: Catalogue) -> Mapping[str, tuple[Use, ...]]:
    return citations(catalogue.modules, catalogue.glossary.values(), catalogue.discussions)


def _by_use(catalogue: Catalogue, cited: Collection[str]) -> tuple[list[Reference], list[Reference]]:
    """The sources that something leans on, and those that nothing does, each by when it must be read again."""
    references = sorted(
        catalogue.references.values(), key=lambda reference: (reference.check_by, reference.key)
    )
    used = [reference for reference in references if reference.key in cited]
    return used, [reference for reference in references if reference.key not in cited]


def _standing(catalogue: Catalogue, module: Module, reported: Iterable[Reported]) -> Standing:
    return Standing(
        module,
        catalogue.is_draft(module),
        sum(_count(split_blocks(section.body.sv)) for section in module.sections),
        sum(1 for _open in catalogue.reviews[module.slug].open(module)),
        sum(one.total for one in reported if (one.slug, one.version) == (module.slug, module.version)),
    )


def _count(blocks: Iterable[Block]) -> int:
    """The words of the running text, with the parts for all its readers."""
    return sum(count_words(text) for text in _running(blocks))


def _running(blocks: Iterable[Block]) -> Iterator[str]:
    for block in blocks:
        if isinstance(block, Markdown):
            yield block.text
        elif isinstance(block, Parts):
            for part in block.parts:
                yield from _running(part.blocks)


def _unread(catalogue: Catalogue, module: Module) -> Mapping[str, Unread]:
    """What each role has left to read of a module."""
    waiting = list(catalogue.reviews[module.slug].open(module))
    return {
        role: Unread((role, TEXT) in waiting, sum(one == role and item != TEXT for one, item in waiting))
        for role in ROLES
    }


def _late_contacts(contacts: Iterable[Contact], on: date) -> list[Contact]:
    """The contacts that should have been looked at again, shown or not, the oldest first."""
    late = [contact for contact in contacts if contact.check_by < on]
    return sorted(late, key=lambda contact: (contact.check_by, contact.id))
