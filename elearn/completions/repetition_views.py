"""Repetition: voluntary, and nothing about it is stored. The drawn questions travel in the form and back."""

from collections.abc import Sequence
from secrets import SystemRandom

from flask import Blueprint, current_app, render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from itsdangerous import BadSignature, URLSafeSerializer

from elearn.clock import day_of, now
from elearn.completions.repetition import Drawn, StaleError, as_carried, draw_questions, repeatable, take_up
from elearn.completions.training import get_training
from elearn.extensions import get_session
from elearn.guard import actor, requires
from elearn.modules.catalogue import get_catalogue
from elearn.modules.content import Module
from elearn.modules.forms import check_form, read_answers
from elearn.modules.marking import mark
from elearn.modules.queries import list_begun
from elearn.modules.views.blueprint import language
from elearn.permissions import Permission

bp = Blueprint("repetition", __name__)
CARRIED = "fragor"


@bp.get("/repetition")
@requires(Permission.MODULE_TAKE)
def questions() -> str:
    """Three questions, others each time."""
    return _new_questions(_own_modules())


@bp.post("/repetition")
@requires(Permission.MODULE_TAKE)
def answers() -> ResponseReturnValue:
    """What was right and why. No redirect: there is nothing that another page could read it from."""
    modules = _own_modules()
    try:
        drawn = take_up(_signer().loads(request.form.get(CARRIED, "")), modules)
    except (BadSignature, StaleError):
        return _new_questions(modules, stale=True), 422
    asked = [one.asked for one in drawn]
    form = check_form(asked, {}, language())
    if not form.validate():
        return _questions_page(drawn, form), 422
    outcome = mark([one.question for one in asked], read_answers(form, asked))
    return render_template(
        "completions/repetition_answers.html", pairs=list(zip(drawn, outcome.questions, strict=True))
    )


def _own_modules() -> tuple[Module, ...]:
    session, person_id, at = get_session(), actor().person_id, now()
    training = get_training(session, person_id, get_catalogue().modules, at)
    ever = {made.module for made in training.history}
    done = ((item.module, item.valid_until) for item in training.done if item.module.slug in ever)
    return repeatable(done, list_begun(session, person_id, at), day_of(at))


def _new_questions(modules: Sequence[Module], *, stale: bool = False) -> str:
    drawn = draw_questions(modules, SystemRandom())
    form = check_form([one.asked for one in drawn], {}, language())
    form.process(None)  # what was answered to other questions is no answer to these
    return _questions_page(drawn, form, stale=stale)


def _questions_page(drawn: Sequence[Drawn], form: FlaskForm, *, stale: bool = False) -> str:
    """`stale`: these are new ones, because those that were answered could not be marked."""
    return render_template(
        "completions/repetition.html",
        drawn=drawn,
        form=form,
        stale=stale,
        name=CARRIED,
        carried=_signer().dumps(as_carried(drawn)),
    )


def _signer() -> URLSafeSerializer:
    """Signs what was drawn: nobody chooses for themselves which questions are explained."""
    return URLSafeSerializer(str(current_app.secret_key), salt="repetition")
