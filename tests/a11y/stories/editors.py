"""The editor, the administrator, the auditor and a committee's coordinator."""

from elearn.modules.views.preview import create_preview
from tests.a11y.recording import Recorder
from tests.delivered import CONTENT
from tests.people import arrange


def be_the_editor(cast: Recorder) -> None:
    """What is to be reviewed, what has changed, and how the questions were answered."""
    cast.see("frida", "/sidor", "/redaktion", "/redaktion/granskning")
    for page in ("?niva=chef&arbetsplats=skola", "/andringar", "/svar"):
        cast.see("frida", f"/redaktion/moduler/1{page}")


def write_a_module(cast: Recorder) -> None:
    """What an author sees of a module on their own computer, with what must be put right."""
    preview = create_preview(CONTENT)
    for who in ("author", "author abroad"):
        path = f"/oppet/1/{cast.language(who)}"
        cast.write_down(who, path, preview.test_client().get(path), template="modules/preview.html")


def look_after_the_service(cast: Recorder) -> None:
    """Roles, the trail, what is published, and a committee."""
    cast.see("erik", "/sidor", "/admin", "/admin/roller", "/hr/overenskommelser")
    cast.refuse("erik", "/admin/roller", "/hr/overenskommelser")
    cast.follow("erik", "/admin/roller", r"/admin/roller/\d+")
    with cast.database.writing() as session, session.begin():
        arrange(session, cast.world)
    cast.follow("oskar", "/hr/overenskommelser", r"/hr/overenskommelser/\d+/avsluta")
    cast.see("gustav", "/sidor", "/granskning", "/laget")
    cast.see("ivar", "/", "/min-utbildning")
