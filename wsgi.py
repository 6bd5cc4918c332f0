"""What a production server imports: `gunicorn wsgi:app`."""

import os

from elearn.app import create_app
from elearn.config import Config

app = create_app(Config.from_env(os.environ))
