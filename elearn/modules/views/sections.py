"""A module and its sections: what there is to read, and the place kept."""

from flask import abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from elearn.clock import now
from elearn.extensions import get_session
from elearn.guard import actor, requires
from elearn.modules.catalogue import get_catalogue
from elearn.modules.content import Module
from elearn.modules.markdown import render
from elearn.modules.progress import Step, find_step, first_unread, minutes_left
from elearn.modules.queries import find_open_attempt, list_read_sections
from elearn.modules.services import mark_section_read
from elearn.modules.views.blueprint import bp, language, load_module
from elearn.permissions import Permission


@bp.get("/moduler/<int:number>")
@requires(Permission.MODULE_TAKE, load_module)
def overview(module: Module) -> str:
    """What a module is about, how long it takes, and where the reader was."""
    session, person_id = get_session(), actor().person_id
    read = list_read_sections(session, person_id, module.slug)
    return render_template(
        "modules/overview.html",
        module=module,
        read=read,
        first_unread=first_unread(module, read),
        minutes=minutes_left(module, read),
        begun=find_open_attempt(session, person_id, module.slug, now()) is not None,
    )


@bp.get("/moduler/<int:number>/<int:section>")
@requires(Permission.MODULE_TAKE, load_module)
def section(module: Module, section: int) -> str:
    """One section to read."""
    step = _step(module, section)
    read = list_read_sections(get_session(), actor().person_id, module.slug)
    shown = step.section.body.language(language())
    return render_template(
        "modules/section.html",
        module=module,
        step=step,
        read=read,
        text_language=shown,
        text=render(step.section.body.read(shown), shown, get_catalogue().references),
    )


@bp.post("/moduler/<int:number>/<int:section>")
@requires(Permission.MODULE_TAKE, load_module)
def read_section(module: Module, section: int) -> ResponseReturnValue:
    """Keep the place, and go on to the next section or, after the last, to the check."""
    step = _step(module, section)
    session = get_session()
    mark_section_read(session, actor().person_id, module, section)
    session.commit()
    if step.next is None:
        return redirect(url_for("modules.check", number=module.number), 303)
    return redirect(url_for("modules.section", number=module.number, section=step.next.number), 303)


def _step(module: Module, number: int) -> Step:
    return find_step(module, number) or abort(404)
