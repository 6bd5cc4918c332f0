"""What the interface calls kinds of unit, levels, forms and roles."""

from flask_babel import lazy_gettext as _l

from elearn.organisations.facts import FileKind
from elearn.organisations.kinds import Form, Kind, Level, PostRole
from elearn.organisations.timeline import Outcome

KIND_NAMES = {
    Kind.GROUP: _l("Koncern"),
    Kind.ADMINISTRATION: _l("Förvaltning"),
    Kind.COMPANY: _l("Bolag"),
    Kind.DEPARTMENT: _l("Avdelning"),
    Kind.WORKPLACE: _l("Enhet"),
    Kind.COMMITTEE: _l("Nämnd"),
    Kind.BOARD: _l("Styrelse"),
    Kind.COUNCIL: _l("Fullmäktige"),
    Kind.SUBCOMMITTEE: _l("Utskott"),
    Kind.AUDIT: _l("Revision"),
    Kind.JOINT_COMMITTEE: _l("Gemensam nämnd"),
    Kind.ASSOCIATION: _l("Kommunalförbund"),
    Kind.EXTERNAL_PROVIDER: _l("Extern utförare"),
}

LEVEL_NAMES = {
    Level.POLITICIAN: _l("Politiker"),
    Level.MANAGER: _l("Chef"),
    Level.EMPLOYEE: _l("Medarbetare"),
}

FORM_NAMES = {
    Form.PERMANENT: _l("Tillsvidare"),
    Form.FIXED_TERM: _l("Visstid"),
    Form.HOURLY: _l("Timavlönad"),
    Form.FEE: _l("Arvoderad"),
    Form.EXTERNAL: _l("Extern"),
}

POST_NAMES = {
    PostRole.MANAGER: _l("Chef"),
    PostRole.DEPUTY: _l("Ställföreträdare"),
    PostRole.COORDINATOR: _l("Samordnare"),
}

FILE_NAMES = {
    FileKind.UNITS: _l("Enheter"),
    FileKind.PEOPLE: _l("Personer"),
    FileKind.MANAGERS: _l("Chefer och samordnare"),
}

COUNT_NAMES = {
    Outcome.ADDED: _l("Nya"),
    Outcome.CHANGED: _l("Ändrade"),
    Outcome.ENDED: _l("Avslutade"),
    Outcome.UNCHANGED: _l("Oförändrade"),
}

OUTCOME_NAMES = {
    Outcome.ADDED: _l("Ny"),
    Outcome.CHANGED: _l("Ändrad"),
    Outcome.ENDED: _l("Avslutad"),
    Outcome.UNCHANGED: _l("Oförändrad"),
}
