"""The pages of `elearn content preview`: an application of its own, for authors on their own computer."""

from pathlib import Path
from typing import cast
from urllib.parse import urlencode

from flask import Blueprint, Flask, Response, current_app, g, render_template, request
from flask.typing import ResponseReturnValue
from jinja2 import StrictUndefined
from markupsafe import Markup
from sqlalchemy.exc import NoResultFound
from werkzeug.exceptions import HTTPException, NotFound, SecurityError

from elearn import formatting, i18n, static_files
from elearn.headers import CONTENT_SECURITY_POLICY
from elearn.languages import DEFAULT, direction, languages
from elearn.modules.catalogue import get_catalogue, name_sources
from elearn.modules.content import Module
from elearn.modules.directives import Audience
from elearn.modules.markdown import Setting
from elearn.modules.previewing import Copy, Desk
from elearn.modules.views.glossary import glossary_page
from elearn.modules.views.reading import AUDIENCE_NAMES, names, show
from elearn.modules.whole import all_sources, compose_whole

bp = Blueprint("preview", __name__)
HOSTS = ["127.0.0.1", "localhost"]


def create_preview(content_dir: Path) -> Flask:
    """The application. What is wrong with the content is shown by its pages, and never stops it."""
    app = Flask("elearn", static_folder=None)
    app.config.update(TRUSTED_HOSTS=HOSTS)
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.extensions["elearn_desk"] = Desk(content_dir)
    i18n.init_app(app)
    formatting.init_app(app)
    static_files.init_app(app)
    name_sources(app)
    app.register_blueprint(bp)
    app.register_error_handler(HTTPException, _no_page)
    app.before_request(_open)
    app.context_processor(_frame)
    app.after_request(_finish)
    return app


@bp.get("/")
@bp.get("/oppet/<language:language>")
def start(language: str = DEFAULT) -> str:
    """The modules that there are."""
    return _page(language)


@bp.get("/oppet/<int:number>/<language:language>")
def module(number: int, language: str) -> str:
    """A whole module, with everything that belongs to it, as the readers in `for` meet it."""
    try:
        return _page(language, get_catalogue().by_number(number))
    except NoResultFound as error:
        raise NotFound from error


@bp.get("/ordlista/<language:language>")
def glossary(language: str) -> str:
    """The glossary."""
    return glossary_page(language)


@bp.get("/version")
def version() -> Response:
    """What a page asks for every second: another word, and it shows itself anew."""
    return Response(_copy().version, mimetype="text/plain")


def _open() -> None:
    """The content as it is at this moment, for the whole of the request."""
    g.copy = cast(Desk, current_app.extensions["elearn_desk"]).copy()
    current_app.extensions["elearn_catalogue"] = g.copy.catalogue
    wanted = (request.view_args or {}).get("language", DEFAULT)
    address, asked = request.path.removesuffix(f"/{wanted}"), request.query_string.decode()
    g.traceless, g.fixed_language = True, wanted
    g.language_links = [
        {
            "address": ("/oppet" if address == "/" else address)
            + f"/{code}"
            + (f"?{asked}" if asked else ""),
            "text": name,
            "lang": code,
            "current": code == wanted,
        }
        for code, name in languages().items()
    ]


def _copy() -> Copy:
    return cast(Copy, g.copy)


def _frame() -> dict[str, object]:
    wanted = i18n.page_language()
    links = g.get("language_links", [])
    return {"locale": wanted, "direction": direction(wanted), "traceless": True, "language_links": links}


def _finish(response: Response) -> Response:
    """Let every page look for changes, under the same policy as the service but that it may ask for the version."""
    response.headers["Content-Security-Policy"] = CONTENT_SECURITY_POLICY
    response.headers["Cache-Control"] = "no-store"
    if response.mimetype == "text/html" and "copy" in g:
        script = Markup('<script src="{}" data-version="{}" defer></script>\n</head>').format(
            static_files.asset("reload.js"), _copy().version
        )
        response.set_data(response.get_data(as_text=True).replace("</head>", str(script), 1))
    return response


def _no_page(error: HTTPException) -> ResponseReturnValue:
    """The start, with what is wrong. A request for another host gets no page."""
    if isinstance(error, SecurityError):
        return Response("Bara den här datorn kommer åt förhandsvisningen.\n", 400, mimetype="text/plain")
    return _page(g.fixed_language, code=error.code or 500), error.code or 500


def _page(language: str, module: Module | None = None, code: int = 200) -> str:
    reader = _reader()
    catalogue = get_catalogue()
    sections = compose_whole(module, language, catalogue.shelves, reader) if module else ()
    sheets = {
        name: show(text, language, module, setting=Setting(part=name, deeper=True, open_in=language))
        for name in ("leaflet", "guide")
        if module is not None and (text := getattr(module, name)) is not None
    }
    pages = [*(section.page for section in sections), *(sheet.page for sheet in sheets.values())]
    cited = catalogue.cited(
        key for question in (module.questions if module else ()) for key in question.references
    )
    return render_template(
        "modules/preview.html",
        code=code,
        mistakes=_copy().mistakes,
        modules=catalogue.modules,
        module=module,
        sections=sections,
        sheets=sheets,
        sources=tuple({one.key: one for one in (*all_sources(pages), *cited)}.values()),
        cited=catalogue.cited,
        readers=[(AUDIENCE_NAMES[one], one in reader, _toggled(reader, one)) for one in Audience],
        language=language,
        **names(),
    )


def _reader() -> frozenset[Audience]:
    """The readers whose parts are open: `?for=chef,skola`. A word that is no reader is passed over."""
    asked = ",".join(request.args.getlist("for")).split(",")
    return frozenset(one for one in Audience if one.value in asked)


def _toggled(reader: frozenset[Audience], one: Audience) -> str:
    """This page with one reader more, or one less."""
    chosen = [other.value for other in Audience if (other in reader) != (other is one)]
    return f"{request.path}?{urlencode({'for': ','.join(chosen)}, safe=',')}" if chosen else request.path
