"""How a series stands, and what its hosts decide about it as a whole."""

from flask import flash, render_template, request
from flask.typing import ResponseReturnValue

from app.accounts.models import User
from app.cohosting import queries as cohosting
from app.cohosting.forms import ActingForm, NoteForm
from app.cohosting.policies import acting_for, acting_organisations, can_work_on, is_host_member
from app.cohosting.views.acting import (
    acted,
    done,
    form_page,
    host_choices,
    not_done,
    offer_hosts,
    proposed,
    told,
    verification,
)
from app.core import clock
from app.core.access import me, require, signed_in
from app.core.errors import Refused, existing
from app.core.http import see_other
from app.core.i18n import _
from app.core.transaction import transaction
from app.events import policies, queries, services
from app.events.forms import EndForm
from app.events.models import Series, SeriesStatus
from app.events.rules.repeating import said_rhythm
from app.events.rules.series import missing_for_series, occurrences_of, refusal_to_delete_series
from app.events.views.blueprint import blueprint
from app.initiatives.queries import initiatives_of_hosts
from app.organisations.models import Organisation

#: The page on the desk to which one is led.
SHOW = "show_series"
FIRST_SHOWN = 8
_TONES = {SeriesStatus.PUBLISHED: "teal", SeriesStatus.ENDED: "clay"}


@blueprint.get("/desk/series")
@signed_in
def all_series() -> ResponseReturnValue:
    """List the series of the person's hosts."""
    found = queries.series_seen_by(me(User))
    return render_template(
        "events/series/list.html", found=[(each, said_rhythm(each.content)) for each in found]
    )


@blueprint.get("/desk/series/<slug>")
@signed_in
def show_series(slug: str) -> ResponseReturnValue:
    """Say how the series stands, which dates are ahead, and what can be done next."""
    user, series = series_on_desk(slug)
    return render_template("events/series/show.html", series=series, **_standing(user, series))


@blueprint.get("/desk/series/<slug>/history")
@signed_in
def series_history(slug: str) -> ResponseReturnValue:
    """Show what happened with the series, and who signed what when."""
    user, series = series_on_desk(slug)
    require(is_host_member(user, series.cohosting), hide=True)
    return render_template("events/series/history.html", series=series, happenings=queries.happenings(series))


@blueprint.post("/desk/series/<slug>/publish")
@signed_in
def publish_series(slug: str) -> ResponseReturnValue:
    """Ask every host to sign the series off, so that its dates become events."""
    user, series = edited_series(slug)
    form = NoteForm(request.form)
    form.on_behalf_of.choices = host_choices(user, series)
    if not form.validate():
        return not_done(_("Choose for which host you act, and keep the note short."), series, SHOW)
    try:
        with transaction():
            require(policies.can_edit_series(user, series))
            host = acting_for(user, series.cohosting, form.on_behalf_of.data)
            proposal = services.propose_series(series, by=user, on_behalf_of=host, note=form.note.data or "")
    except Refused as error:
        return not_done(error.sentence, series, SHOW)
    return done(told(proposal, _("The series is public now.")), series, SHOW)


@blueprint.route("/desk/series/<slug>/end", methods=["GET", "POST"])
@signed_in
def end_series(slug: str) -> ResponseReturnValue:
    """Propose to have no more dates after one of them."""
    user, series = edited_series(slug)
    if series.status is not SeriesStatus.PUBLISHED:
        return not_done(_("Only a series that is public can be ended."), series, SHOW)
    form = offer_hosts(EndForm(request.form).for_dates(queries.coming_dates(series)), user, series)

    proposal = proposed(
        form,
        user,
        series,
        policies.can_edit_series,
        lambda held, **acting: services.propose_end(
            held, services.Ending(form.last_day, form.reason.data or ""), **acting
        ),
    )
    if proposal:
        return done(told(proposal, _("Saved. Everyone who replied to a later date is told.")), series, SHOW)
    return form_page("series/end", form, series=series)


@blueprint.route("/desk/series/<slug>/delete", methods=["GET", "POST"])
@signed_in
def delete_series(slug: str) -> ResponseReturnValue:
    """Say what is lost; delete a draft."""
    user, series = edited_series(slug)
    hosts = cohosting.accepted_hosts(series.cohosting)
    if refusal := refusal_to_delete_series(series.status, len(hosts)):
        return not_done(refusal, series, SHOW)
    form = offer_hosts(ActingForm(request.form), user, series)

    def remove(host: Organisation) -> None:
        services.delete_series(series, by=user, on_behalf_of=host)

    if acted(form, user, series, policies.can_edit_series, remove):
        flash(_("The series is deleted."), "success")
        return see_other("/desk/events")
    return form_page("series/delete", form, series=series)


@blueprint.post("/desk/series/<slug>/initiative")
@signed_in
def join_with_series(slug: str) -> ResponseReturnValue:
    """Make the series part of an initiative of its hosts, or of none."""
    user, series = edited_series(slug)
    try:
        with transaction():
            require(policies.can_edit_series(user, series))
            host = acting_organisations(user, series.cohosting)[0]
            services.join_initiative_with_series(
                series, request.form.get("initiative", ""), by=user, on_behalf_of=host
            )
    except Refused as error:
        return not_done(error.sentence, series, SHOW)
    return done(_("Saved."), series, SHOW)


def series_on_desk(slug: str) -> tuple[User, Series]:
    """Give the signed-in person and a series of their hosts; to anyone else it does not exist."""
    user, series = me(User), existing(queries.series_by_slug(slug))
    require(policies.can_see_series_on_desk(user, series), hide=True)
    return user, series


def edited_series(slug: str) -> tuple[User, Series]:
    """Give a series that the person may write on and decide about."""
    user, series = series_on_desk(slug)
    require(policies.can_edit_series(user, series))
    return user, series


def _standing(user: User, series: Series) -> dict[str, object]:
    form = NoteForm()
    form.on_behalf_of.choices = host_choices(user, series)
    proposal = cohosting.open_proposal(series.cohosting)
    can_edit = policies.can_edit_series(user, series)
    is_draft = series.status is SeriesStatus.DRAFT
    today = queries.today_at(series)
    window = today.replace(year=today.year + 1, day=min(today.day, 28))
    planned = occurrences_of(series.content, today, window)
    dates = queries.coming_dates(series) if series.is_public else []
    made = {event.series_on for event in dates}
    return {
        "sentence": _sentence(series),
        "tone": _TONES.get(series.status, "plum"),
        "rule": said_rhythm(series.content),
        "dates": dates,
        "planned": [] if series.is_public else planned[:FIRST_SHOWN],
        "missing": missing_for_series(series.content, clock.now()) if is_draft else [],
        "can_edit": can_edit,
        "can_publish": can_edit and is_draft,
        "is_running": series.status is SeriesStatus.PUBLISHED,
        "is_growing": series.status is SeriesStatus.PUBLISHED
        and bool(planned)
        and planned[-1].on not in made,
        "initiatives": initiatives_of_hosts(series.cohosting),
        "form": form,
        "offers": cohosting.offers_of(series.cohosting),
        **(verification(user, series) if is_draft else {}),
        "hosts": cohosting.host_organisations_of([series.cohosting_id])[series.cohosting_id],
        "proposal": proposal,
        "waits_for": cohosting.waits_for(proposal) if proposal else "",
        "is_host": can_work_on(user, series.cohosting),
        "reads_along": is_host_member(user, series.cohosting),
    }


def _sentence(series: Series) -> str:
    return {
        SeriesStatus.DRAFT: _("This is a draft. Only hosts and those asked to host can see it."),
        SeriesStatus.PROPOSED: _("It becomes public as soon as every host has signed it off."),
        SeriesStatus.PUBLISHED: _("Everyone can find its dates and reply to one or to all."),
        SeriesStatus.ENDED: _("There are no more dates. Its page stays for people who look back."),
    }[series.status]
