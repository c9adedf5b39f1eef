"""Views of this feature."""

from app.door.views import desk, device, worker
from app.door.views.blueprint import blueprint
