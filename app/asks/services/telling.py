"""Post the mail about asks."""

from app.asks import emails
from app.asks.models import Correction, StatusEntry
from app.cohosting.queries import host_readers, readers_of, speaking_hosts
from app.outbox.services import post


def tell_second_readers(entry: StatusEntry) -> None:
    """Ask the other hosts to read what one of them wrote."""
    hosts = speaking_hosts(entry.ask_target.ask.cohosting)
    others = [
        host.organisation_id
        for host in hosts
        if host.organisation_id and host.organisation_id != entry.organisation_id
    ]
    for reader in readers_of(others):
        if reader.user.id != entry.by_id:
            post(emails.second_reader_wanted(entry, reader))


def tell_correction_asked(correction: Correction) -> None:
    """Tell the hosts that someone asks for a correction; never who."""
    for reader in host_readers(correction.ask.cohosting):
        post(emails.correction_asked(correction, reader))


def tell_correction_answered(correction: Correction) -> None:
    """Tell who asked, if they gave an address, what the hosts answered."""
    if correction.email:
        post(emails.correction_answered(correction, correction.email))
