"""How someone signs in, and where they are signed in."""

from flask import flash, render_template
from flask import session as cookie
from flask.typing import ResponseReturnValue

from app.accounts import services
from app.accounts.gateway.people import USER, current_session
from app.accounts.models import User
from app.accounts.policies import lacks_second_factor
from app.accounts.queries import passkeys_of, recovery_codes_left, session_of, sessions_of
from app.accounts.views.blueprint import blueprint
from app.core.access import me, signed_in
from app.core.errors import existing
from app.core.http import see_other
from app.core.i18n import _
from app.core.transaction import transaction

PAGE = "/desk/account/security"


@blueprint.get(PAGE)
@signed_in
def show_security() -> ResponseReturnValue:
    """Show password, second factor, passkeys, recovery codes and sessions."""
    user = me(User)
    return render_template(
        "accounts/security.html",
        user=user,
        passkeys=passkeys_of(user),
        codes_left=recovery_codes_left(user),
        sessions=sessions_of(user),
        this_session=current_session(),
        is_second_factor_missing=lacks_second_factor(user),
        has_password=user.password is not None,
    )


@blueprint.post("/desk/account/sessions/<int:session_id>/end")
@signed_in
def end_session(session_id: int) -> ResponseReturnValue:
    """Sign out in one other place."""
    opened = existing(session_of(me(User), session_id))
    with transaction():
        services.end_session(opened)
    flash(_("Signed out there."), "success")
    return see_other(PAGE)


@blueprint.post("/desk/account/sessions/end-others")
@signed_in
def end_other_sessions() -> ResponseReturnValue:
    """Sign out everywhere else."""
    user = me(User)
    with transaction():
        services.end_other_sessions(user, current_session())
    cookie[USER] = user.fs_uniquifier
    flash(_("You are signed out everywhere else."), "success")
    return see_other(PAGE)
