"""Taking one's data along, and being erased."""

import json
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec

from flask import Response, current_app, flash, render_template
from flask.typing import ResponseReturnValue
from flask_security.utils import check_and_update_authn_fresh

from app.accounts import services
from app.accounts.facts import DataPart, PersonalData
from app.accounts.models import User
from app.accounts.rules import archive
from app.accounts.views.blueprint import blueprint
from app.audit.models import Action
from app.audit.services import record
from app.core import clock
from app.core.access import me, signed_in
from app.core.errors import Refused
from app.core.http import see_other
from app.core.i18n import _
from app.core.limits import SEND_MAIL, limiter
from app.core.questions import ask
from app.core.transaction import transaction

P = ParamSpec("P")
PAGE = "/desk/account/data"
CHECK = f"/verify?next={PAGE}"


def shown_to_be_me(view: Callable[P, ResponseReturnValue]) -> Callable[P, ResponseReturnValue]:
    """Ask someone who signed in a while ago to show that it is still them."""

    @wraps(view)
    def checked(*args: P.args, **kwargs: P.kwargs) -> ResponseReturnValue:
        config = current_app.config
        if not check_and_update_authn_fresh(
            config["SECURITY_FRESHNESS"], config["SECURITY_FRESHNESS_GRACE_PERIOD"]
        ):
            return see_other(CHECK)
        return view(*args, **kwargs)

    return checked


@blueprint.get(PAGE)
@signed_in
def show_data() -> ResponseReturnValue:
    """Offer the export and the erasure."""
    user = me(User)
    return render_template("accounts/data.html", user=user, obstacles=services.erasure_obstacles(user))


@blueprint.post("/desk/account/export")
@signed_in
@limiter.limit(SEND_MAIL)
@shown_to_be_me
def export() -> ResponseReturnValue:
    """Hand over everything that is kept about the person, as a zip of JSON and a page to read."""
    user = me(User)
    with transaction():
        record(Action.USER_EXPORTED, user, by=user)
        parts = ask(PersonalData(user))
        files = _files(user, parts)
    day = clock.now().date().isoformat()
    return Response(
        archive(files),
        mimetype="application/zip",
        headers={"Content-Disposition": f'attachment; filename="twain-{day}.zip"'},
    )


@blueprint.post("/desk/account/erasure")
@signed_in
@limiter.limit(SEND_MAIL)
@shown_to_be_me
def request_erasure() -> ResponseReturnValue:
    """Have oneself erased after a week."""
    try:
        with transaction():
            services.request_erasure(me(User))
    except Refused as refusal:
        flash(refusal.sentence, "error")
    return see_other(PAGE)


@blueprint.post("/desk/account/erasure/cancel")
@signed_in
def cancel_erasure() -> ResponseReturnValue:
    """Stay after all."""
    with transaction():
        services.cancel_erasure(me(User))
    flash(_("Your account stays. Nothing was erased."), "success")
    return see_other(PAGE)


def _files(user: User, parts: list[DataPart]) -> dict[str, str]:
    page = render_template("accounts/export.html", user=user, parts=parts, made_at=clock.now())
    return {"index.html": page, **{f"{part.name}.json": _json(part) for part in parts}}


def _json(part: DataPart) -> str:
    return json.dumps(part.content, ensure_ascii=False, indent=2, default=str)
