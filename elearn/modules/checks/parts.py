"""Whether parts for some readers are closed, stand in no other part, and come for every reader of their kind."""

from collections.abc import Iterator

from elearn.content_files import Mistake
from elearn.modules.directives import END, PART, Audience, kind_of, read_directive
from elearn.modules.loader import Prose


def check_parts(prose: Prose) -> Iterator[Mistake]:
    """Every mistake in the parts of a section."""
    return (Mistake(prose.path, number, message) for number, message in _Walk().read(prose.text))


class _Walk:
    """One pass over the lines: the part that is open, and the group of parts so far."""

    def __init__(self) -> None:
        self.opened: int | None = None
        self.group: list[tuple[int, Audience]] = []

    def read(self, text: str) -> Iterator[tuple[int, str]]:
        for number, line in enumerate(text.split("\n"), 1):
            name, key = read_directive(line) or (None, None)
            if name == PART:
                yield from self._open(number, key)
            elif name == END:
                yield from self._close(number)
            elif line.strip() and self.opened is None:
                yield from self._finish()
        if self.opened is not None:
            yield self.opened, "delen avslutas aldrig. Lägg till [[slut]] på en egen rad efter den."
        yield from self._finish()

    def _open(self, number: int, key: str | None) -> Iterator[tuple[int, str]]:
        if self.opened is not None:
            message = (
                f"en del i en del: den från rad {self.opened} är inte avslutad. Skriv [[slut]] före den här."
            )
            yield number, message
        self.opened = number
        if key not in list(Audience):
            return
        audience = Audience(key)
        if self.group and audience not in kind_of(self.group[0][1]):
            yield from self._finish()
        if audience in {one for _number, one in self.group}:
            yield number, f"[[för: {key}]] finns redan i gruppen. Ta bort den ena, eller slå ihop dem."
        self.group.append((number, audience))

    def _close(self, number: int) -> Iterator[tuple[int, str]]:
        if self.opened is None:
            yield number, "[[slut]] avslutar en del som inte är öppnad. Ta bort raden."
        self.opened = None

    def _finish(self) -> Iterator[tuple[int, str]]:
        """The group ends: it is for every level, or for every kind of workplace."""
        if self.group:
            number, first = self.group[0]
            there = {one for _number, one in self.group}
            if lacking := [one for one in kind_of(first) if one not in there]:
                missing = " och ".join(f"[[för: {one}]]" for one in lacking)
                yield number, f"gruppen saknar {missing}. Lägg till det direkt efter de andra."
        self.group.clear()
