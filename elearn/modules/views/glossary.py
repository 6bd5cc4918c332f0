"""The glossary: what the words of the course mean, for anyone and without a trace."""

from collections.abc import Iterable

from flask import Response, make_response, render_template

from elearn.formatting import swedish_order
from elearn.guard import public
from elearn.modules.catalogue import get_catalogue
from elearn.modules.registers import Term
from elearn.modules.views.blueprint import bp
from elearn.support.traceless import leave_no_trace, varying


@bp.get("/ordlista")
@bp.get("/ordlista/<language:language>")
@public
def glossary(language: str | None = None) -> Response:
    """Every term in the order of the alphabet."""
    return varying(make_response(glossary_page(leave_no_trace("/ordlista", language))), language)


def glossary_page(language: str) -> str:
    """The glossary as it stands in the catalogue, in a language."""
    catalogue = get_catalogue()
    terms = in_order(catalogue.glossary.values(), language)
    keys = dict.fromkeys(key for term in terms for key in term.references)
    return render_template(
        "modules/glossary.html",
        terms=terms,
        cited=catalogue.cited,
        sources=catalogue.cited(keys),
        language=language,
    )


def in_order(terms: Iterable[Term], language: str) -> list[Term]:
    """Terms by the alphabet of a language: in Swedish å, ä and ö come last."""

    def order(term: Term) -> str:
        text = term.term.read(language)
        return swedish_order(text) if term.term.language(language) == "sv" else text.casefold()

    return sorted(terms, key=order)
