"""Staff read petitions of hosts that are not verified, and signatures that were set aside."""

from flask import flash, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.models import User
from app.cohosting.policies import acting_organisations
from app.cohosting.queries import host_organisations
from app.cohosting.views.acting import form_page
from app.core import clock
from app.core.access import me, require, signed_in, staff
from app.core.errors import Refused, existing
from app.core.http import see_other
from app.core.i18n import _
from app.core.numbers import row_number
from app.core.transaction import transaction
from app.organisations.policies import can_publish
from app.petitions import policies, services
from app.petitions.forms.petition import RestoreForm, ReviewForm, StopForm
from app.petitions.models import ModerationVerdict, Petition, PetitionStatus, Signature
from app.petitions.queries import petitions as queries
from app.petitions.queries.signatures import (
    petitions_with_set_aside,
    public_name,
    quarantined,
    signature_by_id,
    waiting_reasons,
)
from app.petitions.rules.abuse import Suspicion
from app.petitions.rules.content import MOST_TITLE
from app.petitions.rules.moderation import ageing
from app.petitions.rules.signing import hash_of_words
from app.petitions.views.blueprint import blueprint, chosen, decided_petition, petition_at


@blueprint.get("/staff/petitions")
@staff
def waiting() -> ResponseReturnValue:
    """List the petitions that wait to be read, longest first; find others by their words."""
    now, words = clock.now(), request.args.get("q", "")[:MOST_TITLE]
    found = [(each, ageing(each.submitted_at or now, now)) for each in queries.in_moderation()]
    return render_template(
        "petitions/waiting.html",
        petitions=found,
        second_looks=queries.second_looks(),
        set_aside=petitions_with_set_aside(),
        stopped=queries.stopped(),
        words=words,
        found=queries.public_with(words),
    )


@blueprint.route("/staff/petitions/<slug>", methods=["GET", "POST"])
@staff
def review(slug: str) -> ResponseReturnValue:
    """Show a petition as its hosts wrote it, and decide."""
    petition, form = petition_at(slug), ReviewForm(request.form)
    if request.method == "POST" and form.validate():
        with form.explaining():
            with transaction():
                services.review(
                    petition,
                    ModerationVerdict(form.verdict.data),
                    by=me(User),
                    reason=form.reason.data if form.verdict.data == "refused" else "",
                    note=form.note.data or "",
                )
            flash(_("Written down. The hosts see it on their page."), "success")
            return see_other("/staff/petitions")
    return form_page(
        "review",
        form,
        petition=petition,
        reviews=queries.reviews_of(petition),
        can_stop=policies.is_shown(petition),
        restoring=RestoreForm() if petition.status is PetitionStatus.STOPPED else None,
        hosts=host_organisations(petition.cohosting_id),
        targets=queries.targets_of(petition),
        similar=queries.similar_to(f"{petition.title} {petition.demand}", petition),
    )


@blueprint.route("/staff/petitions/<slug>/stop", methods=["GET", "POST"])
@staff
def stop(slug: str) -> ResponseReturnValue:
    """Take a petition from the public at once, with a reason that everyone reads."""
    petition, form = petition_at(slug), StopForm(request.form)
    if request.method == "POST" and form.validate():
        with form.explaining():
            with transaction():
                services.stop(petition, form.ground(), by=me(User), note=form.note.data or "")
            flash(_("Stopped. Its hosts have a mail, and its page says why."), "success")
            return see_other(url_for("petitions.review", slug=slug))
    return form_page("stop", form, petition=petition, can_stop=policies.is_shown(petition))


@blueprint.post("/staff/petitions/<slug>/restore")
@staff
def restore(slug: str) -> ResponseReturnValue:
    """Let a stopped petition go on where it was."""
    petition, form = petition_at(slug), RestoreForm(request.form)
    try:
        if form.validate():
            with transaction():
                services.restore(petition, by=me(User), note=form.note.data or "")
            flash(_("It goes on where it was. Its hosts have a mail."), "success")
        else:
            flash(_("That is too long. Please say it in fewer words."), "error")
    except Refused as error:
        flash(error.sentence, "error")
    return see_other(url_for("petitions.review", slug=slug))


@blueprint.route("/staff/petitions/<slug>/set-aside", methods=["GET", "POST"])
@staff
def set_aside(slug: str) -> ResponseReturnValue:
    """Show signatures that were set aside, and why; let them through or take them off."""
    petition = petition_at(slug)
    if request.method == "POST":
        signature = _signature(petition)
        act = chosen({"release": services.release, "remove": services.take_off})
        with transaction():
            act(signature, by=me(User))
        return see_other(request.path)
    rows = [(each, _why(each)) for each in quarantined(petition)]
    return render_template("petitions/set_aside.html", petition=petition, rows=rows)


@blueprint.route("/desk/petitions/<slug>/reasons", methods=["GET", "POST"])
@signed_in
def reasons(slug: str) -> ResponseReturnValue:
    """Read what signers wrote before anyone else does."""
    user, petition = decided_petition(slug)
    if request.method == "POST":
        signature, is_shown = _signature(petition), chosen({"show": True, "refuse": False})
        try:
            with transaction():
                require(policies.can_decide(user, petition))
                host = max(acting_organisations(user, petition.cohosting), key=can_publish)
                read = request.form.get("version", "")
                services.judge_reason(signature, read, is_shown=is_shown, by=user, on_behalf_of=host)
        except Refused as error:
            flash(error.sentence, "error")
        return see_other(request.path)
    named = [(each, public_name(each)) for each in waiting_reasons(petition)]
    rows = [(each, name, hash_of_words(each.reason or "", name)) for each, name in named]
    return render_template("petitions/reasons.html", petition=petition, rows=rows)


def _signature(petition: Petition) -> Signature:
    found = existing(signature_by_id(row_number(request.form.get("signature", "")) or 0))
    require(found.petition_id == petition.id, hide=True)
    return found


def _why(signature: Signature) -> str:
    known = {each.value: each.label for each in Suspicion}
    return known.get(signature.ended_reason, "")
