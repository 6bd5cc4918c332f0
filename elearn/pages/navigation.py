"""What the main menu holds for whoever is signed in."""

from flask_babel import gettext as _
from flask_login import current_user

from elearn.permissions import Actor, Permission, allowed


def items(path: str) -> list[dict[str, object]]:
    """The pages that the actor's roles open, with the one that `path` belongs to marked; none when signed out."""
    if not current_user.is_authenticated:
        return []
    entries = [(text, address) for text, address in _entries(current_user._get_current_object())]
    current = max((address for _text, address in entries if _within(path, address)), key=len, default=None)
    return [{"text": text, "address": address, "current": address == current} for text, address in entries]


def _entries(actor: Actor) -> list[tuple[str, str]]:
    wanted = (
        (_("Start"), "/", None),
        (_("Min utbildning"), "/min-utbildning", None),
        (_("Enheter"), "/enheter", Permission.UNIT_READ),
        (_("HR"), "/hr", Permission.REPORT_READ),
        (_("Ärenden"), "/hr/arenden", Permission.CASE_HANDLE),
        (_("Läget"), "/laget", Permission.FIGURES_READ),
        (_("Redaktion"), "/redaktion", Permission.CONTENT_REVIEW),
        (_("Administration"), "/admin", Permission.ROLE_GRANT),
        (_("Granskning"), "/granskning", Permission.AUDIT_READ),
        (_("Inställningar"), "/installningar", None),
    )
    return [
        (text, address)
        for text, address, permission in wanted
        if permission is None or allowed(actor, permission)
    ]


def _within(path: str, address: str) -> bool:
    if path.startswith("/traffar/"):  # led from its unit
        path = f"/enheter{path}"
    return path == address or (address != "/" and path.startswith(f"{address}/"))
