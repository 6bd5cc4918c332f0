"""Content that somebody has reviewed, or nobody, whatever `content/` says today."""

import copy
from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from types import MappingProxyType

from flask import Flask

from elearn.modules.catalogue import Catalogue
from elearn.modules.content import Module
from elearn.modules.reviews import ROLES, Review, Reviews, digests

EXTENSION = "elearn_catalogue"
READ_ON = date(2026, 11, 22)


def review_everything(app: Flask) -> None:
    """Every role has read every module as it stands: none is a draft."""
    catalogue: Catalogue = app.extensions[EXTENSION]
    app.extensions[EXTENSION] = _reviewed(catalogue, tuple(module.slug for module in catalogue.modules))


def forget_reviews(app: Flask, *slugs: str) -> None:
    """Nobody has read these modules, or any module where none is named: they are drafts."""
    catalogue: Catalogue = app.extensions[EXTENSION]
    drafts = slugs or tuple(module.slug for module in catalogue.modules)
    kept = tuple(module.slug for module in catalogue.modules if module.slug not in drafts)
    app.extensions[EXTENSION] = _reviewed(catalogue, kept)


@lru_cache(maxsize=32)
def _reviewed(catalogue: Catalogue, slugs: Iterable[str]) -> Catalogue:
    """A catalogue of the same content; the one that other applications share is left alone."""
    other = copy.copy(catalogue)
    other.reviews = MappingProxyType(
        {
            module.slug: Reviews(tuple(reviews_of(module)) if module.slug in slugs else ())
            for module in catalogue.modules
        }
    )
    return other


def reviews_of(module: Module) -> list[Review]:
    """A review of every item in every role."""
    return [
        Review(
            role=role,
            reviewed_by="Maj Exempel, sakkunnig",
            date=READ_ON,
            version=module.version,
            covers=item,
            digest=digest,
        )
        for role in ROLES
        for item, digest in digests(module).items()
    ]
