"""The walks of editors, administrators, auditors, elected members and contact persons."""

from datetime import timedelta

from playwright.sync_api import expect

from elearn import clock
from tests.completions.ways import CASES
from tests.walks.walking import Walk


def preview(walk: Walk) -> None:
    walk.follow("nav a[href='/redaktion']")
    walk.follow("main a[href='/redaktion/moduler/1']")
    walk.pick("niva", "chef")
    walk.pick("arbetsplats", "skola")
    walk.send("/redaktion/moduler/1")
    expect(walk.page.locator("[name=niva]")).to_have_value("chef")


def see_versions(walk: Walk) -> None:
    walk.follow("main a[href='/redaktion/moduler/1/andringar']")


def see_answers(walk: Walk) -> None:
    walk.follow("main a[href='/redaktion/moduler/1/svar']")


def find_a_source(walk: Walk) -> None:
    walk.follow("main a[href='/redaktion/granskning']")
    walk.write("q", "socialtjänstlagen")
    walk.send("/redaktion/granskning")
    expect(walk.page.locator("[name=q]")).to_have_value("socialtjänstlagen")


def give_and_take_a_role(walk: Walk) -> None:
    walk.follow("main a[href='/admin/roller']")
    walk.send("/admin/roller")
    walk.jump("#who")
    walk.write("who", "hr/10")
    walk.pick("role", "auditor")
    walk.day("valid_from", clock.today())
    walk.send("/admin/roller")
    walk.sees("Rollen är given. Doris")
    doris = walk.page.locator("main tr", has_text="Doris").locator("a").get_attribute("href") or ""
    walk.follow(doris)
    walk.send(f"{doris}/aterkalla")


def read_the_trail(walk: Walk) -> None:
    walk.follow("nav a[href='/granskning']")


def read_the_published_figures(walk: Walk) -> None:
    walk.follow("nav a[href='/laget']")


def give_more_time(walk: Walk) -> None:
    walk.follow(f"{CASES}/{walk.given}")
    walk.day("until", clock.today() + timedelta(days=20))
    walk.send(f"{CASES}/{walk.given}/senare")


def register(walk: Walk) -> None:
    walk.day("completed_on", clock.today())
    walk.send(f"{CASES}/{walk.given}/klart")


def refuse(walk: Walk) -> None:
    assert walk.fetch("main a[href$='/fil']").startswith(b"%PDF-")
    walk.choose("reason", "unreadable")
    walk.send(f"{CASES}/{walk.given}/avsla")


def open_by_number(walk: Walk) -> None:
    walk.send(CASES)
    walk.jump("#case_number")
    walk.write("case_number", walk.given)
    walk.send(CASES)
