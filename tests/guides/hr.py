"""What HR's guide does: docs/guider/hr.md."""

import re
from datetime import date

from elearn.demo.files import BASE, DATA, shift_dates, write_csv
from tests.guides.camera import Camera
from tests.guides.standing import MOMENT
from tests.guides.studio import Studio

PEOPLE = "people-hr.csv"


def tour(studio: Studio) -> None:
    officer = studio.arrive()
    officer.sign_in("hr")
    _look(officer)
    _import(officer, studio)
    _ask(officer)
    _find(officer)
    _give_a_code(officer, studio)
    _take_out(officer)
    _remind(officer)
    _help(officer, studio)
    officer.close()


def _look(officer: Camera) -> None:
    officer.menu("HR")
    officer.keep("hr-koncern", last=officer.row("Omsorgsförvaltningen"))
    officer.press("Sida till nämnden")
    officer.press("Omsorgsnämnden")
    officer.keep("hr-namnd")


def _import(officer: Camera, studio: Studio) -> None:
    """A file with a new name, one person less and one more; and one with a unit and a day that do not exist."""
    header, *rows = _people()
    unit, day = header.index("enhetskod"), header.index("från")
    title = header.index("befattning")
    added = dict(zip(header, rows[-1], strict=True))
    added |= {"anställningsnummer": "19999", "förnamn": "Ny", "efternamn": "Exempelsson", "från": MOMENT[:10]}
    added |= {"e-post": "", "personnyckel": ""}
    changed = [*rows[-2]]
    changed[title] = "Samordnare"
    _hand_in(officer, studio, [header, *rows[:-3], changed, rows[-1], [added[column] for column in header]])
    officer.keep("hr-skillnad", last=officer.button("Läs in filen"))
    officer.press("Ta bort filen utan att läsa in den")
    broken = [*rows[-1]]
    broken[unit], broken[day] = "OMS-FINNS-EJ", "2026-02-30"
    _hand_in(officer, studio, [header, *rows[:-1], broken])
    officer.keep("hr-fel", last=officer.main.get_by_role("table"))
    officer.press("Ta bort filen utan att läsa in den")


def _people() -> list[list[str]]:
    """The rows that the demonstration has imported, of the day on which it stands."""
    days = (date.fromisoformat(MOMENT[:10]) - BASE).days
    text = shift_dates((DATA / PEOPLE).read_text(encoding="utf-8"), days)
    return [line.split(";") for line in text.removeprefix("\ufeff").splitlines()]


def _hand_in(officer: Camera, studio: Studio, rows: list[list[str]]) -> None:
    path = studio.desk / "personer-2026-11-23.csv"
    path.write_text(write_csv(rows), encoding="utf-8")
    officer.open("/hr/import")
    officer.tick("Personer")
    officer.pick("Källa", "hr")
    officer.main.get_by_label("Fil", exact=True).set_input_files(path)
    officer.press("Visa skillnaden")


def _ask(officer: Camera) -> None:
    officer.open("/hr/krav")
    officer.press("Lägg till ett krav")
    officer.keep("hr-krav-nytt", officer.heading("Nytt krav"), officer.text("Fler sätt att välja ut vilka"))
    officer.open("/hr/krav/1")
    officer.fill("Antal månader som modulerna gäller", "12")
    officer.press("Se hur många som berörs")
    officer.keep("hr-krav-berors")


def _find(officer: Camera) -> None:
    officer.open("/hr/personer")
    officer.fill("Namn, e-postadress eller anställningsnummer", "Nasrin Rahimi")
    officer.press("Sök")
    officer.press("Nasrin Rahimi")
    officer.keep("hr-person", officer.heading("Nasrin Rahimi"), officer.main.get_by_role("table").first)
    officer.press("Låt HR hantera")
    officer.press("Sluta hantera")
    officer.press("Se dagarna")
    officer.keep("hr-varfor", last=officer.row("Gäller i 24 månader"))


def _give_a_code(officer: Camera, studio: Studio) -> None:
    """And whoever got it chooses a password with it, as the learner's guide says."""
    officer.open("/hr/koder")
    officer.fill("Källa", "hr")
    officer.fill("Anställningsnummer", "10014")
    officer.press("Gör en kod")
    officer.keep("hr-kod", last=officer.button("Gör en kod till"))
    found = re.search(r"(?:[0-9A-Z]{4}-){2}[0-9A-Z]{4}", officer.main.inner_text())
    if found is None:
        raise AssertionError("the page shows no code")
    newcomer = studio.arrive()
    newcomer.open("/logga-in")
    newcomer.press("Jag har fått en kod på papper")
    newcomer.fill("Anställningsnummer eller e-postadress", "hr/10014")
    newcomer.fill("Kod", found[0])
    newcomer.fill("Nytt lösenord", "kastanj-regn-plommon")
    newcomer.fill("Samma lösenord en gång till", "kastanj-regn-plommon")
    newcomer.press("Spara lösenordet")
    newcomer.text("Ditt nya lösenord gäller.").wait_for()
    newcomer.close()


def _take_out(officer: Camera) -> None:
    officer.open("/hr/export")
    officer.keep(
        "hr-export", officer.heading("Ta ut en fil"), officer.text("Siffror: en rad per enhet och modul")
    )
    officer.tick("Siffror: en rad per enhet och modul")
    officer.tick("CSV, som öppnas direkt")
    with officer.page.expect_download():
        officer.button("Ta ut filen").click()


def _remind(officer: Camera) -> None:
    officer.open("/hr/paminnelser")
    officer.keep("hr-paminnelser", officer.heading("Påminnelser"), officer.button("Ändra reglerna"))
    officer.open("/hr/ledigheter")
    officer.pick("Vad det är", "Jullov")
    officer.pick("Var?", "Utbildningsförvaltningen")
    officer.keep(
        "hr-ledighet", officer.heading("Lägg till en ledighet"), officer.main.get_by_role("combobox").nth(1)
    )


def _help(officer: Camera, studio: Studio) -> None:
    """The learner asks to do a module in another way, and the contact person sees it."""
    learner = studio.arrive()
    learner.sign_in("larande")
    learner.open("/moduler/4/annat-satt")
    learner.press("Jag vill göra det på ett annat sätt")
    learner.close()
    officer.menu("Ärenden")
    officer.main.get_by_role("table").get_by_role("link").first.click()
    officer.heading("Det är gjort").wait_for()
    officer.keep("hr-arende", officer.heading("Ärende"), officer.button("Registrera"))
