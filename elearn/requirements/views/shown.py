"""How a requirement is shown, and what can be chosen in its form."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from flask_babel import gettext as _

from elearn import clock
from elearn.extensions import get_config, get_session
from elearn.formatting import swedish_order
from elearn.guard import actor
from elearn.i18n import page_language
from elearn.modules.catalogue import get_catalogue
from elearn.organisations.kinds import Kind
from elearn.organisations.scope import Scope, get_scope
from elearn.organisations.tree import Node, Tree
from elearn.organisations.words import FORM_NAMES, KIND_NAMES
from elearn.requirements.form_fields import LEVEL_NAMES
from elearn.requirements.forms import RequirementForm
from elearn.requirements.models import RequirementVersion
from elearn.requirements.people import find_numbered, names_of, top_above

Versions = Sequence[RequirementVersion]

# What a unit is named with, since many units have the same name.
WHOLE = frozenset({Kind.GROUP, Kind.ADMINISTRATION, Kind.COMPANY})


@dataclass(frozen=True, slots=True)
class Shown:
    """A requirement as the list shows it: the version of today, else the next, else the last. `whom`: one person.

    `following` is what it is changed to, and when.
    """

    version: RequirementVersion
    unit_name: str
    coming: bool
    over: bool
    own: bool
    whom: str = ""
    following: Versions = ()


def own_scope() -> Scope:
    """What the reader has HR for today."""
    return get_scope(get_session(), actor(), clock.today())


def current(versions: Versions, today: date) -> RequirementVersion:
    """The version of a day, else the next one, else the last."""
    lasting = [each for each in versions if each.valid_to is None or each.valid_to >= today]
    return lasting[0] if lasting else versions[-1]


def shown(
    version: RequirementVersion,
    scope: Scope,
    versions: Versions = (),
    names: Mapping[UUID, str] | None = None,
) -> Shown:
    """One version, with the name of its unit, and of its one person where HR sees the name."""
    person_id, tree = version.person_id, scope.line.tree
    if names is None:
        names = names_of(get_session(), scope, [person_id] if person_id else [])
    return Shown(
        version=version,
        unit_name=tree[version.unit_id].name if version.unit_id in tree else "",
        coming=version.valid_from > scope.on,
        over=version.valid_to is not None and version.valid_to < scope.on,
        own=version.unit_id in scope.hr_figures,
        whom=names.get(person_id, _("En person")) if person_id else "",
        following=[each for each in versions if each.valid_from > version.valid_from],
    )


def list_shown(all_versions: Iterable[Versions], scope: Scope) -> list[Shown]:
    """What concerns HR's own people. What somebody above asks of one person is told to who sees that person by name."""
    tree = scope.line.tree
    concerned = scope.hr_figures | {unit for top in actor().hr_units for unit in tree.upward(top)}
    found = [(current(versions, scope.on), versions) for versions in all_versions]
    found = [each for each in found if each[0].unit_id in concerned]
    names = names_of(get_session(), scope, [each.person_id for each, _versions in found if each.person_id])
    return [
        shown(version, scope, versions, names)
        for version, versions in found
        if version.unit_id in scope.hr_figures or version.person_id is None or version.person_id in names
    ]


def words() -> dict[str, object]:
    """What the templates call modules, levels, kinds and forms."""
    return {
        "titles": titles(),
        "drafts": drafts(),
        "level_names": LEVEL_NAMES,
        "kind_names": KIND_NAMES,
        "form_names": FORM_NAMES,
    }


def offer(form: RequirementForm, scope: Scope, standing: RequirementVersion | None = None) -> None:
    """Let HR choose among its own units and the modules of today; a requirement that stands keeps whom it asks."""
    unreviewed = drafts()
    decided: Collection[str] = standing.modules if standing is not None and standing.decided_by else ()
    if get_config().demo:
        decided = unreviewed
    units = [(str(node.id), name) for node, name in list_units(scope)]
    form.offer(units, titles().items(), unreviewed, decided=decided)
    if standing is not None:
        form.keep_person(standing.person_id)


def list_units(scope: Scope) -> list[tuple[Node, str]]:
    """HR's own units of today, each with a name that tells it from the others: parents before those below them."""
    tree = scope.line.tree
    nodes = (node for node in _downward(tree) if node.id in scope.hr_figures and not node.ended)
    return [(node, _full_name(tree, node)) for node in nodes]


def _downward(tree: Tree) -> Iterator[Node]:
    waiting = [tree.root] if tree.root else []
    while waiting:
        node = waiting.pop()
        yield node
        below = sorted(tree.children(node.id), key=lambda child: (swedish_order(child.name), child.code))
        waiting.extend(reversed(below))


def _full_name(tree: Tree, node: Node) -> str:
    if node.kind in WHOLE:
        return node.name
    above = (tree[unit] for unit in list(tree.upward(node.id))[1:])
    whole = next((each for each in above if each.kind in WHOLE and each.kind is not Kind.GROUP), None)
    return f"{node.name} ({whole.name})" if whole else node.name


def find_person(scope: Scope, number: str) -> tuple[UUID, int] | str:
    """The person with a number and the unit that the requirement belongs to, or what is wrong with the number."""
    found = find_numbered(get_session(), scope, number)
    if len(found) == 1:
        ((person_id, unit_id),) = found.items()
        return person_id, top_above(scope, unit_id)
    if not found:
        return str(
            _("Ingen i den del du hanterar har det numret. Kontrollera det, eller sök personen först.")
        )
    return str(_("Flera personer har det numret. Skriv källan först, till exempel hr/1042."))


def drafts() -> frozenset[str]:
    """The modules that nobody has reviewed."""
    catalogue = get_catalogue()
    return frozenset(module.slug for module in catalogue.modules if catalogue.is_draft(module))


def titles() -> dict[str, str]:
    """What the modules of today are called, in the reader's language."""
    language = page_language()
    return {module.slug: module.title.read(language) for module in get_catalogue().modules}
