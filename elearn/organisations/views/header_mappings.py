"""The mappings that the page remembers: taking one away."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.exc import NoResultFound

from elearn import clock
from elearn.extensions import get_session
from elearn.guard import actor, requires
from elearn.organisations.header_mappings import forget_mapping, get_mapping
from elearn.organisations.models import ImportMapping
from elearn.organisations.uploads import get_reach, may_import
from elearn.organisations.views.blueprint import bp
from elearn.permissions import Actor, Permission


def load_mapping(actor: Actor, mapping_id: int) -> ImportMapping:
    """The mapping of a source whose files the officer may import."""
    session, today = get_session(), clock.today()
    remembered = get_mapping(session, mapping_id)
    if not may_import(session, get_reach(session, actor, today), remembered.source, today):
        raise NoResultFound
    return remembered


@bp.get("/hr/import/mappning/<int:mapping_id>/ta-bort")
@requires(Permission.FILE_IMPORT, load_mapping)
def forgetting(remembered: ImportMapping) -> str:
    """What taking a mapping away means, before it is done."""
    return render_template("organisations/forgetting.html", mapping=remembered)


@bp.post("/hr/import/mappning/<int:mapping_id>/ta-bort")
@requires(Permission.FILE_IMPORT, load_mapping)
def forget(remembered: ImportMapping) -> ResponseReturnValue:
    writing = get_session()
    forget_mapping(writing, remembered, at=clock.now(), actor=actor().person_id)
    flash(
        _(
            "Mappningen för källan %(source)s är borttagen. Nästa fil läses med våra egna rubriker.",
            source=remembered.source,
        ),
        "success",
    )
    writing.commit()
    return redirect(url_for("organisations.imports"), 303)
