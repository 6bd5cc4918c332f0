"""Doing a module another way, for whoever wants to: one click, or a certificate from elsewhere. No reason is asked for."""

from flask import Blueprint, Response, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from elearn.clock import day_of, now
from elearn.completions import way_files, way_services
from elearn.completions.queries import is_settled
from elearn.completions.way_forms import CertificateForm
from elearn.completions.way_queries import get_own_way
from elearn.completions.way_services import Certificate
from elearn.completions.way_words import REFUSALS
from elearn.extensions import get_config, get_database, get_session
from elearn.guard import actor, requires
from elearn.modules.catalogue import get_catalogue
from elearn.modules.content import Module
from elearn.modules.equivalents import answering_to
from elearn.modules.views.blueprint import language, load_module
from elearn.permissions import Permission

bp = Blueprint("completions_way", __name__)


@bp.after_app_request
def remove_files(response: Response) -> Response:
    """Let the files go that what was committed has parted from."""
    session: Session | None = g.get("session")
    if session is not None:
        way_files.remove_let_go(session, get_config().instance_dir, get_database().reading)
    return response


@bp.get("/moduler/<int:number>/annat-satt")
@requires(Permission.MODULE_TAKE, load_module)
def another_way(module: Module) -> str:
    """What another way is, who helps with it, and the one button."""
    session, person_id, on = get_session(), actor().person_id, day_of(now())
    catalogue = get_catalogue()
    way = get_own_way(session, person_id, module.slug, on)
    course = catalogue.equivalents.get(way.case.equivalent) if way.case and way.case.equivalent else None
    return render_template(
        "completions/another_way.html",
        module=module,
        way=way,
        done=is_settled(session, person_id, module.slug, on),
        course=course,
        courses=answering_to(catalogue.equivalents.values(), module.slug),
        refusals=REFUSALS,
        grace=way_services.GRACE.days,
        kept_days=way_services.REVIEWED_WITHIN.days,
    )


@bp.post("/moduler/<int:number>/annat-satt")
@requires(Permission.MODULE_TAKE, load_module)
def ask(module: Module) -> ResponseReturnValue:
    session = get_session()
    way_services.ask_another_way(session, actor().person_id, module.slug, now())
    session.commit()
    return _back(module)


@bp.post("/moduler/<int:number>/annat-satt/kontakt")
@requires(Permission.MODULE_TAKE, load_module)
def ask_others(module: Module) -> ResponseReturnValue:
    """Ask those who are contact persons now, where nobody is left of those the case was opened with."""
    session = get_session()
    way_services.ask_others(session, actor().person_id, module.slug, now())
    session.commit()
    return _back(module)


@bp.post("/moduler/<int:number>/annat-satt/som-vanligt")
@requires(Permission.MODULE_TAKE, load_module)
def go_on(module: Module) -> ResponseReturnValue:
    """Do it as everybody after all, or go on after a certificate that was not accepted."""
    session = get_session()
    way_services.go_on(session, actor().person_id, module.slug, now())
    session.commit()
    return _back(module)


def _back(module: Module) -> ResponseReturnValue:
    return redirect(url_for("completions_way.another_way", number=module.number), 303)


@bp.get("/moduler/<int:number>/intyg-fran-annat-hall")
@requires(Permission.MODULE_TAKE, load_module)
def from_elsewhere(module: Module) -> str:
    return _certificate_page(module, _form(module))


@bp.post("/moduler/<int:number>/intyg-fran-annat-hall")
@requires(Permission.MODULE_TAKE, load_module)
def hand_in_certificate(module: Module) -> ResponseReturnValue:
    """Take a certificate from elsewhere; nothing is kept of one that is refused here."""
    form, at, session = _form(module), now(), get_session()
    if not form.is_complete(day_of(at)):
        return _certificate_page(module, form), 422
    instance_dir = get_config().instance_dir
    try:
        name = way_files.store(instance_dir, form.content)
    except OSError:
        form.file.errors = [_("Filen kunde inte sparas just nu. Inget är inlämnat. Försök igen om en stund.")]
        return _certificate_page(module, form), 503
    try:
        kept = way_services.hand_in(session, actor().person_id, module.slug, _certificate(form, name), at)
        session.commit()
    except BaseException:
        way_files.remove(instance_dir, [name])
        raise
    if not kept:
        way_files.remove(instance_dir, [name])
    return _back(module)


def _certificate(form: CertificateForm, name: str) -> Certificate:
    assert form.kind is not None  # noqa: S101  (a complete form has a file)
    return Certificate(form.equivalent.data, form.day, name, form.kind)


def _form(module: Module) -> CertificateForm:
    form = CertificateForm()
    form.offer(answering_to(get_catalogue().equivalents.values(), module.slug), language())
    return form


def _certificate_page(module: Module, form: CertificateForm) -> str:
    session, person_id, on = get_session(), actor().person_id, day_of(now())
    return render_template(
        "completions/from_elsewhere.html",
        module=module,
        form=form,
        way=get_own_way(session, person_id, module.slug, on),
        done=is_settled(session, person_id, module.slug, on),
        kept_days=way_services.REVIEWED_WITHIN.days,
    )
