"""The editor's pages: what is published, and which sources must be read again."""

from collections.abc import Mapping

from flask import render_template

from elearn.clock import today
from elearn.guard import requires
from elearn.modules.catalogue import get_catalogue
from elearn.modules.citations import Citations, citations
from elearn.modules.content import Reference
from elearn.modules.views.blueprint import bp
from elearn.permissions import Permission


@bp.get("/redaktion")
@requires(Permission.CONTENT_REVIEW)
def editorial() -> str:
    """The modules with their versions, and how many sources wait to be read again."""
    catalogue = get_catalogue()
    used, _unused = _by_use(citations(catalogue.modules))
    late = [reference for reference in used if reference.check_by < today()]
    return render_template("modules/editorial.html", modules=catalogue.modules, used=used, late=late)


@bp.get("/redaktion/granskning")
@requires(Permission.CONTENT_REVIEW)
def content_review() -> str:
    """Every source by the day on which it must be read again, with the pages that lean on it."""
    cited = citations(get_catalogue().modules)
    used, unused = _by_use(cited)
    return render_template(
        "modules/content_review.html", used=used, unused=unused, citations=cited, today=today()
    )


def _by_use(cited: Mapping[str, Citations]) -> tuple[list[Reference], list[Reference]]:
    """The sources that something leans on, and those that nothing does, each by when it must be read again."""
    references = sorted(
        get_catalogue().references.values(), key=lambda reference: (reference.check_by, reference.key)
    )
    used = [reference for reference in references if reference.key in cited]
    return used, [reference for reference in references if reference.key not in cited]
