"""Handing in a check, the receipt, and my own history."""

from flask import Blueprint, Flask, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from elearn.clock import day_of, now, today
from elearn.completions import certificate_views, group_lead_views, repetition_views
from elearn.completions.certificate_pdf import norm_time
from elearn.completions.certificate_views import load_own_completion
from elearn.completions.certificates import get_certificate
from elearn.completions.changes import RENEWAL_MINUTES
from elearn.completions.corrections import list_corrections
from elearn.completions.group_telling import tell_of_sessions
from elearn.completions.models import Completion
from elearn.completions.queries import attempt_of, find_by_attempt
from elearn.completions.services import complete_attempt
from elearn.completions.training import Item, get_training
from elearn.completions.way_case_views import bp as way_bp
from elearn.completions.way_ending import list_cases
from elearn.completions.way_words import REFUSALS
from elearn.completions.why import get_why
from elearn.completions.words import REASON_NAMES
from elearn.extensions import get_session
from elearn.guard import actor, form_pages, requires
from elearn.modules.catalogue import get_catalogue
from elearn.modules.content import Module
from elearn.modules.forms import ALL_TOGETHER, check_form, posted_answers, posted_attempt, read_answers
from elearn.modules.models import Attempt
from elearn.modules.queries import Sitting, get_sitting, has_feedback
from elearn.modules.services import (
    is_same_submission,
    lock_attempt,
    purge_answers,
    save_answers,
    submission_digest,
)
from elearn.modules.views.blueprint import language, load_module
from elearn.modules.views.check import all_questions_page, review_page
from elearn.permissions import Permission

bp = Blueprint("completions", __name__)


def init_app(app: Flask) -> None:
    """Put the pages on the application."""
    app.register_blueprint(certificate_views.bp)
    app.register_blueprint(repetition_views.bp)
    app.register_blueprint(bp)
    group_lead_views.init_app(app)
    app.register_blueprint(way_bp)
    app.jinja_env.globals["own_item"] = own_item
    form_pages["completions.hand_in"] = "modules.all_questions"
    form_pages["completions_group.confirm_own"] = "pages.start"


def own_item(module: Module) -> Item:
    """How a module stands for whoever reads, for the module's own page: its room knows nothing of what is done."""
    return get_training(get_session(), actor().person_id, get_catalogue().modules, now()).item(module.slug)


@bp.post("/moduler/<int:number>/kunskapskontroll/lamna-in")
@requires(Permission.MODULE_TAKE, load_module)
def hand_in(module: Module) -> ResponseReturnValue:
    """Mark the check and, when it is passed, register it; once, however often the form arrives."""
    session, person_id, at = get_session(), actor().person_id, now()
    attempt = lock_attempt(session, person_id, posted_attempt(), module.slug)
    sitting = get_sitting(session, attempt)
    digest = submission_digest(attempt.id, posted_answers(sitting.asked))
    if attempt.finished_at is not None:
        return _handed_in_before(module, attempt, digest)
    try:
        sitting = _with_posted_answers(sitting)
    except IncompleteError as refusal:
        return refusal.page, 422
    completion = complete_attempt(session, person_id, sitting, digest, at)
    purge_answers(session, at)
    session.commit()
    return redirect(_outcome(module, attempt, completion), 303)


class IncompleteError(Exception):
    """An answer is missing or unknown; `page` says which, with everything else kept."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.page = page


def _with_posted_answers(sitting: Sitting) -> Sitting:
    """The attempt with the answers that came along, or, from the review, with those saved before."""
    if request.form.get("way") != ALL_TOGETHER and not posted_answers(sitting.asked):
        if sitting.unanswered:
            raise IncompleteError(review_page(sitting, refused=True))
        return sitting
    form = check_form(sitting.asked, {}, language())
    if not form.validate():
        raise IncompleteError(all_questions_page(sitting, form))
    return save_answers(get_session(), sitting, read_answers(form, sitting.asked))


def _handed_in_before(module: Module, attempt: Attempt, digest: str) -> ResponseReturnValue:
    """The same form once more leads where it led; another one is a conflict, and the first one stands."""
    if not is_same_submission(attempt, digest):
        abort(409)
    return redirect(_outcome(module, attempt, find_by_attempt(get_session(), attempt.id)), 303)


def _outcome(module: Module, attempt: Attempt, completion: Completion | None) -> str:
    """Where a handed-in check leads: to the receipt, or to what there is to read again."""
    if completion is not None:
        return url_for("completions.certificate", completion_id=completion.id)
    return url_for("modules.result", number=module.number, attempt_id=attempt.id)


@bp.get("/intyg/<uuid:completion_id>")
@requires(Permission.OWN_READ, load_own_completion)
def certificate(completion: Completion) -> str:
    """The receipt: what is registered, until when, and what comes next."""
    session, person_id, at = get_session(), actor().person_id, now()
    catalogue = get_catalogue()
    attempt_id = attempt_of(completion)
    explained = attempt_id is not None and has_feedback(session, person_id, attempt_id, at)
    training = get_training(session, person_id, catalogue.modules, at)
    module = catalogue.find(completion.module)
    made = get_certificate(session, completion, training.history, module)
    return render_template(
        "completions/certificate.html",
        completion=completion,
        module=module,
        norm_time=norm_time(made),
        on_file=made.module is not None,
        feedback=attempt_id if explained else None,
        next=training.left[0] if training.left else None,
    )


@bp.get("/moduler/<int:number>/andrat")
@requires(Permission.MODULE_TAKE, load_module)
def changed(module: Module) -> str:
    """What has changed since I did the module; before a renewal it is all there is to read."""
    at = now()
    training = get_training(get_session(), actor().person_id, get_catalogue().modules, at)
    item = training.item(module.slug)
    return render_template(
        "completions/changed.html",
        item=item,
        module=module,
        renewal=item.is_renewal(day_of(at)),
        minutes=RENEWAL_MINUTES,
    )


@bp.get("/min-utbildning")
@requires(Permission.OWN_READ)
def history() -> str:
    """What is asked of me and why, what I have done and until when it is valid."""
    catalogue, session, person_id = get_catalogue(), get_session(), actor().person_id
    return render_template(
        "completions/history.html",
        training=get_training(session, person_id, catalogue.modules, now()),
        corrections=list_corrections(session, person_id),
        reason_names=REASON_NAMES,
        find_module=catalogue.find,
        **tell_of_sessions(session, person_id, today()),
        ways=list_cases(session, person_id),
        refusals=REFUSALS,
    )


@bp.get("/min-utbildning/varfor/<int:number>")
@requires(Permission.OWN_READ, load_module)
def why(module: Module) -> str:
    """Why one of my modules stands as it does: the decision, the days and the rows that it follows from."""
    catalogue, on = get_catalogue(), day_of(now())
    return render_template(
        "completions/why.html",
        module=module,
        why=get_why(get_session(), actor().person_id, module.slug, on),
        on=on,
        titles={each.slug: each.title for each in catalogue.modules},
        find_module=catalogue.find,
        reason_names=REASON_NAMES,
    )
