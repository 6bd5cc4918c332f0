"""What the manager's guide does: docs/guider/chef.md."""

from tests.guides.camera import NARROW, Camera
from tests.guides.studio import Studio


def tour(studio: Studio) -> None:
    manager = studio.arrive()
    manager.sign_in("chef")
    _look(manager)
    _remind(manager)
    _meet(manager)
    _name_a_deputy(manager)
    manager.close()
    telephone = studio.arrive(width=NARROW)
    telephone.sign_in("chef")
    telephone.menu("Enheter")
    telephone.keep("chef-telefon")
    telephone.close()


def _look(manager: Camera) -> None:
    manager.menu("Enheter")
    manager.keep("chef-enhet")
    names = manager.main.get_by_role("table").filter(has_text="Minuter kvar")
    manager.keep("chef-personer", manager.heading("Personer"), names.get_by_role("row").nth(8))
    manager.press("Hur det har gått över tid")
    manager.keep("chef-over-tid", last=manager.main.get_by_role("figure").first)
    manager.menu("Enheter")


def _remind(manager: Camera) -> None:
    manager.press("Påminn dem som inte är klara")
    manager.keep("chef-paminn", manager.heading("Påminn"), manager.button("Skicka påminnelsen"))
    manager.press("Skicka påminnelsen")
    manager.menu("Enheter")
    manager.press("Lappar till dem som saknar e-post")
    manager.keep("chef-lapp", manager.heading("Lappar"), manager.paragraph("Har du redan gjort det"))
    manager.menu("Enheter")


def _meet(manager: Camera) -> None:
    manager.press("Gemensamma träffar")
    manager.pick("Modul", "Stöd till den som utövar våld")
    manager.fill("Dag", "2026-12-09")
    manager.fill("Klockslag", "14:00")
    manager.pick("Plats", "I personalrummet")
    manager.keep("chef-traff", manager.heading("Gemensamma träffar"), manager.button("Annonsera träffen"))
    manager.press("Annonsera träffen")
    manager.keep("chef-traff-leda", last=manager.button("Ställ in träffen"))
    manager.press("Visa på skärm")
    manager.keep("chef-traff-skarm")
    manager.press("Sluta visa")
    manager.menu("Enheter")


def _name_a_deputy(manager: Camera) -> None:
    manager.press("Ställföreträdare")
    manager.pick("Vem", "Bilal Al-Hassan, Exempelgårdens äldreboende")
    manager.fill("Första dagen", "2026-12-01")
    manager.fill("Sista dagen", "2027-01-15")
    manager.keep("chef-stallforetradare", manager.heading("Utse en ställföreträdare"), manager.button("Utse"))
    manager.press("Utse")
