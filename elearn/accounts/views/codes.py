"""HR prints a single-use code for somebody who has no e-mail address of their own."""

from datetime import datetime

from flask import redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from elearn import clock
from elearn.accounts import services
from elearn.accounts.credentials import VALID
from elearn.accounts.forms import IssueCodeForm, typed
from elearn.accounts.queries import find_person_in_scope, has_granted_role
from elearn.accounts.views.blueprint import bp
from elearn.extensions import get_config, get_session
from elearn.guard import actor, requires
from elearn.organisations.stored import list_sources
from elearn.permissions import Permission


@bp.get("/hr/koder")
@requires(Permission.CODE_ISSUE)
def codes() -> ResponseReturnValue:
    return _page(IssueCodeForm())


@bp.post("/hr/koder")
@requires(Permission.CODE_ISSUE)
def issue_code() -> ResponseReturnValue:
    """Make a code for somebody within HR's scope, and keep it in HR's own cookie for the one page that shows it."""
    form, at = IssueCodeForm(), clock.now()
    if not form.validate_on_submit():
        return _page(form), 422
    writing, on = get_session(), clock.day_of(at)
    source, number = typed(form.source).strip(), typed(form.number).strip()
    person_id = find_person_in_scope(writing, actor(), source, number, on)
    if person_id is None:
        form.number.errors = [
            _("Det finns ingen med det numret bland dem du hanterar. Kontrollera källa och nummer.")
        ]
        return _page(form), 422
    # Whoever could choose the password of an administrator would be one.
    if has_granted_role(writing, person_id, on):
        form.number.errors = [
            _(
                "Personen har en särskild roll. Koden görs av den som driver tjänsten, med elearn account code."
            )
        ]
        return _page(form), 422
    code = services.issue_code(writing, person_id, at=at, actor=actor().person_id)
    writing.commit()
    session["issued"] = {"name": f"{source}/{number}", "code": code, "until": (at + VALID).isoformat()}
    return redirect(url_for("accounts.issued_code"), 303)


def _page(form: IssueCodeForm) -> str:
    """The form; what a source is called is told, since nobody else here knows it."""
    names = ", ".join(list_sources(get_session()))
    if names:
        form.source.description = _("Systemet som numret kommer från, ett av: %(names)s.", names=names)
    return render_template("accounts/codes.html", form=form)


@bp.get("/hr/koder/utskrift")
@requires(Permission.CODE_ISSUE)
def issued_code() -> ResponseReturnValue:
    """Show the code once; after that nobody can read it anywhere."""
    issued = session.pop("issued", None)
    if not isinstance(issued, dict):
        return redirect(url_for("accounts.codes"), 303)
    until = datetime.fromisoformat(issued["until"])
    return render_template(
        "accounts/issued_code.html",
        name=issued["name"],
        code=issued["code"],
        until=until,
        address=get_config().base_url + url_for("accounts.use_code"),
    )
