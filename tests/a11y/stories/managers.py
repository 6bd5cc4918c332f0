"""Those who lead a unit: how far their people are, and what they may do about it."""

from tests.a11y.recording import Recorder
from tests.completions.ways import stand_in


def lead_a_unit(cast: Recorder) -> None:
    """The unit and its people, over time and compared, its deputies, and reminding them."""
    cast.complete("alice", days_ago=3)
    cast.hold("anders")
    for who, code in (("bob", "F1"), ("maja", "B")):
        cast.see(who, f"/enheter/{code}", f"/enheter/{code}/over-tid", f"/enheter/{code}/stallforetradare")
        cast.see(who, f"/enheter/{code}/forandring", f"/enheter/{code}/jamfor")
        cast.see(who, f"/enheter/{code}/paminn", f"/enheter/{code}/utan-epost", f"/enheter/{code}/traffar")
    cast.see("bob", "/sidor", "/enheter/F1?modul=1&niva=chef&visa=forsenade", "/enheter/samtal")
    with cast.database.writing() as session, session.begin():
        stand_in(session, cast.world, "doris", "bob", "F1", cast.today)
    cast.see("hanna", "/enheter/F")
    cast.see("doris", "/enheter")
    cast.see("cecilia", "/enheter/F1")
    cast.see("bob", "/enheter/F1/stallforetradare/1/avsluta")
    cast.refuse("bob", "/enheter/F1/stallforetradare")
    cast.send("bob", "/enheter/F1/paminn")
    cast.see("bob", "/enheter/F1/paminn")
    cast.send("bob", "/enheter/F1/paminn", expected=429)
