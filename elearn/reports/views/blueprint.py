"""The blueprint of the room, and what several of its pages need."""

from dataclasses import dataclass

from flask import Blueprint

from elearn.modules.catalogue import get_catalogue
from elearn.modules.content import Text

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
