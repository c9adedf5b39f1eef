"""What hosts do with an initiative, on a real database."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from app.accounts.facts import PersonalData
from app.accounts.models import User
from app.audit.models import Action, AuditEntry
from app.cohosting import services as cohosting
from app.cohosting.facts import IsOver
from app.cohosting.models import Host, HostStatus
from app.cohosting.queries import accepted_hosts, open_proposal
from app.cohosting.services import Edit, Saved, WrittenMeanwhile
from app.core import clock, revisions
from app.core.database import session
from app.core.errors import Refused
from app.core.transaction import transaction
from app.events.models import EventStatus
from app.initiatives import queries, services
from app.initiatives.models import (
    Initiative,
    InitiativeStatus,
    InitiativeVersion,
    Milestone,
    Setting,
    Theme,
)
from app.initiatives.queries.answers import is_over, personal_data
from app.initiatives.rules.content import AimDetails, InitiativeDetails, MilestoneDetails, details_from
from app.organisations.models import Organisation, OrganisationStatus
from tests.asks.factories import make_ask
from tests.cohosting.factories import make_organisation
from tests.events.factories import EventFactory
from tests.initiatives.factories import make_aim, make_initiative, make_milestone, make_update
from tests.petitions.factories import make_petition

Party = tuple[Organisation, User]
AIM = AimDetails("Managers who have practised", 40, "managers", date(2031, 3, 1))
WHOLE = InitiativeDetails(
    title="Ask twice",
    summary="Colleagues learn to ask the second “how are you?”.",
    purpose="The first answer is *fine*.",
    setting=Setting.WORKPLACE,
    themes=(Theme.CHECKING_IN.value, Theme.LEARNING.value),
    aims=(AIM,),
)


@pytest.fixture
def men(app: Flask) -> Party:
    return make_organisation("Harbour Men’s Circle")


@pytest.fixture
def women(app: Flask) -> Party:
    return make_organisation("The Long Table")


def drafted(party: Party, details: InitiativeDetails = WHOLE) -> Initiative:
    organisation, user = party
    with transaction():
        return services.draft_initiative(details, organisation=organisation, by=user)


def join(initiative: Initiative, party: Party) -> None:
    organisation, user = party
    first = accepted_hosts(initiative.cohosting)[0].organisation
    assert first is not None
    with transaction():
        offer = cohosting.offer(initiative.cohosting, organisation=organisation, by=user, on_behalf_of=first)
        cohosting.accept(offer, by=user, organisation=organisation)


def publish(initiative: Initiative, party: Party) -> None:
    organisation, user = party
    with transaction():
        services.propose_publication(initiative, by=user, on_behalf_of=organisation)


def sign(initiative: Initiative, party: Party) -> None:
    organisation, user = party
    proposal = open_proposal(initiative.cohosting)
    assert proposal is not None
    with transaction():
        cohosting.sign_off(proposal, content_hash=proposal.content_hash, by=user, on_behalf_of=organisation)


def save(initiative: Initiative, party: Party, *, version: int | None = None, **changed: object) -> Saved:
    organisation, user = party
    details = replace(details_from(queries.working_content(initiative)), **changed)  # type: ignore[arg-type]
    edit = Edit(details, version or initiative.version, user, organisation)
    with transaction():
        return services.save_initiative(initiative, edit)


def public(men: Party, women: Party | None = None) -> Initiative:
    initiative = drafted(men)
    if women:
        join(initiative, women)
    publish(initiative, men)
    if women:
        sign(initiative, women)
    assert initiative.status is InitiativeStatus.PUBLISHED
    return initiative


def counter(tag: str) -> int:
    return revisions.numbers((tag,))[0]


def test_a_draft_is_written_at_once_and_keeps_each_version(men: Party) -> None:
    initiative = drafted(men, InitiativeDetails("Ask twice"))
    saved = save(initiative, men, summary="In short.", aims=(AIM,))
    assert saved.is_changed
    assert saved.proposal is None
    assert initiative.summary == "In short."
    (aim,) = queries.aims_of(initiative)
    assert (aim.number, aim.reached) == (40, 0)
    assert not save(initiative, men).is_changed
    versions = session.scalars(select(InitiativeVersion.version).order_by(InitiativeVersion.version)).all()
    assert versions == [1, 2]


def test_addresses_are_never_given_twice(men: Party) -> None:
    slugs = [drafted(men, InitiativeDetails("New")).slug for _number in range(3)]
    assert slugs == ["new-2", "new-3", "new-4"]


def test_two_hosts_agree_before_anyone_sees_it(men: Party, women: Party) -> None:
    initiative = drafted(men)
    join(initiative, women)
    publish(initiative, men)
    assert initiative.status is InitiativeStatus.PROPOSED
    with pytest.raises(Refused), transaction():
        services.propose_publication(initiative, by=women[1], on_behalf_of=women[0])
    sign(initiative, women)
    assert initiative.status is InitiativeStatus.PUBLISHED
    assert initiative.published_at is not None


def test_what_is_missing_is_asked_for_first(men: Party) -> None:
    initiative = drafted(men, InitiativeDetails("Ask twice"))
    with pytest.raises(Refused, match="aim"), transaction():
        services.propose_publication(initiative, by=men[1], on_behalf_of=men[0])
    assert initiative.status is InitiativeStatus.DRAFT


def test_writing_on_what_waits_asks_everyone_again(men: Party, women: Party) -> None:
    initiative = drafted(men)
    join(initiative, women)
    publish(initiative, men)
    before = open_proposal(initiative.cohosting)
    assert before is not None
    first = before.content_hash
    saved = save(initiative, women, purpose="Another why.")
    assert saved.proposal is not None
    assert saved.proposal.content_hash != first
    with pytest.raises(Refused):
        save(initiative, women, purpose="")
    sign(initiative, men)
    assert initiative.status is InitiativeStatus.PUBLISHED
    assert initiative.purpose == "Another why."


def test_key_facts_of_a_public_one_wait_for_every_host_and_small_ones_do_not(
    men: Party, women: Party
) -> None:
    initiative = public(men, women)
    saved = save(initiative, men, summary="Shorter.", title="Ask three times")
    assert saved.proposal is not None
    assert (initiative.summary, initiative.title) == ("Shorter.", "Ask twice")
    with pytest.raises(WrittenMeanwhile):
        save(initiative, women, version=initiative.version - 1, summary="Mine")
    sign(initiative, women)
    assert initiative.title == "Ask three times"
    assert initiative.cohosting.title == "Ask three times"


def test_taking_back_every_change_takes_back_the_proposal(men: Party, women: Party) -> None:
    initiative = public(men, women)
    save(initiative, men, title="Another")
    assert save(initiative, men, title="Ask twice").is_changed
    assert open_proposal(initiative.cohosting) is None


def test_a_sole_host_agrees_by_saving(men: Party) -> None:
    initiative = public(men)
    save(initiative, men, title="Ask again", aims=(*_aims(initiative), AimDetails("Schools", 9)))
    assert initiative.title == "Ask again"
    assert [each.text for each in queries.aims_of(initiative)] == [AIM.text, "Schools"]


def _aims(initiative: Initiative) -> tuple[AimDetails, ...]:
    return details_from(queries.settled_content(initiative)).aims


def test_what_was_reached_stays_with_its_aim(men: Party, women: Party) -> None:
    initiative = public(men, women)
    (aim,) = queries.aims_of(initiative)
    with transaction():
        services.report_progress(aim, 12, clock.now().date(), by=men[1], on_behalf_of=men[0])
    (details,) = _aims(initiative)
    save(initiative, men, aims=(AimDetails("Schools", 9), replace(details, number=50)))
    sign(initiative, women)
    schools, managers = queries.aims_of(initiative)
    assert (schools.text, schools.reached) == ("Schools", 0)
    assert (managers.id, managers.number, managers.reached) == (aim.id, 50, 12)
    save(initiative, men, aims=(AimDetails("Schools", 9, due_on=AIM.due_on, id=schools.id),))
    sign(initiative, women)
    assert [each.id for each in queries.aims_of(initiative)] == [schools.id]


def test_an_aim_of_another_initiative_cannot_be_taken_over(men: Party) -> None:
    other = make_aim(make_initiative())
    initiative = drafted(men)
    save(initiative, men, aims=(AimDetails("Mine", 3, id=other.id),))
    session.refresh(other)
    assert other.text != "Mine"


def test_a_public_initiative_cannot_lose_what_makes_it_checkable(men: Party) -> None:
    initiative = public(men)
    with pytest.raises(Refused):
        save(initiative, men, aims=())


def test_progress_is_reported_with_a_day_that_has_come(men: Party) -> None:
    initiative = public(men)
    (aim,) = queries.aims_of(initiative)
    before = counter(f"initiative:{initiative.slug}")
    with transaction():
        services.report_progress(aim, 7, date(2026, 1, 2), by=men[1], on_behalf_of=men[0])
    assert (aim.reached, aim.reached_on) == (7, date(2026, 1, 2))
    assert counter(f"initiative:{initiative.slug}") == before + 1
    tomorrow = clock.now().date() + timedelta(days=1)
    with pytest.raises(Refused), transaction():
        services.report_progress(aim, 8, tomorrow, by=men[1], on_behalf_of=men[0])


def test_it_is_completed_with_an_outcome(men: Party, women: Party) -> None:
    initiative = public(men, women)
    with pytest.raises(Refused), transaction():
        services.propose_completion(initiative, "", by=men[1], on_behalf_of=men[0])
    with transaction():
        services.propose_completion(initiative, "Forty have.", by=men[1], on_behalf_of=men[0])
    with pytest.raises(Refused):
        save(initiative, men, title="Too late")
    assert not save(initiative, men).is_changed
    sign(initiative, women)
    assert initiative.status is InitiativeStatus.COMPLETED
    assert (initiative.outcome, initiative.completed_at is not None) == ("Forty have.", True)
    assert is_over(IsOver(initiative.cohosting))
    with pytest.raises(Refused):
        save(initiative, men, summary="Later")
    with transaction():
        services.propose_withdrawal(initiative, by=men[1], on_behalf_of=men[0])
    sign(initiative, women)
    publish(initiative, men)
    sign(initiative, women)
    assert initiative.status is InitiativeStatus.COMPLETED


def test_it_is_taken_back_and_brought_back(men: Party) -> None:
    initiative = public(men)
    milestone = make_milestone(initiative)
    with transaction():
        services.propose_withdrawal(initiative, by=men[1], on_behalf_of=men[0])
    assert initiative.status is InitiativeStatus.WITHDRAWN
    assert milestone.sequence == 1
    with pytest.raises(Refused), transaction():
        services.propose_withdrawal(initiative, by=men[1], on_behalf_of=men[0])
    with pytest.raises(Refused), transaction():
        services.delete_draft(initiative, by=men[1], on_behalf_of=men[0])
    publish(initiative, men)
    assert initiative.status is InitiativeStatus.PUBLISHED
    assert milestone.sequence == 2


def test_a_draft_is_deleted_with_all_its_words(men: Party) -> None:
    initiative = drafted(men)
    make_milestone(initiative)
    with transaction():
        cohosting.offer(initiative.cohosting, email="someone@example.org", by=men[1], on_behalf_of=men[0])
    with transaction():
        services.delete_draft(initiative, by=men[1], on_behalf_of=men[0])
    assert initiative.status is InitiativeStatus.DELETED
    assert (initiative.title, initiative.purpose) == ("", "")
    for kind in (Milestone, InitiativeVersion):
        assert session.scalars(select(kind)).all() == []
    assert queries.initiative_by_slug(initiative.slug) is None
    assert drafted(men).slug != initiative.slug


def test_a_proposal_taken_back_gives_the_draft_back(men: Party, women: Party) -> None:
    initiative = drafted(men)
    join(initiative, women)
    publish(initiative, men)
    with transaction():
        cohosting.close_for(initiative.cohosting, by=men[1], on_behalf_of=men[0])
    assert initiative.status is InitiativeStatus.DRAFT


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (InitiativeStatus.PUBLISHED, InitiativeStatus.WITHDRAWN),
        (InitiativeStatus.COMPLETED, InitiativeStatus.WITHDRAWN),
        (InitiativeStatus.DRAFT, InitiativeStatus.DELETED),
        (InitiativeStatus.WITHDRAWN, InitiativeStatus.WITHDRAWN),
    ],
)
def test_what_nobody_holds_any_more_is_put_away(
    men: Party, before: InitiativeStatus, after: InitiativeStatus
) -> None:
    initiative = make_initiative(before, hosts=[men[0]])
    with transaction():
        cohosting.leave(initiative.cohosting, men[0], by=men[1])
    assert initiative.status is after


class TestMilestones:
    def test_each_change_raises_the_sequence(self, men: Party) -> None:
        initiative = public(men)
        acting = {"by": men[1], "on_behalf_of": men[0]}
        with transaction():
            milestone = services.add_milestone(
                initiative, MilestoneDetails("First workshop", date(2031, 1, 2)), **acting
            )
        assert milestone.sequence == 0
        later = MilestoneDetails("First workshop", date(2031, 1, 9), "Room 4")
        for details, sequence in ((later, 1), (later, 1)):
            with transaction():
                services.change_milestone(milestone, details, **acting)
            assert milestone.sequence == sequence
        for _twice in range(2):
            with transaction():
                services.reach_milestone(milestone, clock.now().date(), **acting)
        assert (milestone.sequence, milestone.reached_on) == (2, clock.now().date())
        for _twice in range(2):
            with transaction():
                services.take_off_milestone(milestone, **acting)
        assert milestone.sequence == 3
        assert queries.milestones_of(initiative) == []
        for _twice in range(2):
            with transaction():
                services.put_back_milestone(milestone, **acting)
        assert (milestone.sequence, milestone.removed_at) == (4, None)
        actions = session.scalars(select(AuditEntry.action).order_by(AuditEntry.id.desc()).limit(5)).all()
        assert actions == [
            Action.INITIATIVE_MILESTONE_CHANGED,
            Action.INITIATIVE_MILESTONE_TAKEN_OFF,
            Action.INITIATIVE_MILESTONE_REACHED,
            Action.INITIATIVE_MILESTONE_CHANGED,
            Action.INITIATIVE_MILESTONE_ADDED,
        ]

    def test_nothing_is_reached_tomorrow(self, men: Party) -> None:
        milestone = make_milestone(public(men))
        tomorrow = clock.now().date() + timedelta(days=1)
        with pytest.raises(Refused), transaction():
            services.reach_milestone(milestone, tomorrow, by=men[1], on_behalf_of=men[0])

    def test_those_due_wait_for_who_may_write(self, men: Party, women: Party) -> None:
        initiative = public(men)
        today = clock.now().date()
        due = make_milestone(initiative, due_on=today)
        make_milestone(initiative, due_on=today + timedelta(days=1))
        make_milestone(initiative, due_on=today, reached_on=today)
        make_milestone(initiative, due_on=today, removed_at=clock.now())
        make_milestone(make_initiative(InitiativeStatus.DRAFT, hosts=[men[0]]), due_on=today)
        assert queries.milestones_due_for(men[1], today) == [due]
        assert queries.milestones_due_for(women[1], today) == []

    def test_a_completed_initiative_keeps_its_steps_as_they_are(self, men: Party) -> None:
        milestone = make_milestone(make_initiative(InitiativeStatus.COMPLETED, hosts=[men[0]]))
        with pytest.raises(Refused), transaction():
            services.take_off_milestone(milestone, by=men[1], on_behalf_of=men[0])


def test_news_is_told_of_what_the_public_sees(men: Party) -> None:
    initiative = public(men)
    before = counter(f"initiative:{initiative.slug}")
    with transaction():
        services.publish_update(initiative, "Ten", "Ten have.", by=men[1], on_behalf_of=men[0])
    assert [each.title for each in queries.updates_of(initiative)] == ["Ten"]
    assert counter(f"initiative:{initiative.slug}") == before + 1
    with pytest.raises(Refused), transaction():
        services.publish_update(drafted(men), "Ten", "Ten have.", by=men[1], on_behalf_of=men[0])


def test_news_told_twice_by_a_second_press_stand_once(men: Party, women: Party) -> None:
    initiative = public(men, women)
    for user, host in ((men[1], men[0]), (men[1], men[0]), (women[1], women[0])):
        with transaction():
            services.publish_update(initiative, "Ten", "Ten have.", by=user, on_behalf_of=host)
    assert {each.organisation for each in queries.updates_of(initiative)} == {men[0], women[0]}
    assert len(queries.updates_of(initiative)) == 2
    with clock.moved(timedelta(minutes=11)), transaction():
        services.publish_update(initiative, "Ten", "Ten have.", by=women[1], on_behalf_of=women[0])
    assert len(queries.updates_of(initiative)) == 3, "said again on purpose"


def test_a_host_that_is_not_verified_now_changes_nothing_public(men: Party) -> None:
    initiative = public(men)
    milestone, (aim,) = make_milestone(initiative), queries.aims_of(initiative)
    men[0].status = OrganisationStatus.UNVERIFIED
    session.commit()
    acting = {"by": men[1], "on_behalf_of": men[0]}
    with pytest.raises(Refused):
        save(initiative, men, summary="Shorter")
    with pytest.raises(Refused), transaction():
        services.publish_update(initiative, "Ten", "Ten have.", **acting)
    with pytest.raises(Refused), transaction():
        services.take_off_milestone(milestone, **acting)
    with pytest.raises(Refused), transaction():
        services.report_progress(aim, 3, clock.now().date(), **acting)
    with pytest.raises(Refused), transaction():
        services.propose_completion(initiative, "Forty have.", **acting)


def test_pages_that_show_it_are_told(men: Party, women: Party) -> None:
    initiative = public(men, women)
    slug, organisation = initiative.slug, men[0]
    ask = make_ask(hosts=[organisation], initiative=initiative)
    petition = make_petition(hosts=[organisation], initiative=initiative)
    event = EventFactory(hosts=[organisation], initiative=initiative)
    draft = EventFactory(hosts=[organisation], initiative=initiative, status=EventStatus.DRAFT)
    tags = [
        f"initiative:{slug}",
        "initiatives",
        f"organisation:{organisation.slug}",
        f"ask:{ask.slug}",
        f"petition:{petition.slug}",
        f"event:{event.slug}",
    ]
    before = revisions.numbers(tags)
    save(initiative, men, title="Ask three times")
    assert revisions.numbers(tags) == before
    sign(initiative, women)
    assert all(now > then for now, then in zip(revisions.numbers(tags), before, strict=True))
    assert counter(f"event:{draft.slug}") == 0


def test_a_host_that_leaves_is_no_longer_shown(men: Party, women: Party) -> None:
    initiative = public(men, women)
    before = counter(f"initiative:{initiative.slug}")
    with transaction():
        cohosting.leave(initiative.cohosting, women[0], by=women[1])
    assert counter(f"initiative:{initiative.slug}") > before
    left = session.scalars(select(Host).where(Host.organisation_id == women[0].id)).one()
    assert left.status is HostStatus.ENDED


def test_people_get_what_they_wrote(men: Party, women: Party) -> None:
    initiative = drafted(men)
    make_update(initiative, by_id=men[1].id)
    part = personal_data(PersonalData(men[1]))
    assert [each["title"] for each in part.content["news"]] == ["Ten have practised"]
    assert [each["about"] for each in part.content["edits"]] == ["Ask twice"]
    assert personal_data(PersonalData(women[1])).content == {"news": [], "edits": []}


@pytest.mark.parametrize("lost", [{"summary": ""}, {"purpose": ""}, {"themes": ()}, {"aims": ()}])
def test_nothing_that_the_public_needs_can_be_taken_from_it(men: Party, lost: dict[str, object]) -> None:
    initiative = public(men)
    version = initiative.version
    with pytest.raises(Refused):
        save(initiative, men, **lost)
    session.refresh(initiative)
    assert initiative.version == version
