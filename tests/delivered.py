"""The content as it is delivered, read once per process: many test files ask it for modules and questions."""

from functools import cache
from pathlib import Path

from elearn.modules.loader import Content, load_content

CONTENT = Path(__file__).resolve().parent.parent / "content"


@cache
def delivered_content() -> Content:
    """The real content as values, which nobody can change."""
    return load_content(CONTENT)
