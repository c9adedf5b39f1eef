"""What hosts do with events, through the services and the reactions to sign-off."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.audit.models import Action, AuditEntry
from app.cohosting import queries as cohosting_queries
from app.cohosting import services as cohosting
from app.cohosting.models import ProposalKind, ProposalStatus
from app.cohosting.services import Edit, Saved, WrittenMeanwhile
from app.core import clock, revisions
from app.core.database import session
from app.core.errors import Refused
from app.core.transaction import transaction
from app.events import queries, services
from app.events.facts import (
    EventCancelled,
    EventChanged,
    EventPostponed,
    EventPublished,
    EventWithdrawn,
)
from app.events.models import Event, EventFormat, EventStatus, EventVersion
from app.events.rules.content import EventDetails, details_from
from app.organisations.models import OrganisationStatus
from app.organisations.services import verify
from tests.accounts.factories import UserFactory
from tests.events.factories import AgreementFactory, EventFactory, next_month
from tests.events.pairs import Pair
from tests.hearing import heard

FACTS = (EventPublished, EventChanged, EventCancelled, EventPostponed, EventWithdrawn)


LONG_AGO = datetime.fromisoformat("2020-01-01T09:00")


@pytest.fixture
def told(app: Flask) -> Any:
    """Listen to what events announce, beside those who react in earnest."""
    with heard(app, *FACTS) as found:
        yield found


def ready(**changes: Any) -> EventDetails:
    starts = next_month()
    details = EventDetails(
        title="Walk by the water",
        summary="A slow walk.",
        starts_local=starts,
        ends_local=starts + timedelta(hours=2),
        place_name="Boat house",
        place_area="Leeds",
        place_address="1 Canal Road",
    )
    return replace(details, **changes)


def drafted(pair: Pair, hosts: int = 2, **changes: Any) -> Event:
    with transaction():
        event = services.draft_event(ready(**changes), organisation=pair.one, by=pair.amina)
        if hosts > 1:
            pair.join(event)
    return event


def published(pair: Pair, hosts: int = 2, **changes: Any) -> Event:
    event = drafted(pair, hosts, **changes)
    with transaction():
        services.propose_publication(event, by=pair.amina, on_behalf_of=pair.one)
    if hosts > 1:
        pair.sign(event)
    return event


def save(event: Event, pair: Pair, **changes: Any) -> Saved:
    with transaction():
        details = replace(details_from(queries.working_content(event)), **changes)
        return services.save_event(event, Edit(details, event.version, pair.amina, pair.one))


def actions(event_id: int) -> Sequence[Action]:
    query = select(AuditEntry.action).where(AuditEntry.subject == f"events:{event_id}")
    return session.scalars(query.order_by(AuditEntry.id)).all()


def test_a_draft_has_its_address_its_uid_and_its_first_version(pair: Pair) -> None:
    event = drafted(pair, hosts=1)
    assert (event.slug, event.status, event.version) == ("walk-by-the-water", EventStatus.DRAFT, 1)
    assert event.uid.endswith("@twain")
    assert event.cohosting.address == "/desk/events/walk-by-the-water"
    assert [version.version for version in queries.versions_of(event)] == [1]
    assert actions(event.id) == [Action.EVENT_DRAFTED]


def test_the_same_title_gets_another_address(pair: Pair) -> None:
    slugs = [drafted(pair, hosts=1).slug for _ in range(3)]
    assert slugs == ["walk-by-the-water", "walk-by-the-water-2", "walk-by-the-water-3"]


def test_a_title_that_is_a_word_of_ours_gets_another_address(pair: Pair) -> None:
    assert drafted(pair, hosts=1, title="New").slug == "new-2"


def test_a_sole_host_publishes_without_ceremony(pair: Pair, told: list[object]) -> None:
    event = published(pair, hosts=1)
    assert event.status is EventStatus.PUBLISHED
    assert event.published_at is not None
    assert told == [EventPublished(event)]
    assert cohosting_queries.open_proposal(event.cohosting) is None


@pytest.mark.parametrize("hosts", [1, 2])
@pytest.mark.parametrize(
    ("lost", "sentence"),
    [
        ({"starts_local": None, "ends_local": None}, "when it begins"),
        ({"starts_local": LONG_AGO}, "in the past"),
        ({"ends_local": next_month() + timedelta(days=90)}, "at most 31 days"),
        ({"place_name": "", "place_area": ""}, "where it is"),
        ({"summary": ""}, "what people can expect"),
    ],
)
def test_nothing_that_the_public_needs_can_be_taken_from_it(
    pair: Pair, hosts: int, lost: dict[str, Any], sentence: str
) -> None:
    event = published(pair, hosts)
    with pytest.raises(Refused, match=sentence):
        save(event, pair, description="More.", **lost)
    session.refresh(event)
    assert (event.description, event.place_name, event.summary) == ("", "Boat house", "A slow walk.")
    assert cohosting_queries.open_proposal(event.cohosting) is None


def test_what_is_over_can_still_be_put_right(pair: Pair) -> None:
    event = published(pair, hosts=1)
    with clock.moved(timedelta(days=90)):
        save(event, pair, summary="A walk that was slow.")
        save(event, pair, starts_local=event.starts_local - timedelta(hours=1))
    assert event.summary == "A walk that was slow."


def test_no_signature_moves_an_event_to_a_day_that_is_over(pair: Pair) -> None:
    event = published(pair)
    before = event.starts_local
    sooner = clock.now().replace(second=0, microsecond=0, tzinfo=None) + timedelta(days=2)
    save(event, pair, starts_local=sooner, ends_local=sooner + timedelta(hours=1))
    with clock.moved(timedelta(days=3)), pytest.raises(Refused, match="in the past"):
        pair.sign(event)
    session.refresh(event)
    assert event.starts_local == before


def test_two_hosts_both_sign_before_the_public_sees_it(pair: Pair, told: list[object]) -> None:
    event = drafted(pair)
    with transaction():
        services.propose_publication(event, by=pair.amina, on_behalf_of=pair.one)
    assert event.status is EventStatus.PROPOSED
    assert told == []
    pair.sign(event)
    assert event.status is EventStatus.PUBLISHED
    assert told == [EventPublished(event)]
    assert Action.EVENT_PUBLISHED in actions(event.id)


@pytest.mark.parametrize(
    "lacking",
    [
        {"starts_local": None},
        {"ends_local": None},
        {"summary": ""},
        {"place_name": "", "place_area": ""},
        {"starts_local": LONG_AGO, "ends_local": LONG_AGO + timedelta(hours=2)},
        {"ends_local": next_month() + timedelta(days=40)},
    ],
)
def test_what_lacks_something_cannot_be_proposed(pair: Pair, lacking: dict[str, Any]) -> None:
    event = drafted(pair, **lacking)
    with pytest.raises(Refused), transaction():
        services.propose_publication(event, by=pair.amina, on_behalf_of=pair.one)
    assert event.status is EventStatus.DRAFT


def test_an_online_event_needs_no_place(pair: Pair) -> None:
    event = published(pair, hosts=1, format=EventFormat.ONLINE, place_name="", place_area="")
    assert event.status is EventStatus.PUBLISHED


def test_an_unverified_host_cannot_publish(pair: Pair) -> None:
    event = drafted(pair, hosts=1)
    with transaction():
        pair.one.status = OrganisationStatus.UNVERIFIED
    with pytest.raises(Refused), transaction():
        services.propose_publication(event, by=pair.amina, on_behalf_of=pair.one)
    assert event.status is EventStatus.DRAFT


def test_a_host_that_is_no_longer_verified_can_cancel_but_not_change_what_is_public(pair: Pair) -> None:
    event = published(pair, hosts=1)
    with transaction():
        pair.one.status = OrganisationStatus.REJECTED
    for changes in ({"summary": "Shorter."}, {"title": "Other"}):
        with pytest.raises(Refused, match="is not verified now"):
            save(event, pair, **changes)
    with transaction():
        services.propose_cancellation(event, "Staff asked.", by=pair.amina, on_behalf_of=pair.one)
    assert event.status is EventStatus.CANCELLED


def test_editing_while_proposed_asks_again(pair: Pair) -> None:
    event = drafted(pair)
    with transaction():
        proposal = services.propose_publication(event, by=pair.amina, on_behalf_of=pair.one)
    seen = proposal.content_hash
    save(event, pair, title="Walk by the lake")
    assert proposal.content_hash != seen
    assert proposal.content["title"] == "Walk by the lake"
    assert event.status is EventStatus.PROPOSED
    with pytest.raises(Refused), transaction():
        cohosting.sign_off(proposal, content_hash=seen, by=pair.ben, on_behalf_of=pair.two)
    pair.sign(event)
    assert (event.status, event.title) == (EventStatus.PUBLISHED, "Walk by the lake")


def test_what_is_proposed_cannot_be_emptied(pair: Pair) -> None:
    event = drafted(pair)
    with transaction():
        services.propose_publication(event, by=pair.amina, on_behalf_of=pair.one)
    with pytest.raises(Refused):
        save(event, pair, summary="")
    assert event.summary == "A slow walk."


def test_a_lapsed_proposal_gives_the_draft_back(pair: Pair) -> None:
    event = drafted(pair)
    with transaction():
        proposal = services.propose_publication(event, by=pair.amina, on_behalf_of=pair.one)
    with clock.moved(timedelta(days=8)), transaction():
        cohosting.lapse(proposal)
    assert event.status is EventStatus.DRAFT


def test_small_corrections_apply_at_once(pair: Pair, told: list[object]) -> None:
    event = published(pair)
    told.clear()
    sequence, revised = event.sequence, event.revised_at
    saved = save(event, pair, title="Walk by the wide water", questions=[])
    assert saved == Saved(is_changed=True)
    assert event.title == "Walk by the wide water"
    assert event.cohosting.title == "Walk by the wide water"
    assert event.sequence == sequence + 1
    assert event.revised_at > revised
    assert told == [EventChanged(event, {"title": "Walk by the water"}, {"title": "Walk by the wide water"})]
    assert actions(event.id)[-1] is Action.EVENT_CHANGED


def test_quiet_corrections_do_not_stir_calendars(pair: Pair) -> None:
    event = published(pair)
    sequence = event.sequence
    save(event, pair, safeguarding_contact="Ruth, 0113 496 0000")
    assert event.sequence == sequence


def test_saving_the_same_again_changes_nothing(pair: Pair) -> None:
    event = published(pair)
    version, sequence = event.version, event.sequence
    assert not save(event, pair).is_changed
    assert (event.version, event.sequence) == (version, sequence)


def test_key_facts_wait_for_the_other_host(pair: Pair, told: list[object]) -> None:
    event = published(pair)
    told.clear()
    old = event.starts_local
    later = old + timedelta(days=1)
    sequence = event.sequence
    saved = save(event, pair, starts_local=later, ends_local=later + timedelta(hours=2), title="Longer walk")
    assert event.starts_local == old
    assert event.title == "Longer walk"
    assert saved.proposal is not None
    assert saved.proposal.status is ProposalStatus.OPEN
    assert set(saved.proposal.content) == {"starts_local", "ends_local"}
    pair.sign(event)
    assert event.starts_local == later
    assert event.starts_at > clock.now()
    assert event.sequence == sequence + 2
    change = told[-1]
    assert isinstance(change, EventChanged)
    assert set(change.after) == {"starts_local", "ends_local"}


def test_a_sole_host_changes_everything_at_once_and_is_heard_once(pair: Pair, told: list[object]) -> None:
    event = published(pair, hosts=1)
    told.clear()
    sequence = event.sequence
    later = event.starts_local + timedelta(days=1)
    save(event, pair, starts_local=later, ends_local=later + timedelta(hours=2), title="Longer walk")
    assert (event.starts_local, event.title, event.cohosting.title) == (later, "Longer walk", "Longer walk")
    assert event.sequence == sequence + 1
    (change,) = told
    assert isinstance(change, EventChanged)
    assert set(change.after) == {"starts_local", "ends_local", "title"}
    assert set(change.before) == set(change.after)
    newest = queries.versions_of(event)[0]
    assert newest.content["title"] == "Longer walk"


def test_a_sole_host_changes_key_facts_at_once(pair: Pair) -> None:
    event = published(pair, hosts=1)
    saved = save(event, pair, capacity_in_person=12)
    assert event.capacity_in_person == 12
    assert saved.proposal is not None
    assert saved.proposal.status is ProposalStatus.ACCEPTED


def test_taking_a_waiting_change_back_leaves_nothing_open(pair: Pair) -> None:
    event = published(pair)
    old = event.capacity_in_person
    save(event, pair, capacity_in_person=12)
    assert queries.working_content(event)["capacity_in_person"] == 12
    save(event, pair, capacity_in_person=old)
    assert cohosting_queries.open_proposal(event.cohosting) is None
    assert event.capacity_in_person == old


def test_a_waiting_change_that_lapses_counts_as_an_edit(pair: Pair) -> None:
    event = published(pair)
    saved = save(event, pair, capacity_in_person=12)
    version = event.version
    assert saved.proposal is not None
    with clock.moved(timedelta(days=8)), transaction():
        cohosting.lapse(saved.proposal)
    assert event.version == version + 1
    assert event.capacity_in_person is None


def test_capacity_may_fall_below_what_is_taken(pair: Pair) -> None:
    event = published(pair, hosts=1)
    with transaction():
        event.taken_in_person = 9
    save(event, pair, capacity_in_person=5)
    assert (event.capacity_in_person, event.taken_in_person) == (5, 9)


def test_writing_on_an_older_version_changes_nothing(pair: Pair) -> None:
    event = published(pair)
    old = event.version
    save(event, pair, title="What Amina wrote")
    mine = Edit(ready(title="What Ben wrote"), old, pair.ben, pair.two)
    with pytest.raises(WrittenMeanwhile), transaction():
        services.save_event(event, mine)
    assert event.title == "What Amina wrote"


def test_a_changed_agreement_is_a_new_version(pair: Pair) -> None:
    event = published(pair, hosts=1, agreement_title="Ours", agreement_body="Be kind.")
    first = queries.agreement_of(event)
    save(event, pair, agreement_body="Be kind and on time.")
    second = queries.agreement_of(event)
    assert first is not None
    assert second is not None
    assert (first.version, second.version) == (1, 2)
    assert first.body == "Be kind."
    save(event, pair, agreement_title="", agreement_body="")
    assert queries.agreement_of(event) is None


def test_the_same_agreement_stays_one_version(app: Flask) -> None:
    agreement = AgreementFactory()
    with transaction():
        content = queries.settled_content(agreement.event)
    assert content["agreement_body"] == agreement.body


def test_hosts_cancel_together(pair: Pair, told: list[object]) -> None:
    event = published(pair)
    told.clear()
    sequence = event.sequence
    with transaction():
        proposal = services.propose_cancellation(
            event, "The path is flooded.", by=pair.amina, on_behalf_of=pair.one
        )
    assert proposal.kind is ProposalKind.CANCEL
    assert event.status is EventStatus.PUBLISHED
    pair.sign(event)
    assert (event.status, event.cancel_reason) == (EventStatus.CANCELLED, "The path is flooded.")
    assert event.cancelled_at is not None
    assert event.sequence == sequence + 1
    assert told == [EventCancelled(event, "The path is flooded.")]


@pytest.mark.parametrize("propose", [services.propose_cancellation, services.propose_postponement])
def test_what_is_over_when_the_last_host_signs_is_not_called_off(
    pair: Pair, told: list[object], propose: Callable[..., object]
) -> None:
    event = published(pair)
    with transaction():
        propose(event, "Flood.", by=pair.amina, on_behalf_of=pair.one)
    told.clear()
    event.ends_at = event.starts_at = clock.now()
    session.commit()
    with pytest.raises(Refused, match="This event is over"):
        pair.sign(event)
    assert session.get_one(Event, event.id, populate_existing=True).status is EventStatus.PUBLISHED
    assert told == []


def test_what_has_begun_when_the_last_host_signs_is_not_published(pair: Pair) -> None:
    soon = clock.now().replace(tzinfo=None) + timedelta(days=2)
    event = drafted(pair, starts_local=soon, ends_local=soon + timedelta(hours=2))
    with transaction():
        services.propose_publication(event, by=pair.amina, on_behalf_of=pair.one)
    with clock.moved(timedelta(days=4)), pytest.raises(Refused, match="begins in the past"):
        pair.sign(event)
    assert session.get_one(Event, event.id, populate_existing=True).status is EventStatus.PROPOSED


def test_a_host_leaves_what_has_begun_while_it_waited_for_it(pair: Pair) -> None:
    soon = clock.now().replace(tzinfo=None) + timedelta(days=2)
    event = drafted(pair, starts_local=soon, ends_local=soon + timedelta(hours=2))
    with transaction():
        services.propose_publication(event, by=pair.amina, on_behalf_of=pair.one)
    with clock.moved(timedelta(days=4)), transaction():
        cohosting.leave(event.cohosting, pair.two, by=pair.ben)
    assert event.status is EventStatus.DRAFT
    assert cohosting_queries.open_proposal(event.cohosting) is None, "it is taken back"


def test_staff_verify_a_host_though_what_waited_for_it_has_begun(pair: Pair) -> None:
    soon = clock.now().replace(tzinfo=None) + timedelta(days=2)
    event = drafted(pair, starts_local=soon, ends_local=soon + timedelta(hours=2))
    with transaction():
        services.propose_publication(event, by=pair.amina, on_behalf_of=pair.one)
        pair.one.status = OrganisationStatus.WAITING
    pair.sign(event)
    clerk = UserFactory()
    with clock.moved(timedelta(days=4)), transaction():
        verify(pair.one, by=clerk)
    assert pair.one.status is OrganisationStatus.VERIFIED
    assert (event.status, cohosting_queries.open_proposal(event.cohosting)) == (EventStatus.DRAFT, None)


def test_a_change_of_key_facts_waits_while_hosts_decide_about_cancelling(pair: Pair) -> None:
    event = published(pair)
    with transaction():
        services.propose_cancellation(event, "Flood.", by=pair.amina, on_behalf_of=pair.one)
    with pytest.raises(Refused):
        save(event, pair, capacity_in_person=3)
    assert save(event, pair, title="Still a small word").is_changed


def test_one_host_alone_cancels_for_safety(pair: Pair, told: list[object]) -> None:
    event = published(pair)
    save(event, pair, capacity_in_person=12)
    told.clear()
    with transaction():
        services.cancel_for_safety(event, "A threat by phone.", by=pair.ben, on_behalf_of=pair.two)
    assert event.status is EventStatus.CANCELLED
    assert event.safety_note == "A threat by phone."
    assert "threat" not in event.cancel_reason
    assert told == [EventCancelled(event, event.cancel_reason)]
    assert cohosting_queries.open_proposal(event.cohosting) is None
    assert Action.EVENT_CANCELLED_FOR_SAFETY in actions(event.id)


def test_a_postponed_event_comes_back_with_a_new_date(pair: Pair, told: list[object]) -> None:
    event = published(pair, hosts=1)
    told.clear()
    with transaction():
        services.propose_postponement(event, "The host is ill.", by=pair.amina, on_behalf_of=pair.one)
    assert event.status is EventStatus.POSTPONED
    assert told == [EventPostponed(event, "The host is ill.")]
    later = event.starts_local + timedelta(days=30)
    save(event, pair, starts_local=later, ends_local=later + timedelta(hours=2))
    assert (event.status, event.cancel_reason) == (EventStatus.PUBLISHED, "")


def test_withdrawing_leaves_a_tombstone_and_a_draft(pair: Pair, told: list[object]) -> None:
    event = published(pair, hosts=1)
    told.clear()
    sequence = event.sequence
    with transaction():
        services.propose_withdrawal(event, by=pair.amina, on_behalf_of=pair.one)
    assert (event.status, event.sequence) == (EventStatus.WITHDRAWN, sequence + 1)
    assert told == [EventWithdrawn(event)]
    with transaction():
        services.propose_publication(event, by=pair.amina, on_behalf_of=pair.one)
    assert (event.status, event.sequence) == (EventStatus.PUBLISHED, sequence + 2)


def test_an_event_with_replies_is_not_withdrawn(pair: Pair) -> None:
    event = published(pair, hosts=1)
    with transaction():
        event.taken_in_person = 1
    with pytest.raises(Refused), transaction():
        services.propose_withdrawal(event, by=pair.amina, on_behalf_of=pair.one)


def test_a_draft_of_one_host_is_really_deleted(pair: Pair) -> None:
    event = drafted(pair, hosts=1)
    number = event.id
    with transaction():
        assert services.delete_event(event, by=pair.amina, on_behalf_of=pair.one) is None
    assert session.get(Event, number) is None
    assert session.scalars(select(EventVersion).where(EventVersion.event_id == number)).all() == []
    assert actions(number)[-1] is Action.EVENT_DELETED


def test_a_draft_of_two_hosts_is_not_deleted_by_one(pair: Pair) -> None:
    event = drafted(pair)
    with pytest.raises(Refused), transaction():
        services.delete_event(event, by=pair.amina, on_behalf_of=pair.one)


def test_what_is_deleted_is_not_deleted_again(pair: Pair) -> None:
    event = published(pair, hosts=1)
    with transaction():
        services.propose_withdrawal(event, by=pair.amina, on_behalf_of=pair.one)
    with transaction():
        services.delete_event(event, by=pair.amina, on_behalf_of=pair.one)
    with pytest.raises(Refused, match="deleted already"), transaction():
        services.delete_event(event, by=pair.amina, on_behalf_of=pair.one)


def test_what_was_public_is_wiped_to_a_tombstone(pair: Pair) -> None:
    event = published(pair, hosts=1, description="Long words", online_link="https://meet.example/x")
    slug, uid, starts_at = event.slug, event.uid, event.starts_at
    with transaction():
        services.propose_withdrawal(event, by=pair.amina, on_behalf_of=pair.one)
    sequence = event.sequence
    with transaction():
        services.delete_event(event, by=pair.amina, on_behalf_of=pair.one)
    assert event.status is EventStatus.DELETED
    assert (event.uid, event.starts_at, event.sequence) == (uid, starts_at, sequence + 1)
    assert (event.title, event.description, event.place_address, event.online_link) == ("", "", "", "")
    assert queries.event_by_slug(slug) is None
    assert queries.versions_of(event) == []


@pytest.mark.parametrize("status", [EventStatus.PUBLISHED, EventStatus.POSTPONED])
def test_when_the_last_host_leaves_the_event_is_cancelled(
    pair: Pair, told: list[object], status: EventStatus
) -> None:
    event = EventFactory(hosts=[pair.one], status=status)
    with transaction():
        cohosting.leave(event.cohosting, pair.one, by=pair.amina)
    assert event.status is EventStatus.CANCELLED
    assert told == [EventCancelled(event, event.cancel_reason)]


def test_when_the_last_host_leaves_a_draft_it_is_gone(pair: Pair) -> None:
    event = drafted(pair, hosts=1)
    number = event.id
    with transaction():
        cohosting.leave(event.cohosting, pair.one, by=pair.amina)
    assert session.get(Event, number) is None


def test_when_the_last_host_leaves_a_past_event_stays(pair: Pair) -> None:
    event = EventFactory(hosts=[pair.one], starts_local=LONG_AGO)
    with transaction():
        cohosting.leave(event.cohosting, pair.one, by=pair.amina)
    assert event.status is EventStatus.PUBLISHED


def test_when_hosts_change_pages_and_calendars_show_it(pair: Pair) -> None:
    event = published(pair)
    tags = (f"event:{event.slug}", "events", f"organisation:{pair.two.slug}")
    before, sequence = revisions.numbers(tags), event.sequence
    with transaction():
        cohosting.leave(event.cohosting, pair.two, by=pair.ben)
    assert all(new > old for new, old in zip(revisions.numbers(tags), before, strict=True))
    assert event.sequence == sequence + 1


def test_a_duplicate_has_the_words_and_not_the_date(pair: Pair) -> None:
    event = published(pair, agreement_body="Be kind.", tags=["walking"])
    with transaction():
        copy = services.duplicate_event(event, organisation=pair.two, by=pair.ben)
    assert (copy.status, copy.starts_local, copy.starts_at) == (EventStatus.DRAFT, None, None)
    assert (copy.title, copy.tags, copy.place_address) == (event.title, ["walking"], "1 Canal Road")
    assert copy.slug != event.slug
    assert copy.uid != event.uid
    agreement = queries.agreement_of(copy)
    assert agreement is not None
    assert agreement.body == "Be kind."


def test_the_history_keeps_what_each_version_said(pair: Pair) -> None:
    event = published(pair)
    save(event, pair, title="Second words")
    newest = queries.versions_of(event)[0]
    assert (newest.content["title"], newest.by) == ("Second words", pair.amina)
    assert newest.version == event.version


def test_a_cancelled_event_is_not_edited(pair: Pair) -> None:
    event = EventFactory(hosts=[pair.one], status=EventStatus.CANCELLED)
    with pytest.raises(Refused):
        save(event, pair, title="Never")
