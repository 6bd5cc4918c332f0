"""Which companies let the HR above them see names: the list, to record one, to end one."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from elearn import clock
from elearn.extensions import get_session
from elearn.guard import actor, requires
from elearn.organisations.arrangement_forms import ArrangementForm
from elearn.organisations.arrangements import (
    ArrangementRefusedError,
    end_arrangement,
    get_own_arrangement,
    list_arrangements,
    list_entities,
    may_record,
    record_arrangement,
)
from elearn.organisations.models import Arrangement
from elearn.organisations.queries import get_tree
from elearn.organisations.tree import Node
from elearn.organisations.views.blueprint import bp
from elearn.organisations.words import KIND_NAMES
from elearn.permissions import Actor, Permission


@dataclass(frozen=True, slots=True)
class Entity:
    """A legal entity of its own with what is recorded for it, and whether the reader may speak for it."""

    node: Node
    arrangements: Sequence[Arrangement]
    own: bool

    @property
    def arranged(self) -> bool:
        """Whether names may be seen today."""
        today = clock.today()
        return any(
            each.valid_from <= today and (each.valid_to is None or each.valid_to >= today)
            for each in self.arrangements
        )


@bp.get("/hr/overenskommelser")
@requires(Permission.ARRANGEMENT_SET)
def arrangements() -> ResponseReturnValue:
    return _page(ArrangementForm(formdata=None, valid_from=clock.today()))


@bp.post("/hr/overenskommelser")
@requires(Permission.ARRANGEMENT_SET)
def add_arrangement() -> ResponseReturnValue:
    writing, at, form = get_session(), clock.now(), ArrangementForm()
    form.offer(_offered(_list_entities()))
    agreement = form.read(clock.day_of(at))
    if agreement is None:
        return _page(form), 422
    try:
        record_arrangement(writing, agreement, at=at, actor=actor().person_id)
    except ArrangementRefusedError as refusal:
        form.valid_from.errors = [str(refusal)]
        return _page(form), 422
    writing.commit()
    flash(_("Överenskommelsen är sparad."), "success")
    return redirect(url_for("organisations.arrangements"), 303)


def load_arrangement(actor: Actor, arrangement_id: int) -> Arrangement:
    """An arrangement that holds or will, of somebody whom the reader may speak for."""
    session, today = get_session(), clock.today()
    return get_own_arrangement(session, get_tree(session, today), actor, arrangement_id, today)


@bp.get("/hr/overenskommelser/<int(max=2147483647):arrangement_id>/avsluta")
@requires(Permission.ARRANGEMENT_SET, load_arrangement)
def ending(arrangement: Arrangement) -> str:
    """What ending an arrangement means, before it is done."""
    node = get_tree(get_session(), clock.today())[arrangement.unit_id]
    return render_template("organisations/ending.html", arrangement=arrangement, node=node)


@bp.post("/hr/overenskommelser/<int(max=2147483647):arrangement_id>/avsluta")
@requires(Permission.ARRANGEMENT_SET, load_arrangement)
def end(arrangement: Arrangement) -> ResponseReturnValue:
    writing, at = get_session(), clock.now()
    end_arrangement(writing, arrangement, on=clock.day_of(at), at=at, actor=actor().person_id)
    writing.commit()
    flash(_("Överenskommelsen är avslutad. Namnen visas inte längre för HR ovanför."), "success")
    return redirect(url_for("organisations.arrangements"), 303)


def _page(form: ArrangementForm) -> str:
    entities = _list_entities()
    form.offer(_offered(entities))
    return render_template(
        "organisations/arrangements.html",
        entities=entities,
        form=form if any(entity.own for entity in entities) else None,
        kind_names=KIND_NAMES,
        today=clock.today(),
    )


def _offered(entities: Sequence[Entity]) -> list[tuple[str, str]]:
    return [(str(entity.node.id), entity.node.name) for entity in entities if entity.own]


def _list_entities() -> list[Entity]:
    session, reader = get_session(), actor()
    tree = get_tree(session, clock.today())
    nodes = list_entities(tree, reader)
    recorded = list_arrangements(session, [node.id for node in nodes])
    return [
        Entity(
            node,
            [each for each in recorded if each.unit_id == node.id],
            may_record(tree, reader, node.id),
        )
        for node in nodes
    ]
