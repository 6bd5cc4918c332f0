"""The blueprint of the room, and what several of its pages need."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, url_for

from elearn.i18n import page_language
from elearn.modules.catalogue import get_catalogue
from elearn.modules.content import Text
from elearn.organisations.tree import Node, Tree
from elearn.reports.forms import GroupFilterForm

bp = Blueprint("reports", __name__)


@dataclass(frozen=True, slots=True)
class ModuleHead:
    """A module as the head of a column."""

    slug: str
    number: int
    title: Text
    minutes: int


def list_heads() -> list[ModuleHead]:
    """The modules of today, in their order."""
    return [
        ModuleHead(module.slug, module.number, module.title, module.minutes)
        for module in get_catalogue().modules
    ]


def choose_module(form: GroupFilterForm) -> ModuleHead | None:
    """Offer the modules of today in a filter; the one that the address asks about, if it does."""
    heads, language = list_heads(), page_language()
    form.offer((str(head.number), head.title.read(language)) for head in heads)
    return next((head for head in heads if str(head.number) == form.modul.data), None)


def path_to(
    node: Node, tree: Tree, sees: Callable[[int], bool], given: dict[str, Any], *, here: str = ""
) -> list[tuple[str, str]]:
    """The units above a unit that the reader may see, with their pages; last the unit itself, or what of it is shown here."""
    above = [tree[unit] for unit in tree.upward(node.id) if sees(unit)]
    path = [(each.name, url_for("reports.unit", code=each.code, **given)) for each in reversed(above)]
    return [*path, (here, "")] if here else [*path[:-1], (node.name, "")]
