"""Pages for anyone, that leave no trace: where to get help, and somewhere neutral to be."""

from typing import cast

from flask import Blueprint, Flask, Response, current_app, make_response, render_template
from flask_babel import gettext as _

from elearn.extensions import get_config
from elearn.guard import public
from elearn.languages import DEFAULT
from elearn.support.contacts import Category, Group, group_shown, load_contacts
from elearn.support.traceless import leave_no_trace, varying

bp = Blueprint("support", __name__)


def init_app(app: Flask) -> None:
    """Read the contacts and open the pages. Raises ContentError rather than show half a register."""
    with app.app_context():
        app.extensions["elearn_contacts"] = group_shown(load_contacts(get_config().content_dir))
    app.register_blueprint(bp)


def shown_groups() -> tuple[Group, ...]:
    """The contacts that a reader may rely on, danger first."""
    return cast(tuple[Group, ...], current_app.extensions["elearn_contacts"])


@bp.get("/hjalp", strict_slashes=False)
@public
def help_page() -> Response:
    """Where to get help, in the language that the browser asks for."""
    return _help(None)


@bp.get("/hjalp/<language:language>")
@public
def help_in(language: str) -> Response:
    """Where to get help, in the language of the address."""
    return _help(language)


@bp.get("/hjalp/lattlast")
@public
def easy() -> Response:
    """Whom to ring, in easy Swedish: a sentence on every line, and only who has a number."""
    leave_no_trace("/hjalp", DEFAULT)
    contacts = [contact for group in shown_groups() for contact in group.contacts if contact.shown_phone]
    return make_response(render_template("support/easy.html", contacts=contacts))


@bp.get("/paus")
@public
def pause() -> Response:
    """Where the exit leads when nobody has set another address: a page about nothing in particular."""
    leave_no_trace("/paus", None)
    return varying(make_response(render_template("support/pause.html")), None)


@bp.get("/om")
@bp.get("/om/<any(sv, en):language>")
@public
def about(language: str | None = None) -> Response:
    """What the exit does and what it cannot do, for whoever wants to know before they need it."""
    leave_no_trace("/om", language)
    return varying(make_response(render_template("support/about.html")), language)


def _help(language: str | None) -> Response:
    wanted = leave_no_trace("/hjalp", language)
    groups, headings = shown_groups(), category_headings()
    page = render_template(
        "support/help.html",
        groups=groups,
        headings=headings,
        contents=[(headings[group.category], f"#{group.category}") for group in groups[1:]],
        language=wanted,
    )
    return varying(make_response(page), language)


def category_headings() -> dict[Category, str]:
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
