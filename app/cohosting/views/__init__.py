"""Views: how things stand, who hosts, what is proposed, and invitations."""

from app.cohosting.views import hosts, invitations, proposals
from app.cohosting.views.blueprint import blueprint
