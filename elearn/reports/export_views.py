"""HR's page for taking out a file of the ledger, of how far everybody is, or of the figures."""

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
from elearn.extensions import get_config, get_reports_database, get_reports_session, get_session
from elearn.guard import actor, requires
from elearn.modules.catalogue import get_catalogue
from elearn.organisations.files.faults import FileRefused, in_words
from elearn.organisations.kinds import Level
from elearn.organisations.scope import Scope, get_scope
from elearn.permissions import Permission
from elearn.reports.export_forms import ExportForm
from elearn.reports.export_headers import FOLDER, list_mappings
from elearn.reports.export_people import Readers
from elearn.reports.export_trail import record_export
from elearn.reports.exports import Format, Subject, Wish, write_export
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
    return render_template(
        "reports/export.html", form=form, whole_group=sees_group(scope), withheld=bool(scope.withheld)
    )


@bp.post("/hr/export")
@requires(Permission.EXPORT_MAKE)
def make() -> ResponseReturnValue:
    """Write the file, note that it was made, and only then send it: nobody's slow download holds the database."""
    form, today = ExportForm(), clock.today()
    with ExitStack() as closing:
        file: IO[bytes] = closing.enter_context(TemporaryFile())
        with get_reports_database().reading() as session:
            scope = _offer(form, session, today)
            rows = _write(session, form, today, file) if form.validate_on_submit() else None
        if rows is None:
            return render_template(
                "reports/export.html", form=form, whole_group=sees_group(scope), withheld=bool(scope.withheld)
            ), 422
        wish = _wish(form, today)
        reader, at = actor().person_id, clock.now()
        record_export(get_session(), wish, rows, at=at, actor=reader, headers=form.headers.data)
        get_session().commit()
        response = download(file, MEDIA_TYPES[wish.format], f"elearn-{wish.as_of}.{wish.format}")
        closing.pop_all()  # the response closes the file when it has been sent
    return response


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
    language = str(get_locale() or "sv")
    return [(module.slug, module.title.read(language)) for module in get_catalogue().modules]


def readers_of(scope: Scope) -> Readers:
    """What an HR officer may see in a file."""
    return Readers(names=scope.hr, figures=scope.hr_figures)


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


def _write(session: Session, form: ExportForm, today: date, file: IO[bytes]) -> int | None:
    """Write what the form asks for, within HR's scope; None, with a sentence in the form, where that cannot be."""
    try:
        wish = _wish(form, today)
        readers = readers_of(get_scope(session, actor(), wish.placed_on))
        return write_export(session, wish, readers, file)
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
