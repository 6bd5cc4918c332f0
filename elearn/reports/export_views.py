"""HR's page for taking out a file of the ledger, or of how far everybody is."""

import os
from contextlib import ExitStack
from datetime import date
from tempfile import TemporaryFile
from typing import IO

from flask import Blueprint, abort, current_app, render_template, request, send_file
from flask.typing import ResponseReturnValue
from flask_babel import get_locale
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from elearn import clock
from elearn.audit.services import record_event
from elearn.extensions import get_reports_database, get_reports_session, get_session
from elearn.guard import actor, requires
from elearn.modules.catalogue import get_catalogue
from elearn.organisations.scope import get_scope
from elearn.permissions import Permission
from elearn.reports.export_forms import ExportForm
from elearn.reports.exports import Format, Subject, Wish, write_export
from elearn.reports.figures import in_order
from elearn.reports.queries import FutureError, Structure, UnknownUnitError

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
    _offer(form, get_reports_session(), today)
    return render_template("reports/export.html", form=form)


@bp.post("/hr/export")
@requires(Permission.EXPORT_MAKE)
def make() -> ResponseReturnValue:
    """Write the file, note that it was made, and only then send it: nobody's slow download holds the database."""
    form, today = ExportForm(), clock.today()
    with ExitStack() as closing:
        file: IO[bytes] = closing.enter_context(TemporaryFile())
        with get_reports_database().reading() as session:
            _offer(form, session, today)
            rows = _write(session, form, today, file) if form.validate_on_submit() else None
        if rows is None:
            return render_template("reports/export.html", form=form), 422
        wish = _wish(form, today)
        _note(wish, rows)
        get_session().commit()
        response = _download(file, wish)
        closing.pop_all()  # the response closes the file when it has been sent
    return response


def _offer(form: ExportForm, session: Session, today: date) -> None:
    """Let HR choose among its own units of today, and the modules of today."""
    scope = get_scope(session, actor(), today)
    units = (node for node in in_order(scope.line.tree) if node.id in scope.hr and not node.ended)
    language = str(get_locale() or "sv")
    form.offer(
        [(node.code, f"{node.name} ({node.code})") for node in units],
        [(module.slug, module.title.read(language)) for module in get_catalogue().modules],
    )


def _wish(form: ExportForm, today: date) -> Wish:
    return Wish(
        subject=Subject(form.subject.data),
        as_of=form.as_of.data or today,
        today=today,
        format=Format(form.format.data),
        structure=Structure(form.structure.data),
        unit=form.unit.data or None,
        module=form.module.data or None,
    )


def _write(session: Session, form: ExportForm, today: date, file: IO[bytes]) -> int | None:
    """Write what the form asks for, within HR's scope; None, with a sentence in the form, where that cannot be."""
    wish = _wish(form, today)
    readers = get_scope(session, actor(), wish.placed_on).hr
    try:
        return write_export(session, wish, readers, file)
    except FutureError:
        form.as_of.errors = [_("Dagen har inte varit än. Ange en dag till och med i dag.")]
    except UnknownUnitError:
        form.unit.errors = [
            _("Den dagen fanns enheten inte bland dem du hanterar. Välj en annan enhet eller dag.")
        ]
    except OSError as error:
        current_app.logger.error("an export could not be written: %s", type(error).__name__)  # noqa: TRY400 -- the rest may be somebody's
        abort(503)
    return None


def _note(wish: Wish, rows: int) -> None:
    details = {
        "as_of": wish.as_of.isoformat(),
        "structure": wish.structure.value,
        "unit": wish.unit,
        "module": wish.module,
        "format": wish.format.value,
        "rows": rows,
    }
    record_event(
        get_session(),
        "export.made",
        at=clock.now(),
        actor=actor().person_id,
        object=wish.subject.value,
        details=details,
    )


def _download(file: IO[bytes], wish: Wish) -> Response:
    size = file.seek(0, os.SEEK_END)
    file.seek(0)
    response = send_file(
        file,
        mimetype=MEDIA_TYPES[wish.format],
        as_attachment=True,
        download_name=f"elearn-{wish.as_of}.{wish.format}",
        conditional=False,
        etag=False,
    )
    response.content_length = size
    return response
