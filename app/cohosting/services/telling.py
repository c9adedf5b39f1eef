"""Tell the hosts, in the transaction of what happened; a sole host needs no mail from itself."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from app.accounts.models import User
from app.cohosting import emails
from app.cohosting.facts import WhereItIsShown
from app.cohosting.models import Cohosting, Host, Proposal
from app.cohosting.queries import (
    HostStanding,
    Reader,
    accepted_hosts,
    host_readers,
    open_proposal,
    readers_of,
    standing,
    version_by_hash,
)
from app.cohosting.rules import Standing
from app.core.questions import ask
from app.organisations.models import Organisation
from app.outbox.models import Email
from app.outbox.services import post


def tell_offered(host: Host, token: str | None, *, by: User, on_behalf_of: Organisation) -> None:
    """Bring an invitation to those who can answer it."""
    who = emails.Voiced(by.name, on_behalf_of.name)
    if token and host.invited_email:
        post(emails.offered_by_link(host, host.invited_email, token, who, by.language))
    if host.organisation_id:
        _write(readers_of([host.organisation_id]), lambda reader: emails.offered(host, reader, who))


def tell_accepted(host: Host, *, by: User, organisation: Organisation) -> None:
    """Tell the other hosts that there is one more."""
    who = emails.Voiced(by.name, organisation.name)
    others = _others(host.cohosting, organisation)
    _write(others, lambda reader: emails.accepted(host, reader, who))


def tell_asked_newcomer(host: Host) -> None:
    """Ask a host that has just accepted for its word on what is open."""
    proposal = open_proposal(host.cohosting)
    version = version_by_hash(proposal, proposal.content_hash) if proposal else None
    if proposal is None or version is None or host.organisation_id is None:
        return
    who = emails.Voiced(version.by.name if version.by else "", proposal.proposed_for.name)
    readers = readers_of([host.organisation_id])
    _write(readers, lambda reader: emails.awaited(proposal, version, reader, who))


def tell_declined(host: Host) -> None:
    """Tell the hosts that someone said no."""
    _write(host_readers(host.cohosting), lambda reader: emails.declined(host, reader))


def tell_awaited(proposal: Proposal, *, by: User) -> None:
    """Ask those whose word is missing for it."""
    version = version_by_hash(proposal, proposal.content_hash)
    if version is not None:
        who = emails.Voiced(by.name, proposal.proposed_for.name)
        _write(_awaited(proposal), lambda reader: emails.awaited(proposal, version, reader, who))


def tell_reminder(proposal: Proposal) -> None:
    """Ask those whose word is missing for it, once more."""
    version = version_by_hash(proposal, proposal.content_hash)
    if version is not None:
        _write(_awaited(proposal), lambda reader: emails.reminder(proposal, version, reader))


def tell_objected(proposal: Proposal, *, by: User, on_behalf_of: Organisation, note: str) -> None:
    """Tell everyone else what a host objects to."""
    who = emails.Voiced(by.name, on_behalf_of.name)
    readers = _without(host_readers(proposal.cohosting), by)
    _write(readers, lambda reader: emails.objected(proposal, reader, who, note))


def mails_of_agreement(proposal: Proposal) -> Sequence[Email]:
    """Write to everyone what holds now."""
    version = version_by_hash(proposal, proposal.content_hash)
    if version is None or len(accepted_hosts(proposal.cohosting)) == 1:
        return ()
    return [emails.agreed(proposal, version, reader) for reader in host_readers(proposal.cohosting)]


def tell_agreed(proposal: Proposal, mails: Iterable[Email]) -> None:
    """Post what was written, with the page on which the public sees it, if it does."""
    path = "".join(ask(WhereItIsShown(proposal.cohosting)))
    for mail in mails:
        post(replace(mail, context={**mail.context, "public_path": path}))


def tell_lapsed(proposal: Proposal) -> None:
    """Tell everyone that the time is over and whose word was missing."""
    missing = [each.organisation.name for each in _missing(proposal)]
    _write(host_readers(proposal.cohosting), lambda reader: emails.lapsed(proposal, reader, missing))


def tell_withdrawn(proposal: Proposal, *, by: User | None) -> None:
    """Tell everyone else that there is nothing to sign any more."""
    if len(accepted_hosts(proposal.cohosting)) > 1:
        who = by.name if by else ""
        readers = _without(host_readers(proposal.cohosting), by)
        _write(readers, lambda reader: emails.withdrawn(proposal, reader, who))


def tell_left(cohosting: Cohosting, organisation: Organisation) -> None:
    """Tell the hosts that stay."""
    _write(host_readers(cohosting), lambda reader: emails.left(cohosting, reader, organisation.name))


def _missing(proposal: Proposal) -> list[HostStanding]:
    return [each for each in standing(proposal) if each.standing is not Standing.SIGNED]


def _awaited(proposal: Proposal) -> Sequence[Reader]:
    awaited = [each for each in standing(proposal) if each.standing is Standing.AWAITED]
    return readers_of([each.organisation.id for each in awaited])


def _others(cohosting: Cohosting, organisation: Organisation) -> Sequence[Reader]:
    hosts = [host.organisation_id for host in accepted_hosts(cohosting)]
    return readers_of([each for each in hosts if each and each != organisation.id])


def _without(readers: Iterable[Reader], user: User | None) -> list[Reader]:
    return [reader for reader in readers if user is None or reader.user.id != user.id]


def _write(readers: Iterable[Reader], message: Callable[[Reader], Email]) -> None:
    for reader in readers:
        post(message(reader))
