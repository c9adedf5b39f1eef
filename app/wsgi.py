"""The application for other WSGI servers and for `flask --app app.wsgi`; a wrong setting stops the start."""

import sys

from app.config import SettingError
from app.factory import create_app
from app.migrations import init_migrations

try:
    application = create_app()
except SettingError as error:
    sys.exit(f"Twain cannot start: {error}")
init_migrations(application)
