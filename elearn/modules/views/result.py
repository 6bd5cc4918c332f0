"""What a handed-in check taught, for its learner alone and for a day at most."""

from uuid import UUID

from flask import render_template

from elearn.clock import now
from elearn.extensions import get_session
from elearn.guard import actor, requires
from elearn.modules.content import Module
from elearn.modules.marking import mark
from elearn.modules.queries import find_feedback, get_attempt, get_sitting
from elearn.modules.views.blueprint import bp, load_module
from elearn.permissions import Permission


@bp.get("/moduler/<int:number>/kunskapskontroll/resultat/<uuid:attempt_id>")
@requires(Permission.MODULE_TAKE, load_module)
def result(module: Module, attempt_id: UUID) -> str:
    """The feedback while it exists, and afterwards calmly that it is gone."""
    session = get_session()
    attempt = get_attempt(session, actor().person_id, attempt_id, module.slug)
    answers = find_feedback(session, attempt, now())
    if answers is None:
        return render_template("modules/feedback_gone.html", module=module)
    sitting = get_sitting(session, attempt)
    outcome = mark([one.question for one in sitting.asked], answers)
    return render_template(
        "modules/result.html", module=sitting.module, current=module, sitting=sitting, outcome=outcome
    )
