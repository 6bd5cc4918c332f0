"""What a module has to print: the summary to keep, and the guide for whoever leads a workplace meeting about it."""

from flask import abort, render_template

from elearn.guard import requires
from elearn.modules.catalogue import get_catalogue
from elearn.modules.content import Module, Text
from elearn.modules.views.blueprint import bp, language, load_module
from elearn.modules.views.reading import names, show
from elearn.permissions import Permission
from elearn.support.views import category_headings, shown_groups


@bp.get("/moduler/<int:number>/sammanfattning")
@requires(Permission.MODULE_TAKE, load_module)
def leaflet(module: Module) -> str:
    """The module on one sheet of paper, with numbers to ring."""
    return _sheet("modules/leaflet.html", module, module.leaflet)


@bp.get("/moduler/<int:number>/handledning")
@requires(Permission.MODULE_TAKE, load_module)
def guide(module: Module) -> str:
    """How to talk about the module at a workplace meeting."""
    return _sheet("modules/guide.html", module, module.guide)


def _sheet(template: str, module: Module, text: Text | None) -> str:
    if text is None:
        abort(404)
    return render_template(
        template,
        module=module,
        shown=show(text, language(), module),
        draft=get_catalogue().is_draft(module),
        groups=shown_groups(),
        headings=category_headings(),
        **names(),
    )
