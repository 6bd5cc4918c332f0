"""The cases of those who do a module another way, for the contact person whom their own page names and for nobody else.

Nothing of who looked at what stands in the audit trail: it would tell what the rows do not.
"""

from uuid import UUID

from flask import Response, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf import FlaskForm
from sqlalchemy.exc import NoResultFound

from elearn.clock import day_of, now, today
from elearn.completions import way_files, way_services
from elearn.completions.way_forms import NumberForm, PostponeForm, RefuseForm, RegisterForm
from elearn.completions.way_models import FileKind, WayCase
from elearn.completions.way_queries import Listed, find_by_number, get_open, later_day, list_open
from elearn.completions.way_services import CaseGoneError
from elearn.completions.way_views import bp as bp
from elearn.extensions import get_config, get_session
from elearn.formatting import day as shown_day
from elearn.guard import actor, requires
from elearn.modules.catalogue import get_catalogue
from elearn.permissions import Permission

MIME = {FileKind.PDF: "application/pdf", FileKind.JPEG: "image/jpeg", FileKind.PNG: "image/png"}


@bp.get("/hr/arenden")
@requires(Permission.CASE_HANDLE)
def cases() -> str:
    """The open cases of those who have been told that I help them."""
    return _list_page(NumberForm(formdata=None))


@bp.post("/hr/arenden")
@requires(Permission.CASE_HANDLE)
def open_by_number() -> ResponseReturnValue:
    """To the case of somebody who tells a number and no name."""
    form = NumberForm()
    if form.validate_on_submit():
        case = find_by_number(get_session(), actor(), form.case_number.data or "", today())
        if case is not None:
            return redirect(url_for("completions_way.case", case_id=case.id), 303)
        form.case_number.errors = [_("Inget öppet ärende hos dig har det numret. Be att få höra det igen.")]
    return _list_page(form), 422


@bp.get("/hr/arenden/<uuid:case_id>")
@requires(Permission.CASE_HANDLE)
def case(case_id: UUID) -> ResponseReturnValue:
    try:
        return _case_page(_load(case_id))
    except CaseGoneError:
        return _gone()


@bp.get("/hr/arenden/<uuid:case_id>/fil")
@requires(Permission.CASE_HANDLE)
def file(case_id: UUID) -> ResponseReturnValue:
    """The certificate to review, under a name that says nothing."""
    try:
        found = _load(case_id).case
    except CaseGoneError:
        return _gone()
    content = _content(found)
    if content is None or found.file_kind is None:
        abort(404)
    response = Response(content, mimetype=MIME[found.file_kind])
    response.headers["Content-Disposition"] = f'attachment; filename="underlag.{found.file_kind}"'
    return response


@bp.post("/hr/arenden/<uuid:case_id>/klart")
@requires(Permission.CASE_HANDLE)
def register(case_id: UUID) -> ResponseReturnValue:
    """It is done: on that day, for so long."""
    form, at, session = _register_form(None), now(), get_session()
    try:
        listed = _load(case_id)
        module = get_catalogue().by_slug(listed.case.module)
        if not form.is_complete(day_of(at)):
            return _case_page(listed, form), 422
        done_on, months = form.day, form.held_for
        last = way_services.last_day(session, listed.case.person_id, module.slug, done_on, months)
        if not form.lasts(last, day_of(at)):
            return _case_page(listed, form), 422
        way_services.register(session, listed.case, module, done_on, months, at=at, actor=actor().person_id)
    except CaseGoneError:
        return _gone()
    session.commit()
    flash(_("Det är registrerat. Ärendet är avslutat och borttaget."), "success")
    return redirect(url_for("completions_way.cases"), 303)


@bp.post("/hr/arenden/<uuid:case_id>/senare")
@requires(Permission.CASE_HANDLE)
def postpone(case_id: UUID) -> ResponseReturnValue:
    """A later day: until then nobody reminds them, and the case stays."""
    form, at, session = PostponeForm(), now(), get_session()
    try:
        listed = _load(case_id)
        if not form.is_complete(day_of(at)):
            return _case_page(listed, form), 422
        way_services.postpone(session, listed.case, form.day, at)
    except CaseGoneError:
        return _gone()
    session.commit()
    day = shown_day(form.day)
    flash(_("Påminnelserna börjar inte igen förrän efter den %(day)s. Ärendet är kvar.", day=day), "success")
    return redirect(url_for("completions_way.case", case_id=case_id), 303)


@bp.post("/hr/arenden/<uuid:case_id>/avsla")
@requires(Permission.CASE_HANDLE)
def refuse(case_id: UUID) -> ResponseReturnValue:
    """The certificate is not accepted; the learner is told why on their own page."""
    form, at, session = RefuseForm(), now(), get_session()
    try:
        listed = _load(case_id)
        if not form.validate_on_submit():
            return _case_page(listed, form), 422
        way_services.refuse(session, listed.case, form.why, at)
    except CaseGoneError:
        return _gone()
    session.commit()
    flash(_("Intyget räknas inte, och filen är borttagen. Personen får veta varför."), "success")
    return redirect(url_for("completions_way.cases"), 303)


def _load(case_id: UUID) -> Listed:
    """An open case of mine; one that has ended, is somebody else's or never was are the same."""
    try:
        return get_open(get_session(), actor(), case_id, today())
    except NoResultFound:
        raise CaseGoneError from None


def _gone() -> ResponseReturnValue:
    """What was to be done is done already, or was never mine to do: the list, with a sentence."""
    get_session().rollback()
    refusal = _("Ärendet finns inte hos dig. Någon annan kan ha avslutat det, eller personen själv.")
    return _list_page(NumberForm(formdata=None), refusal), 404


def _list_page(form: NumberForm, refusal: str = "") -> str:
    return render_template(
        "completions/cases.html",
        cases=list_open(get_session(), actor(), today()),
        form=form,
        refusal=refusal,
        find_module=get_catalogue().find,
    )


def _content(case: WayCase) -> bytes | None:
    return way_files.read(get_config().instance_dir, case.file) if case.file is not None else None


def _register_form(case: WayCase | None) -> RegisterForm:
    """The form as it was sent, or as it first stands for a case."""
    if case is None:
        form = RegisterForm()
    else:
        course = get_catalogue().equivalents.get(case.equivalent or "")
        months = str(course.valid_months or "") if course else ""
        form = RegisterForm(formdata=None, months=months)
    form.offer()
    return form


def _case_page(listed: Listed, sent: FlaskForm | None = None) -> str:
    held_until = later_day(get_session(), listed.case, today())
    suggested = held_until or today() + way_services.GRACE
    forms: dict[type[FlaskForm], FlaskForm] = {
        RegisterForm: _register_form(listed.case),
        PostponeForm: PostponeForm(formdata=None, until=suggested),
        RefuseForm: RefuseForm(formdata=None),
    }
    if sent is not None:
        forms[type(sent)] = sent
    catalogue = get_catalogue()
    return render_template(
        "completions/case.html",
        listed=listed,
        case=listed.case,
        module=catalogue.find(listed.case.module),
        course=catalogue.equivalents.get(listed.case.equivalent or ""),
        has_file=_content(listed.case) is not None,
        held_until=held_until,
        sent=sent,
        registering=forms[RegisterForm],
        postponing=forms[PostponeForm],
        refusing=forms[RefuseForm],
    )
