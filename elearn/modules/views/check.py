"""The knowledge check until it is handed in: start, one question per page or all on one, review."""

from secrets import SystemRandom

from flask import abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm

from elearn.clock import now
from elearn.extensions import get_session
from elearn.guard import actor, requires
from elearn.modules.content import Module
from elearn.modules.draw import Asked
from elearn.modules.forms import (
    ALL_TOGETHER,
    StartCheckForm,
    check_form,
    posted_attempt,
    read_answers,
    unanswered,
)
from elearn.modules.queries import Sitting, find_sitting, get_sitting
from elearn.modules.services import lock_attempt, save_answers, start_attempt
from elearn.modules.views.blueprint import bp, language, load_module
from elearn.permissions import Permission


@bp.get("/moduler/<int:number>/kunskapskontroll")
@requires(Permission.MODULE_TAKE, load_module)
def check(module: Module) -> str:
    """What the check is, and the choice between one question per page and all on one."""
    return _start_page(module, StartCheckForm())


@bp.post("/moduler/<int:number>/kunskapskontroll")
@requires(Permission.MODULE_TAKE, load_module)
def start_check(module: Module) -> ResponseReturnValue:
    """Begin the check, or go on with the one begun, also on another device."""
    form = StartCheckForm()
    if not form.validate():
        return _start_page(module, form), 422
    session = get_session()
    attempt = start_attempt(session, actor().person_id, module, SystemRandom(), now())
    sitting = get_sitting(session, attempt)
    session.commit()
    if form.way.data == ALL_TOGETHER:
        return redirect(url_for("modules.all_questions", number=module.number), 303)
    return redirect(_onward(sitting, 0), 303)


@bp.get("/moduler/<int:number>/kunskapskontroll/<int:place>")
@requires(Permission.MODULE_TAKE, load_module)
def question(module: Module, place: int) -> ResponseReturnValue:
    """One question of the check."""
    sitting = _open_sitting(module)
    if sitting is None:
        return redirect(url_for("modules.check", number=module.number), 303)
    asked = _asked(sitting, place)
    return _question_page(sitting, asked, check_form([asked], sitting.answers, language()))


@bp.post("/moduler/<int:number>/kunskapskontroll/<int:place>")
@requires(Permission.MODULE_TAKE, load_module)
def answer_question(module: Module, place: int) -> ResponseReturnValue:
    """Keep the answer to one question, and go on to what is not answered yet."""
    sitting = _locked_sitting(module)
    asked = _asked(sitting, place)
    form = check_form([asked], {}, language())
    if not form.validate():
        return _question_page(sitting, asked, form), 422
    session = get_session()
    sitting = save_answers(session, sitting, read_answers(form, [asked]))
    session.commit()
    return redirect(_onward(sitting, place), 303)


@bp.get("/moduler/<int:number>/kunskapskontroll/alla")
@requires(Permission.MODULE_TAKE, load_module)
def all_questions(module: Module) -> ResponseReturnValue:
    """Every question of the check on one page."""
    sitting = _open_sitting(module)
    if sitting is None:
        return redirect(url_for("modules.check", number=module.number), 303)
    return all_questions_page(sitting, check_form(sitting.asked, sitting.answers, language()))


@bp.post("/moduler/<int:number>/kunskapskontroll/alla")
@requires(Permission.MODULE_TAKE, load_module)
def save_all(module: Module) -> ResponseReturnValue:
    """Keep the answers given so far, and show which are missing."""
    sitting = _locked_sitting(module)
    form = check_form(sitting.asked, {}, language(), whole=False)
    if not form.validate():
        return all_questions_page(sitting, form), 422
    session = get_session()
    save_answers(session, sitting, read_answers(form, sitting.asked))
    session.commit()
    return redirect(url_for("modules.review", number=module.number), 303)


@bp.get("/moduler/<int:number>/kunskapskontroll/granska")
@requires(Permission.MODULE_TAKE, load_module)
def review(module: Module) -> ResponseReturnValue:
    """The answers once more before they are handed in."""
    sitting = _open_sitting(module)
    if sitting is None:
        return redirect(url_for("modules.check", number=module.number), 303)
    return review_page(sitting)


def review_page(sitting: Sitting, *, refused: bool = False) -> str:
    """The review; refused: it was handed in with questions unanswered."""
    missing = [(unanswered(asked), asked.place) for asked in sitting.unanswered]
    return render_template(
        "modules/review.html", sitting=sitting, module=sitting.module, refused=refused, missing=missing
    )


def all_questions_page(sitting: Sitting, form: FlaskForm) -> str:
    """Every question with what was chosen and what is wrong with it."""
    return render_template("modules/all_questions.html", sitting=sitting, module=sitting.module, form=form)


def _question_page(sitting: Sitting, asked: Asked, form: FlaskForm) -> str:
    return render_template(
        "modules/question.html", sitting=sitting, module=sitting.module, asked=asked, form=form
    )


def _start_page(module: Module, form: StartCheckForm) -> str:
    return render_template("modules/check.html", module=module, form=form, sitting=_open_sitting(module))


def _open_sitting(module: Module) -> Sitting | None:
    return find_sitting(get_session(), actor().person_id, module.slug, now())


def _locked_sitting(module: Module) -> Sitting:
    """The attempt that a form belongs to; 409 when it is handed in already."""
    session = get_session()
    attempt = lock_attempt(session, actor().person_id, posted_attempt(), module.slug)
    if attempt.finished_at is not None:
        abort(409)
    return get_sitting(session, attempt)


def _asked(sitting: Sitting, place: int) -> Asked:
    return sitting.asked[place - 1] if 1 <= place <= len(sitting.asked) else abort(404)


def _onward(sitting: Sitting, place: int) -> str:
    """The first unanswered question after a place; the review when there is none, though earlier ones were skipped."""
    number = sitting.module.number
    following = next((asked.place for asked in sitting.unanswered if asked.place > place), None)
    if following is not None:
        return url_for("modules.question", number=number, place=following)
    return url_for("modules.review", number=number)
