"""What has changed in a module since a published version, and whether that is much."""

from collections.abc import Mapping

from flask import render_template, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from elearn.extensions import get_session
from elearn.guard import requires
from elearn.i18n import language_name
from elearn.languages import languages
from elearn.modules.comparing_versions import (
    Place,
    Sign,
    Status,
    compare_versions,
    declared_size,
    version_order,
)
from elearn.modules.content import Module
from elearn.modules.publishing import get_published, list_versions, read_version
from elearn.modules.views.blueprint import bp, load_module
from elearn.modules.word_diff import Mark
from elearn.permissions import Permission

KIND_NAMES = {
    "module": _l("Modulen som helhet"),
    "goal": _l("Mål"),
    "section": _l("Avsnitt"),
    "question": _l("Frågor"),
    "case": _l("Fall med val"),
    "picture": _l("Bilder"),
}
STATUS_NAMES = {Status.NEW: _l("tillagt"), Status.GONE: _l("borttaget"), Status.CHANGED: _l("ändrat")}
# The fields of the content files, in words.
FIELD_NAMES = {
    "body": _l("texten"),
    "caption": _l("bildtext"),
    "choices": _l("val"),
    "correct": _l("rätt svar"),
    "description": _l("bilden i ord"),
    "feedback": _l("återkoppling"),
    "goal": _l("mål"),
    "guide": _l("handledning"),
    "kind": _l("sort"),
    "label": _l("rubrik"),
    "leaflet": _l("sammanfattning att skriva ut"),
    "must_know": _l("måste kunnas"),
    "next": _l("leder till"),
    "number": _l("nummer"),
    "options": _l("alternativ"),
    "parts": _l("del"),
    "points": _l("punkt"),
    "references": _l("källor"),
    "safe": _l("tryggt val"),
    "says": _l("svar på valet"),
    "scenes": _l("scen"),
    "section": _l("avsnitt"),
    "situation": _l("situationen"),
    "summary": _l("vad modulen handlar om"),
    "text": _l("texten"),
    "title": _l("rubrik"),
    "value": _l("värde"),
}


@bp.get("/redaktion/moduler/<int:number>/andringar")
@requires(Permission.CONTENT_REVIEW, load_module)
def editor_versions(module: Module) -> str:
    """The present version beside a published one: `fran`, or without it the newest before the present one."""
    session = get_session()
    others = [version for version in list_versions(session, module.slug) if version != module.version]
    others.sort(key=version_order, reverse=True)
    since = request.args.get("fran") or next(iter(others), None)
    if since is None:
        return render_template("modules/editor_versions.html", module=module, since=None)
    compared = compare_versions(read_version(get_published(session, module.slug, since)), module)
    return render_template(
        "modules/editor_versions.html",
        module=module,
        since=since,
        others=others,
        compared=compared,
        declared=declared_size(module, since),
        reasons=_reasons(compared.signs),
        kinds=KIND_NAMES,
        statuses=STATUS_NAMES,
        name_place=_name_place,
        Mark=Mark,
    )


def _reasons(signs: Mapping[Sign, tuple[str, ...]]) -> str:
    """What speaks for a major change, as the end of a sentence."""
    said = {
        Sign.KEY: _("facit har ändrats"),
        Sign.MUST_KNOW: _("en fråga som alla måste kunna har tillkommit eller försvunnit"),
        Sign.GOAL: _("ett mål har ändrats"),
    }
    return "; ".join(f"{said[sign]} ({', '.join(ids)})" for sign, ids in signs.items())


def _name_place(place: Place) -> str:
    """Where in an item a text stands: alternativ a, återkoppling, svenska."""
    fields = FIELD_NAMES | {code: language_name(code) for code in languages()}
    pairs: list[str] = []
    for part in place:
        word = str(fields.get(part, part))
        if part in fields or not pairs:
            pairs.append(word)
        else:  # the id or number of what was named before it
            pairs[-1] = f"{pairs[-1]} {word}"
    return ", ".join(pairs)
