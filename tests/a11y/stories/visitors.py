"""Those who have not signed in, or cannot."""

from elearn import clock
from elearn.accounts.credentials import issue_link
from tests.a11y.recording import Recorder
from tests.staging import email_of

NO_LINK = "x" * 43


def read_without_signing_in(cast: Recorder) -> None:
    """The pages that are open to everybody, in both languages."""
    cast.see("visitor", "/hjalp", "/paus", "/tillganglighet", "/personuppgifter", "/ordlista", "/oppet")
    cast.see("visitor", "/oppet/1", "/oppet/3", "/om", "/komponenter")
    cast.see("visitor abroad", "/hjalp", "/tillganglighet", "/personuppgifter", "/ordlista", "/oppet")
    cast.see("visitor abroad", "/oppet/2", "/oppet/4")
    for who in ("visitor", "visitor abroad"):
        if cast.language(who) == "sv":  # easy to read is Swedish for everybody
            cast.see(who, "/hjalp/lattlast")


def sign_in(cast: Recorder) -> None:
    """The ways in: a password, a link, a code. None of them opens to somebody who sends nothing."""
    cast.see("visitor", "/logga-in", "/losenord", "/losenord/skickat", "/losenord/kod")
    cast.refuse("visitor abroad", "/logga-in", "/losenord", "/losenord/kod")
    cast.send("visitor", "/logga-in", expected=422, email=email_of("alice"), password="inte det")
    with cast.database.writing() as session, session.begin():
        link = "/losenord/" + issue_link(session, cast.world.alice, clock.now())
    cast.see("visitor", link)
    cast.refuse("visitor abroad", link)
    cast.send("visitor", f"/losenord/{NO_LINK}", expected=404)
