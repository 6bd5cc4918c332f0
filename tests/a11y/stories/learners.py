"""Those who learn: alone, in another way, and together."""

from datetime import timedelta
from typing import Any

from elearn.modules.services import forget_answers
from tests.a11y.recording import Recorder
from tests.completions.meetings import hold
from tests.completions.ways import CASES, ELSEWHERE, WAY, address_of, cases_of, hand_in, name_contacts
from tests.learner import Learner, chosen
from tests.staging import catalogue

MODULES = tuple(module.slug for module in catalogue().modules)
CHECK = "/moduler/1/kunskapskontroll"
SHEETS = ("sammanfattning", "handledning", "andrat")


def learn(cast: Recorder) -> None:
    """A module from its first page to its certificate, with a check failed on the way."""
    for who in ("karl", "vera"):
        cast.see(who, "/", "/sidor", "/min-utbildning", "/min-utbildning/varfor/1")
        cast.see(who, *(f"/moduler/1{part}" for part in ("", "/1", "/2")), CHECK)
    for number in (2, 3, 4):
        cast.see("karl", f"/moduler/{number}", f"/moduler/{number}/{number}")
    cast.see("vera", *(f"/moduler/2/{sheet}" for sheet in SHEETS))
    cast.see("karl", "/installningar", "/installningar/losenord", "/installningar/paminnelser")
    cast.refuse("vera", "/installningar/losenord", CHECK)
    for who in ("karl", "vera"):
        take_the_check(cast, who)


def take_the_check(cast: Recorder, who: str) -> None:
    learner = Learner(cast.browser(who), cast.database, cast.world.people[who])
    learner.start(1, "one")
    cast.see(who, f"{CHECK}/1")
    cast.fill(who, f"{CHECK}/1", f"{CHECK}/1", expected=422)
    cast.see(who, f"{CHECK}/granska", f"{CHECK}/alla")
    learner.start(1)
    cast.fill(who, f"{CHECK}/alla", "/lamna-in", expected=422)
    for wrong in (range(1, 6), ()):
        learner.start(1)
        answers: dict[str, Any] = chosen(learner.sitting(MODULES[0]).asked, wrong)
        outcome = cast.fill(who, f"{CHECK}/alla", "/lamna-in", **answers).location
        cast.see(who, outcome)
        if wrong:
            failed = outcome
        elif cast.language(who) == "sv":
            cast.see(who, f"{outcome}/lattlast")
    cast.see(who, "/", "/min-utbildning", "/repetition", "/moduler/1")
    cast.fill(who, "/repetition", "/repetition", expected=422)
    form = learner.get("/repetition").form("/repetition")
    answered = {name: options[0] for name, options in form.choices.items()}
    cast.fill(who, "/repetition", "/repetition", expected=200, **answered)
    with cast.database.writing() as session, session.begin():
        forget_answers(session, cast.world.people[who])
    cast.see(who, failed)


def do_it_another_way(cast: Recorder) -> None:
    """From the one click to a certificate that a contact person does not accept."""
    with cast.database.writing() as session, session.begin():
        name_contacts(session, cast.world, gustav="G")
    cast.see("david", WAY)
    cast.send("david", WAY)
    cast.see("david", WAY, ELSEWHERE)
    cast.refuse("david", ELSEWHERE)
    assert hand_in(cast.browser("david")).status_code == 303
    cast.see("david", "/min-utbildning")
    (case,) = cases_of(cast.database)
    cast.see("gustav", CASES, address_of(case))
    cast.refuse("gustav", CASES, *(address_of(case, action) for action in ("/klart", "/senare", "/avsla")))
    cast.send("gustav", address_of(case, "/avsla"), reason="too_old")
    cast.see("gustav", CASES)
    cast.see("david", WAY, "/min-utbildning")


def meet_in_a_group(cast: Recorder) -> None:
    """A session that is announced, moved, shown on a screen and ticked."""
    with cast.database.writing() as session:
        held = hold(session, cast.world, MODULES[1], cast.today, there=["alice"])
        coming = hold(session, cast.world, MODULES[0], cast.today + timedelta(days=1))
        now, later = f"/traffar/{held.id}", f"/traffar/{coming.id}"
    cast.see("bob", "/enheter/F1/traffar", now, f"{now}/narvaro")
    cast.see("bob", *(f"{now}/visa/{place}" for place in (1, 2, 4, 9)))
    cast.see("bob", f"{later}/stall-in", f"{later}/flytta")
    cast.refuse("bob", "/enheter/F1/traffar", f"{later}/flytta")
    cast.see("alice", "/")
    cast.send("alice", f"{now}/bekrafta")
    cast.see("alice", "/moduler/2/kunskapskontroll", "/min-utbildning")
