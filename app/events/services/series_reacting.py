"""What follows for series when hosts have agreed, disagreed, joined or left."""

from datetime import date

from app.audit.models import Action
from app.audit.services import record
from app.cohosting import services as cohosting
from app.cohosting.facts import HostsChanged, LastHostLeft, ProposalAccepted, ProposalClosed
from app.cohosting.models import Proposal, ProposalKind
from app.core import clock
from app.core.database import session
from app.core.errors import Refused
from app.core.i18n import _, in_language
from app.core.revisions import touch
from app.events import queries
from app.events.models import Series, SeriesStatus
from app.events.rules.series import move
from app.events.services.series_changing import Decided, change_series, end_series
from app.events.services.series_drafting import forget_draft
from app.events.services.series_filling import fill, touch_series
from app.initiatives.facts import InitiativeChanged
from app.organisations.facts import OrganisationChanged


def apply_accepted_series(fact: ProposalAccepted) -> None:
    """Apply exactly what every host has signed off."""
    proposal = fact.proposal
    series = queries.series_of(proposal.cohosting)
    if series is None:
        return
    series = queries.locked_series(series)
    _APPLY[proposal.kind](series, proposal)


def reopen_series(fact: ProposalClosed) -> None:
    """Give the draft back to its hosts when what they proposed has lapsed or was withdrawn."""
    series = queries.series_of(fact.proposal.cohosting)
    if series is not None and series.status is SeriesStatus.PROPOSED:
        series.status = move(series.status, SeriesStatus.DRAFT)
        session.flush()


def let_dates_follow(fact: HostsChanged) -> None:
    """Let the dates ahead be held by those who hold the series now."""
    series = queries.series_of(fact.cohosting)
    if series is None or series.status is not SeriesStatus.PUBLISHED:
        return
    for event in queries.held_dates(series):
        cohosting.follow(event.cohosting, series.cohosting)
    touch_series(series)


def end_abandoned_series(fact: LastHostLeft) -> None:
    """End a series that nobody holds any more: its dates are called off unless another host holds them."""
    series = queries.series_of(fact.cohosting)
    if series is None:
        return
    if series.status is SeriesStatus.DRAFT:
        record(Action.SERIES_DELETED, series, by=fact.by, on_behalf_of=fact.host.organisation)
        forget_draft(series, by=fact.by)
    elif series.status is SeriesStatus.PUBLISHED:
        with in_language(series.content["language"]):
            reason = _("The hosts cannot hold this event any more.")
        for event in queries.held_dates(series):
            if cohosting.follow(event.cohosting, series.cohosting, by=fact.by):
                event.series_id = event.series_on = None  # another host holds this one
        session.flush()
        end_series(series, None, Decided(fact.by, reason))
        record(Action.SERIES_ENDED, series, by=fact.by, on_behalf_of=fact.host.organisation)


def show_changed_series_organisation(fact: OrganisationChanged) -> None:
    """Show the new name of a host on the pages of its series."""
    for series in queries.series_held_by(fact.organisation):
        touch(f"series:{series.slug}")


def show_changed_series_initiative(fact: InitiativeChanged) -> None:
    """Show on the pages of its series what an initiative is called now."""
    for series in queries.series_in(fact.initiative):
        touch(f"series:{series.slug}")


def _publish(series: Series, proposal: Proposal) -> None:
    series.content = dict(proposal.content)
    series.status = move(series.status, SeriesStatus.PUBLISHED)
    series.published_at = series.revised_at = clock.now()
    series.version += 1
    session.flush()
    fill(series)
    if series.status is not SeriesStatus.PUBLISHED:  # it has ended by itself: hosts took long to sign
        raise Refused(_("All its dates are over by now. Choose a first date that is still ahead."))
    _record(Action.SERIES_PUBLISHED, series, proposal)


def _change(series: Series, proposal: Proposal) -> None:
    decided = Decided(proposal.proposed_by, proposal.content["reason"], proposal.note)
    change_series(series, *queries.proposed_change(series, proposal), decided)
    _record(Action.SERIES_CHANGED, series, proposal)


def _end(series: Series, proposal: Proposal) -> None:
    last_on, reason = proposal.content["last_on"], proposal.content["reason"]
    decided = Decided(proposal.proposed_by, reason, proposal.note)
    end_series(series, date.fromisoformat(last_on) if last_on else None, decided)
    _record(Action.SERIES_ENDED, series, proposal)


def _record(action: Action, series: Series, proposal: Proposal) -> None:
    fields = sorted(proposal.content.keys() - queries.NOT_FIELDS) if action is Action.SERIES_CHANGED else []
    detail = {"proposal": proposal.id, "fields": fields}
    record(action, series, by=proposal.proposed_by, on_behalf_of=proposal.proposed_for, detail=detail)


_APPLY = {ProposalKind.PUBLISH: _publish, ProposalKind.CHANGE: _change, ProposalKind.CANCEL: _end}
