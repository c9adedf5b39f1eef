"""Write the next version of a held thing, take it back, or let it lapse."""

import json
from dataclasses import asdict
from datetime import timedelta
from typing import Any

from app.accounts.models import User
from app.audit.models import Action
from app.audit.services import record
from app.cohosting.facts import ProposalClosed
from app.cohosting.models import (
    Cohosting,
    Host,
    Proposal,
    ProposalStatus,
    ProposalVersion,
    Verdict,
)
from app.cohosting.queries import is_held_up, open_proposal, voice_of
from app.cohosting.rules import (
    Draft,
    Hindrance,
    hash_of,
    hindrance_to_publish,
    hindrance_to_withdraw,
    is_reminder_due,
)
from app.cohosting.services.holding import acting_host, lock, move_proposal
from app.cohosting.services.refusals import refuse
from app.cohosting.services.signing import say, settle
from app.cohosting.services.telling import tell_awaited, tell_lapsed, tell_reminder, tell_withdrawn
from app.core import clock
from app.core.database import session
from app.core.facts import announce
from app.core.i18n import LANGUAGES, in_language
from app.organisations.models import Organisation


def propose(cohosting: Cohosting, draft: Draft, *, by: User, on_behalf_of: Organisation) -> Proposal:
    """Propose the next version, or put it in the place of the one that waits.

    The proposing host signs by proposing; a sole host's proposal is accepted at once. Proposing
    again what waits already changes nothing but adds the signature of the host.
    """
    host = acting_host(cohosting, on_behalf_of)
    refuse(hindrance_to_publish(draft.kind, voice_of(host)), name=on_behalf_of.name)
    proposal = _open_in_time(cohosting)
    if draft.seen_hash is not None and draft.seen_hash != (proposal.content_hash if proposal else ""):
        refuse(Hindrance.OUTDATED)
    content = _plain(draft.content)
    is_new = proposal is None or (proposal.kind, proposal.content) != (draft.kind, content)
    if proposal is None or is_new:
        proposal = _write(proposal, cohosting, draft, by, on_behalf_of)
    say(proposal, host, Verdict.SIGNED, by=by)
    if not settle(proposal) and is_new:
        tell_awaited(proposal, by=by)
    return proposal


def withdraw(proposal: Proposal, *, by: User | None, on_behalf_of: Organisation) -> None:
    """Take a proposal back, as the host that proposed it; twice is harmless."""
    acting_host(proposal.cohosting, on_behalf_of)
    session.refresh(proposal)
    if proposal.status is ProposalStatus.WITHDRAWN:
        return
    is_proposer = proposal.proposed_for_id == on_behalf_of.id
    refuse(hindrance_to_withdraw(proposal.status, is_proposer=is_proposer))
    close(proposal, ProposalStatus.WITHDRAWN, by=by, on_behalf_of=on_behalf_of)


def close_for(cohosting: Cohosting, *, by: User | None, on_behalf_of: Organisation | None = None) -> None:
    """Take back whatever waits for sign-off, since the thing itself has been decided otherwise.

    For what one host may decide alone, such as a cancellation for safety.
    """
    lock(cohosting)
    proposal = open_proposal(cohosting)
    if proposal is not None:
        close(proposal, ProposalStatus.WITHDRAWN, by=by, on_behalf_of=on_behalf_of)


def lapse(proposal: Proposal) -> bool:
    """Close a proposal whose time is over; tell whether it was still open.

    While a host waits to be verified it cannot sign, so the time begins anew.
    """
    lock(proposal.cohosting)
    session.refresh(proposal)
    if proposal.status is not ProposalStatus.OPEN or clock.now() < proposal.lapses_at:
        return False
    if is_held_up(proposal):
        begin_time(proposal)
        return False
    close(proposal, ProposalStatus.LAPSED)
    return True


def remind(proposal: Proposal) -> bool:
    """Remind, once for each version, the hosts whose word is awaited."""
    lock(proposal.cohosting)
    session.refresh(proposal)
    now = clock.now()
    if proposal.status is not ProposalStatus.OPEN or now >= proposal.lapses_at:
        return False
    if not is_reminder_due(proposal.proposed_at, proposal.reminded_at, now):
        return False
    proposal.reminded_at = now
    tell_reminder(proposal)
    return True


def close(
    proposal: Proposal,
    status: ProposalStatus,
    *,
    by: User | None = None,
    on_behalf_of: Organisation | None = None,
) -> None:
    """End an open proposal without effect. The cohosting must be locked."""
    move_proposal(proposal, status)
    lapsed = status is ProposalStatus.LAPSED
    action = Action.PROPOSAL_LAPSED if lapsed else Action.PROPOSAL_WITHDRAWN
    detail = {"proposal": proposal.id, "version": proposal.number}
    record(action, proposal.cohosting, by=by, on_behalf_of=on_behalf_of, detail=detail)
    session.flush()  # the next proposal may be opened in this very transaction
    if lapsed:
        tell_lapsed(proposal)
    else:
        tell_withdrawn(proposal, by=by)
    announce(ProposalClosed(proposal))


def begin_time(proposal: Proposal) -> None:
    """Let the time in which hosts may sign begin now."""
    proposal.lapses_at = clock.now() + timedelta(days=proposal.cohosting.proposal_days)


def hand_on(proposal: Proposal, host: Host) -> None:
    """Let another host that signed it stand behind a proposal whose proposer has left."""
    if host.organisation is None:
        return
    proposal.proposed_for = host.organisation
    detail = {"proposal": proposal.id, "version": proposal.number}
    record(Action.PROPOSAL_HANDED_ON, proposal.cohosting, on_behalf_of=host.organisation, detail=detail)


def _open_in_time(cohosting: Cohosting) -> Proposal | None:
    proposal = open_proposal(cohosting)
    if proposal is not None and clock.now() >= proposal.lapses_at:
        close(proposal, ProposalStatus.LAPSED)
        return None
    return proposal


def _write(
    proposal: Proposal | None, cohosting: Cohosting, draft: Draft, by: User, on_behalf_of: Organisation
) -> Proposal:
    is_new = proposal is None
    if proposal is None:
        proposal = Proposal(cohosting=cohosting, status=ProposalStatus.OPEN, number=0)
        session.add(proposal)
    now = clock.now()
    proposal.number += 1
    proposal.kind = draft.kind
    proposal.before = _plain(draft.before)
    proposal.content = _plain(draft.content)
    proposal.content_hash = hash_of(draft.kind, proposal.number, proposal.content)
    proposal.note = draft.note
    proposal.proposed_by = by
    proposal.proposed_for = on_behalf_of
    proposal.proposed_at = now
    begin_time(proposal)
    proposal.reminded_at = None
    session.flush()
    _keep_version(proposal, draft)
    action = Action.PROPOSAL_MADE if is_new else Action.PROPOSAL_CHANGED
    detail = {"proposal": proposal.id, "version": proposal.number, "kind": draft.kind.value}
    record(action, cohosting, by=by, on_behalf_of=on_behalf_of, detail={**detail, "note": draft.note})
    return proposal


def _keep_version(proposal: Proposal, draft: Draft) -> None:
    session.add(
        ProposalVersion(
            proposal=proposal,
            number=proposal.number,
            kind=proposal.kind,
            content=proposal.content,
            content_hash=proposal.content_hash,
            display=_display(draft),
            note=proposal.note,
            by=proposal.proposed_by,
            organisation=proposal.proposed_for,
            at=proposal.proposed_at,
        )
    )


def _display(draft: Draft) -> dict[str, Any]:
    display = {}
    for language in LANGUAGES:
        with in_language(language):
            display[language] = [asdict(row) for row in draft.rows()]
    return display


def _plain(content: dict[str, Any]) -> dict[str, Any]:
    """Give a copy that is exactly what the database will give back."""
    copy: dict[str, Any] = json.loads(json.dumps(content))
    return copy
