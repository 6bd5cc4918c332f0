"""The blueprint of the room."""

from flask import Blueprint

bp = Blueprint("requirements", __name__)
