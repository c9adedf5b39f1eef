"""The settings of the application that is running."""

from typing import cast

from flask import current_app

from app.config import Settings


def settings() -> Settings:
    """Give the settings of the current application."""
    return cast("Settings", current_app.extensions["twain_settings"])
