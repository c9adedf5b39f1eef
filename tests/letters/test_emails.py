"""Reminders and thanks, as their readers see them, in both languages."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.core import clock
from app.core.transaction import transaction
from app.events.models import EventFormat
from app.letters import emails
from tests.events.factories import EventFactory
from tests.organisations.factories import OrganisationFactory
from tests.posting import posted
from tests.rsvps.factories import RsvpFactory
from tests.snapshots import assert_snapshot

SNAPSHOTS = Path(__file__).parent / "emails"


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("name", ["reminder", "thanks"])
@pytest.mark.parametrize("kind", ["", "_discreet"])
def test_each_letter_reads_as_its_snapshot(app, name, language, kind):
    with clock.frozen(datetime(2026, 11, 1, 12, tzinfo=UTC)):
        event = EventFactory(
            hosts=[OrganisationFactory(name="Harbour Men's Circle")],
            title="Carrying it together",
            slug="carrying-it-together",
            uid="carrying@twain.test",
            format=EventFormat.BOTH,
            starts_local=datetime(2026, 12, 3, 18, 30),  # noqa: DTZ001  # wall time
            ends_local=datetime(2026, 12, 3, 20, 30),  # noqa: DTZ001  # wall time
            directions="Ring the lower bell.",
            online_link="https://meet.example.org/carrying",
            first_ten_minutes="Somebody greets you at the door; sit where you like.",
        )
        rsvp = RsvpFactory(
            event=event,
            name="Sam",
            email="sam@example.org",
            language=language,
            token=f"token-{language}",
            is_discreet=bool(kind),
        )
        letters = {"reminder": emails.reminder, "thanks": lambda *told: emails.thanks(*told, "ticket")}
        with transaction():
            mail = posted(letters[name](rsvp, event))
    words = mail.text.split("/unsubscribe/")[0]
    assert_snapshot(SNAPSHOTS / f"{name}{kind}.{language}.txt", f"Subject: {mail.subject}\n\n{words}")
    assert rsvp.name in mail.html
    assert f'lang="{language}' in mail.html
    assert not kind or "Carrying" not in mail.subject
