"""About the service: the start page, accessibility, privacy, and whether it is well."""

from flask import Blueprint, Flask, Response, g, make_response, render_template, request
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from elearn.clock import now, today
from elearn.completions.group_telling import tell_of_sessions
from elearn.completions.training import get_training
from elearn.extensions import get_database, get_session
from elearn.guard import actor, public, requires
from elearn.modules.catalogue import get_catalogue
from elearn.organisations.scope import get_scope
from elearn.pages import components
from elearn.pages.assessment import Degree, get_assessment
from elearn.pages.directory import list_branches, list_groups
from elearn.permissions import Permission, allowed
from elearn.support.traceless import leave_no_trace, varying
from elearn.upgrade import is_current

bp = Blueprint("pages", __name__)
RETRY_AFTER_SECONDS = "10"


def init_app(app: Flask) -> None:
    """Put the pages on the application."""
    app.register_blueprint(bp)
    app.register_blueprint(components.bp)


@bp.get("/")
@requires(Permission.OWN_READ)
def start() -> str:
    """The one next thing to do, then what else, then what is done."""
    session, person_id, catalogue = get_session(), actor().person_id, get_catalogue()
    return render_template(
        "pages/start.html",
        training=get_training(session, person_id, catalogue.modules, now()),
        find_module=catalogue.find,
        **tell_of_sessions(session, person_id, today()),
    )


@bp.get("/sidor")
@requires(Permission.OWN_READ)
def directory() -> str:
    """Every page that the reader may open: a second way to each of them."""
    reader = actor()
    units = (
        list_branches(get_scope(get_session(), reader, today()))
        if allowed(reader, Permission.UNIT_READ)
        else []
    )
    return render_template(
        "pages/directory.html", groups=list_groups(reader), modules=get_catalogue().modules, units=units
    )


@bp.get("/tillganglighet")
@bp.get("/tillganglighet/<language:language>")
@public
def accessibility(language: str | None = None) -> Response:
    """How far everyone can use the service, and what is known to be missing."""
    assessment = get_assessment()
    degree = assessment.degree if assessment else Degree.NOT_ASSESSED
    return _traceless_page("pages/accessibility.html", language, assessment=assessment, degree=degree.value)


@bp.get("/personuppgifter")
@bp.get("/personuppgifter/<language:language>")
@public
def privacy(language: str | None = None) -> Response:
    """What is stored about whom, who sees it, and what is never stored."""
    return _traceless_page("pages/privacy.html", language)


@bp.get("/healthz")
@public
def alive() -> Response:
    """Whether the process answers. Asks nothing of the database."""
    g.traceless = True
    return _word("ok", 200)


@bp.get("/readyz")
@public
def ready() -> Response:
    """Whether requests can be served: the database answers and stands at the newest migration."""
    g.traceless = True
    try:
        served = is_current(get_database())
    except (DBAPIError, PoolTimeoutError):
        served = False
    return _word("ok", 200) if served else _word("not ready", 503)


def _word(word: str, status: int) -> Response:
    response = make_response(f"{word}\n", status)
    response.mimetype = "text/plain"
    if status == 503:
        response.headers["Retry-After"] = RETRY_AFTER_SECONDS
    return response


def _traceless_page(template: str, language: str | None, **shown: object) -> Response:
    """A page that is the same for everyone: no cookie is read or set, and the language stands in the address."""
    leave_no_trace(f"/{request.path.split('/')[1]}", language)
    return varying(make_response(render_template(template, **shown)), language)
