"""What follows when so many have signed; and that it falls back when signatures are taken off."""

from app.asks.models import ContactKind, Target
from app.asks.services import Turn, Writing
from app.cohosting.queries import accepted_hosts, host_readers
from app.core import clock
from app.core.i18n import _, format_number
from app.outbox.services import post
from app.petitions import emails
from app.petitions.facts import CountChanged
from app.petitions.models import Consequence, Petition, PetitionStatus, Threshold
from app.petitions.queries import petitions as queries
from app.petitions.rules.reaching import address_in
from app.petitions.services.contacting import keep_contacts


def act_on_count(fact: CountChanged) -> None:
    """Carry out what follows at each number that is reached, once; note where the total fell back."""
    petition = fact.petition
    for threshold in queries.thresholds_of(petition):
        is_reached = petition.total >= threshold.count
        if is_reached:
            threshold.reached_at = threshold.reached_at or clock.now()
            if threshold.acted_at is None and petition.status is PetitionStatus.OPEN:
                threshold.acted_at = clock.now()
                _act(petition, threshold)
        else:
            threshold.reached_at = None


def _act(petition: Petition, threshold: Threshold) -> None:
    """Write to those who can act, where an address is known, and to the hosts what was done and is left."""
    written = []
    for target in queries.targets_of(petition):
        address = address_in(target.public_contact)
        if address:
            post(emails.to_target(petition, threshold, address))
            written.append(target.id)
            _keep_contacts(petition, threshold, target)
    for reader in host_readers(petition.cohosting):
        left = [each.name for each in queries.targets_of(petition) if each.id not in written]
        post(emails.threshold_reached(threshold, reader, left))


def _keep_contacts(petition: Petition, threshold: Threshold, target: Target) -> None:
    host = next((each.organisation for each in accepted_hosts(petition.cohosting) if each.organisation), None)
    if host is None:
        return

    def turn() -> Turn:
        number, title = format_number(threshold.count), petition.title
        note = _("%(number)s people have signed “%(title)s”.", number=number, title=title)
        is_meeting = threshold.consequence is Consequence.ASK_FOR_MEETING
        said = f"{note} {_('We asked for a meeting.')}" if is_meeting else note
        return Turn(ContactKind.LETTER, clock.now().date(), said)

    keep_contacts(petition, target, turn, Writing(None, host))
