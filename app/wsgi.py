"""The application as a WSGI server wants it; a wrong setting stops the start with one line."""

import gc
import sys

from app import create_app
from app.config import SettingError

try:
    application = create_app()
except SettingError as error:
    sys.exit(f"Twain cannot start: {error}")

# What stands now stays: the collector need not look at it again while requests come and go.
gc.collect()
gc.freeze()
