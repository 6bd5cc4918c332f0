"""Every page that the reader may open, on one page: the second way to each of them (WCAG 2.2, criterion 2.4.5)."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from flask import current_app, url_for
from flask_babel import lazy_gettext as _l

from elearn.formatting import swedish_order
from elearn.guard import is_public, opens
from elearn.i18n import without_trace
from elearn.organisations.scope import Scope
from elearn.organisations.tree import Node
from elearn.permissions import Actor

EASY = "support.easy"  # in Swedish, whoever reads
# By endpoint. What is left out leads away, answers machines, or is a step on the way somewhere.
GROUPS = (
    (
        _l("Din utbildning"),
        (
            ("pages.start", _l("Start")),
            ("completions.history", _l("Min utbildning")),
            ("repetition.questions", _l("Repetition")),
        ),
    ),
    (
        _l("Inställningar"),
        (
            ("accounts.settings", _l("Inställningar")),
            ("accounts.change_password", _l("Byt lösenord")),
            ("reminders.own", _l("Påminnelser som du har fått")),
        ),
    ),
    (
        _l("HR"),
        (
            ("reports.group", _l("HR")),
            ("reports.group_over_time", _l("Över tid")),
            ("reports.committees", _l("Sida till nämnden")),
            ("organisations.mending", _l("Att ordna")),
            ("reports.people", _l("Sök en person")),
            ("requirements.overview", _l("Krav")),
            ("requirements.new", _l("Nytt krav")),
            ("requirements.holidays", _l("Ledigheter")),
            ("reminders.overview", _l("Påminnelser")),
            ("reminders.mails", _l("Mejl per skäl")),
            ("reminders.rules", _l("Regler för påminnelser")),
            ("organisations.imports", _l("Läs in en fil")),
            ("reports_export.export", _l("Ta ut en fil")),
            ("reports.public_list", _l("Lista att lämna ut")),
            ("reports.evidence", _l("Underlag för granskning")),
            ("organisations.arrangements", _l("Överenskommelser om namn")),
            ("accounts.codes", _l("Kod på papper")),
        ),
    ),
    (_l("Ärenden"), (("completions_way.cases", _l("Ärenden")),)),
    (_l("Läget"), (("reports.published", _l("Läget")),)),
    (
        _l("Redaktion"),
        (
            ("modules.editorial", _l("Redaktion")),
            ("modules.content_review", _l("Granska innehållet")),
        ),
    ),
    (
        _l("Administration"),
        (
            ("accounts.admin", _l("Administration")),
            ("accounts.roles", _l("Roller")),
        ),
    ),
    (_l("Granskning"), (("audit.trail", _l("Granskning")),)),
    (
        _l("Öppet för alla"),
        (
            ("support.help_page", _l("Hjälp och stöd")),
            (EASY, _l("Hjälp och stöd på lättläst svenska")),
            ("modules.open_list", _l("Läs utan att logga in")),
            ("modules.glossary", _l("Ordlista")),
            ("support.about", _l("Så fungerar Lämna sidan")),
            ("pages.accessibility", _l("Tillgänglighet")),
            ("pages.privacy", _l("Personuppgifter")),
        ),
    ),
    # The units themselves stand below it.
    (
        _l("Enheter"),
        (
            ("reports.units", _l("Enheter")),
            ("modules.discussion", _l("Kvartalets fråga")),
        ),
    ),
)


@dataclass(frozen=True, slots=True)
class Group:
    """Pages that belong together: their addresses and what they are called."""

    name: str
    pages: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Branch:
    """A unit whose figures the reader may see, with those below it."""

    node: Node
    below: Sequence["Branch"]


def list_groups(reader: Actor) -> list[Group]:
    """The pages that the reader's roles open, without the groups that would stand empty."""
    views = current_app.view_functions
    found = (
        Group(
            str(name),
            [(_address(endpoint), str(text)) for endpoint, text in pages if opens(views[endpoint], reader)],
        )
        for name, pages in GROUPS
    )
    return [group for group in found if group.pages]


def _address(endpoint: str) -> str:
    """Where a page is. One that knows no reader has the reader's language in its address, where it has several."""
    several = is_public(current_app.view_functions[endpoint]) and endpoint != EASY
    return without_trace(url_for(endpoint)) if several else url_for(endpoint)


def list_branches(scope: Scope) -> list[Branch]:
    """The units whose figures the reader may see, each below the one that it belongs to; in order of their names."""
    tree, seen = scope.line.tree, scope.figures

    def grow(nodes: Iterable[Node]) -> Iterator[Branch]:
        for node in sorted(nodes, key=lambda one: swedish_order(one.name)):
            below = list(grow(child for child in tree.children(node.id) if child.id in seen))
            if below or not node.ended:
                yield Branch(node, below)

    return list(grow(tree[unit] for unit in seen if tree.parent_id(unit) not in seen))
