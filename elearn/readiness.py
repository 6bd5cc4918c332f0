"""Whether this release may serve: the database at its newest migration, and the content as it was published."""

from sqlalchemy.exc import DBAPIError

from elearn.config import ConfigError
from elearn.database import Database
from elearn.modules.catalogue import Catalogue
from elearn.modules.publishing import find_fault, find_unpublished
from elearn.upgrade import is_current


class NotReadyError(ConfigError):
    """Serving would fail or show something unpublished; the message says what to do first."""


def check_ready(database: Database, catalogue: Catalogue) -> None:
    """Raise NotReadyError with one sentence unless the database can be reached, is upgraded and holds this content."""
    try:
        current = is_current(database)
    except DBAPIError as error:
        raise NotReadyError(
            "Databasen går inte att nå. Kontrollera ELEARN_DATABASE_URL och att servern är igång."
        ) from error
    if not current:
        raise NotReadyError("Databasen är inte uppgraderad. Kör: elearn db upgrade")
    with database.reading() as session:
        unpublished = find_unpublished(session, catalogue.modules)
        faults = [fault for module in unpublished if (fault := find_fault(session, module))]
    if faults:
        raise NotReadyError("\n".join([*faults, "Kör sedan: elearn db upgrade"]))
    if unpublished:
        named = ", ".join(f"{module.slug} {module.version}" for module in unpublished)
        raise NotReadyError(f"Innehållet är inte lagrat i databasen: {named}. Kör: elearn db upgrade")
