"""The desk screens of initiatives."""

from datetime import timedelta
from http import HTTPStatus

import pytest
from flask.testing import FlaskClient

from app.accounts.models import User
from app.cohosting.queries import open_proposal
from app.core import clock
from app.core.database import session
from app.initiatives import queries
from app.initiatives.models import Initiative, InitiativeStatus
from app.organisations.models import MemberRole, Organisation, OrganisationStatus
from tests.initiatives.factories import make_aim, make_initiative, make_milestone, make_update
from tests.organisations.factories import MembershipFactory, OrganisationFactory
from tests.rereading import fresh
from tests.signing_in import sign_in
from tests.visiting import posted, text_of

HOME = "/desk/initiatives"
WORDS = {
    "title": "Ask twice",
    "summary": "In short.",
    "purpose": "Why *so*.",
    "setting": "workplace",
    "themes": ["checking_in", "learning"],
    "language": "en",
}
AIM = {
    "aims-0-text": "Managers who have practised",
    "aims-0-number": "40",
    "aims-0-unit": "managers",
    "aims-0-due_on": "2031-03-01",
}


@pytest.fixture
def organiser(client: FlaskClient) -> tuple[User, Organisation]:
    organisation = OrganisationFactory()
    member = MembershipFactory(organisation=organisation, role=MemberRole.ORGANISER)
    sign_in(client, member.user)
    return member.user, organisation


@pytest.fixture
def mine(organiser: tuple[User, Organisation]) -> Initiative:
    return make_initiative(hosts=[organiser[1]], slug="ask-twice", title="Ask twice")


def test_an_initiative_is_begun_written_and_published(
    client: FlaskClient, organiser: tuple[User, Organisation]
) -> None:
    _user, organisation = organiser
    assert "No initiative yet" in text_of(client, HOME)
    text_of(client, f"{HOME}/new")
    posted(client, f"{HOME}/new", {}, 422)
    posted(client, f"{HOME}/new", {"title": "Ask twice", "organisation": organisation.id})
    here = f"{HOME}/ask-twice"
    assert "Before it can become public" in text_of(client, here)
    assert "needs" in text_of(client, f"{here}/publish")
    acting = {"on_behalf_of": organisation.id}
    assert "Choose at least one theme" in posted(client, f"{here}/publish", acting, 422)
    text_of(client, f"{here}/edit")
    posted(client, f"{here}/edit", {**WORDS, **acting, "version": "1"})
    text_of(client, f"{here}/aims")
    posted(client, f"{here}/aims", {**AIM, **acting, "version": "2"})
    assert "Managers who have practised" in text_of(client, here)
    assert "Everyone will be able to read" in text_of(client, f"{here}/publish")
    posted(client, f"{here}/publish", acting)
    initiative = queries.initiative_by_slug("ask-twice")
    assert initiative is not None
    assert initiative.status is InitiativeStatus.PUBLISHED
    assert initiative.themes == ["checking_in", "learning"]
    assert "Ask twice" in text_of(client, HOME)
    assert "Ask twice" in text_of(client, "/desk")


def test_without_an_organisation_one_is_led_there(client: FlaskClient) -> None:
    member = MembershipFactory(role=MemberRole.HELPER)
    sign_in(client, member.user)
    assert "belong to organisations" in text_of(client, HOME)
    assert "belong to organisations" in text_of(client, f"{HOME}/new")


def test_what_a_co_host_saved_meanwhile_is_shown_and_nothing_is_lost(
    client: FlaskClient, organiser: tuple[User, Organisation], mine: Initiative
) -> None:
    mine.version = 5
    session.commit()
    data = {**WORDS, "purpose": "My own why.", "version": "4", "on_behalf_of": organiser[1].id}
    page = posted(client, f"{HOME}/ask-twice/edit", data, 422)
    assert "Someone else changed this while you were writing" in page
    assert "My own why." in page
    assert "What differs" in page
    data = {**AIM, "version": "4", "on_behalf_of": organiser[1].id}
    page = posted(client, f"{HOME}/ask-twice/aims", data, 422)
    assert "Managers who have practised" in page
    assert fresh(mine).purpose != "My own why."


@pytest.mark.parametrize(
    ("path", "data"),
    [
        ("edit", {**WORDS, "title": ""}),
        ("edit", {**WORDS, "setting": "moon"}),
        ("edit", {**WORDS, "starts_on": "2031-03-02", "ends_on": "2031-03-01"}),
        ("aims", {**AIM, "aims-0-number": ""}),
        ("aims", {**AIM, "aims-0-number": "many"}),
        ("aims", {**AIM, "aims-0-number": "0"}),
        ("aims", {**AIM, "aims-0-due_on": "soon"}),
        ("milestones/new", {"title": "", "due_on": "2031-01-01"}),
        ("milestones/new", {"title": "A step", "due_on": ""}),
        ("milestones/new", {"title": "A step", "due_on": "2031-01-01", "reached_on": "2031-01-01"}),
        ("complete", {"outcome": ""}),
        ("news", {"title": "", "body": ""}),
    ],
)
def test_what_cannot_be_is_shown_again_with_what_was_typed(
    client: FlaskClient,
    organiser: tuple[User, Organisation],
    mine: Initiative,
    path: str,
    data: dict[str, object],
) -> None:
    shared = {"version": str(mine.version), "on_behalf_of": organiser[1].id}
    posted(client, f"{HOME}/ask-twice/{path}", {**data, **shared}, HTTPStatus.UNPROCESSABLE_ENTITY)


def test_key_facts_wait_for_the_other_host(client: FlaskClient, organiser: tuple[User, Organisation]) -> None:
    _user, organisation = organiser
    both = [organisation, OrganisationFactory(name="The Long Table")]
    initiative = make_initiative(hosts=both, slug="ask-twice", title="Ask twice")
    make_aim(initiative)
    here, acting = f"{HOME}/ask-twice", {"on_behalf_of": organisation.id}
    data = {**WORDS, "title": "Ask again", "version": "1", **acting}
    posted(client, f"{here}/edit", data)
    assert fresh(initiative).title == "Ask twice"
    assert open_proposal(initiative.cohosting) is not None
    assert "The Long Table" in text_of(client, here)
    assert "Ask again" in text_of(client, f"{here}/edit")
    proposal = open_proposal(initiative.cohosting)
    assert proposal is not None
    assert "Ask again" in text_of(client, f"/desk/proposals/{proposal.id}")
    posted(client, f"{here}/edit", {**data, "version": "2", "summary": "Late"}, 422)
    text_of(client, f"/desk/cohostings/{initiative.cohosting_id}/hosts")


def test_a_draft_that_waits_says_that_everyone_is_asked_again(
    client: FlaskClient, organiser: tuple[User, Organisation]
) -> None:
    both = [organiser[1], OrganisationFactory()]
    initiative = make_initiative(InitiativeStatus.DRAFT, hosts=both, slug="ask-twice")
    make_aim(initiative)
    posted(client, f"{HOME}/ask-twice/publish", {"on_behalf_of": organiser[1].id, "note": "Please"})
    assert "everyone is asked again" in text_of(client, f"{HOME}/ask-twice/edit")


def test_the_way_through_milestones(
    client: FlaskClient, organiser: tuple[User, Organisation], mine: Initiative
) -> None:
    here, acting = f"{HOME}/ask-twice", {"on_behalf_of": organiser[1].id}
    text_of(client, f"{here}/milestones/new")
    step = {"title": "First workshop", "due_on": "2031-01-02", "note": "Room 4", **acting}
    posted(client, f"{here}/milestones/new", step)
    (milestone,) = queries.milestones_of(mine)
    at = f"{here}/milestones/{milestone.id}"
    assert "Room 4" in text_of(client, at)
    posted(client, at, {**step, "title": "Second workshop"})
    assert "Second workshop" in text_of(client, here)
    for press, words in (("reached", "Reached"), ("off", "Taken off"), ("back", "Reached")):
        posted(client, f"{at}/{press}", {})
        assert words in text_of(client, here)
    assert client.post(f"{at}/away").status_code == 404
    text_of(client, f"{here}/milestones/{milestone.id + 1}", 404)
    make_milestone(mine, due_on=clock.now().date() - timedelta(days=2))
    assert "Its day has passed" in text_of(client, here)


def test_a_press_on_what_may_not_be_changed_says_why(
    client: FlaskClient, organiser: tuple[User, Organisation], mine: Initiative
) -> None:
    milestone = make_milestone(mine)
    organiser[1].status = OrganisationStatus.UNVERIFIED
    session.commit()
    posted(client, f"{HOME}/ask-twice/milestones/{milestone.id}/off", {})
    assert "not verified now" in text_of(client, f"{HOME}/ask-twice")


def test_progress_and_news_are_told(
    client: FlaskClient, organiser: tuple[User, Organisation], mine: Initiative
) -> None:
    aim, here = make_aim(mine), f"{HOME}/ask-twice"
    text_of(client, f"{here}/aims/{aim.id}")
    text_of(client, f"{here}/aims/{aim.id + 1}", 404)
    acting = {"on_behalf_of": organiser[1].id}
    posted(client, f"{here}/aims/{aim.id}", {"reached": "-1", "on": "2026-01-01", **acting}, 422)
    posted(client, f"{here}/aims/{aim.id}", {"reached": "1", "on": "2126-01-01", **acting}, 422)
    posted(client, f"{here}/aims/{aim.id}", {"reached": "10", "on": "2026-01-01", **acting})
    assert "10 of 40 managers" in text_of(client, here)
    text_of(client, f"{here}/news")
    posted(client, f"{here}/news", {"title": "Ten", "body": "Ten have.", **acting})
    make_update(mine, organisation_id=organiser[1].id)
    assert "Ten have practised" in text_of(client, here)


def test_it_is_completed_and_taken_back(
    client: FlaskClient, organiser: tuple[User, Organisation], mine: Initiative
) -> None:
    here, acting = f"{HOME}/ask-twice", {"on_behalf_of": organiser[1].id}
    text_of(client, f"{here}/complete")
    posted(client, f"{here}/complete", {"outcome": "Forty have.", **acting})
    assert fresh(mine).status is InitiativeStatus.COMPLETED
    assert "Forty have." in text_of(client, here)
    assert client.get(f"{here}/complete").status_code == 303
    assert client.get(f"{here}/edit").status_code == 403
    text_of(client, f"{here}/withdraw")
    posted(client, f"{here}/withdraw", acting)
    assert fresh(mine).status is InitiativeStatus.WITHDRAWN
    assert client.get(f"{here}/withdraw").status_code == 303
    assert client.get(f"{here}/delete").status_code == 303


def test_a_draft_is_deleted(client: FlaskClient, organiser: tuple[User, Organisation]) -> None:
    make_initiative(InitiativeStatus.DRAFT, hosts=[organiser[1]], slug="ask-twice")
    text_of(client, f"{HOME}/ask-twice/delete")
    posted(client, f"{HOME}/ask-twice/delete", {"on_behalf_of": organiser[1].id})
    text_of(client, f"{HOME}/ask-twice", 404)


@pytest.mark.usefixtures("organiser")
def test_the_initiatives_of_others_do_not_exist(client: FlaskClient) -> None:
    make_initiative(slug="theirs")
    for path in ("", "/edit", "/aims", "/publish", "/news", "/milestones/new"):
        text_of(client, f"{HOME}/theirs{path}", 404)


def test_a_milestone_whose_day_has_come_waits_on_the_desk(client: FlaskClient, mine: Initiative) -> None:
    make_milestone(mine, title="The first workshop", due_on=clock.now().date())
    page = text_of(client, "/desk")
    assert "The first workshop" in page
    assert "Has it been reached?" in page


@pytest.mark.parametrize(
    "status", [each for each in InitiativeStatus if each is not InitiativeStatus.DELETED]
)
def test_every_status_has_its_page(
    client: FlaskClient, organiser: tuple[User, Organisation], status: InitiativeStatus
) -> None:
    make_initiative(status, hosts=[organiser[1]], slug="ask-twice")
    assert status.label in text_of(client, f"{HOME}/ask-twice")


@pytest.mark.parametrize("step", ["edit", "aims"])
@pytest.mark.parametrize("others", [0, 1])
def test_who_writes_reads_what_happens_when_it_is_saved(
    client: FlaskClient, organiser: tuple[User, Organisation], step: str, others: int
) -> None:
    hosts = [organiser[1], *OrganisationFactory.create_batch(others)]
    initiative = make_initiative(InitiativeStatus.PUBLISHED, hosts=hosts)
    page = text_of(client, f"{HOME}/{initiative.slug}/{step}")
    assert ("A word to the other hosts" in page) == bool(others)
    assert ("when every host has signed off" in page) == bool(others)
    assert ("What you save shows at once" in page) != bool(others)
