"""The blueprint of the room, and what several of its pages need."""

from flask import Blueprint

from elearn.i18n import page_language
from elearn.modules.catalogue import get_catalogue
from elearn.modules.content import Module
from elearn.permissions import Actor

bp = Blueprint("modules", __name__)


def load_module(actor: Actor, number: int) -> Module:
    """The module that an address names; every module is open to everyone who is signed in."""
    return get_catalogue().by_number(number)


def language() -> str:
    """The language of the page: what content is shown in where it has been translated."""
    return page_language()
