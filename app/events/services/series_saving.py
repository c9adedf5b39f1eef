"""Save what an organiser wrote about a series, and propose what its hosts have to agree on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.accounts.models import User
from app.audit.models import Action
from app.audit.services import record
from app.cohosting import services as cohosting
from app.cohosting.models import Proposal, ProposalKind
from app.cohosting.rules import Content, Difference, Draft, changes
from app.cohosting.services import Saved, check_version
from app.core import clock
from app.core.database import session
from app.core.errors import Refused
from app.core.i18n import _, _n
from app.events import queries
from app.events.models import Series, SeriesStatus
from app.events.queries import SeriesPlan
from app.events.rules.planning import Step
from app.events.rules.repeating import date_rows, series_differences, series_whole
from app.events.rules.series import (
    SERIES_KEY_FIELDS,
    UNPUBLISHED,
    SeriesDetails,
    missing_for_series,
    move,
    refusal_of,
    series_content,
)
from app.events.services.saving import check_can_publish, check_picture
from app.events.services.series_changing import Decided, change_series, keep_series
from app.events.services.series_drafting import hold_series
from app.organisations.models import Organisation


@dataclass(frozen=True)
class SeriesEdit:
    """What an organiser wrote, on which version, and for whom."""

    written: SeriesDetails
    #: The version that stood when they began to write.
    version: int
    by: User
    on_behalf_of: Organisation
    #: The first date that changes; None for all that are ahead.
    from_on: date | None = None
    #: What people read about dates that fall away.
    reason: str = ""
    #: Why, for the other hosts.
    note: str = ""


@dataclass(frozen=True)
class Ending:
    """After which day a series has no more dates (None: from now on), and what everyone reads."""

    last_on: date | None
    reason: str


@dataclass(frozen=True)
class SeriesPreview:
    """What an edit would do, in words and date by date."""

    rows: Sequence[Difference]
    plan: SeriesPlan
    #: Some of it changes only when every host has signed.
    needs_others: bool
    #: Where there would be fewer places than people have already, in sentences.
    crowded: Sequence[str]

    @property
    def drops_replies(self) -> bool:
        """Tell whether dates would be called off to which people have replied."""
        dropped = (each.made for each in self.plan.dates if each.step is Step.DROP)
        return any(made is not None and made.has_replies for made in dropped)


def preview_series(series: Series, edit: SeriesEdit) -> SeriesPreview:
    """Say what an edit would do; it changes nothing."""
    plan = queries.series_plan(series, series_content(edit.written), edit.from_on)
    wanted = changes(series.content, plan.content)
    return SeriesPreview(
        series_differences(series.content, plan.content),
        plan,
        needs_others=bool(wanted.keys() & SERIES_KEY_FIELDS),
        crowded=queries.crowded_in(plan, wanted),
    )


def save_series(series: Series, edit: SeriesEdit) -> Saved:
    """Save an edit; raise WrittenMeanwhile, with nothing changed, when the version is no longer theirs.

    A draft is simply written. Of a public series small corrections reach all its dates at once; a
    change that holds key facts waits as a whole for the hosts, so that people get one mail.
    """
    hold_series(series)
    if series.status is SeriesStatus.ENDED:
        raise Refused(_("This series has ended, so its page stays as it is."))
    check_version(series.version, edit.version)
    check_picture(edit.written.details.picture)
    refusal = refusal_of(edit.written)
    if refusal:
        raise Refused(refusal[1])
    return _save_draft(series, edit) if series.status in UNPUBLISHED else _save_public(series, edit)


def propose_series(series: Series, *, by: User, on_behalf_of: Organisation, note: str = "") -> Proposal:
    """Ask every host to sign the series off as a whole; a sole host thereby publishes it."""
    hold_series(series)
    if series.status is not SeriesStatus.DRAFT:
        raise Refused(_("This series is already public, or waits for the hosts to sign it off."))
    _check_ready(series)
    series.status = move(series.status, SeriesStatus.PROPOSED)
    session.flush()
    return _propose_whole(series, by, on_behalf_of, note)


def propose_end(
    series: Series, ending: Ending, *, by: User, on_behalf_of: Organisation, note: str = ""
) -> Proposal:
    """Ask the hosts to have no date after a day, or none any more."""
    hold_series(series)
    if series.status is not SeriesStatus.PUBLISHED:
        raise Refused(_("Only a series that is public can be ended."))
    day, reason = ending.last_on, ending.reason
    draft = Draft(
        kind=ProposalKind.CANCEL,
        before={},
        content={"last_on": day.isoformat() if day else "", "reason": reason},
        note=note,
        rows=lambda: [*_end_rows(day), Difference(_("Reason that everyone reads"), "", reason)],
    )
    return cohosting.propose(series.cohosting, draft, by=by, on_behalf_of=on_behalf_of)


def plan_rows(plan: SeriesPlan) -> list[Difference]:
    """Say in a few rows what a change does to the dates."""
    counts = {step: sum(each.step is step for each in plan.dates) for step in Step}
    said = (
        (
            Step.KEEP,
            _n("%(num)s date stays on its day", "%(num)s dates stay on their days", counts[Step.KEEP]),
        ),
        (Step.MOVE, _n("%(num)s date moves", "%(num)s dates move", counts[Step.MOVE])),
        (Step.DROP, _n("%(num)s date falls away", "%(num)s dates fall away", counts[Step.DROP])),
        (Step.MAKE, _n("%(num)s date is new", "%(num)s dates are new", counts[Step.MAKE])),
        (
            Step.LEAVE,
            _n(
                "%(num)s date stays as someone changed it",
                "%(num)s dates stay as someone changed them",
                counts[Step.LEAVE],
            ),
        ),
    )
    words = "\n".join(text for step, text in said if counts[step])
    return [Difference(_("Dates"), "", words)] if words else []


def _save_draft(series: Series, edit: SeriesEdit) -> Saved:
    content = series_content(edit.written)
    changed = changes(series.content, content)
    if not changed:
        return Saved(is_changed=False)
    keep_series(series, content)
    _record(series, edit, changed)
    if series.status is not SeriesStatus.PROPOSED:
        return Saved(is_changed=True)
    _check_ready(series)
    return Saved(is_changed=True, proposal=_propose_whole(series, edit.by, edit.on_behalf_of, edit.note))


def _save_public(series: Series, edit: SeriesEdit) -> Saved:
    check_can_publish(edit.on_behalf_of)
    preview = preview_series(series, edit)
    plan = preview.plan
    wanted = changes(series.content, plan.content)
    if not wanted:
        return Saved(is_changed=False)
    missing = missing_for_series(plan.content, None)
    if missing:
        raise Refused(" ".join(missing))
    if preview.drops_replies and not edit.reason:
        raise Refused(_("People have replied to dates that fall away. Write what they shall read."))
    if preview.needs_others:
        return Saved(is_changed=True, proposal=_propose_change(series, edit, wanted, plan))
    decided = Decided(edit.by, edit.reason, edit.note)
    change_series(series, series_content(edit.written), edit.from_on, decided)
    _record(series, edit, wanted)
    return Saved(is_changed=True)


def _propose_change(series: Series, edit: SeriesEdit, wanted: Content, plan: SeriesPlan) -> Proposal:
    settled = series.content
    content = {**wanted, "from_on": plan.start.isoformat(), "reason": edit.reason}
    draft = Draft(
        kind=ProposalKind.CHANGE,
        before={name: settled[name] for name in wanted},
        content=content,
        note=edit.note,
        rows=lambda: [
            *series_differences(settled, settled | content),
            *plan_rows(plan),
            *date_rows(plan.dates),
        ],
    )
    return cohosting.propose(series.cohosting, draft, by=edit.by, on_behalf_of=edit.on_behalf_of)


def _propose_whole(series: Series, by: User, on_behalf_of: Organisation, note: str) -> Proposal:
    content = series.content
    draft = Draft(
        kind=ProposalKind.PUBLISH,
        before={},
        content=content,
        note=note,
        rows=lambda: series_whole(content),
    )
    return cohosting.propose(series.cohosting, draft, by=by, on_behalf_of=on_behalf_of)


def _check_ready(series: Series) -> None:
    missing = missing_for_series(series.content, clock.now())
    if missing:
        raise Refused(" ".join(missing))


def _end_rows(last_on: date | None) -> list[Difference]:
    if last_on is None:
        return [Difference(_("The last date"), "", _("There are no more dates from now on"))]
    return series_differences({}, {"last_on": last_on.isoformat()})


def _record(series: Series, edit: SeriesEdit, changed: Content) -> None:
    detail = {"fields": sorted(changed), "note": edit.note}
    record(Action.SERIES_CHANGED, series, by=edit.by, on_behalf_of=edit.on_behalf_of, detail=detail)
