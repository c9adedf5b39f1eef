"""Every address under /desk and /staff that names something, asked by those whom it does not concern."""

import re

import pytest

from app.cohosting import services as cohosting
from app.core import clock
from app.core.database import session
from app.core.transaction import transaction
from app.donations.models import GiftAidClaim, MessageStatus, Refund, Spending
from app.events.models import EventStatus
from app.events.rules.recurrence import Rule
from app.organisations.models import MemberRole
from tests.accounts.factories import UserFactory
from tests.asks.factories import make_ask, make_correction, make_entry, make_target
from tests.cohosting.factories import change, invite, make_cohosting, make_organisation, propose
from tests.donations.booking import give
from tests.donations.factories import make_fund
from tests.events.factories import EventFactory
from tests.events.series import make_series
from tests.initiatives.factories import make_aim, make_initiative, make_milestone
from tests.organisations.factories import InvitationFactory, MembershipFactory
from tests.petitions.factories import make_batch, make_petition, make_removal
from tests.rsvps.factories import RsvpFactory
from tests.runsheets.factories import make_task
from tests.signing_in import sign_in

HIDDEN = {403, 404}
#: One's own account; and the board, which all organisers read (tests/board/test_views.py).
OPEN = {"account", "board"}


@pytest.fixture
def world(app):
    """Make one of everything, all of it other people's; give the values that addresses name."""
    hosting = make_cohosting()
    house, owner = hosting.first
    event = EventFactory(cohosting=hosting.cohosting, slug="a-walk", status=EventStatus.PUBLISHED)
    third, _third_owner = make_organisation("Third Place")
    helper = MembershipFactory(organisation=house, role=MemberRole.HELPER)
    proposal = propose(hosting, change(title="Another walk"))
    ask = make_ask(hosts=[house], slug="a-room", targets=[make_target(entered_by=house, slug="council")])
    entry, correction = make_entry(ask, owner, house), make_correction(ask)
    initiative = make_initiative(hosts=[house], slug="ask-twice")
    petition = make_petition(hosts=[house], slug="more-time")
    series = make_series(house, rule=Rule(count=1))
    batch, removal = make_batch(petition, owner), make_removal(petition)
    gift, refund, spending, claim = _money_of(house, owner)
    return {
        "hosting": hosting,
        "slug": {
            "asks": "a-room",
            "cohostings": house.slug,
            "events": "a-walk",
            "funds": "tea",
            "initiatives": "ask-twice",
            "organisations": house.slug,
            "petitions": "more-time",
            "series": series.slug,
            "targets": "council",
        },
        "cohosting_id": hosting.cohosting.id,
        "host_id": invite(hosting, organisation=third).id,
        "proposal_id": proposal.id,
        "task_id": make_task(event).id,
        "rsvp_id": RsvpFactory(event=event, name="Hidden guest").id,
        "invitation_id": InvitationFactory(organisation=house, invited_by=owner).id,
        "membership_id": helper.id,
        "target": "council",
        "entry_id": entry.id,
        "correction_id": correction.id,
        "aim_id": make_aim(initiative).id,
        "milestone_id": make_milestone(initiative).id,
        "step": "off",
        "kind": "csv",
        "act": "discard",
        "batch_id": batch.id,
        "donation_id": gift.id,
        "refund_id": refund.id,
        "spending_id": spending.id,
        "claim_id": claim.id,
        "removal_id": removal.id,
        "session_id": 1,
        "message_id": 1,
        "user_id": owner.id,
        "number": 1,
        "mismatch_id": 1,
        "transfer_id": 1,
    }


def _money_of(house, owner):
    """Make a gift with a message, a refund, spending and a claim of another house."""
    now = clock.now()
    fund = make_fund(hosts=[house], slug="tea")
    gift = give(fund, name="Hidden guest", message="Hidden guest", message_status=MessageStatus.WAITING)
    refund = Refund(donation=gift, reference="back", amount_minor=100, created_at=now)
    spending = Spending(
        fund=fund, organisation=house, amount_minor=100, spent_on=now.date(), what="Hidden guest", at=now
    )
    claim = GiftAidClaim(organisation=house, made_at=now, by=owner)
    session.add_all((refund, spending, claim))
    session.commit()
    return gift, refund, spending, claim


def addresses(app, world):
    """Give every address that names something, with the methods it takes."""
    for rule in sorted(app.url_map.iter_rules(), key=str):
        parts = rule.rule.split("/")
        if parts[1] not in {"desk", "staff"} or "<" not in rule.rule or parts[2] in OPEN:
            continue
        values = {**world, "slug": world["slug"].get(parts[2], "")}
        path = re.sub(r"<(?:\w+:)?(\w+)>", lambda found, values=values: str(values[found[1]]), rule.rule)
        yield from ((method, path) for method in sorted(rule.methods & {"GET", "POST"}))


def answers(app, client, world, but=()):
    """Ask for everything but some addresses; give what was answered otherwise than with “not for you”."""
    form = {
        "organisation": world["hosting"].organisations[0].id,
        "on_behalf_of": "1",
        "note": "Mine",
        "days": 9,
    }
    open_to_all = {}
    for method, path in addresses(app, world):
        if path in but:
            continue
        response = client.open(path, method=method, data=form if method == "POST" else None)
        if response.status_code not in HIDDEN:
            open_to_all[method, path] = response.status_code
        assert "Hidden guest" not in response.get_data(as_text=True)
    return open_to_all


def test_someone_with_an_organisation_of_their_own_reaches_nothing_of_others(app, client, world):
    _own, stranger = make_organisation("Elsewhere")
    sign_in(client, stranger)
    assert answers(app, client, world) == {}


def test_someone_whose_membership_has_ended_reaches_nothing_any_more(app, client, world):
    former = MembershipFactory(organisation=world["hosting"].organisations[0], role=MemberRole.OWNER)
    sign_in(client, former.user)
    former.ended_at = former.started_at
    session.commit()
    assert answers(app, client, world) == {}


def test_the_owner_of_a_host_that_has_left_reaches_nothing_of_the_event(app, client, world):
    hosting = world["hosting"]
    with transaction():
        cohosting.leave(hosting.cohosting, hosting.organisations[1], by=hosting.organisers[1])
    sign_in(client, hosting.organisers[1])
    assert answers(app, client, world) == {}


def test_someone_suspended_while_signed_in_is_led_to_sign_in(app, client, world):
    owner = world["hosting"].organisers[0]
    sign_in(client, owner)
    owner.active = False
    session.commit()
    for method, path in addresses(app, world):
        response = client.open(path, method=method)
        assert (response.status_code, response.location.partition("?")[0]) == (303, "/login"), path


def test_a_helper_changes_nothing(app, client, world):
    helper = UserFactory()
    MembershipFactory(organisation=world["hosting"].organisations[0], user=helper, role=MemberRole.HELPER)
    sign_in(client, helper)
    door = "/desk/events/a-walk/door"  # which helpers keep: they see who comes, and say who is here
    kept = {"/desk/organisations/the-long-table/leave", door, f"{door}/here"}
    reached = answers(app, client, world, but=kept)
    # The form for roles answers before it looks who asks; it changes nothing.
    role = f"/desk/organisations/the-long-table/members/{world['membership_id']}/role"
    assert {path for method, path in reached if method == "POST"} <= {role}
