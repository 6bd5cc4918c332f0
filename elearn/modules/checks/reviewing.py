"""Whether what was reviewed is still what is taught, and what waits to be reviewed."""

from collections import Counter
from collections.abc import Iterator

from elearn.content_files import Mistake
from elearn.modules.loader import Folder
from elearn.modules.reviews import ROLES, TEXT, digests

FILE = "review"


def warn_about_reviews(folder: Folder) -> Iterator[Mistake]:
    """Every review of something that has changed since, or is no longer there."""
    document, module = folder.documents.get(FILE), folder.module
    reviews = document.values.get("reviews") if document is not None else None
    if document is None or module is None or not isinstance(reviews, list):
        return
    wanted = digests(module)
    for place, review in enumerate(reviews):
        covers = str(review.get("covers")) if isinstance(review, dict) else ""
        name = "texten" if covers == TEXT else f"frågan ”{covers}”"
        if not covers:
            continue
        if covers not in wanted:
            message = f"”{covers}” är varken text eller en fråga i check.yaml. Ta bort granskningen."
            yield document.mistake(("reviews", place), message)
        elif review.get("digest") != wanted[covers]:
            message = f"{name} har ändrats sedan granskningen. Låt rollen {review.get('role')} läsa igen."
            yield document.mistake(("reviews", place), message)


def list_open(folder: Folder) -> Iterator[Mistake]:
    """One line per role with how much of a module it has not read."""
    if folder.module is None:
        return
    waiting = Counter(role for role, _item in folder.reviews.open(folder.module))
    for role, name in ROLES.items():
        if waiting[role]:
            message = (
                f"{name} har {waiting[role]} av {len(digests(folder.module))} delar kvar att granska. "
                f"Kör elearn content reviewed {folder.slug} --role {role} när det är läst."
            )
            yield Mistake(f"{folder.path}/{FILE}.yaml", 0, message)
