"""How a version's questions were answered, shown to the editor only where nobody can be made out."""

from flask import render_template, request

from elearn.extensions import get_session
from elearn.guard import requires
from elearn.modules.answer_counts import Veil, count_answers, veil
from elearn.modules.comparing_versions import version_order
from elearn.modules.content import Module
from elearn.modules.publishing import get_published, list_versions, read_version
from elearn.modules.views.blueprint import bp, load_module
from elearn.permissions import Permission


@bp.get("/redaktion/moduler/<int:number>/svar")
@requires(Permission.CONTENT_REVIEW, load_module)
def editor_answers(module: Module) -> str:
    """Per question of a version how often each option was chosen; the present version unless another is asked for."""
    session = get_session()
    row = get_published(session, module.slug, request.args.get("version", module.version))
    answered = read_version(row)
    counts = count_answers(session, row.id)
    return render_template(
        "modules/editor_answers.html",
        module=module,
        answered=answered,
        versions=sorted(list_versions(session, module.slug), key=version_order, reverse=True),
        shown=[(question, veil(question, counts.get(question.id, {}))) for question in answered.questions],
        Veil=Veil,
    )
