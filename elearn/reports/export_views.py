"""HR's page for taking out a file of the ledger, of how far everybody is, or of the figures."""

import os
from contextlib import ExitStack
from datetime import date
from tempfile import TemporaryFile
from typing import IO, cast
from uuid import UUID, uuid4

from flask import Blueprint, abort, current_app, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from elearn import clock
from elearn.extensions import get_config, get_database, get_reports_database, get_reports_session, get_session
from elearn.guard import actor, requires
from elearn.i18n import page_language
from elearn.modules.catalogue import get_catalogue
from elearn.organisations.files.faults import FileRefused, in_words
from elearn.organisations.kinds import Level
from elearn.organisations.scope import Scope, get_scope
from elearn.permissions import Permission
from elearn.reports.export_forms import ExportForm
from elearn.reports.export_headers import FOLDER, list_mappings
from elearn.reports.export_jobs import (
    MOST_UNFINISHED,
    OtherWishError,
    TooManyError,
    list_own_jobs,
    place_job,
)
from elearn.reports.export_running import Runner
from elearn.reports.export_size import TooLargeError, expect_steps, write_small_export
from elearn.reports.export_trail import record_export
from elearn.reports.export_words import STATES, SUBJECTS
from elearn.reports.exports import Format, Subject, Wish, readers_for
from elearn.reports.figures import in_order
from elearn.reports.queries import FutureError, Structure, UnknownUnitError
from elearn.reports.toml_file import read_text

bp = Blueprint("reports_export", __name__)

MEDIA_TYPES = {
    Format.CSV: "text/csv",
    Format.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Format.JSONL: "application/jsonl",
}


@bp.get("/hr/export")
@requires(Permission.EXPORT_MAKE)
def export() -> ResponseReturnValue:
    today = clock.today()
    form = ExportForm(as_of=request.args.get("per", today, type=date.fromisoformat))
    scope = _offer(form, get_reports_session(), today)
    return _page(form, scope)


@bp.post("/hr/export")
@requires(Permission.EXPORT_MAKE)
def make() -> ResponseReturnValue:
    """Write the file, note that it was made, and only then send it: nobody's slow download holds the database.

    What takes too long for that becomes a job.
    """
    form, today = ExportForm(), clock.today()
    with ExitStack() as closing:
        file: IO[bytes] = closing.enter_context(TemporaryFile())
        with get_reports_database().reading() as session:
            scope = _offer(form, session, today)
            rows = _write(session, form, today, file) if form.validate_on_submit() else None
        if isinstance(rows, TooLargeError):
            return _place(form, scope, _wish(form, today), rows.rows)
        if rows is None:
            return _page(form, scope), 422
        wish = _wish(form, today)
        reader, at = actor().person_id, clock.now()
        record_export(get_session(), wish, rows, at=at, actor=reader, headers=form.headers.data)
        get_session().commit()
        response = download(file, MEDIA_TYPES[wish.format], file_name(wish))
        closing.pop_all()  # the response closes the file when it has been sent
    return response


def _page(form: ExportForm, scope: Scope) -> str:
    with get_database().reading() as session:
        jobs = list_own_jobs(session, actor(), clock.now())
    return render_template(
        "reports/export.html",
        form=form,
        whole_group=sees_group(scope),
        withheld=bool(scope.withheld),
        key=uuid4(),
        jobs=jobs,
        subjects=SUBJECTS,
        states=STATES,
    )


def _place(form: ExportForm, scope: Scope, wish: Wish, rows: int) -> ResponseReturnValue:
    """Put a large export in the queue, once however often the button is pressed."""
    key = request.form.get("key", type=UUID) or uuid4()
    try:
        place_job(
            get_session(),
            actor().person_id,
            key,
            wish,
            headers=form.headers.data or None,
            steps=expect_steps(rows, wish.format),
            at=clock.now(),
        )
    except OtherWishError:
        abort(409)
    except TooManyError:
        get_session().rollback()
        form.form_errors = [too_many()]
        return _page(form, scope), 422
    get_session().commit()
    get_runner().wake()
    return redirect(url_for("reports.export_job", job_id=key), 303)


def get_runner() -> Runner:
    """What does this process's share of the exports that wait."""
    return cast(Runner, current_app.extensions["elearn_exports"])


def too_many() -> str:
    """What is said to whoever asks for one large export too many."""
    return str(
        _(
            "Du har redan %(most)s filer på gång. Vänta tills en är klar, eller ta bort en av dem.",
            most=MOST_UNFINISHED,
        )
    )


def file_name(wish: Wish) -> str:
    """A neutral name for a file that is sent."""
    return f"elearn-{wish.as_of}.{wish.format}"


def _offer(form: ExportForm, session: Session, today: date) -> Scope:
    """Let HR choose among its own units of today, the modules of today and the mapping files there are."""
    scope = get_scope(session, actor(), today)
    form.offer(own_units(scope), all_modules(), list_mappings(get_config().instance_dir))
    return scope


def own_units(scope: Scope) -> list[tuple[str, str]]:
    """The units of today that HR may choose, by code."""
    units = (node for node in in_order(scope.line.tree) if node.id in scope.hr_figures and not node.ended)
    return [(node.code, f"{node.name} ({node.code})") for node in units]


def all_modules() -> list[tuple[str, str]]:
    """The modules of today, by slug."""
    language = page_language()
    return [(module.slug, module.title.read(language)) for module in get_catalogue().modules]


def sees_group(scope: Scope) -> bool:
    """Whether the reader has HR for the whole group."""
    root = scope.line.tree.root
    return root is not None and root.id in scope.hr_figures


def _wish(form: ExportForm, today: date) -> Wish:
    subject = Subject(form.subject.data)
    return Wish(
        subject=subject,
        as_of=form.as_of.data or today,
        today=today,
        format=Format(form.format.data),
        structure=Structure(form.structure.data),
        unit=form.unit.data or None,
        module=form.module.data or None,
        level=Level(form.level.data) if form.level.data and subject is Subject.UNITS_REPORT else None,
        headers=_read_headers(form.headers.data),
    )


def _read_headers(name: str | None) -> str | None:
    return read_text(get_config().instance_dir / FOLDER / f"{name}.toml") if name else None


def _write(session: Session, form: ExportForm, today: date, file: IO[bytes]) -> int | TooLargeError | None:
    """Write what the form asks for, within HR's scope; None, with a sentence in the form, where that cannot be."""
    try:
        wish = _wish(form, today)
        return write_small_export(session, wish, readers_for(session, actor(), wish, today), file)
    except TooLargeError as large:
        return large
    except FutureError:
        form.as_of.errors = [_("Dagen har inte varit än. Ange en dag till och med i dag.")]
    except UnknownUnitError:
        form.unit.errors = [
            _("Den dagen fanns enheten inte bland dem du hanterar. Välj en annan enhet eller dag.")
        ]
    except FileRefused as refused:
        form.headers.errors = [in_words(fault) for fault in refused.faults]
    except OSError as error:
        current_app.logger.error("an export could not be written: %s", type(error).__name__)  # noqa: TRY400 -- the rest may be somebody's
        abort(503)
    return None


def download(file: IO[bytes], media_type: str, name: str) -> Response:
    """Send a private file and close it."""
    size = file.seek(0, os.SEEK_END)
    file.seek(0)
    response = send_file(
        file,
        mimetype=media_type,
        as_attachment=True,
        download_name=name,
        conditional=False,
        etag=False,
    )
    response.content_length = size
    return response
