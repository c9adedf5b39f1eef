"""What is looked at on every request of someone signed in."""

from flask import current_app, flash, request
from flask.typing import ResponseReturnValue

from app.accounts import services
from app.accounts.gateway.people import current_session
from app.accounts.models import User
from app.accounts.policies import lacks_second_factor
from app.accounts.rules import is_seen_stale
from app.accounts.views import security
from app.accounts.views.blueprint import blueprint
from app.core import clock
from app.core.access import ATTRIBUTE, Access, me_or_none
from app.core.http import see_other
from app.core.i18n import _
from app.core.settings import settings
from app.core.transaction import SAFE_METHODS, transaction

#: Blueprints that stay open to those who still have to set up their second factor.
OPEN = frozenset({"security", "accounts"})


@blueprint.before_app_request
def ask_for_second_factor() -> ResponseReturnValue | None:
    """Let those who hold much go on to the desk only with a second factor."""
    if not settings().second_factor_required or request.blueprint in OPEN:
        return None
    view = current_app.view_functions.get(request.endpoint or "")
    if getattr(view, ATTRIBUTE, Access.PUBLIC) is Access.PUBLIC:
        return None
    user = me_or_none(User)
    if user is None or not lacks_second_factor(user):
        return None
    flash(_("What you look after here asks for a second step when you sign in. Set it up first."), "warning")
    return see_other(security.PAGE)


@blueprint.before_app_request
def note_seen() -> None:
    """Write down, now and then, that a session is in use; only where the request writes anyway."""
    if request.method in SAFE_METHODS or me_or_none(User) is None:
        return
    opened = current_session()
    if opened is not None and is_seen_stale(opened.seen_at, clock.now()):
        with transaction():
            services.note_seen(opened)
