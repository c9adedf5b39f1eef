"""Ask organisations to host too, and take their answers."""

from app.accounts.facts import UserErased
from app.accounts.models import User
from app.audit.models import Action
from app.audit.services import record
from app.cohosting.facts import HostsChanged
from app.cohosting.models import Cohosting, Host, HostStatus
from app.cohosting.queries import CURRENT, hosts_of, is_settled, offers_to_address
from app.cohosting.rules import (
    OFFER_LASTS,
    Hindrance,
    hindrance_to_accept,
    hindrance_to_offer,
)
from app.cohosting.services.holding import acting_host, is_over, lock, move_host
from app.cohosting.services.refusals import refuse
from app.cohosting.services.telling import tell_accepted, tell_asked_newcomer, tell_declined, tell_offered
from app.core import clock
from app.core.database import session
from app.core.errors import Invalid
from app.core.facts import announce
from app.core.i18n import _
from app.core.text import canonical_email
from app.core.tokens import new_token, token_hash
from app.organisations.models import Organisation, OrganisationStatus
from app.organisations.queries import organisation_locked

UNWELCOME = (OrganisationStatus.ARCHIVED, OrganisationStatus.REJECTED)


def offer(  # noqa: PLR0913  # either an organisation or an address; each caller names which
    cohosting: Cohosting,
    *,
    organisation: Organisation | None = None,
    email: str | None = None,
    message: str = "",
    by: User,
    on_behalf_of: Organisation,
) -> Host:
    """Ask an organisation, or whoever reads an address, to host too."""
    acting_host(cohosting, on_behalf_of)
    if (organisation is None) == (email is None):
        raise Invalid(_("Choose an organisation, or write an e-mail address."), "email")
    address = canonical_email(email) if email else None
    _check_offer(cohosting, organisation, address)
    now = clock.now()
    token = new_token() if address else None
    host = Host(
        cohosting=cohosting,
        organisation=organisation,
        status=HostStatus.OFFERED,
        invited_email=address,
        token_hash=token_hash(token) if token else None,
        message=message,
        offered_by=by,
        offered_at=now,
        expires_at=now + OFFER_LASTS,
    )
    session.add(host)
    session.flush()
    _log(Action.HOST_OFFERED, host, by=by, on_behalf_of=on_behalf_of)
    tell_offered(host, token, by=by, on_behalf_of=on_behalf_of)
    return host


def take_in(
    cohosting: Cohosting, organisation: Organisation, *, agreed_by: User, by: User, on_behalf_of: Organisation
) -> Host:
    """Make an organisation a host that has agreed beforehand, by the word of someone who acts for it.

    Nobody is written to: whoever calls this tells both what they have begun.
    """
    acting_host(cohosting, on_behalf_of)
    _check_offer(cohosting, organisation, None)
    now = clock.now()
    host = Host(
        cohosting=cohosting,
        organisation=organisation,
        status=HostStatus.OFFERED,
        offered_by=by,
        offered_at=now,
        answered_at=now,
    )
    session.add(host)
    session.flush()
    _log(Action.HOST_OFFERED, host, by=by, on_behalf_of=on_behalf_of)
    refuse(_hindrance(host, organisation), name=organisation.name)
    move_host(host, HostStatus.ACCEPTED)
    session.flush()
    _log(Action.HOST_ACCEPTED, host, by=agreed_by, on_behalf_of=organisation)
    announce(HostsChanged(cohosting))
    return host


def accept(host: Host, *, by: User, organisation: Organisation | None = None) -> None:
    """Take an offer up: from now on this organisation is an equal, whose word is needed.

    An offer that came to an address is taken up for `organisation`. Twice is harmless.
    """
    chosen = host.organisation or organisation
    if chosen is None:
        raise Invalid(_("Choose the organisation that will host."), "organisation")
    chosen = organisation_locked(chosen)  # an archived one could never speak again for what it holds
    _read_anew(host)
    if host.status is HostStatus.ACCEPTED and host.organisation is chosen:
        return
    refuse(_hindrance(host, chosen), name=chosen.name)
    host.organisation = chosen
    move_host(host, HostStatus.ACCEPTED)
    host.answered_at = clock.now()
    host.invited_email = None
    session.flush()
    _log(Action.HOST_ACCEPTED, host, by=by, on_behalf_of=chosen)
    tell_accepted(host, by=by, organisation=chosen)
    tell_asked_newcomer(host)
    announce(HostsChanged(host.cohosting))


def decline(host: Host, *, note: str = "", by: User | None) -> None:
    """Say no, kindly, to an offer; twice is harmless."""
    _read_anew(host)
    if host.status is HostStatus.DECLINED:
        return
    _close(host, HostStatus.DECLINED)
    host.answer_note = note
    _log(Action.HOST_DECLINED, host, by=by, on_behalf_of=host.organisation, note=note)
    tell_declined(host)


def withdraw_offer(host: Host, *, by: User | None, on_behalf_of: Organisation | None = None) -> None:
    """Take an offer back that has not been answered; twice is harmless."""
    _read_anew(host)
    if host.status is HostStatus.WITHDRAWN:
        return
    _close(host, HostStatus.WITHDRAWN)
    _log(Action.HOST_OFFER_WITHDRAWN, host, by=by, on_behalf_of=on_behalf_of)


def expire_offer(host: Host) -> bool:
    """Close an offer that nobody answered in time; tell whether it was still open."""
    _read_anew(host)
    if host.status is not HostStatus.OFFERED or host.expires_at is None or clock.now() < host.expires_at:
        return False
    _close(host, HostStatus.EXPIRED)
    _log(Action.HOST_OFFER_EXPIRED, host, by=None, on_behalf_of=None)
    return True


def forget_person(fact: UserErased) -> None:
    """Close the offers that wait at the address of someone who is being erased, and forget it."""
    for host in offers_to_address(fact.user.email):
        _read_anew(host)
        _close(host, HostStatus.EXPIRED)
        _log(Action.HOST_OFFER_EXPIRED, host, by=None, on_behalf_of=None)


def _check_offer(cohosting: Cohosting, organisation: Organisation | None, address: str | None) -> None:
    for host in hosts_of(cohosting):
        expire_offer(host)
    current = [host for host in hosts_of(cohosting) if host.status in CURRENT]
    if address and any(host.invited_email == address for host in current):
        refuse(Hindrance.ALREADY_OFFERED, name=address)
    if organisation is not None and organisation.status in UNWELCOME:
        refuse(Hindrance.ARCHIVED, name=organisation.name)
    known = {(host.organisation_id or -host.id): host.status for host in current}
    name = organisation.name if organisation else ""
    refuse(hindrance_to_offer(known, organisation.id if organisation else None), name=name)


def _hindrance(host: Host, chosen: Organisation) -> Hindrance | None:
    """Tell why an organisation cannot take up this offer; read with the cohosting locked."""
    if chosen.status in UNWELCOME:
        return Hindrance.ARCHIVED
    others = [
        other.status
        for other in hosts_of(host.cohosting)
        if other.id != host.id and other.organisation_id == chosen.id and other.status in CURRENT
    ]
    if host.status is HostStatus.OFFERED and is_over(host.cohosting):
        return Hindrance.OFFER_EXPIRED
    if others:
        return Hindrance.ALREADY_HOST if HostStatus.ACCEPTED in others else Hindrance.ALREADY_OFFERED
    return hindrance_to_accept(
        host.status,
        host.expires_at,
        is_settled=is_settled(host.cohosting),
        is_verified=chosen.status is OrganisationStatus.VERIFIED,
        now=clock.now(),
    )


def _read_anew(host: Host) -> None:
    lock(host.cohosting)
    session.refresh(host)


def _close(host: Host, status: HostStatus) -> None:
    move_host(host, status)
    host.answered_at = clock.now()
    host.invited_email = None
    session.flush()


def _log(
    action: Action, host: Host, *, by: User | None, on_behalf_of: Organisation | None, note: str = ""
) -> None:
    asked = host.organisation.name if host.organisation else ""
    detail = {"host": host.id, "name": asked, "note": note}
    record(action, host.cohosting, by=by, on_behalf_of=on_behalf_of, detail=detail)
