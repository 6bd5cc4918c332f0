"""What has changed in a module since somebody did it: what a renewal reads before the check. Pure."""

from datetime import timedelta

from elearn.modules.content import Change, Module

# A renewal is the check and what has changed: longer than this it never takes.
RENEWAL_MINUTES = 10
SOON = timedelta(days=60)


def changes_since(module: Module, version: str | None) -> tuple[Change, ...]:
    """The changes of later versions than the one that was done, newest first; all of them where none was."""
    done = _order(version) if version is not None else (0, 0)
    later = [change for change in module.changes if _order(change.version) > done]
    return tuple(sorted(later, key=lambda change: _order(change.version), reverse=True))


def _order(version: str) -> tuple[int, ...]:
    return tuple(int(number) for number in version.split("."))
