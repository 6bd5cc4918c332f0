"""What the editor's guide does: docs/guider/redaktor.md."""

from tests.guides.studio import Studio


def tour(studio: Studio) -> None:
    editor = studio.arrive()
    editor.sign_in("redaktor")
    editor.menu("Redaktion")
    editor.keep("redaktor-moduler")
    editor.open("/redaktion/moduler/3")
    editor.pick("Nivå", "För chefer")
    editor.pick("Arbetsplats", "I förskola, skola och fritid")
    editor.press("Visa")
    editor.keep("redaktor-forhandsvisning", last=editor.button("Visa"))
    editor.press("Vad har ändrats?")
    editor.open("/redaktion/moduler/3")
    editor.press("Hur har man svarat?")
    editor.keep(
        "redaktor-svar",
        editor.main.get_by_role("heading", level=2).first,
        editor.main.get_by_role("table").first,
    )
    editor.open("/redaktion/granskning")
    editor.fill("Vad hänvisar till det här lagrummet?", "SoL 19 kap. 1 §")
    editor.press("Sök")
    editor.keep("redaktor-lagrum")
    editor.close()
