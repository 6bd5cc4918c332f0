"""What a manager prints for those whom no mail reaches: their names, and a slip for each of them."""

from dataclasses import dataclass

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale
from flask_babel import gettext as _

from elearn.extensions import get_config, get_session
from elearn.guard import requires
from elearn.languages import languages
from elearn.permissions import Permission
from elearn.reminders.views.blueprint import bp
from elearn.reminders.views.leading import Led, load_led
from elearn.reminders.without_address import list_unreached


@dataclass(frozen=True, slots=True)
class Slip:
    """What a slip says in one language. The same for everybody, save for where somebody's number stands."""

    language: str
    heading: str
    steps: tuple[str, ...]
    otherwise: str


@bp.get("/enheter/<path:code>/utan-epost")
@requires(Permission.REMINDER_SEND, load_led)
def without_address(led: Led) -> ResponseReturnValue:
    people = list_unreached(get_session(), led.scope, led.node)
    return render_template(
        "reminders/without_address.html",
        node=led.node,
        people=people,
        slips={source: write_slip(source) for source in {each.source for each in people}},
        on=led.scope.on,
    )


def write_slip(source: str) -> list[Slip]:
    """The slip in every language: whoever hands it out need not know which one is read."""
    return [_slip(language, source) for language in languages()]


def _slip(language: str, source: str) -> Slip:
    base = get_config().base_url
    with force_locale(language):
        return Slip(
            language,
            _("Utbildning att göra klart"),
            (
                _("Gå till %(address)s", address=base),
                _(
                    "Logga in: skriv %(source)s/ och sedan ditt anställningsnummer, till exempel %(source)s/12345. Skriv också ditt lösenord.",
                    source=source,
                ),
                _(
                    "Har du inget lösenord? Be HR om en kod och skriv in den på %(address)s",
                    address=base + url_for("accounts.use_code"),
                ),
            ),
            _("Har du redan gjort det, eller gör du det på ett annat sätt, behöver du inte göra något."),
        )
