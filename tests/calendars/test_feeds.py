"""Public feeds: what stands in them, what never does, and how they are kept by caches."""

from tests.calendars.asking import events_at, keep_all
from tests.events.factories import EventFactory
from tests.organisations.factories import OrganisationFactory


def test_one_event_has_one_uid_in_every_feed(client):
    one, other = OrganisationFactory(), OrganisationFactory()
    event = EventFactory(hosts=[one, other])
    keep_all()
    for address in (
        "/events.ics",
        f"/organisations/{one.slug}/events.ics",
        f"/organisations/{other.slug}/events.ics",
        f"/events/{event.slug}.ics",
    ):
        assert list(events_at(client, address)) == [event.uid]
        print(client.get(address).text, client.get(address).headers)
