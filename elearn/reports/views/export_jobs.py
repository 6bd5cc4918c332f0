"""The page of one large export: how far it has come, the file when it is whole, and what went wrong otherwise."""

from contextlib import ExitStack
from tempfile import TemporaryFile
from typing import IO
from uuid import UUID

from flask import abort, current_app, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import format_decimal
from flask_babel import gettext as _

from elearn import clock
from elearn.extensions import get_database, get_session, write_aside
from elearn.formatting import share
from elearn.guard import actor, requires
from elearn.permissions import Actor, Permission
from elearn.reports.export_chunks import fetch_file
from elearn.reports.export_jobs import OwnJob, TooManyError, drop_job, get_own_job, record_fetch, retry_job
from elearn.reports.export_views import MEDIA_TYPES, all_modules, download, file_name, get_runner, too_many
from elearn.reports.export_words import FAULTS, FORMATS, SUBJECTS
from elearn.reports.exports import Subject
from elearn.reports.models import UNFINISHED, ExportJob, JobState
from elearn.reports.views.blueprint import bp

REFRESH_SECONDS = "5"
# What is expected is a little more than what there is, and a written file must be stored too.
MOST_PER_CENT = 99


def load_job(actor: Actor, job_id: UUID) -> OwnJob:
    """An export that the reader has asked for, and may still see; NoResultFound for any other."""
    return get_own_job(get_session(), actor, job_id, clock.now())


@bp.get("/hr/export/jobb/<uuid:job_id>")
@requires(Permission.EXPORT_MAKE, load_job)
def export_job(own: OwnJob) -> ResponseReturnValue:
    """The page asks for itself again while the file is made, unless its reader would rather do that."""
    is_unfinished = own.state in UNFINISHED
    is_still = "stilla" in request.args
    page = render_template(
        "reports/export_job.html",
        job=own.job,
        wish=own.wish,
        state=own.state.value,
        unfinished=is_unfinished,
        still=is_still,
        percent=min(share(own.job.steps_done, own.job.steps_expected), MOST_PER_CENT),
        subject=SUBJECTS[own.wish.subject],
        module=dict(all_modules()).get(own.wish.module or ""),
        format=FORMATS[own.wish.format],
        names=own.wish.subject is not Subject.UNITS_REPORT,
        rows=format_decimal(own.job.rows or 0),
        size=_megabytes(own.job),
        fault=FAULTS[own.job.fault] if own.job.fault else "",
    )
    response = make_response(page)
    if is_unfinished:
        get_runner().wake()
        if not is_still:
            response.headers["Refresh"] = REFRESH_SECONDS
    return response


def _megabytes(job: ExportJob) -> str:
    size = max(round((job.size or 0) / 1_000_000, 1), 0.1)
    return f"{format_decimal(size)} MB"


@bp.get("/hr/export/jobb/<uuid:job_id>/fil")
@requires(Permission.EXPORT_MAKE, load_job)
def export_file(own: OwnJob) -> ResponseReturnValue:
    """Put the file together, note that it was fetched, and only then send it."""
    if own.state is not JobState.DONE:
        return redirect(url_for("reports.export_job", job_id=own.job.id), 303)
    get_session().rollback()  # every piece is read by itself
    with ExitStack() as closing:
        file: IO[bytes] = closing.enter_context(TemporaryFile())
        try:
            fetch_file(get_database(), own.job.id, own.job.sha256 or "", file)
        except OSError as error:
            current_app.logger.error("an export could not be sent: %s", type(error).__name__)  # noqa: TRY400 -- the rest may be somebody's
            abort(503)
        with write_aside() as session:
            record_fetch(session, own, at=clock.now(), actor=actor().person_id)
        response = download(file, MEDIA_TYPES[own.wish.format], file_name(own.wish))
        closing.pop_all()  # the response closes the file when it has been sent
    return response


@bp.post("/hr/export/jobb/<uuid:job_id>/igen")
@requires(Permission.EXPORT_MAKE, load_job)
def export_again(own: OwnJob) -> ResponseReturnValue:
    """Try once more what failed, or make anew what is gone."""
    try:
        retry_job(get_session(), own, clock.today())
    except TooManyError:
        get_session().rollback()
        flash(too_many(), "error")
        return redirect(url_for("reports.export_job", job_id=own.job.id), 303)
    get_session().commit()
    get_runner().wake()
    return redirect(url_for("reports.export_job", job_id=own.job.id), 303)


@bp.post("/hr/export/jobb/<uuid:job_id>/ta-bort")
@requires(Permission.EXPORT_MAKE, load_job)
def drop_export(own: OwnJob) -> ResponseReturnValue:
    """Delete the file before its time, or stop making it."""
    drop_job(get_session(), own.job.id, at=clock.now(), actor=actor().person_id)
    flash(_("Filen är borttagen."), "success")
    get_session().commit()
    return redirect(url_for("reports_export.export"), 303)
