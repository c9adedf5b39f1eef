"""Begin a series, write on it together, and see what a change would do before it is done."""

from dataclasses import dataclass
from http import HTTPStatus

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import CombinedMultiDict

from app.accounts.models import User
from app.cohosting.policies import acting_for
from app.cohosting.queries import accepted_hosts, open_proposal
from app.cohosting.rules import Difference
from app.cohosting.services import WrittenMeanwhile, begin_once
from app.cohosting.views.acting import done, host_choices
from app.core.access import me, require, signed_in
from app.core.errors import Refused
from app.core.forms import choices
from app.core.http import invalid, see_other
from app.core.i18n import _, format_date, format_time, locale
from app.core.numbers import row_number
from app.core.transaction import transaction
from app.events import policies, queries, services
from app.events.forms import BeginForm, SeriesForm
from app.events.forms.series import typed_series
from app.events.models import Series, SeriesStatus
from app.events.queries import SeriesPlan
from app.events.rules.agreements import AGREEMENT_TEMPLATES
from app.events.rules.content import EventDetails
from app.events.rules.planning import PlannedDate, Step
from app.events.rules.repeating import series_differences
from app.events.rules.series import series_content
from app.events.views.blueprint import blueprint
from app.events.views.series import SHOW, edited_series
from app.events.views.writing import keep_upload, told_saved
from app.organisations.policies import ORGANISING, can_organise
from app.organisations.queries import organisations_of

_NOT_CARRIED = frozenset({"csrf_token", "picture", "step"})


@dataclass(frozen=True)
class DateLine:
    """What a preview says of one date."""

    words: str
    label: str
    tone: str
    hint: str = ""


@blueprint.route("/desk/series/new", methods=["GET", "POST"])
@signed_in
def new_series() -> ResponseReturnValue:
    """Begin the draft of a series with nothing but its title."""
    user = me(User)
    own = organisations_of(user, ORGANISING)
    form = BeginForm(request.form)
    form.organisation.choices = choices((each.id, each.name) for each in own)
    if request.method == "GET":
        return render_template("events/series/new.html", form=form)
    if not form.validate():
        return invalid("events/series/new.html", form=form)
    organisation = next(each for each in own if each.id == form.organisation.data)
    details = EventDetails(title=form.title.data or "", zone=organisation.time_zone, language=locale())
    with transaction():
        require(can_organise(user, organisation))
        series = begin_once(
            details, services.draft_series, queries.series_of, organisation=organisation, by=user
        )
    return see_other(url_for("events.edit_series", slug=series.slug))


@blueprint.route("/desk/series/<slug>/edit", methods=["GET", "POST"])
@signed_in
def edit_series(slug: str) -> ResponseReturnValue:
    """Show the form; of a public series show what would change; save."""
    user, series = edited_series(slug)
    if request.method == "GET":
        content = queries.working_series_content(series)
        return _form_page(
            user, series, _offering(user, series, SeriesForm(data=typed_series(content, series.version)))
        )
    form = _offering(user, series, SeriesForm(CombinedMultiDict((request.files, request.form))))
    step = request.form.get("step")
    if not (keep_upload(form) and form.validate()) or step == "form":
        return _form_page(user, series, form)
    if series.status is SeriesStatus.PUBLISHED and step != "apply":
        return _preview_page(user, series, form)
    return _save(user, series, form)


def _preview_page(user: User, series: Series, form: SeriesForm) -> ResponseReturnValue:
    preview = services.preview_series(series, _edit(user, series, form))
    if not preview.rows and not queries.pending_series_content(series):
        return done(_("Nothing was different, so nothing was changed."), series, SHOW)
    if preview.drops_replies and not form.reason.data:
        form.refuse(_("People have replied to dates that fall away. Write what they shall read."), "reason")
        return _form_page(user, series, form)
    carried = [(name, value) for name, value in request.form.items(multi=True) if name not in _NOT_CARRIED]
    return render_template(
        "events/series/preview.html",
        series=series,
        preview=preview,
        dates=[_line(each, preview.plan) for each in preview.plan.dates],
        plan_rows=services.plan_rows(preview.plan),
        carried=[*carried, ("picture", form.picture.data or "")],
        is_alone=len(accepted_hosts(series.cohosting)) == 1,
    )


def _save(user: User, series: Series, form: SeriesForm) -> ResponseReturnValue:
    try:
        with transaction():
            require(policies.can_edit_series(user, series))
            saved = services.save_series(series, _edit(user, series, form))
    except WrittenMeanwhile:
        return _overtaken(user, series, form)
    except Refused as error:
        form.refuse(error.sentence)
        return _form_page(user, series, form)
    return done(told_saved(saved), series, SHOW)


def _overtaken(user: User, series: Series, form: SeriesForm) -> ResponseReturnValue:
    """Say what differs from what someone else has saved; pressing again lets one's own words stand."""
    theirs = series_differences(queries.working_series_content(series), series_content(form.written()))
    form.refuse(
        _(
            "Someone changed this while you were writing. Nothing is lost: below is what differs. "
            "Take over what you want to keep of it, then save again."
        )
    )
    form.version.data = str(series.version)
    return _drawn_form(user, series, form, theirs), HTTPStatus.CONFLICT


def _edit(user: User, series: Series, form: SeriesForm) -> services.SeriesEdit:
    return services.SeriesEdit(
        form.written(),
        row_number(form.version.data or "") or 0,
        user,
        acting_for(user, series.cohosting, form.on_behalf_of.data),
        from_on=form.first_changed,
        reason=form.reason.data or "",
        note=form.note.data or "",
    )


def _offering(user: User, series: Series, form: SeriesForm) -> SeriesForm:
    form.for_hosts(host_choices(user, series))
    return form.for_dates(queries.coming_dates(series))


def _form_page(user: User, series: Series, form: SeriesForm) -> ResponseReturnValue:
    page = _drawn_form(user, series, form)
    return (page, HTTPStatus.UNPROCESSABLE_ENTITY) if form.errors or form.form_errors else page


def _drawn_form(user: User, series: Series, form: SeriesForm, theirs: list[Difference] | None = None) -> str:
    return render_template(
        "events/series/edit.html",
        is_alone=len(accepted_hosts(series.cohosting)) == 1,
        series=series,
        form=form,
        templates=AGREEMENT_TEMPLATES,
        is_running=series.status is SeriesStatus.PUBLISHED,
        proposal=open_proposal(series.cohosting),
        theirs=theirs,
        can_edit=policies.can_edit_series(user, series),
    )


def _line(planned: PlannedDate, plan: SeriesPlan) -> DateLine:
    label, tone = _labels()[planned.step]
    words, hint = format_date(planned.day), ""
    if planned.occurrence is not None:
        at, until = planned.occurrence.starts_local, planned.occurrence.ends_local
        words = _(
            "%(day)s, %(time)s", day=format_date(at.date()), time=f"{format_time(at)}–{format_time(until)}"
        )
    if planned.made is not None:
        event = plan.events[planned.made.event_id]
        was = event.starts_local
        if planned.step is Step.MOVE and was is not None:
            hint = _("Before: %(day)s", day=format_date(was.date()))
        elif planned.step is Step.DROP and planned.made.has_replies:
            hint = _("People have replied. It is called off, and they get your words.")
    if planned.occurrence is not None and planned.occurrence.is_shifted:
        hint = _("Clocks go forward that night, so it begins later.")
    return DateLine(words, label, tone, hint)


def _labels() -> dict[Step, tuple[str, str]]:
    return {
        Step.LEAVE: (_("Left as it is"), "clay"),
        Step.KEEP: (_("Takes what is new"), "teal"),
        Step.MOVE: (_("Moves"), "plum"),
        Step.DROP: (_("Falls away"), "stop"),
        Step.MAKE: (_("New"), "teal"),
    }
