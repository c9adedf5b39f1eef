"""The screens of petitions; importing the parts puts their addresses on the blueprint."""

from app.petitions.views import (
    belonging,
    delivering,
    moderation,
    overview,
    own,
    paper,
    removals,
    signing,
    writing,
)
from app.petitions.views.blueprint import blueprint
