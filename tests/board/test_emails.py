"""The board's messages, as their readers see them, in both languages."""

from pathlib import Path

import pytest

from app.board import emails
from app.cohosting.queries import Reader
from app.core.transaction import transaction
from tests.accounts.factories import UserFactory
from tests.board.factories import make_answer, make_post
from tests.events.factories import EventFactory
from tests.organisations.factories import MembershipFactory, OrganisationFactory
from tests.posting import posted
from tests.snapshots import assert_snapshot

SNAPSHOTS = Path(__file__).parent / "emails"


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("name", ["answered", "drafted"])
def test_each_message_reads_as_its_snapshot(app, name, language):
    harbour, table = (OrganisationFactory(name=each) for each in ("Harbour Men's Circle", "The Long Table"))
    asking, answering = (MembershipFactory(organisation=each).user for each in (harbour, table))
    answer = make_answer(make_post(harbour, asking), table, answering, "Gladly.\nWe have a kitchen.")
    reader = Reader(UserFactory(name="Ada", email="ada@example.org", language=language), (harbour.name,))
    messages = {
        "answered": lambda: emails.answered(answer, reader),
        "drafted": lambda: emails.drafted(answer, EventFactory(slug="an-evening-about-sleep"), reader),
    }
    with transaction():
        mail = posted(messages[name]())
    words = mail.text.replace(f"/desk/board/{answer.post_id}\n", "/desk/board/7\n")
    assert_snapshot(SNAPSHOTS / f"{name}.{language}.txt", f"Subject: {mail.subject}\n\n{words}")
    assert "Ada" in mail.html
    assert "The Long Table" in mail.html
    assert f'lang="{language}' in mail.html
