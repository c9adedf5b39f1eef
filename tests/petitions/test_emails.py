"""Every mail about petitions reads as agreed, in both languages."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.accounts.models import User
from app.cohosting.queries import Reader
from app.core.i18n import in_language
from app.core.templating import render_email
from app.outbox.models import ListName
from app.petitions import emails
from app.petitions.models import (
    Consequence,
    ModerationVerdict,
    NewsKind,
    PetitionReview,
    PetitionStatus,
    Threshold,
)
from app.petitions.rules.moderation import Refusal
from app.petitions.rules.news import words_of
from tests.organisations.factories import OrganisationFactory
from tests.petitions.factories import make_petition, make_signature
from tests.snapshots import assert_snapshot

SNAPSHOTS = Path(__file__).parent / "emails"
SALT, COMMITMENT = bytes(range(16)), bytes(range(32))


@pytest.fixture
def petition(app):
    hosts = [
        OrganisationFactory(name="Dads at Six", contact_email="hello@dads.example"),
        OrganisationFactory(name="Asha House"),
    ]
    demand = "Give two paid hours."
    return make_petition(hosts=hosts, title="More time", demand=demand, slug="more-time", turn=999_999_999)


def passed_late(petition):
    petition.status = PetitionStatus.DRAFT
    return PetitionReview(
        petition=petition,
        verdict=ModerationVerdict.PASSED,
        reason="",
        note="Thank you for waiting.",
        at=datetime(2026, 6, 1, tzinfo=UTC),
    )


def message(name, petition, language):
    reader = Reader(
        User(name="Joanne Birch", email="joanne@host.example", language=language),
        OrganisationFactory.build(name="Asha House"),
    )
    threshold = Threshold(petition=petition, count=1000, consequence=Consequence.ASK_FOR_MEETING)
    review = PetitionReview(
        petition=petition,
        verdict=ModerationVerdict.REFUSED,
        reason=Refusal.UNCLEAR_DEMAND.value,
        note="Say who should act.",
        at=datetime(2026, 6, 1, tzinfo=UTC),
    )
    signature = make_signature(
        petition,
        name="Ada Low",
        email=f"ada-{name}-{language}@post.example",
        language=language,
        token="the-token",
        salt=SALT,
        commitment=COMMITMENT,
    )
    with in_language(language):
        headline, body = words_of(NewsKind.MILESTONE, petition.title, {"number": 1000})
    return {
        "confirm": lambda: emails.confirm(signature, petition),
        "remind": lambda: emails.remind(signature, petition),
        "signed": lambda: emails.signed(signature, petition),
        "already": lambda: emails.already(signature, petition),
        "withdrawn": lambda: emails.withdrawn(signature, petition),
        "news": lambda: emails.news(signature, petition, headline, body),
        "to_target": lambda: emails.to_target(petition, threshold, "office@council.example"),
        "threshold": lambda: emails.threshold_reached(threshold, reader, ["The council"]),
        "reviewed": lambda: emails.reviewed(review, reader),
        "reviewed_late": lambda: emails.reviewed(passed_late(petition), reader),
        "stopped": lambda: emails.stopped(review, reader),
        "restored": lambda: emails.restored(review, reader),
    }[name]()


NAMES = (
    "confirm",
    "remind",
    "signed",
    "already",
    "withdrawn",
    "news",
    "to_target",
    "threshold",
    "reviewed",
    "reviewed_late",
    "stopped",
    "restored",
)


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("name", NAMES)
def test_each_message_reads_as_agreed(app, petition, name, language):
    if name == "to_target":
        petition.language = language
    email = message(name, petition, language)
    assert email.list_name is (ListName.PETITION_NEWS if name == "news" else None)
    with in_language(email.language):
        subject, text, html = render_email(email.template, email.context)
    assert subject in html or "“" in subject
    assert_snapshot(SNAPSHOTS / f"{name}.{language}.txt", f"To: {email.to}\nSubject: {subject}\n\n{text}")


def test_names_cannot_smuggle_markup(app, petition):
    signature = make_signature(petition, name="<b>Eve</b>")
    email = emails.signed(signature, petition)
    _subject, _text, html = render_email(email.template, email.context)
    assert "<b>Eve" not in html
