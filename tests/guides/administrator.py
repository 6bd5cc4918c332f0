"""What the administrator's guide does: docs/guider/administrator.md."""

from tests.guides.studio import Studio


def tour(studio: Studio) -> None:
    administrator = studio.arrive()
    administrator.sign_in("admin")
    administrator.menu("Administration")
    administrator.keep("administrator-oversikt")
    administrator.press("Roller")
    administrator.fill("E-postadress eller källa/anställningsnummer", "larande@exempel.example")
    administrator.pick("Roll", "Kontaktperson")
    administrator.pick("Enhet", "Omsorgsförvaltningen")
    administrator.keep(
        "administrator-roll", administrator.heading("Ge en roll"), administrator.button("Ge rollen")
    )
    administrator.press("Ge rollen")
    administrator.press("Återkalla (Kontaktperson, Saga Lindvall)")
    administrator.press("Återkalla rollen")
    administrator.text("Rollen är återkallad.").wait_for()
    administrator.close()
    auditor = studio.arrive()
    auditor.sign_in("revisor")
    auditor.menu("Granskning")
    auditor.keep("administrator-logg")
    auditor.menu("Läget")
    auditor.keep("administrator-laget")
    auditor.close()
