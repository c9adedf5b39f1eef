"""What people choose about themselves."""

from flask import flash, render_template, request
from flask.typing import ResponseReturnValue

from app.accounts import services
from app.accounts.forms.own import PreferencesForm
from app.accounts.models import User
from app.accounts.views.blueprint import blueprint
from app.core.access import me, signed_in
from app.core.http import invalid, see_other
from app.core.i18n import _, in_language
from app.core.transaction import transaction
from app.outbox.models import ListName
from app.outbox.queries import has_left

PAGE = "/desk/account"


@blueprint.route(PAGE, methods=["GET", "POST"])
@signed_in
def show_preferences() -> ResponseReturnValue:
    """Show and keep name, language, time zone and mail choices."""
    user = me(User)
    if request.method == "POST":
        form = PreferencesForm(request.form)
        if not form.validate():
            return invalid("accounts/preferences.html", form=form)
        with transaction():
            services.save_preferences(user, form.details())
        with in_language(user.language):
            flash(_("Saved."), "success")
        return see_other(PAGE)
    wanted = [list_name.value for list_name in ListName if not has_left(user.email, list_name)]
    form = PreferencesForm(name=user.name, language=user.language, time_zone=user.time_zone, wanted=wanted)
    return render_template("accounts/preferences.html", form=form)
