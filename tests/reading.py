"""What a reader reads: a client whose pages come without the soft hyphens, which no reader sees as letters."""

from typing import Any

from flask import Flask, Response
from flask.testing import FlaskClient

from elearn.hyphenation import SOFT_HYPHEN


def as_read(text: str) -> str:
    return text.replace(SOFT_HYPHEN, "")


class ReadResponse(Response):
    """An answer whose text can be compared with what the page says."""

    def get_data(self, as_text: bool = False) -> Any:
        data = super().get_data()
        if self.mimetype == "text/html":
            data = as_read(data.decode()).encode()
        return data.decode() if as_text else data


class Reader(FlaskClient):
    """The client of the tests."""

    def __init__(self, application: Flask, _response: type[Response], **options: Any) -> None:
        super().__init__(application, ReadResponse, **options)
