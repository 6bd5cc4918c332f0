"""Pages for anyone, that leave no trace: where to get help, and somewhere neutral to be."""

from flask import Blueprint, Flask, Response, current_app, g, make_response, render_template, request
from flask_babel import gettext as _

from elearn.extensions import get_config
from elearn.guard import public
from elearn.i18n import DEFAULT, LANGUAGES
from elearn.support.contacts import Category, Group, group_shown, load_contacts

bp = Blueprint("support", __name__)


def init_app(app: Flask) -> None:
    """Read the contacts and open the pages. Raises ContentError rather than show half a register."""
    with app.app_context():
        app.extensions["elearn_contacts"] = group_shown(load_contacts(get_config().content_dir))
    app.register_blueprint(bp)


@bp.get("/hjalp")
@public
def help_page() -> Response:
    """Where to get help, in the language that the browser asks for."""
    return _varying(_help(_wanted()))


@bp.get("/hjalp/<any(sv, en):language>")
@public
def help_in(language: str) -> Response:
    """Where to get help, in the language of the address."""
    return _help(language)


@bp.get("/paus")
@public
def pause() -> Response:
    """Where the exit leads when nobody has set another address: a page about nothing in particular."""
    _leave_no_trace(_wanted())
    return _varying(make_response(render_template("support/pause.html")))


def _help(language: str) -> Response:
    _leave_no_trace(language)
    g.language_links = [
        {"address": f"/hjalp/{code}", "text": name, "lang": code, "current": code == language}
        for code, name in LANGUAGES.items()
    ]
    groups: tuple[Group, ...] = current_app.extensions["elearn_contacts"]
    headings = _headings()
    return make_response(
        render_template(
            "support/help.html",
            groups=groups,
            headings=headings,
            contents=[(headings[group.category], f"#{group.category}") for group in groups[1:]],
            language=language,
        )
    )


def _leave_no_trace(language: str) -> None:
    """Before anything looks: who reads these pages decides nothing about them, and nothing is remembered."""
    g.traceless = True
    g.fixed_language = language


def _wanted() -> str:
    return request.accept_languages.best_match(list(LANGUAGES)) or DEFAULT


def _varying(response: Response) -> Response:
    response.vary.add("Accept-Language")
    return response


def _headings() -> dict[Category, str]:
    """Each group's heading: who it is for."""
    return {
        Category.DANGER: _("Fara nu"),
        Category.ADVICE: _("När det inte är akut"),
        Category.WOMEN: _("Kvinnor"),
        Category.MEN: _("Män"),
        Category.TRANS: _("Transpersoner"),
        Category.ANYONE: _("Alla som är utsatta för brott"),
        Category.CHILDREN: _("Barn och unga"),
        Category.HONOUR: _("Våld och förtryck i hederns namn"),
        Category.USING_VIOLENCE: _("Du som använder våld"),
        Category.SOCIAL_SERVICES: _("Socialtjänsten"),
        Category.LOCAL: _("I kommunen och länet"),
        Category.PROFESSIONALS: _("Du som möter frågan i ditt arbete"),
    }
