"""The walks of HR: files, people, corrections, exports."""

from datetime import timedelta

from playwright.sync_api import expect

from elearn import clock
from tests.organisations.loading import content
from tests.walks.walking import Walk

ANNA = "100;Anna;Ås;anna@exempel.example;F1;medarbetare;Pedagog;;;;;"
OWN = {"name": "personal.csv", "mimeType": "text/csv"}


def import_and_undo(walk: Walk) -> None:
    """A new source with one person; then her title in a second file, and that file taken back."""
    upload(walk, ANNA, new="ny")
    walk.send("/hr/import/*/bekrafta")
    walk.sees("Filen är inläst: 1 nya")
    upload(walk, ANNA.replace("Pedagog", "Rektor"), source="ny")
    walk.sees("Rektor")
    walk.send("/hr/import/*/bekrafta")
    walk.sees("Filen är inläst: 0 nya, 1 ändrade")
    walk.follow("main a[href$='/angra']")
    walk.send("/hr/import/inlasta/*/angra")


def look_and_withdraw(walk: Walk) -> None:
    """A file with a fault: the list of faults is fetched, and the file taken away."""
    walk.send("/hr/import")
    walk.jump("#kind")
    upload(walk, ANNA.replace(";F1;", ";XX;"), new="fel")
    walk.sees("Filen har ett fel")
    assert b"XX" in walk.fetch("main a[href$='/fel']")
    walk.send("/hr/import/*/ta-bort")


def upload(walk: Walk, *rows: str, source: str = "", new: str = "") -> None:
    walk.choose("kind", "people")
    walk.pick("source", source)
    walk.write("new_source", new)
    walk.attach("file", {**OWN, "buffer": content("people", *rows)})  # type: ignore[typeddict-item]
    walk.send("/hr/import")


def forget_a_mapping(walk: Walk) -> None:
    walk.follow("main a[href^='/hr/import/mappning/']")
    walk.send("/hr/import/mappning/*/ta-bort")


def see_what_to_mend(walk: Walk) -> None:
    walk.follow("main a[href='/hr/att-ordna']")


def filter_the_group(walk: Walk) -> None:
    walk.pick("ordning", "namn")
    walk.send("/hr")
    expect(walk.page.locator("[name=ordning]")).to_have_value("namn")
    walk.follow("main a[href^='/hr/over-tid']")
    walk.pick("spann", "fem-ar")
    walk.send("/hr/over-tid")


def make_a_committees_page(walk: Walk) -> None:
    walk.follow("main a[href^='/hr/namnd/N']")
    walk.day("jamfort", clock.today() - timedelta(days=90))
    walk.send("/hr/namnd/N")


def find_a_person(walk: Walk) -> None:
    walk.send("/hr/personer")
    walk.jump("#text")
    walk.write("text", "vide")
    walk.send("/hr/personer")
    walk.follow("main a[href^='/hr/personer/']")
    walk.follow("main a[href*='/varfor/']")
    walk.page.go_back()
    walk.send("/hr/personer/*/hanteras-av-hr")
    walk.sees("Hanteras av HR från och med i dag.")
    walk.send("/hr/personer/*/hanteras-inte-av-hr")


def propose_a_correction(walk: Walk) -> None:
    walk.follow("main a[href*='/registrerat/']")
    walk.send("/hr/personer/*")
    walk.jump("#reason")
    walk.choose("reason", "wrong_date")
    walk.day("completed_on", clock.today() - timedelta(days=30))
    walk.send("/hr/personer/*")
    walk.sees("Rättelsen är sparad.")
    walk.follow("main a[href*='/registrerat/']")
    walk.send("/hr/personer/*/ta-bort")


def confirm_a_correction(walk: Walk) -> None:
    walk.follow("main a[href*='/registrerat/']")
    walk.send("/hr/personer/*/bekrafta")


def issue_a_code(walk: Walk) -> None:
    walk.write("source", "hr")
    walk.write("number", "11")
    walk.send("/hr/koder")


def export(walk: Walk) -> None:
    walk.send("/hr/export")
    walk.jump("#subject")
    walk.choose("subject", "completions")
    walk.choose("format", "csv")
    assert b"completion_id" in walk.fetch_from("/hr/export")


def fetch_a_large_export(walk: Walk) -> None:
    walk.sees("Filen är klar")
    assert walk.fetch("main a[href$='/fil']")
    walk.send("/hr/export/jobb/*/ta-bort")


def ask_again_for_an_export(walk: Walk) -> None:
    walk.sees("Filen blev inte gjord")
    walk.send("/hr/export/jobb/*/igen")


def fetch_evidence(walk: Walk) -> None:
    walk.follow("main a[href='/hr/export/underlag']")
    assert walk.fetch_from("/hr/export/underlag").startswith(b"PK")


def fetch_a_public_list(walk: Walk) -> None:
    walk.follow("main a[href='/hr/export/lista']")
    assert walk.fetch_from("/hr/export/lista")


def arrange_names(walk: Walk) -> None:
    company = walk.page.locator("[name=unit] option", has_text="Bolaget").get_attribute("value")
    walk.pick("unit", company or "")
    walk.write("decided_by", "Bolagets styrelse")
    walk.day("decided_on", clock.today() - timedelta(days=1))
    walk.write("record_number", "B 2026/7")
    walk.day("valid_from", clock.today())
    walk.send("/hr/overenskommelser")
    walk.sees("Överenskommelsen är sparad.")
    walk.follow("main a[href^='/hr/overenskommelser/']")
    walk.send("/hr/overenskommelser/*/avsluta")
