"""Mail about asks, as its readers see it, in both languages."""

from pathlib import Path

import pytest

from app.asks import emails
from app.asks.models import CorrectionStatus
from app.cohosting.queries import Reader
from app.core.transaction import transaction
from tests.accounts.factories import UserFactory
from tests.asks.factories import make_ask, make_correction, make_entry, make_target
from tests.organisations.factories import MembershipFactory, OrganisationFactory
from tests.posting import posted
from tests.snapshots import assert_snapshot

SNAPSHOTS = Path(__file__).parent / "emails"


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("name", ["correction_answered", "correction_asked", "second_reader"])
def test_each_message_reads_as_its_snapshot(app, name, language):
    table = OrganisationFactory(name="The Long Table")
    target = make_target("Northbridge Council")
    ask = make_ask(title="A quiet room in every school", slug="a-quiet-room", hosts=[table], targets=[target])
    entry = make_entry(ask, MembershipFactory(organisation=table).user, table)
    entry.id = 7
    correction = make_correction(ask, "The rule is of May,\nnot of June.")
    correction.status, correction.language = CorrectionStatus.CORRECTED, language
    correction.organisation, correction.answer = table, "You are right: it was May."
    reader = Reader(UserFactory(name="Ada", email="ada@example.org", language=language), (table.name,))
    messages = {
        "second_reader": lambda: emails.second_reader_wanted(entry, reader),
        "correction_asked": lambda: emails.correction_asked(correction, reader),
        "correction_answered": lambda: emails.correction_answered(correction, "kim@example.org"),
    }
    with transaction():
        mail = posted(messages[name]())
    assert_snapshot(SNAPSHOTS / f"{name}.{language}.txt", f"Subject: {mail.subject}\n\n{mail.text}")
    assert "A quiet room in every school" in mail.html
    assert f'lang="{language}' in mail.html
