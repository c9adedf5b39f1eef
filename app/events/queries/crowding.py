"""What a change of places, or of the ways of coming, means for those who have a place already."""

from collections.abc import Mapping
from datetime import date

from app.cohosting.models import Proposal, ProposalKind
from app.cohosting.rules import Content
from app.events.models import Event, Series, Way
from app.events.queries.events import event_of
from app.events.queries.series import SeriesPlan, series_of, series_plan
from app.events.rules import crowded
from app.events.rules.planning import Step
from app.events.rules.series import read_series, series_content

#: What the change of a series holds besides its fields.
NOT_FIELDS = frozenset({"from_on", "reason"})


def crowded_on(event: Event, changed: Content) -> list[str]:
    """Say what a change of these fields means for those who have a place."""
    return crowded(changed, [_taken(event)])


def crowded_in(plan: SeriesPlan, changed: Content) -> list[str]:
    """Say the same of the dates that a change of their series touches."""
    touched = [
        plan.events[each.made.event_id]
        for each in plan.dates
        if each.made and each.step not in {Step.LEAVE, Step.DROP}
    ]
    return crowded(changed, [_taken(event) for event in touched])


def crowded_by(proposal: Proposal) -> list[str]:
    """Say it of a change that hosts are asked for, as things are now."""
    if proposal.kind is not ProposalKind.CHANGE:
        return []
    event, series = event_of(proposal.cohosting), series_of(proposal.cohosting)
    if event is not None:
        return crowded_on(event, proposal.content)
    if series is not None:
        return crowded_in(series_plan(series, *proposed_change(series, proposal)), proposal.content)
    return []


def proposed_change(series: Series, proposal: Proposal) -> tuple[Content, date]:
    """Give what a series would say by a change that hosts are asked for, and from which day on."""
    fields = {name: value for name, value in proposal.content.items() if name not in NOT_FIELDS}
    wanted = series_content(read_series(series.content | fields))
    return wanted, date.fromisoformat(proposal.content["from_on"])


def _taken(event: Event) -> Mapping[Way, int]:
    return {way: event.taken(way) for way in Way}
