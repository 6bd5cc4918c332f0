"""What several commands about HR files take: the name of a source, a share in per cent."""

from math import isnan
from typing import Any

import click

from elearn.organisations.sources import is_source_name

DEFAULT_SOURCE = "hr"


class SourceName(click.ParamType[str]):
    """The name of a source; anything that cannot be one is wrong use, exit status 2."""

    name = "NAMN"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> str:
        if not is_source_name(str(value)):
            self.fail(
                f"”{value}” kan inte vara en källa. Använd högst 40 bokstäver, siffror, punkt, bindestreck "
                "och understreck.",
                param,
                ctx,
            )
        return str(value)


class Share(click.FloatRange):
    """A share in per cent. What is no number at all compares with nothing, and would let everything through."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        share = super().convert(value, param, ctx)
        return self.fail(f"{value} är inget tal mellan 0 och 100.", param, ctx) if isnan(share) else share
