"""The walks of whoever leads a unit, or stands in there."""

from datetime import timedelta

from playwright.sync_api import expect

from elearn import clock
from elearn.completions.group_rules import NOTICE
from tests.walks.walking import Walk

UNIT = "/enheter/F1"
DEPUTIES = f"{UNIT}/stallforetradare"


def filter_and_sort(walk: Walk) -> None:
    walk.follow("nav a[href='/enheter']")
    walk.at(UNIT)
    walk.pick("modul", "1")
    walk.pick("ordning", "namn")
    walk.send(UNIT)
    expect(walk.page.locator("[name=ordning]")).to_have_value("namn")


def look_over_time(walk: Walk) -> None:
    walk.follow(f"main a[href^='{UNIT}/over-tid']")
    walk.pick("spann", "fem-ar")
    walk.send(f"{UNIT}/over-tid")
    expect(walk.page.locator("[name=spann]")).to_have_value("fem-ar")


def look_at_changes(walk: Walk) -> None:
    walk.follow(f"main a[href^='{UNIT}/forandring']")
    walk.day("fran", clock.today() - timedelta(days=30))
    walk.pick("modul", "1")
    walk.send(f"{UNIT}/forandring")


def compare(walk: Walk) -> None:
    walk.day("per", clock.today() - timedelta(days=30))
    walk.send(f"{UNIT}/jamfor")


def remind(walk: Walk) -> None:
    walk.follow(f"main a[href='{UNIT}/paminn']")
    walk.send(f"{UNIT}/paminn")


def print_for_those_without_address(walk: Walk) -> None:
    walk.follow(f"main a[href='{UNIT}/utan-epost']")


def announce(walk: Walk) -> None:
    """Too soon at first: the mistake is named, and what was written stands there."""
    walk.follow(f"main a[href='{UNIT}/traffar']")
    walk.pick("module", "1")
    walk.day("held_on", clock.today() + NOTICE - timedelta(days=1))
    walk.write("starts_at", "14:00")
    walk.send(f"{UNIT}/traffar")
    walk.jump("#held_on")
    expect(walk.page.locator("[name=starts_at]")).to_have_value("14:00")
    walk.day("held_on", clock.today() + NOTICE)
    walk.send(f"{UNIT}/traffar")


def move(walk: Walk) -> None:
    walk.follow(f"/traffar/{walk.given}/flytta")
    walk.day("held_on", clock.today() + timedelta(days=30))
    walk.send(f"/traffar/{walk.given}/flytta")


def cancel(walk: Walk) -> None:
    walk.follow(f"/traffar/{walk.given}/stall-in")
    walk.send(f"/traffar/{walk.given}/stall-in")


def show_on_a_screen(walk: Walk) -> None:
    walk.follow(f"/traffar/{walk.given}/visa/1")
    while walk.page.locator("[rel=next]").count():
        walk.follow("[rel=next]")


def tick_who_were_there(walk: Walk) -> None:
    walk.follow(f"/traffar/{walk.given}/narvaro")
    for name in ("Alice", "Anders"):
        box = walk.page.get_by_label(name)
        walk.tick("present", box.get_attribute("value") or "")
    walk.send(f"/traffar/{walk.given}/narvaro")


def name_a_deputy(walk: Walk) -> None:
    walk.follow(f"main a[href='{DEPUTIES}']")
    walk.send(DEPUTIES)
    walk.jump("#person")
    anders = walk.page.locator("[name=person] option", has_text="Anders").get_attribute("value")
    walk.pick("person", anders or "")
    walk.day("first", clock.today())
    walk.day("last", clock.today() + timedelta(days=9))
    walk.send(DEPUTIES)
    walk.sees("Ställföreträdaren är utsedd. Inget mejl skickas, så säg till personen själv.")
    walk.follow(f"main a[href^='{DEPUTIES}/'][href$='/avsluta']")
    walk.send(f"{DEPUTIES}/*/avsluta")


def ask_the_managers(walk: Walk) -> None:
    walk.follow("main a[href='/enheter/samtal']")
