"""HR files on the page: hand in, look at the difference, confirm or withdraw."""

import csv
import io
from collections.abc import Iterable
from uuid import UUID

from flask import Response, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import format_decimal
from flask_babel import gettext as _
from markupsafe import Markup

from elearn import clock
from elearn.extensions import get_session
from elearn.guard import actor, requires
from elearn.organisations.examples import example
from elearn.organisations.files.faults import Fault
from elearn.organisations.files.writing import closing_record, defused
from elearn.organisations.forms import UploadFileForm
from elearn.organisations.header_mappings import find_mapping, list_mappings, remember_mapping
from elearn.organisations.models import HrUpload
from elearn.organisations.planning import ImportPlan
from elearn.organisations.timeline import Outcome
from elearn.organisations.undo_requests import list_waiting
from elearn.organisations.undoing import get_history
from elearn.organisations.uploads import (
    EVERYTHING,
    confirm_upload,
    get_own_upload,
    get_reach,
    list_imports,
    list_own_sources,
    list_uploads,
    lock_upload,
    may_import,
    plan_upload,
    purge_uploads,
    reaches_outside,
)
from elearn.organisations.views.blueprint import bp
from elearn.organisations.views.showing import PER_PAGE, show_changes
from elearn.organisations.words import COUNT_NAMES, FILE_NAMES
from elearn.permissions import Actor, Permission

MOST_IMPORTS = 50


@bp.get("/hr/import")
@requires(Permission.FILE_IMPORT)
def imports() -> ResponseReturnValue:
    return _imports(UploadFileForm(formdata=None, effective=clock.today()))


@bp.post("/hr/import")
@requires(Permission.FILE_IMPORT)
def upload() -> ResponseReturnValue:
    form, at, writing = UploadFileForm(), clock.now(), get_session()
    reach = get_reach(writing, actor(), clock.day_of(at))
    form.offer(list_own_sources(writing, reach, clock.day_of(at)), new=reach.everything)
    if not form.is_complete():
        return _imports(form), 422
    if not may_import(writing, reach, form.source_name, clock.day_of(at)):
        return outside(form.source_name)
    purge_uploads(writing, at)
    waiting = HrUpload(
        kind=form.kind.data,
        source=form.source_name,
        effective=form.day,
        correction=form.correction.data,
        name=form.file_name,
        content=form.file.data.read(),
        uploaded_by=actor().person_id,
        uploaded_at=at,
        confirmed_by=None,
    )
    writing.add(waiting)
    if form.mapping_text is not None:
        remember_mapping(
            writing,
            source=form.source_name,
            name=form.mapping_name,
            content=form.mapping_text,
            at=at,
            actor=actor().person_id,
        )
    writing.flush()
    address = url_for("organisations.preview", upload_id=waiting.id)
    writing.commit()
    return redirect(address, 303)


def load_upload(actor: Actor, upload_id: UUID) -> HrUpload:
    """An upload within the officer's reach, and not older than a day."""
    return get_own_upload(get_session(), actor, upload_id, clock.now(), clock.today())


@bp.get("/hr/import/<uuid:upload_id>")
@requires(Permission.FILE_IMPORT, load_upload)
def preview(waiting: HrUpload) -> ResponseReturnValue:
    reading = get_session()
    plan = plan_upload(reading, waiting, actor(), clock.today())
    reach = get_reach(reading, actor(), clock.today())
    if reaches_outside(reading, plan, reach, clock.today()):
        return outside(waiting.source)
    return render_template(
        "organisations/preview.html",
        upload=waiting,
        plan=plan,
        mapping=find_mapping(reading, waiting.source),
        kind=FILE_NAMES[plan.kind],
        counts=[(name, format_decimal(plan.counts.get(outcome, 0))) for outcome, name in COUNT_NAMES.items()],
        head=[_("Rad"), _("Kolumn"), _("Värde"), _("Vad det gäller")],
        faults=_cells(plan.released(EVERYTHING).faults),
        notices=plan.notices,
        shown=show_changes(reading, plan, reach),
        most=PER_PAGE,
        mine=waiting.confirmed_by == actor().person_id,
        nothing_new=not plan.refused and plan.changes_nothing,
    )


@bp.get("/hr/import/<uuid:upload_id>/fel")
@requires(Permission.FILE_IMPORT, load_upload)
def faults(waiting: HrUpload) -> ResponseReturnValue:
    """The faults as a file to work from."""
    session, today = get_session(), clock.today()
    plan = plan_upload(session, waiting, actor(), today)
    if reaches_outside(session, plan, get_reach(session, actor(), today), today):
        return outside(waiting.source)
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(["line", "column", "value", "message"])
    found = plan.released(EVERYTHING).faults
    for fault in found:
        writer.writerow(
            [
                fault.line or "",
                defused(fault.column or ""),
                defused(fault.value or ""),
                defused(fault.message),
            ]
        )
    writer.writerow(closing_record(len(found), text.getvalue(), 4))
    response: Response = make_response(("\ufeff" + text.getvalue()).encode())
    response.headers["Content-Type"] = "text/csv; charset=utf-8"
    response.headers["Content-Disposition"] = f'attachment; filename="att-ratta-{waiting.effective}.csv"'
    return response


@bp.post("/hr/import/<uuid:upload_id>/bekrafta")
@requires(Permission.FILE_IMPORT, load_upload)
def confirm(waiting: HrUpload) -> ResponseReturnValue:
    writing, at = get_session(), clock.now()
    again = url_for("organisations.preview", upload_id=waiting.id)
    waiting = lock_upload(writing, waiting.id, at)
    today = clock.day_of(at)
    plan = plan_upload(writing, waiting, actor(), today)
    if reaches_outside(writing, plan, get_reach(writing, actor(), today), today):
        return outside(waiting.source)
    if plan.fingerprint != request.form.get("plan") or plan.released(EVERYTHING).refused:
        flash(
            _("Något har ändrats sedan du öppnade sidan. Inget är inläst. Granska skillnaden på nytt."),
            "warning",
        )
        return redirect(again, 303)
    applied = confirm_upload(writing, waiting, plan, at=clock.now(), actor=actor().person_id)
    flash(
        _told(plan)
        if applied
        else _("Din bekräftelse är sparad. Filen läses in när en till i HR bekräftar."),
        "success",
    )
    writing.commit()
    return redirect(url_for("organisations.imports") if applied else again, 303)


@bp.post("/hr/import/<uuid:upload_id>/ta-bort")
@requires(Permission.FILE_IMPORT, load_upload)
def withdraw(waiting: HrUpload) -> ResponseReturnValue:
    writing = get_session()
    writing.delete(waiting)
    flash(_("Filen är borttagen. Inget är inläst."), "success")
    writing.commit()
    return redirect(url_for("organisations.imports"), 303)


def _imports(form: UploadFileForm) -> str:
    session, at = get_session(), clock.now()
    reach = get_reach(session, actor(), clock.day_of(at))
    sources = list_own_sources(session, reach, clock.day_of(at))
    form.offer(sources, new=reach.everything)
    # A new source has no rows of its own yet, but its first file may wait.
    uploads = list_uploads(session, None if reach.everything else sources, at)
    mappings = list_mappings(session, None if reach.everything else sources)
    applied = list_imports(session, sources, MOST_IMPORTS)
    return render_template(
        "organisations/imports.html",
        form=form,
        waiting=[each for each in uploads if may_import(session, reach, each.source, clock.day_of(at))],
        applied=applied,
        history=get_history(session, sources),
        undoing=list_waiting(session, (done.id for done, _source in applied), at),
        kinds=FILE_NAMES,
        examples=[(name, example(kind)) for kind, name in FILE_NAMES.items()],
        mappings=[each for each in mappings if may_import(session, reach, each.source, clock.day_of(at))],
    )


def _cells(said: Iterable[Fault]) -> list[list[object]]:
    return [
        [each.line or _("hela filen"), _in_the_file(each.column), _in_the_file(each.value), each.message]
        for each in said
    ]


def _in_the_file(written: str | None) -> str:
    """What stands in somebody's file, which speaks Swedish whatever the page does."""
    return Markup('<bdi lang="sv">{}</bdi>').format(written) if written else ""


def _told(plan: ImportPlan) -> str:
    return str(
        _(
            "Filen är inläst: %(added)s nya, %(changed)s ändrade, %(ended)s avslutade, %(unchanged)s oförändrade.",
            **{outcome.value: plan.counts.get(outcome, 0) for outcome in Outcome},
        )
    )


def outside(source: str) -> ResponseReturnValue:
    """A page of HR's that this officer may open, but not for this file."""
    return render_template("organisations/outside.html", source=source), 403
