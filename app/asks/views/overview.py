"""How an ask stands, bring it before the public, take it back, delete a draft."""

from functools import partial

from flask import flash, render_template, request
from flask.typing import ResponseReturnValue

from app.asks import policies, queries, services
from app.asks.forms import PublishForm
from app.asks.models import Ask, AskStatus, CorrectionStatus
from app.asks.rules.content import details_from
from app.asks.rules.lenses import written
from app.asks.rules.readiness import missing_for_publication, refusal_to_delete, refusal_to_withdraw
from app.asks.rules.status import UNPUBLISHED, can_move
from app.asks.views.blueprint import ask_on_desk, blueprint, edited_ask
from app.cohosting.forms import NoteForm
from app.cohosting.policies import acting_organisations
from app.cohosting.views.acting import (
    acted,
    before_public,
    done,
    form_page,
    hosting,
    not_done,
    offer_hosts,
    proposed,
    told,
)
from app.core import clock
from app.core.access import require, signed_in
from app.core.errors import Refused
from app.core.http import see_other
from app.core.i18n import _
from app.core.transaction import transaction
from app.initiatives.queries import initiatives_of_hosts
from app.organisations.models import Organisation

TONES = {AskStatus.PUBLISHED: "teal", AskStatus.DRAFT: "plum", AskStatus.PROPOSED: "plum"}


@blueprint.get("/desk/asks/<slug>")
@signed_in
def show(slug: str) -> ResponseReturnValue:
    """Say how the ask stands, what waits for whom, and what can be done next."""
    user, ask = ask_on_desk(slug)
    targets, entries = queries.targets_of(ask), queries.entries_of(ask)
    waiting = [each for each in queries.corrections_of(ask) if each.status is CorrectionStatus.WAITING]
    return render_template(
        "asks/show.html",
        ask=ask,
        targets=targets,
        entries=entries,
        documents=queries.documents_of(entries),
        names={each.id: each.target.name for each in targets},
        wordings=queries.wordings_of(ask),
        check=written(ask.intersections),
        corrections=waiting,
        tone=TONES.get(ask.status, "clay"),
        sentence=_sentence(ask),
        can_edit=policies.can_edit(user, ask),
        missing=missing_for_publication(details_from(queries.settled_content(ask))),
        can_publish=can_move(ask.status, AskStatus.PROPOSED),
        can_delete=refusal_to_delete(ask) is None,
        is_unpublished=ask.status in UNPUBLISHED,
        acting=acting_organisations(user, ask.cohosting),
        initiatives=initiatives_of_hosts(ask.cohosting),
        **hosting(user, ask),
    )


@blueprint.post("/desk/asks/<slug>/initiative")
@signed_in
def join(slug: str) -> ResponseReturnValue:
    """Make the ask part of an initiative of its hosts, or of none."""
    user, ask = edited_ask(slug)
    try:
        with transaction():
            require(policies.can_edit(user, ask))
            host = acting_organisations(user, ask.cohosting)[0]
            wanted = request.form.get("initiative", "")
            services.join_initiative(ask, wanted, by=user, on_behalf_of=host)
    except Refused as error:
        return not_done(error.sentence, ask)
    return done(_("Saved."), ask)


@blueprint.route("/desk/asks/<slug>/publish", methods=["GET", "POST"])
@signed_in
def publish(slug: str) -> ResponseReturnValue:
    """Go through the neutrality checklist and ask every host to sign off."""
    user, ask = edited_ask(slug)
    form = offer_hosts(PublishForm(request.form), user, ask)

    propose = partial(services.propose_publication, neutrality=form.neutrality.data or ())
    if proposal := proposed(form, user, ask, policies.can_edit, propose):
        return done(told(proposal, _("The ask is public. The tracker follows it from today.")), ask)
    missing = missing_for_publication(details_from(queries.settled_content(ask)))
    return form_page("publish", form, ask=ask, missing=missing, **before_public(user, ask))


@blueprint.route("/desk/asks/<slug>/withdraw", methods=["GET", "POST"])
@signed_in
def withdraw(slug: str) -> ResponseReturnValue:
    """Propose to take the ask back from the public."""
    user, ask = edited_ask(slug)
    refusal = refusal_to_withdraw(ask)
    if refusal:
        return not_done(refusal, ask)
    form = offer_hosts(NoteForm(request.form), user, ask)

    if proposal := proposed(form, user, ask, policies.can_edit, services.propose_withdrawal):
        return done(told(proposal, _("The public cannot see the ask any more.")), ask)
    return form_page("withdraw", form, ask=ask)


@blueprint.route("/desk/asks/<slug>/delete", methods=["GET", "POST"])
@signed_in
def delete(slug: str) -> ResponseReturnValue:
    """Delete a draft that the public has never seen."""
    user, ask = edited_ask(slug)
    refusal = refusal_to_delete(ask)
    if refusal:
        return not_done(refusal, ask)
    form = offer_hosts(NoteForm(request.form), user, ask)

    def remove(host: Organisation) -> None:
        services.delete_draft(ask, by=user, on_behalf_of=host)

    if acted(form, user, ask, policies.can_edit, remove):
        flash(_("The draft is deleted."), "success")
        return see_other("/desk/asks")
    return form_page("delete", form, ask=ask)


def _sentence(ask: Ask) -> str:
    if ask.status is AskStatus.PUBLISHED and policies.is_hidden(ask, clock.now().date()):
        return _("You chose to hide it during an election. It comes back by itself.")
    return {
        AskStatus.DRAFT: _("This is a draft. Only hosts can see it."),
        AskStatus.PROPOSED: _("It becomes public as soon as every host has signed it off."),
        AskStatus.PUBLISHED: _("Everyone can read it and follow what becomes of it."),
        AskStatus.WITHDRAWN: _("The public cannot see it any more. You can bring it back."),
        AskStatus.DELETED: _("It is deleted."),
    }[ask.status]
