"""`flask events import`: the same as the desk page, for those who run Twain."""

import pytest
from sqlalchemy import select

from app.core import clock
from app.core.database import session
from app.events.models import Event
from tests.calendars.foreign import NOW, event, file
from tests.organisations.factories import OrganisationFactory

WALKS = event("SUMMARY:Walk", "RRULE:FREQ=WEEKLY;COUNT=30"), event("SUMMARY:Broken", uid="b", start="")


@pytest.fixture
def run(app, tmp_path):
    """Give the command with an organisation and a file."""
    OrganisationFactory(name="Steady", slug="steady")
    path = tmp_path / "walks.ics"
    path.write_bytes(file(*WALKS))

    def call(*arguments, source=None, answer=None):
        with clock.frozen(NOW):
            command = ["events", "import", str(source or path), "--organisation", "steady", *arguments]
            return app.test_cli_runner().invoke(args=command, input=answer)

    return call


def titles():
    session.rollback()
    return session.scalars(select(Event.title).order_by(Event.id)).all()


def test_it_shows_the_plan_and_asks(run):
    done = run(answer="n\n")
    assert done.exit_code == 0, done.output
    assert "New: 30. Each becomes a draft." in done.output
    assert "2026-12-03 18:30  Walk: It is not here yet." in done.output
    assert "Broken: This event does not say when it begins." in done.output
    assert "Take over 30?" in done.output
    assert titles() == []


def test_it_makes_drafts_once(run):
    assert "30 taken over." in run("--yes").output
    assert titles() == ["Walk"] * 30
    again = run("--yes")
    assert again.exit_code == 0
    assert "Unchanged: 30." in again.output
    assert "taken over" not in again.output
    assert len(titles()) == 30


def test_what_it_cannot_do_it_says_in_a_sentence(run, tmp_path):
    assert "There is no organisation nobody." in run("--organisation", "nobody").output
    assert "No such file or directory" in run(source=tmp_path / "missing.ics").output
    wrong = tmp_path / "page.html"
    wrong.write_bytes(b"<html>")
    assert "This is not a calendar file." in run(source=wrong).output
    refused = run(source="http://127.0.0.1/a.ics")
    assert refused.exit_code == 1
    assert "This address leads into a private network." in refused.output
