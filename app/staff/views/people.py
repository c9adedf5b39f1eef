"""Find people; suspend them and let them in again."""

from flask import flash, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts import services
from app.accounts.models import User
from app.accounts.queries import search_users, user_by_id
from app.audit.queries import history_of
from app.core.access import me, staff
from app.core.errors import Refused, existing
from app.core.http import invalid, see_other
from app.core.i18n import _
from app.core.transaction import transaction
from app.organisations.queries import memberships_of
from app.staff.forms import FindForm, SuspendForm
from app.staff.rules import in_words
from app.staff.views.blueprint import blueprint


@blueprint.get("/staff/people")
@staff
def people() -> ResponseReturnValue:
    """Find people by a part of their name or address."""
    form = FindForm(request.args)
    found = search_users(form.q.data) if form.q.data else None
    return render_template("staff/people.html", form=form, people=found)


@blueprint.get("/staff/people/<int:user_id>")
@staff
def person(user_id: int) -> ResponseReturnValue:
    """Show who someone is here."""
    return render_template("staff/person.html", **_context(_person(user_id)))


@blueprint.post("/staff/people/<int:user_id>/suspend")
@staff
def suspend(user_id: int) -> ResponseReturnValue:
    """Keep someone from signing in, and sign them out everywhere."""
    found, form = _person(user_id), SuspendForm(request.form)
    if not form.validate():
        return invalid("staff/person.html", **{**_context(found), "form": form})
    try:
        with transaction():
            services.suspend(found, form.reason.data or "", by=me(User))
    except Refused as error:
        return _back(found, error.sentence, "error")
    return _back(found, _("Suspended, and signed out everywhere."), "success")


@blueprint.post("/staff/people/<int:user_id>/unsuspend")
@staff
def unsuspend(user_id: int) -> ResponseReturnValue:
    """Let someone sign in again."""
    found = _person(user_id)
    try:
        with transaction():
            services.unsuspend(found, by=me(User))
    except Refused as error:
        return _back(found, error.sentence, "error")
    return _back(found, _("They can sign in again."), "success")


@blueprint.post("/staff/people/<int:user_id>/second-factor/remove")
@staff
def remove_second_factor(user_id: int) -> ResponseReturnValue:
    """Take away the second factor of someone who has lost it; nobody does that for themselves."""
    found = _person(user_id)
    if found.id == me(User).id or not found.has_second_factor:
        return _back(found, _("There is no second step here that you could take away."), "error")
    with transaction():
        services.remove_second_factor(found, by=me(User))
    return _back(found, _("Taken away. They were told, and are signed out everywhere."), "success")


def _person(user_id: int) -> User:
    return existing(user_by_id(user_id))


def _context(found: User) -> dict[str, object]:
    return {
        "person": found,
        "memberships": memberships_of(found),
        "history": history_of(found),
        "in_words": in_words,
        "is_me": found.id == me(User).id,
        "form": SuspendForm(),
    }


def _back(found: User, sentence: str, category: str) -> ResponseReturnValue:
    flash(sentence, category)
    return see_other(url_for("staff.person", user_id=found.id))
