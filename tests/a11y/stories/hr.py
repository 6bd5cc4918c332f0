"""HR: figures, people, requirements, files and exports."""

from sqlalchemy import select

from elearn import clock
from elearn.completions.models import Completion
from elearn.organisations.models import ImportMapping
from elearn.reports.export_running import do_next
from tests.a11y.recording import Recorder
from tests.organisations.handing_in import field_of, hand_in
from tests.organisations.loading import load
from tests.organisations.taking_back import newest
from tests.reports.cast import MODULES
from tests.reports.export_queue import place, workshop

ANNA = "100;Anna;Ås;anna@exempel.example;F1;medarbetare;Pedagog;;;;;"
MANY = tuple(f"{n};Ada;Al{n};;F1;medarbetare;;;2020-01-01;;;" for n in range(100, 120))


def do_the_work_of_hr(cast: Recorder) -> None:
    """Figures, people, holds, corrections and codes."""
    for who in ("dana", "oskar"):
        cast.see(who, "/hr", "/hr/over-tid", "/hr/att-ordna", "/hr/personer", "/hr/namnd", "/hr/namnd/S")
        cast.see(who, "/sidor", "/hr/koder", "/hr/overenskommelser", "/hr/ledigheter", "/hr/paminnelser")
    cast.see("dana", "/hr?modul=1", "/hr/over-tid?spann=fem-ar", "/hr/namnd/N", "/enheter/F1")
    cast.see("dana", "/hr/ledigheter/1", "/hr/paminnelser/mejl", "/hr/paminnelser/regler", "/enheter/samtal")
    cast.refuse("dana", "/hr/personer", "/hr/koder", "/hr/ledigheter", "/hr/paminnelser/regler")
    cast.refuse("oskar", "/hr/overenskommelser")
    cast.send("dana", "/hr/personer", expected=200, text="alm")
    person = f"/hr/personer/{cast.world.alice}"
    cast.see("dana", person, f"{person}/varfor/1")
    cast.send("dana", f"{person}/hanteras-av-hr")
    cast.see("dana", person)
    cast.send("dana", "/hr/koder", source="hr", number="5")
    cast.see("dana", "/hr/koder/utskrift")
    correct(cast, person)


def correct(cast: Recorder, person: str) -> None:
    """A completion that is proposed to be wrong."""
    with cast.database.reading() as session:
        row = session.scalars(
            select(Completion.id).where(Completion.person_id == cast.world.alice).limit(1)
        ).one()
    page = f"{person}/registrerat/{row}"
    cast.see("dana", page)
    cast.refuse("dana", page)
    cast.send("dana", page, reason="registered_twice", completed_on="")
    cast.see("dana", page, person, "/hr/personer")


def require_modules(cast: Recorder) -> None:
    """What is asked of whom, and whom a change would touch."""
    cast.see("dana", "/hr/krav", "/hr/krav/nytt", "/hr/krav/1")
    cast.see("oskar", "/hr/krav")
    cast.refuse("dana", "/hr/krav/nytt", "/hr/krav/1/avsluta")
    terms = {"modules": [MODULES[0]], "kinds": ["department"], "anchor_month": "1", "valid_months": "12"}
    asked = {"unit": str(cast.world.units["F"]), "due_days": "30", "valid_from": cast.today.isoformat()}
    cast.send("dana", "/hr/krav/nytt", expected=200, **terms, **asked)
    cast.send("dana", "/hr/krav/1/avsluta", expected=200, last_on=cast.today.isoformat())


def hand_in_files(cast: Recorder) -> None:
    """A file with faults, one that is confirmed, and one that is taken back."""
    dana = cast.browser("dana")
    cast.see("dana", "/hr/import")
    cast.refuse("dana", "/hr/import")
    cast.see("dana", hand_in(dana, "100;;;;FINNS-INTE;chef;;;igår;;;").location)
    address = hand_in(dana, *MANY).location
    cast.see("dana", address)
    cast.send("dana", f"{address}/bekrafta", plan=field_of(dana.get(address), "plan"))
    cast.see("dana", "/hr/import")
    with cast.database.reading() as session:
        back = f"/hr/import/inlasta/{newest(session).id}/angra"
    cast.see("dana", back)
    with cast.database.writing() as session, session.begin():
        session.add(
            ImportMapping(
                source="hr", name="ord.toml", content="", saved_by=cast.world.dana, saved_at=clock.now()
            )
        )
    cast.follow("dana", "/hr/import", r"/hr/import/mappning/\d+/ta-bort")


def meet_what_belongs_to_others(cast: Recorder) -> None:
    """A file of the company's about somebody who also works elsewhere is not the company's alone to take back."""
    key = ";personnyckel"
    with cast.database.writing() as session:
        load(session, "people", ANNA + ";k1", source="annan", extra=key)
        load(session, "people", "1;Bo;Ek;;B;medarbetare;;;;;;;", source="bolag", extra=key)
        load(session, "people", "1;Bo;Ek;;B;medarbetare;;;;;;;k1", source="bolag", extra=key)
        back = f"/hr/import/inlasta/{newest(session).id}/angra"
    answer = cast.browser("oskar").get(back)
    assert answer.status_code == 403
    cast.write_down("oskar", back, answer)


def export_figures(cast: Recorder) -> None:
    """A file that is asked for, and one that is made."""
    cast.see("dana", "/hr/export", "/hr/export/underlag", "/hr/export/lista")
    cast.see("oskar", "/hr/export")
    cast.refuse("dana", "/hr/export", "/hr/export/underlag", "/hr/export/lista")
    for who in ("dana", "oskar"):
        asked = place(cast.database, cast.world.people[who])
        cast.see(who, f"/hr/export/jobb/{asked}")
        assert do_next(workshop(cast.database))
        cast.see(who, f"/hr/export/jobb/{asked}", "/hr/export")
