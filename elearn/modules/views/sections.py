"""A module and its sections: what there is to read, and the place kept."""

from flask import abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from elearn.clock import now, today
from elearn.extensions import get_session
from elearn.guard import actor, requires
from elearn.modules.catalogue import get_catalogue
from elearn.modules.content import Module
from elearn.modules.forms import WorkplaceForm
from elearn.modules.progress import Step, find_step, first_unread, minutes_left
from elearn.modules.queries import find_open_attempt, list_read_sections
from elearn.modules.readers import choose_workplace, find_audiences, find_workplace
from elearn.modules.services import mark_section_read
from elearn.modules.views.blueprint import bp, language, load_module
from elearn.modules.views.reading import names, show
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
        draft=get_catalogue().is_draft(module),
        form=WorkplaceForm(workplace=find_workplace(session, person_id) or ""),
    )


@bp.post("/moduler/<int:number>/arbetsplats")
@requires(Permission.MODULE_TAKE, load_module)
def choose_reading(module: Module) -> ResponseReturnValue:
    """Keep which workplace the reader wants to read about first."""
    form = WorkplaceForm()
    if not form.validate():
        abort(422)
    session = get_session()
    choose_workplace(session, actor().person_id, form.chosen)
    session.commit()
    return redirect(url_for("modules.overview", number=module.number), 303)


@bp.get("/moduler/<int:number>/<int:section>")
@requires(Permission.MODULE_TAKE, load_module)
def section(module: Module, section: int) -> str:
    """One section to read."""
    step = _step(module, section)
    session, person_id = get_session(), actor().person_id
    reader = find_audiences(session, person_id, today())
    return render_template(
        "modules/section.html",
        module=module,
        step=step,
        read=list_read_sections(session, person_id, module.slug),
        shown=show(step.section.body, language(), module, reader),
        draft=get_catalogue().is_draft(module),
        **names(),
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
