"""Bring in the events of another calendar: read it, look at what would happen, then do it."""

from flask import flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import CombinedMultiDict

from app.accounts.models import User
from app.calendars import services
from app.calendars.forms import BringBackForm, ImportForm
from app.calendars.gateway.sources import read_source
from app.calendars.queries.importing import (
    SHOWN_LINES,
    import_plan,
    imports_count,
    kept_reading,
    latest_imports,
    result_of,
)
from app.calendars.rules.taking_over import Outcome
from app.calendars.views.blueprint import blueprint
from app.core import clock
from app.core.access import me, require, signed_in
from app.core.database import session
from app.core.errors import Invalid, existing
from app.core.http import invalid, see_other
from app.core.i18n import _, _n
from app.core.limits import limiter
from app.core.transaction import transaction
from app.organisations.models import Organisation
from app.organisations.policies import can_organise, is_member
from app.organisations.queries import organisation_by_slug, organisation_locked

IMPORT = "20 per 10 minutes"
#: So many drafts one press makes; pressing again goes on.
MOST_AT_ONCE = 400
#: So many in one transaction, so that nobody else has to wait long.
BATCH = 25
PAGE = "calendars/import.html"


@blueprint.get("/desk/organisations/<slug>/import")
@signed_in
def import_page(slug: str) -> ResponseReturnValue:
    """Ask for a calendar, and show what was imported before."""
    _user, organisation = _organised(slug)
    return render_template(PAGE, form=ImportForm(), **_shown(organisation))


@blueprint.post("/desk/organisations/<slug>/import")
@signed_in
@limiter.limit(IMPORT)
def read_import(slug: str) -> ResponseReturnValue:
    """Read a calendar, fetched before any transaction, and lead to what it would do."""
    user, organisation = _organised(slug)
    form = ImportForm(CombinedMultiDict((request.files, request.form)))
    if not form.validate():
        return invalid(PAGE, form=form, **_shown(organisation))
    zone = organisation.time_zone
    session.rollback()  # nothing is held while a stranger's server answers
    try:
        source = form.source()
        read = read_source(source, now=clock.now(), zone=zone)
    except Invalid as error:
        form.refuse(error.sentence, error.field)
        return invalid(PAGE, form=form, **_shown(organisation))
    with transaction():
        require(can_organise(user, organisation))
        kept = services.keep_reading(read, source.name, organisation=organisation, by=user)
    return see_other(url_for("calendars.plan_page", slug=slug, number=kept.id))


@blueprint.get("/desk/organisations/<slug>/import/<int:number>")
@signed_in
def plan_page(slug: str, number: int) -> ResponseReturnValue:
    """Show what the import would do."""
    _user, organisation = _organised(slug)
    kept = kept_reading(organisation, number)
    if kept is None:
        return _too_old(slug)
    return render_template(
        "calendars/plan.html",
        organisation=organisation,
        kept=kept,
        plan=import_plan(organisation, result_of(kept)),
        form=BringBackForm(),
        outcomes=Outcome,
        most=SHOWN_LINES,
    )


@blueprint.post("/desk/organisations/<slug>/import/<int:number>")
@signed_in
@limiter.limit(IMPORT)
def carry_out_import(slug: str, number: int) -> ResponseReturnValue:
    """Make the drafts; what is done already is not done again."""
    user, organisation = _organised(slug)
    brings_back = BringBackForm(request.form).bring_back.data
    done, left = 0, 1
    while left and done < MOST_AT_ONCE:
        with transaction():
            organisation_locked(organisation)
            require(can_organise(user, organisation))
            kept = kept_reading(organisation, number)
            if kept is None:
                return _too_old(slug)
            steps = import_plan(organisation, result_of(kept)).to_do(brings_back=brings_back)
            batch = steps[:BATCH]
            services.carry_out(batch, organisation=organisation, by=user, source=kept.source)
            left = len(steps) - len(batch)
            if not left:
                services.throw_away(kept)
        done += len(batch)
    return _done(slug, number, done, left)


def _done(slug: str, number: int, done: int, left: int) -> ResponseReturnValue:
    made = _n("%(num)s event was taken over.", "%(num)s events were taken over.", done)
    if left:
        flash(f"{made} {_('Some are left: press once more to go on.')}", "success")
        return see_other(url_for("calendars.plan_page", slug=slug, number=number))
    flash(made if done else _("Nothing was left to do."), "success")
    return see_other(url_for("calendars.import_page", slug=slug))


def _too_old(slug: str) -> ResponseReturnValue:
    flash(_("This plan is done or more than a day old. Please give the calendar once more."), "warning")
    return see_other(url_for("calendars.import_page", slug=slug))


def _shown(organisation: Organisation) -> dict[str, object]:
    return {
        "organisation": organisation,
        "imports": latest_imports(organisation),
        "count": imports_count(organisation),
    }


def _organised(slug: str) -> tuple[User, Organisation]:
    """Give the signed-in organiser and the organisation; to strangers it does not exist."""
    user, organisation = me(User), existing(organisation_by_slug(slug))
    require(is_member(user, organisation), hide=True)
    require(can_organise(user, organisation))
    return user, organisation
