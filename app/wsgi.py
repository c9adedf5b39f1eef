"""The application as a WSGI server wants it; a wrong setting stops the start with one line."""

import sys

from app import create_app
from app.config import SettingError

try:
    application = create_app()
except SettingError as error:
    sys.exit(f"Twain cannot start: {error}")
