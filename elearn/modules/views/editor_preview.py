"""A whole module as any reader meets it, with all that readers do not see at once: every question, key and feedback."""

from flask import g, render_template, request

from elearn.guard import requires
from elearn.languages import languages
from elearn.modules.catalogue import get_catalogue
from elearn.modules.citations import GUIDE, LEAFLET, question_anchor
from elearn.modules.composing import compose
from elearn.modules.content import Module
from elearn.modules.directives import LEVELS, WORKPLACES, Audience
from elearn.modules.draw import Asked
from elearn.modules.markdown import Setting
from elearn.modules.views.blueprint import bp, language, load_module
from elearn.modules.views.reading import Shown, names
from elearn.modules.whole import all_sources, compose_whole
from elearn.permissions import Permission
from elearn.texts import Text


@bp.get("/redaktion/moduler/<int:number>")
@requires(Permission.CONTENT_REVIEW, load_module)
def editor_preview(module: Module) -> str:
    """The module on one page for a level, a workplace and a language; what is not one of them counts as not chosen."""
    level, workplace = _chosen("niva", LEVELS), _chosen("arbetsplats", WORKPLACES)
    wanted = request.args.get("sprak", "")
    if wanted in languages():
        g.fixed_language = wanted  # before anything is translated: the page speaks as it would to that reader
    catalogue, reader = get_catalogue(), frozenset(filter(None, (level, workplace)))
    sections = compose_whole(module, language(), catalogue.shelves, reader)
    sheets = {
        anchor: _sheet(module, text, anchor, reader)
        for anchor, text in ((LEAFLET, module.leaflet), (GUIDE, module.guide))
        if text is not None
    }
    asked = [Asked(place, question, question.options) for place, question in enumerate(module.questions, 1)]
    pages = [*(section.page for section in sections), *(sheet.page for sheet in sheets.values())]
    cited = {key: None for question in module.questions for key in question.references}
    return render_template(
        "modules/editor_preview.html",
        module=module,
        draft=catalogue.is_draft(module),
        level=level,
        workplace=workplace,
        levels=LEVELS,
        workplaces=WORKPLACES,
        chosen_languages=languages(),
        sections=sections,
        sheets=sheets,
        bank=asked,
        anchor=question_anchor,
        goals={goal.id: goal for goal in module.goals},
        sources=tuple(dict.fromkeys((*all_sources(pages), *catalogue.cited(cited)))),
        **names(),
    )


def _chosen(name: str, among: tuple[Audience, ...]) -> Audience | None:
    value = request.args.get(name, "")
    return Audience(value) if value in among else None


def _sheet(module: Module, text: Text, anchor: str, reader: frozenset[Audience]) -> Shown:
    spoken = text.language(language())
    setting = Setting(part=anchor, deeper=True)
    page = compose(text.read(spoken), spoken, module, get_catalogue().shelves, reader, setting=setting)
    return Shown(page, spoken)
