"""The blueprint of the room."""

from flask import Blueprint

bp = Blueprint("organisations", __name__)
