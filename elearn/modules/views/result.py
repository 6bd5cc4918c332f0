"""What a handed-in check taught, for its learner alone and for a day at most."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from flask import render_template
from flask_wtf import FlaskForm
from sqlalchemy.orm import Session

from elearn.clock import now
from elearn.extensions import get_session
from elearn.guard import actor, requires
from elearn.modules.content import Module
from elearn.modules.forms import report_form
from elearn.modules.marking import Mark, mark
from elearn.modules.models import Attempt
from elearn.modules.queries import Sitting, find_feedback, get_attempt, get_sitting
from elearn.modules.question_reports import explained
from elearn.modules.views.blueprint import bp, load_module
from elearn.modules.views.reported import is_reported
from elearn.permissions import Permission


@dataclass(frozen=True, slots=True)
class Feedback:
    """A handed-in attempt that can still be read, how it went, and its module as it stands today."""

    current: Module
    sitting: Sitting
    outcome: Mark


@bp.get("/moduler/<int:number>/kunskapskontroll/resultat/<uuid:attempt_id>")
@requires(Permission.MODULE_TAKE, load_module)
def result(module: Module, attempt_id: UUID) -> str:
    """The feedback while it exists, and afterwards calmly that it is gone."""
    session = get_session()
    attempt = get_attempt(session, actor().person_id, attempt_id, module.slug)
    feedback = read_feedback(session, module, attempt, now())
    if feedback is None:
        return render_template("modules/feedback_gone.html", module=module)
    return result_page(feedback)


def read_feedback(session: Session, module: Module, attempt: Attempt, at: datetime) -> Feedback | None:
    """The feedback on an attempt at a module, or None when it is gone or not there yet."""
    answers = find_feedback(session, attempt, at)
    if answers is None:
        return None
    sitting = get_sitting(session, attempt)
    return Feedback(module, sitting, mark([one.question for one in sitting.asked], answers))


def result_page(feedback: Feedback, refused: tuple[int, FlaskForm] | None = None) -> str:
    """The feedback, where each question that is explained can be said to be wrong, unless this browser has done so.

    `refused`: the form of the question at this place was sent without saying what is wrong.
    """
    sitting, outcome = feedback.sitting, feedback.outcome
    shown = explained(outcome)
    forms = {
        asked.place: report_form(asked.place)
        for asked in sitting.asked
        if asked.question.id in shown and not is_reported(sitting.attempt.id, asked.question.id)
    }
    return render_template(
        "modules/result.html",
        module=sitting.module,
        current=feedback.current,
        sitting=sitting,
        outcome=outcome,
        reports=forms | ({refused[0]: refused[1]} if refused else {}),
        refused=refused[1] if refused else None,
    )
