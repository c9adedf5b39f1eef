"""The application for other WSGI servers and for `flask --app app.wsgi`; a wrong setting stops the start."""

import sys

from click import get_current_context

from app.config import SettingError
from app.core.templating import load_public_pages
from app.factory import create_app

try:
    application = create_app()
except SettingError as error:
    sys.exit(f"Twain cannot start: {error}")
if get_current_context(silent=True):
    from app.migrations import init_migrations  # Alembic takes ten megabytes, and servers do not migrate

    init_migrations(application)
else:
    load_public_pages(application)
