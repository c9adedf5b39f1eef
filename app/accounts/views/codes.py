"""Setting up codes from an app: a code that does not fit is typed again, with the same picture."""

from collections.abc import Callable
from typing import Any, cast

from flask import current_app, make_response
from flask.typing import ResponseReturnValue
from flask_login import current_user
from flask_security import utils, views
from flask_security.proxies import _security

from app.accounts.forms.own import AppCodeForm
from app.core.http import invalid

#: The library has no types here; these are what its functions give.
_validate = cast("Callable[[str], ResponseReturnValue]", views.two_factor_setup_validate)
_status = cast("Callable[..., tuple[bool, bool, dict[str, Any] | None]]", utils.check_and_get_token_status)


def switch_on_codes(token: str) -> ResponseReturnValue:
    """Switch codes on when the first one fits.

    When it does not, the library begins anew with another key, which the app on the phone does not have.
    """
    response = make_response(_validate(token))
    if not (response.location or "").partition("?")[0].endswith("/tf-setup"):
        return response
    within = current_app.config["SECURITY_TWO_FACTOR_SETUP_WITHIN"]
    expired, is_wrong, kept = _status(token, "tf_setup", within)
    if expired or is_wrong or kept is None:
        return response
    shown = _security.totp_factory.fetch_setup_values(kept["totp_secret"], current_user)
    form = AppCodeForm()
    return invalid(
        "security/two_factor_setup.html",
        two_factor_setup_form=form,
        two_factor_verify_code_form=form,
        chosen_method=kept["method"],
        state_token=token,
        authr_qrcode=shown["image"],
        authr_key=shown["key"],
    )
