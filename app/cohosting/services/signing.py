"""A host's word on exactly one version, and what happens once all have given it."""

from app.accounts.models import User
from app.audit.models import Action
from app.audit.services import record
from app.cohosting.facts import ProposalAccepted
from app.cohosting.models import Host, Proposal, ProposalStatus, SignOff, Verdict
from app.cohosting.queries import sign_offs_of, version_now, voice_of, voices_of, words_of
from app.cohosting.rules import Standing, hindrance_to_answer, is_agreed, standing_of
from app.cohosting.services.holding import acting_host, move_proposal
from app.cohosting.services.refusals import refuse
from app.cohosting.services.telling import mails_of_agreement, tell_agreed, tell_objected
from app.core import clock
from app.core.database import session
from app.core.facts import announce
from app.organisations.models import Organisation


def sign_off(
    proposal: Proposal, *, content_hash: str, by: User, on_behalf_of: Organisation, note: str = ""
) -> bool:
    """Say yes for a host to exactly the version it saw; tell whether that made it agreed.

    Signing twice is harmless. An outdated hash is refused with Conflict.
    """
    host = _host_that_answers(proposal, content_hash, on_behalf_of, Verdict.SIGNED)
    if host is None:
        return proposal.status is ProposalStatus.ACCEPTED
    say(proposal, host, Verdict.SIGNED, by=by, note=note)
    return settle(proposal)


def object_to(
    proposal: Proposal, *, content_hash: str, by: User, on_behalf_of: Organisation, note: str
) -> None:
    """Say, for a host, why this version is not right yet; the proposal stays open."""
    host = _host_that_answers(proposal, content_hash, on_behalf_of, Verdict.OBJECTED)
    if host is None:
        return
    if say(proposal, host, Verdict.OBJECTED, by=by, note=note):
        tell_objected(proposal, by=by, on_behalf_of=on_behalf_of, note=note)


def say(proposal: Proposal, host: Host, verdict: Verdict, *, by: User, note: str = "") -> bool:
    """Write down a host's word, unless it has said just that already; tell whether it is new."""
    latest = next((said for said in reversed(sign_offs_of(proposal)) if said.host_id == host.id), None)
    said_so = latest and (latest.content_hash, latest.verdict) == (proposal.content_hash, verdict)
    if latest and said_so and (verdict is Verdict.SIGNED or latest.note == note):
        return False
    session.add(
        SignOff(
            proposal=proposal,
            host=host,
            user=by,
            content_hash=proposal.content_hash,
            verdict=verdict,
            note=note,
            at=clock.now(),
        )
    )
    action = Action.PROPOSAL_SIGNED_OFF if verdict is Verdict.SIGNED else Action.PROPOSAL_OBJECTED
    detail = {"proposal": proposal.id, "version": proposal.number, "note": note}
    record(action, proposal.cohosting, by=by, on_behalf_of=host.organisation, detail=detail)
    session.flush()
    return True


def settle(proposal: Proposal) -> bool:
    """Let the open version take effect if every accepted host has signed it; tell whether it has.

    The cohosting must be locked. This is the only place where a proposal becomes accepted.
    """
    now = clock.now()
    if not is_agreed(voices_of(proposal.cohosting), words_of(proposal), version_now(proposal), now):
        return False
    move_proposal(proposal, ProposalStatus.ACCEPTED)
    detail = {"proposal": proposal.id, "version": proposal.number, "kind": proposal.kind.value}
    record(Action.PROPOSAL_ACCEPTED, proposal.cohosting, detail=detail)
    mails = mails_of_agreement(proposal)  # before what follows: a deletion forgets the very words they say
    announce(ProposalAccepted(proposal))
    tell_agreed(proposal, mails)
    return True


def _host_that_answers(
    proposal: Proposal, content_hash: str, organisation: Organisation, verdict: Verdict
) -> Host | None:
    """Lock, read everything anew and check; None when this very version is agreed already."""
    host = acting_host(proposal.cohosting, organisation)
    session.refresh(proposal)
    if proposal.status is ProposalStatus.ACCEPTED and proposal.content_hash == content_hash:
        signed = standing_of(host.id, words_of(proposal), content_hash)
        if verdict is Verdict.SIGNED and signed is Standing.SIGNED:
            return None
    version = version_now(proposal)
    hindrance = hindrance_to_answer(version, content_hash, voice_of(host), verdict, clock.now())
    refuse(hindrance, name=organisation.name)
    return host
