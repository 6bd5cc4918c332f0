"""Is the question wrong? Told from the result page, once for each question there."""

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from elearn.clock import now
from elearn.extensions import get_session
from elearn.guard import actor, requires
from elearn.modules import question_reports as reports
from elearn.modules.catalogue import get_catalogue
from elearn.modules.draw import Asked
from elearn.modules.forms import posted_attempt, report_form
from elearn.modules.views.blueprint import bp
from elearn.modules.views.reported import is_reported, remember_report
from elearn.modules.views.result import Feedback, read_feedback, result_page
from elearn.permissions import Permission


@bp.post("/synpunkt")
@requires(Permission.MODULE_TAKE)
def report_question() -> ResponseReturnValue:
    """Count that a question was said to be wrong, and go back to where it was said. Who said it is stored nowhere."""
    session = get_session()
    attempt, slug = reports.get_own_attempt(session, actor().person_id, posted_attempt())
    module = get_catalogue().by_slug(slug)
    back = url_for("modules.result", number=module.number, attempt_id=attempt.id)
    feedback = read_feedback(session, module, attempt, now())
    if feedback is None:
        return redirect(back, 303)
    asked = _asked(feedback)
    form = report_form(asked.place)
    if not form.validate():
        return result_page(feedback, refused=(asked.place, form)), 422
    if not is_reported(attempt.id, asked.question.id):
        reason = reports.Reason(form.reason.data)
        reports.report_question(session, attempt.version_id, asked.question.id, reason)
        session.commit()
        remember_report(attempt.id, asked.question.id)
    flash(_("Tack. Redaktören ser det."), "success")
    return redirect(f"{back}#fraga-{asked.place}", 303)


def _asked(feedback: Feedback) -> Asked:
    """The question that the form is about; 404 for one that the page does not explain."""
    wanted = request.form.get("question", "")
    if wanted not in reports.explained(feedback.outcome):
        abort(404)
    return next(asked for asked in feedback.sitting.asked if asked.question.id == wanted)
