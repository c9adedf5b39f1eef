"""Ask staff to vouch for an organisation."""

from flask import request
from flask.typing import ResponseReturnValue

from app.core.access import signed_in
from app.core.errors import Refused
from app.core.http import invalid
from app.core.i18n import _
from app.organisations.forms import VerificationForm
from app.organisations.models import OrganisationStatus
from app.organisations.rules import TRANSITIONS
from app.organisations.services import verification as services
from app.organisations.views.blueprint import (
    blueprint,
    done,
    managed_organisation,
    managing,
    not_done,
    page,
)


@blueprint.route("/desk/organisations/<slug>/verification", methods=["GET", "POST"])
@signed_in
def verification(slug: str) -> ResponseReturnValue:
    """Write to staff who one is."""
    user, organisation = managed_organisation(slug)
    if request.method == "GET":
        if OrganisationStatus.WAITING not in TRANSITIONS[organisation.status]:
            sentence = _("There is nothing to ask for now: %(status)s.", status=organisation.status.label)
            return not_done(sentence, "show", organisation)
        return page("organisations/verification.html", organisation, form=VerificationForm())
    form = VerificationForm(request.form)
    if not form.validate():
        return invalid("organisations/verification.html", organisation=organisation, form=form)
    try:
        with managing(user, organisation):
            services.request_verification(organisation, form.text.data or "", by=user)
    except Refused as error:
        return not_done(error.sentence, "show", organisation)
    return done(_("Thank you. We read it within a few days and write to you."), "show", organisation)
