"""What the learner's guide does: docs/guider/larande.md."""

from tests.guides.camera import NARROW, Camera
from tests.guides.studio import Studio

CHECK = "/moduler/3/kunskapskontroll"


def tour(studio: Studio) -> None:
    learner = studio.arrive()
    _arrive(learner)
    _read(learner)
    _take_the_check(learner)
    _look_back(learner)
    learner.close()
    _on_a_telephone(studio)


def _arrive(learner: Camera) -> None:
    learner.open("/logga-in")
    learner.keep("larande-inloggning", learner.heading("Logga in"), learner.button("Läs utan att logga in"))
    learner.sign_in("larande")
    learner.keep("larande-start")


def _read(learner: Camera) -> None:
    learner.press("Fortsätt")
    learner.open("/moduler/3")
    learner.keep("larande-modul", last=learner.button("Fortsätt"))
    learner.press("Fortsätt")
    learner.keep("larande-avsnitt")


def _take_the_check(learner: Camera) -> None:
    learner.open(CHECK)
    learner.tick("En fråga i taget")
    learner.press("Börja")
    learner.press("Spara och fortsätt")
    learner.keep("larande-fel", last=learner.button("Spara och fortsätt"))
    learner.open(CHECK)
    _answer_all(learner, right=False)
    learner.keep(
        "larande-inte-godkand", learner.heading("Inte godkänd än"), learner.button("Gör kontrollen igen")
    )
    learner.press("Gör kontrollen igen")
    _answer_all(learner, right=True)
    learner.heading("Klart. Det är registrerat.").wait_for()
    learner.keep("larande-kvitto", last=learner.paragraph("Se svaren med förklaringar"))


def _answer_all(learner: Camera, *, right: bool) -> None:
    learner.tick("Alla frågor på en sida")
    learner.main.get_by_role("button").first.click()
    learner.page.wait_for_load_state()
    learner.visitor.answer(right=right)
    learner.press("Lämna in")


def _look_back(learner: Camera) -> None:
    learner.menu("Min utbildning")
    learner.keep("larande-historik", learner.heading("Historik"), learner.main.get_by_role("listitem").last)
    learner.page.get_by_text("Vill du göra en modul på ett annat sätt eller lämna in ett intyg?").click()
    learner.press("Stöd till den som utövar våld")
    learner.open("/moduler/4/annat-satt")
    learner.keep(
        "larande-annat-satt",
        learner.heading("Göra modulen på ett annat sätt"),
        learner.button("Jag vill göra det på ett annat sätt"),
    )
    learner.open("/moduler/2/annat-satt")
    learner.press("Lämna in intyget")
    learner.heading("Lämna in ett intyg från annat håll").wait_for()
    learner.menu("Inställningar")
    learner.keep(
        "larande-installningar", learner.heading("Inställningar"), learner.heading("Där du är inloggad")
    )


def _on_a_telephone(studio: Studio) -> None:
    visitor = studio.arrive(width=NARROW)
    visitor.open("/hjalp")
    visitor.keep("larande-hjalp-telefon")
    visitor.sign_in("larande")
    visitor.open("/moduler/4/1")
    visitor.keep("larande-avsnitt-telefon")
    visitor.close()
