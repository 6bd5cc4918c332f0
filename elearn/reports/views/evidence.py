"""HR's pages for what others review: the evidence of a day, and the list for a request under offentlighetsprincipen."""

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace
from datetime import date
from tempfile import TemporaryFile
from typing import IO, TypeVar

from flask import abort, current_app, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import Session

from elearn import clock
from elearn.extensions import get_reports_database, get_session
from elearn.guard import actor, requires
from elearn.organisations.scope import Scope, get_scope
from elearn.permissions import Actor, Permission
from elearn.reports.evidence import Order, record_pack, write_pack
from elearn.reports.evidence_forms import EvidenceForm
from elearn.reports.evidence_manifest import Manifest
from elearn.reports.export_people import Reach
from elearn.reports.export_register import Register
from elearn.reports.export_views import all_modules, download, own_units, sees_group
from elearn.reports.exports import Format, Subject, Wish, readers_for
from elearn.reports.public_list import record_public_list, write_public_list
from elearn.reports.queries import FutureError, UnknownUnitError
from elearn.reports.views.blueprint import bp

Result = TypeVar("Result")


def load_group(actor: Actor) -> Scope:
    """The scope of a reader who has HR for the whole group; NoResultFound for anybody else."""
    scope = _scope(actor)
    if not sees_group(scope):
        raise NoResultFound
    return scope


@bp.get("/hr/export/underlag")
@requires(Permission.EXPORT_MAKE, load_group)
def evidence(scope: Scope) -> ResponseReturnValue:
    return render_template("reports/evidence.html", form=_form(scope))


@bp.post("/hr/export/underlag")
@requires(Permission.EXPORT_MAKE, load_group)
def pack(scope: Scope) -> ResponseReturnValue:
    """Write the archive, note that it was made, and only then send it."""
    form, at = _form(scope), clock.now()

    def write(session: Session, file: IO[bytes]) -> Manifest:
        order = Order(
            as_of=form.as_of.data or clock.day_of(at),
            at=at,
            made_by=_who(session),
            unit=form.unit.data or None,
            module=form.module.data or None,
        )
        readers = readers_for(session, actor(), order.wish(Subject.STATUS), clock.day_of(at))
        return write_pack(session, replace(order, readers=readers), file)

    with ExitStack() as closing:
        file: IO[bytes] = closing.enter_context(TemporaryFile())
        manifest = _write(form, write, file) if form.validate_on_submit() else None
        if manifest is None:
            return render_template("reports/evidence.html", form=form), 422
        record_pack(get_session(), manifest, at=clock.now(), actor=actor().person_id)
        get_session().commit()
        response = download(file, "application/zip", f"elearn-{form.as_of.data}.zip")
        closing.pop_all()  # the response closes the file when it has been sent
    return response


@bp.get("/hr/export/lista")
@requires(Permission.EXPORT_MAKE)
def public_list() -> ResponseReturnValue:
    scope = _scope(actor())
    return render_template("reports/public_list.html", form=_form(scope))


@bp.post("/hr/export/lista")
@requires(Permission.EXPORT_MAKE)
def make_public_list() -> ResponseReturnValue:
    """Write the list, note that it was made, and only then send it. Nobody is asked who wants it, or why."""
    at = clock.now()
    form = _form(_scope(actor()))
    wish = Wish(
        subject=Subject.COMPLETIONS,
        as_of=form.as_of.data or clock.day_of(at),
        today=clock.day_of(at),
        format=Format.CSV,
        unit=form.unit.data or None,
        module=form.module.data or None,
    )

    def write(session: Session, file: IO[bytes]) -> int:
        return write_public_list(session, wish, readers_for(session, actor(), wish, wish.today), file)

    with ExitStack() as closing:
        file: IO[bytes] = closing.enter_context(TemporaryFile())
        rows = None
        if form.validate_on_submit():
            rows = _write(form, write, file)
        if rows is None:
            return render_template("reports/public_list.html", form=form), 422
        record_public_list(get_session(), wish, rows, at=at, actor=actor().person_id)
        get_session().commit()
        response = download(file, "text/csv", f"elearn-{wish.as_of}.csv")
        closing.pop_all()  # the response closes the file when it has been sent
    return response


def _scope(reader: Actor) -> Scope:
    """Read aside: a request that writes would keep others from writing for as long as the file takes."""
    with get_reports_database().reading() as session:
        return get_scope(session, reader, clock.today())


def _form(scope: Scope) -> EvidenceForm:
    form = EvidenceForm(as_of=request.args.get("per", clock.today(), type=date.fromisoformat))
    form.offer(own_units(scope), all_modules())
    return form


def _write(
    form: EvidenceForm, write: Callable[[Session, IO[bytes]], Result], file: IO[bytes]
) -> Result | None:
    """Write a file; None, with a sentence in the form, where what it asks for cannot be."""
    try:
        with get_reports_database().reading() as session:
            return write(session, file)
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


def _who(session: Session) -> dict[str, str]:
    """Who takes the evidence out, as the pack names them; a protected identity stays protected here too."""
    person_id = actor().person_id
    register = Register(session, Reach(None, None), clock.today())
    someone = register.list_someones([person_id])[person_id]
    now = register.reach.choose(someone.spells, clock.today())
    source, number, given_name, family_name = register.named(
        someone, now, protected=register.is_protected(person_id)
    )
    name = f"{given_name or ''} {family_name or ''}".strip()
    known = {"name": name, "source": source, "employee_number": number}
    return {"person": person_id.hex, **{key: value for key, value in known.items() if value}}
