"""The unit that an address names, for whoever leads it."""

from dataclasses import dataclass

from sqlalchemy.exc import NoResultFound

from elearn import clock
from elearn.extensions import get_session
from elearn.organisations.scope import Scope, get_scope
from elearn.organisations.tree import Node
from elearn.permissions import Actor


@dataclass(frozen=True, slots=True)
class Led:
    """A unit that the reader manages or deputises for today."""

    node: Node
    scope: Scope


def load_led(actor: Actor, code: str) -> Led:
    """The unit; NoResultFound for one that the reader does not lead, however much of it the reader may see."""
    scope = get_scope(get_session(), actor, clock.today())
    node = scope.line.tree.by_code.get(code)
    if node is None or node.ended or node.id not in actor.manages | actor.deputises:
        raise NoResultFound
    return Led(node, scope)
