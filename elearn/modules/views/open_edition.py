"""The open reading edition: every module for anyone, without sign-in, without a check and without a trace."""

from flask import Response, make_response, render_template

from elearn.guard import public
from elearn.modules.catalogue import get_catalogue
from elearn.modules.views.blueprint import bp
from elearn.modules.views.reading import names
from elearn.modules.whole import all_sources, compose_whole
from elearn.support.traceless import leave_no_trace, varying


@bp.get("/oppet")
@bp.get("/oppet/<language:language>")
@public
def open_list(language: str | None = None) -> Response:
    """The modules that there are to read."""
    wanted = leave_no_trace("/oppet", language)
    catalogue = get_catalogue()
    drafts = {module.slug for module in catalogue.modules if catalogue.is_draft(module)}
    page = render_template(
        "modules/open_list.html", modules=catalogue.modules, drafts=drafts, language=wanted
    )
    return varying(make_response(page), language)


@bp.get("/oppet/<int:number>")
@bp.get("/oppet/<int:number>/<language:language>")
@public
def open_module(number: int, language: str | None = None) -> Response:
    """A whole module on one page. What is written for some readers is closed, and at hand for all."""
    wanted = leave_no_trace(f"/oppet/{number}", language)
    catalogue = get_catalogue()
    module = catalogue.by_number(number)
    sections = compose_whole(module, wanted, catalogue.shelves)
    page = render_template(
        "modules/open_module.html",
        module=module,
        others=[other for other in catalogue.modules if other is not module],
        sections=sections,
        sources=all_sources(section.page for section in sections),
        draft=catalogue.is_draft(module),
        language=wanted,
        **names(),
    )
    return varying(make_response(page), language)
