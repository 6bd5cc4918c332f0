"""The certificate as a file, for its person alone."""

from uuid import UUID

from flask import Blueprint, Response, abort, g, make_response, render_template
from flask_babel import force_locale

from elearn.clock import now, today
from elearn.completions.certificate_pdf import Paper, certificate_pdf
from elearn.completions.certificates import get_certificate
from elearn.completions.models import Completion
from elearn.completions.queries import get_completion, list_completions
from elearn.completions.training import get_training
from elearn.extensions import get_session
from elearn.guard import actor, requires
from elearn.languages import DEFAULT
from elearn.modules.catalogue import get_catalogue
from elearn.modules.views.blueprint import language as page_language
from elearn.organisations.own_details import get_own_details
from elearn.permissions import Actor, Permission

bp = Blueprint("certificates", __name__)


def load_own_completion(actor: Actor, completion_id: UUID) -> Completion:
    """A completion of the reader's own that counts."""
    return get_completion(get_session(), actor.person_id, completion_id)


@bp.get("/intyg/<uuid:completion_id>/lattlast")
@requires(Permission.OWN_READ, load_own_completion)
def easy(completion: Completion) -> str:
    """The receipt in easy Swedish, whatever language its person has chosen."""
    g.fixed_language = DEFAULT
    catalogue = get_catalogue()
    left = get_training(get_session(), actor().person_id, catalogue.modules, now()).left
    return render_template(
        "completions/certificate_easy.html",
        completion=completion,
        module=catalogue.find(completion.module),
        left=[item.module for item in left],
    )


@bp.get("/intyg/<uuid:completion_id>/pdf")
@bp.get("/intyg/<uuid:completion_id>/pdf/<language:language>")
@requires(Permission.OWN_READ, load_own_completion)
def pdf(completion: Completion, language: str | None = None) -> Response:
    """The certificate, with the module's number only; in the reader's language where none is named."""
    return _file(completion, language or page_language(), topic=False)


@bp.get("/intyg/<uuid:completion_id>/pdf/<language:language>/hel")
@requires(Permission.OWN_READ, load_own_completion)
def whole_pdf(completion: Completion, language: str) -> Response:
    """The certificate with the module's title, for whoever wants it there."""
    return _file(completion, language, topic=True)


def _file(completion: Completion, language: str, *, topic: bool) -> Response:
    """A file of a neutral name; 404 where nobody knows any more what the module was."""
    session, person_id = get_session(), actor().person_id
    taught = get_catalogue().find(completion.module)
    certificate = get_certificate(session, completion, list_completions(session, person_id), taught)
    if certificate.module is None:
        abort(404)
    own = get_own_details(session, person_id, today())
    with force_locale(language):
        made = certificate_pdf(Paper(certificate, certificate.module, own, language, topic))
    response = make_response(made)
    response.mimetype = "application/pdf"
    name = "intyg" if language == DEFAULT else "certificate"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.pdf"'
    return response
