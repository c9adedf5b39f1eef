"""Let a petition be part of a longer effort of its hosts."""

from flask import request
from flask.typing import ResponseReturnValue

from app.cohosting.policies import acting_organisations
from app.cohosting.views.acting import done, not_done
from app.core.access import require, signed_in
from app.core.errors import Refused
from app.core.i18n import _
from app.core.transaction import transaction
from app.petitions import policies, services
from app.petitions.views.blueprint import blueprint, decided_petition


@blueprint.post("/desk/petitions/<slug>/initiative")
@signed_in
def join(slug: str) -> ResponseReturnValue:
    """Make the petition part of an initiative of its hosts, or of none."""
    user, petition = decided_petition(slug)
    try:
        with transaction():
            require(policies.can_decide(user, petition))
            host = acting_organisations(user, petition.cohosting)[0]
            wanted = request.form.get("initiative", "")
            services.join_initiative(petition, wanted, by=user, on_behalf_of=host)
    except Refused as error:
        return not_done(error.sentence, petition)
    return done(_("Saved."), petition)
