"""Verify organisations."""

from flask import flash, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.models import User
from app.audit.queries import history_of
from app.core.access import me, staff
from app.core.errors import Refused, existing
from app.core.http import invalid, see_other
from app.core.i18n import _
from app.core.transaction import transaction
from app.organisations import queries, services
from app.organisations.models import Organisation, OrganisationStatus
from app.organisations.rules import TRANSITIONS
from app.staff.forms import OrganisationsForm, RejectForm, VerifyForm
from app.staff.rules import in_words
from app.staff.views.blueprint import blueprint, cursor, page_of


@blueprint.get("/staff/organisations")
@staff
def organisations() -> ResponseReturnValue:
    """Show who waits, longest first, and find any organisation."""
    form = OrganisationsForm(request.args)
    found = queries.organisations_for_staff(form.chosen_status(), form.q.data or "", before_id=cursor())
    rows, older = page_of(found, queries.PAGE_LENGTH)
    waiting = queries.waiting_for_verification()
    return render_template(
        "staff/organisations.html", form=form, organisations=rows, older=older, waiting=waiting
    )


@blueprint.get("/staff/organisations/<slug>")
@staff
def organisation(slug: str) -> ResponseReturnValue:
    """Show an organisation with what its owners wrote, and decide."""
    return render_template("staff/organisation.html", **_context(_organisation(slug)))


@blueprint.post("/staff/organisations/<slug>/verify")
@staff
def verify(slug: str) -> ResponseReturnValue:
    """Vouch for the organisation."""
    found, form = _organisation(slug), VerifyForm(request.form)
    if not form.validate():
        return invalid("staff/organisation.html", **{**_context(found), "verify_form": form})
    try:
        with transaction():
            services.verify(found, form.note.data or "", by=me(User))
    except Refused as error:
        return _back(found, error.sentence, "error")
    return _back(found, _("Verified. The owners get a mail."), "success")


@blueprint.post("/staff/organisations/<slug>/reject")
@staff
def reject(slug: str) -> ResponseReturnValue:
    """Say that staff cannot vouch for it."""
    found, form = _organisation(slug), RejectForm(request.form)
    if not form.validate():
        return invalid("staff/organisation.html", **{**_context(found), "reject_form": form})
    try:
        with transaction():
            services.reject(found, form.note.data or "", by=me(User))
    except Refused as error:
        return _back(found, error.sentence, "error")
    return _back(found, _("Written down. The owners get a mail with your words."), "success")


def _organisation(slug: str) -> Organisation:
    return existing(queries.organisation_by_slug(slug))


def _context(found: Organisation) -> dict[str, object]:
    ways = TRANSITIONS[found.status]
    return {
        "organisation": found,
        "members": queries.members_of(found),
        "history": history_of(found),
        "in_words": in_words,
        "can_verify": OrganisationStatus.VERIFIED in ways,
        "can_reject": OrganisationStatus.REJECTED in ways,
        "verify_form": VerifyForm(),
        "reject_form": RejectForm(),
    }


def _back(found: Organisation, sentence: str, category: str) -> ResponseReturnValue:
    flash(sentence, category)
    return see_other(url_for("staff.organisation", slug=found.slug))
