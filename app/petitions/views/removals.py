"""Take many signatures off at once, as staff: say what, see how many, then do it or not."""

from datetime import UTC, date, datetime, time

from flask import flash, render_template, request
from flask.typing import ResponseReturnValue

from app.accounts.models import User
from app.cohosting.views.acting import form_page
from app.core.access import me, require, staff
from app.core.errors import Refused, existing
from app.core.forms import choices
from app.core.http import see_other
from app.core.i18n import _
from app.core.transaction import transaction
from app.petitions import services
from app.petitions.forms.paper import RemovalForm
from app.petitions.models import RemovalStatus, SignatureRemoval
from app.petitions.queries.signatures import removal_by_id, removals_of
from app.petitions.rules.abuse import Criteria
from app.petitions.rules.status import REMOVAL
from app.petitions.views.blueprint import blueprint, chosen, petition_at


@blueprint.route("/staff/petitions/<slug>/removals", methods=["GET", "POST"])
@staff
def removals(slug: str) -> ResponseReturnValue:
    """List the removals of a petition, and plan one."""
    petition, form = petition_at(slug), RemovalForm(request.form)
    form.only.choices = choices((("all", _("All that fit")), ("aside", _("Only those set aside"))))
    if request.method == "POST" and form.validate():
        with form.explaining():
            with transaction():
                removal = services.plan_removal(
                    petition, _criteria(form), form.summary.data or "", by=me(User)
                )
            return see_other(f"/staff/petitions/{slug}/removals/{removal.id}")
    return form_page("removals", form, petition=petition, removals=removals_of(petition))


@blueprint.route("/staff/petitions/<slug>/removals/<int:removal_id>", methods=["GET", "POST"])
@staff
def removal(slug: str, removal_id: int) -> ResponseReturnValue:
    """Show how far a removal is; start it, or stop it."""
    petition, found = petition_at(slug), existing(removal_by_id(removal_id))
    require(found.petition_id == petition.id, hide=True)
    if request.method == "POST":
        act = chosen({"start": services.start_removal, "stop": services.cancel_removal})
        try:
            with transaction():
                act(found, by=me(User))
        except Refused as error:
            flash(error.sentence, "error")
        return see_other(request.path)
    return render_template(
        "petitions/removal.html",
        petition=petition,
        removal=found,
        wanted=_words(found),
        can_start=found.status is RemovalStatus.PREVIEWED,
        can_stop=RemovalStatus.CANCELLED in REMOVAL[found.status],
    )


def _criteria(form: RemovalForm) -> Criteria:
    return Criteria(
        name=form.name.data or "",
        domain=form.domain.data or "",
        area=form.area.data or "",
        since=_instant(form.since.data),
        until=_instant(form.until.data),
        only_quarantined=form.only.data == "aside",
    )


def _instant(day: date | None) -> str:
    return datetime.combine(day, time(), UTC).isoformat() if day else ""


def _words(found: SignatureRemoval) -> list[dict[str, str]]:
    criteria = Criteria(**found.criteria)
    said = {
        _("Name"): criteria.name,
        _("The part of the address after the @"): criteria.domain,
        _("Area"): criteria.area,
        _("Signed from this day on"): criteria.since[:10],
        _("Signed before this day"): criteria.until[:10],
        _("Which?"): _("Only those set aside") if criteria.only_quarantined else _("All that fit"),
    }
    return [{"term": term, "value": value} for term, value in said.items()]
