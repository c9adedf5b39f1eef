"""The second reader: another host, or our staff where there is none."""

from flask import flash, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.models import User
from app.asks import queries, services
from app.asks.forms import ReviewForm
from app.asks.models import Ask, StatusEntry
from app.asks.policies import can_edit
from app.asks.rules.reviewing import Claim, Reader, hindrance_to_review, sentence_for
from app.asks.views.blueprint import ask_on_desk, blueprint, edited_ask
from app.cohosting.policies import acting_organisations
from app.cohosting.views.acting import acted, done, form_page
from app.core.access import me, require, signed_in, staff
from app.core.errors import existing
from app.core.forms import choices
from app.core.http import see_other
from app.core.i18n import _
from app.core.transaction import transaction
from app.organisations.models import Organisation

AGREE = "agree"


@blueprint.route("/desk/asks/<slug>/entries/<int:entry_id>", methods=["GET", "POST"])
@signed_in
def entry(slug: str, entry_id: int) -> ResponseReturnValue:
    """Read what another host wrote, and say whether it is so."""
    user, ask = edited_ask(slug) if request.method == "POST" else ask_on_desk(slug)
    found = _entry(ask, entry_id)
    form = ReviewForm(request.form)
    able = [each for each in acting_organisations(user, ask.cohosting) if each.id != found.organisation_id]
    form.for_hosts(choices((each.id, each.name) for each in able))

    def answer(host: Organisation) -> None:
        _answer(found, form, user, host)

    if acted(form, user, ask, can_edit, answer):
        return done(_thanks(), ask)
    return form_page("entry", form, ask=ask, **_shown(found), hindrance=_hindrance(found, user, able))


@blueprint.get("/staff/asks")
@staff
def waiting() -> ResponseReturnValue:
    """List what waits for a second reader, oldest first."""
    return render_template("asks/waiting.html", entries=queries.waiting_entries())


@blueprint.route("/staff/asks/entries/<int:entry_id>", methods=["GET", "POST"])
@staff
def staff_entry(entry_id: int) -> ResponseReturnValue:
    """Be the second reader, for an ask whose hosts have nobody else."""
    user, found = me(User), existing(queries.entry_by_id(entry_id))
    form = ReviewForm(request.form)
    if request.method == "POST":
        with form.explaining():
            with transaction():
                _answer(found, form, user, None)
            flash(_thanks(), "success")
            return see_other(url_for("asks.waiting"))
    claim = Claim(found.by_id, found.organisation_id, found.needs_review)
    hindrance = hindrance_to_review(claim, Reader(user.id, None, user.is_staff))
    said = sentence_for(hindrance) if hindrance else ""
    ask = found.ask_target.ask
    return form_page("staff_entry", form, ask=ask, **_shown(found), hindrance=said)


def _answer(found: StatusEntry, form: ReviewForm, user: User, host: Organisation | None) -> None:
    if request.form.get("verdict") == AGREE:
        services.agree(found, by=user, on_behalf_of=host)
    else:
        services.disagree(found, form.note.data or "", by=user, on_behalf_of=host)


def _entry(ask: Ask, entry_id: int) -> StatusEntry:
    found = existing(queries.entry_by_id(entry_id))
    require(found.ask_target.ask_id == ask.id, hide=True)
    return found


def _shown(found: StatusEntry) -> dict[str, object]:
    return {"entry": found, "document": queries.documents_of([found]).get(found.document_id or 0)}


def _hindrance(found: StatusEntry, user: User, able: list[Organisation]) -> str:
    """Say why this person cannot be the second reader; empty when they can."""
    claim = Claim(found.by_id, found.organisation_id, found.needs_review)
    host_id = able[0].id if able else found.organisation_id
    hindrance = hindrance_to_review(claim, Reader(user.id, host_id))
    return sentence_for(hindrance) if hindrance else ""


def _thanks() -> str:
    return _("Thank you. What you said is on the record.")
