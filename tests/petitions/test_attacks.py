"""What people might try: change words under signatures, show unread ones, forge sources, use foreign ids."""

import itertools
import re
from datetime import timedelta
from http import HTTPStatus

import pytest
from sqlalchemy import select

from app.accounts.facts import UserErased
from app.asks import services as asks
from app.asks.models import AskStatus, AskTarget, Contact, Standing
from app.core import clock
from app.core.database import session
from app.core.errors import Refused
from app.core.transaction import transaction
from app.organisations.models import MemberRole, OrganisationStatus
from app.petitions import services
from app.petitions.jobs import signers
from app.petitions.jobs.counting import count_signatures, recount_signatures
from app.petitions.models import (
    AreaQuestion,
    Consequence,
    ModerationVerdict,
    Petition,
    PetitionNews,
    PetitionStatus,
    ReasonStatus,
    RemovalStatus,
    Signature,
    SignatureSource,
    SignatureStatus,
    Threshold,
)
from app.petitions.queries import petitions as queries
from app.petitions.queries.log import lines
from app.petitions.rules.small_areas import told_ways
from tests.accounts.factories import UserFactory
from tests.asks.factories import make_ask, make_target
from tests.events.factories import EventFactory
from tests.initiatives.factories import make_initiative
from tests.organisations.factories import MembershipFactory, OrganisationFactory
from tests.petitions.factories import add_signatures, make_batch, make_petition, make_removal, make_signature
from tests.petitions.test_hosting import form_of, fresh, ready
from tests.signing_in import sign_in

FORM = {"name": "Ash Green", "email": "ash@example.org"}


@pytest.fixture
def unverified(client):
    organisation = OrganisationFactory(status=OrganisationStatus.UNVERIFIED)
    author = MembershipFactory(organisation=organisation, role=MemberRole.ORGANISER).user
    sign_in(client, author)
    return author, organisation


def pass_by_staff(petition):
    with transaction():
        services.review(petition, ModerationVerdict.PASSED, by=UserFactory(is_staff=True))


def edit(client, petition, host, **changes):
    data = form_of(fresh(petition), on_behalf_of=host.id, **changes)
    return client.post(f"/desk/petitions/{petition.slug}/edit", data=data)


def test_words_that_people_signed_stay_when_a_petition_is_taken_back_and_opened_again(client):
    host = OrganisationFactory()
    sign_in(client, MembershipFactory(organisation=host, role=MemberRole.ORGANISER).user)
    petition = ready(host, status=PetitionStatus.OPEN)
    make_signature(petition)
    page = f"/desk/petitions/{petition.slug}"
    client.post(page + "/withdraw", data={"on_behalf_of": host.id})
    assert fresh(petition).status is PetitionStatus.WITHDRAWN
    changed = edit(client, petition, host, demand="Sell the schools.")
    assert changed.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert fresh(petition).demand != "Sell the schools."
    assert edit(client, petition, host, background="Said better.").status_code == HTTPStatus.SEE_OTHER
    client.post(page + "/open", data={"on_behalf_of": host.id})
    again = fresh(petition)
    assert (again.status, again.background, again.closed_at) == (PetitionStatus.OPEN, "Said better.", None)


def test_words_that_staff_have_not_read_do_not_open(client, unverified):
    author, host = unverified
    petition = ready(host)
    with transaction():
        services.propose_opening(petition, by=author, on_behalf_of=host)
    pass_by_staff(petition)
    assert fresh(petition).status is PetitionStatus.OPEN
    for changes in ({"title": "Vote for us"}, {"background": "Buy it here."}):
        refused = edit(client, petition, host, **changes)
        assert refused.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
        assert "our staff" in refused.text
    assert fresh(petition).background != "Buy it here."
    later = (clock.now() + timedelta(days=90)).strftime("%Y-%m-%d")
    assert edit(client, petition, host, closes_date=later).status_code == HTTPStatus.SEE_OTHER

    page = f"/desk/petitions/{petition.slug}"
    client.post(page + "/withdraw", data={"on_behalf_of": host.id})
    client.post(page + "/open", data={"on_behalf_of": host.id})
    assert fresh(petition).status is PetitionStatus.OPEN, "the same words were read already"
    client.post(page + "/withdraw", data={"on_behalf_of": host.id})
    edit(client, petition, host, background="Buy it here.")
    client.post(page + "/open", data={"on_behalf_of": host.id})
    assert fresh(petition).status is PetitionStatus.IN_MODERATION


def test_a_reason_is_shown_only_as_it_was_read(client):
    host = OrganisationFactory()
    sign_in(client, MembershipFactory(organisation=host, role=MemberRole.ORGANISER).user)
    petition = ready(host, status=PetitionStatus.OPEN)
    signature = make_signature(petition, reason="It helped.", reason_status=ReasonStatus.WAITING)
    page = f"/desk/petitions/{petition.slug}/reasons"
    read, _again = re.findall(r'name="version" value="([^"]+)"', client.get(page).text)
    signature.reason = "Something vile."
    session.commit()
    client.post(page, data={"signature": signature.id, "act": "show", "version": read})
    session.refresh(signature)
    assert signature.reason_status is ReasonStatus.WAITING
    assert "Something vile." in client.get(page).text
    for act in ("", "delete"):
        answer = client.post(page, data={"signature": signature.id, "act": act, "version": read})
        assert answer.status_code == HTTPStatus.NOT_FOUND


def test_a_press_without_a_meaning_changes_nothing(client):
    petition = make_petition()
    signature = make_signature(petition, SignatureStatus.QUARANTINED)
    removal = make_removal(petition)
    sign_in(client, UserFactory(is_staff=True))
    page = f"/staff/petitions/{petition.slug}"
    for address, data in (
        (f"{page}/set-aside", {"signature": signature.id}),
        (f"{page}/removals/{removal.id}", {}),
    ):
        assert client.post(address, data=data).status_code == HTTPStatus.NOT_FOUND
    session.rollback()
    assert session.get_one(Signature, signature.id).status is SignatureStatus.QUARANTINED
    removal.status = RemovalStatus.DONE
    session.commit()
    late = client.post(f"{page}/removals/{removal.id}", data={"act": "stop"})
    assert late.status_code == HTTPStatus.SEE_OTHER
    assert "decided already" in client.get(late.location).text


def test_an_event_is_a_source_only_where_the_petition_belongs(client):
    effort, other = make_initiative(), make_initiative()
    petition = make_petition(initiative=effort)
    mine, foreign = EventFactory(initiative=effort), EventFactory(initiative=other)
    for number, event in enumerate((mine, foreign)):
        data = {**FORM, "email": f"{number}@example.org", "event": event.slug}
        client.post(f"/petitions/{petition.slug}/signatures", data=data)
    found = session.scalars(select(Signature).order_by(Signature.id)).all()
    assert [each.source for each in found] == [SignatureSource.EVENT, SignatureSource.WEB]
    assert [each.event_id for each in found] == [mine.id, None]


def test_a_link_whose_address_was_forgotten_says_so_kindly(client):
    """Someone's account is erased between signing and pressing the link."""
    user = UserFactory()
    pending, closing = make_petition(), make_petition(PetitionStatus.CLOSED)
    waiting = make_signature(pending, SignatureStatus.PENDING, email=user.email)
    late = make_signature(closing, SignatureStatus.PENDING, email=user.email)
    stands = make_signature(make_petition(PetitionStatus.CLOSED), email=user.email)
    with transaction():
        services.forget_signer(UserErased(user))
    for signature, act, status in (
        (waiting, "confirm", HTTPStatus.CONFLICT),
        (late, "confirm", HTTPStatus.CONFLICT),
        (stands, "withdraw", HTTPStatus.SEE_OTHER),
    ):
        assert client.post(f"/signatures/{signature.token}/{act}").status_code == status
        assert client.get(f"/signatures/{signature.token}").status_code == HTTPStatus.OK
    session.rollback()
    assert session.get_one(Signature, stands.id).status is SignatureStatus.WITHDRAWN


def test_the_unconfirmed_are_forgotten_even_when_set_aside(app):
    petition = make_petition()
    make_signature(petition, SignatureStatus.QUARANTINED, confirmed_at=None)
    kept = make_signature(petition, SignatureStatus.QUARANTINED)
    with clock.moved(timedelta(days=31)):
        signers.forget_signers()
    session.rollback()
    assert [each.id for each in session.scalars(select(Signature))] == [kept.id]


def test_an_area_is_a_place_and_no_advertisement(client):
    petition = make_petition(area_question=AreaQuestion.AREA)
    address = f"/petitions/{petition.slug}/signatures"
    for area in ("https://buy.example", "=HYPERLINK(1)", "www.spam.com", "-2"):
        refused = client.post(address, data={**FORM, "area": area})
        assert refused.status_code == HTTPStatus.UNPROCESSABLE_ENTITY, area
    for number, area in enumerate(("Leeds", " leeds", "LEEDS", "Stoke-on-Trent", "Île-de-France", "")):
        data = {**FORM, "email": f"{number}@example.org", "area": area}
        assert client.post(address, data=data).status_code == HTTPStatus.SEE_OTHER
    areas = set(session.scalars(select(Signature.area)))
    assert areas == {"Leeds", "Stoke-on-Trent", "Île-de-France", ""}


@pytest.mark.parametrize(
    "url", ["http://[", "//", "http://[::1", "petitions/x", "http://localhost/petitions/\x01"]
)
def test_other_sites_ask_for_nonsense(client, url):
    make_petition(slug="x")
    assert client.get("/oembed", query_string={"url": url}).status_code == HTTPStatus.NOT_FOUND


def test_what_other_sites_embed_carries_no_markup_of_ours(client, app):
    petition = make_petition(title='"><script>alert(1)</script>', slug="x")
    answer = client.get(
        "/oembed", query_string={"url": f"{app.extensions['twain_settings'].public_url}/petitions/x"}
    )
    assert "<script" not in answer.json["html"]
    assert answer.json["title"] == petition.title


def test_a_repaired_count_falls_back_below_its_threshold(app):
    petition = make_petition()
    add_signatures(petition, 2)
    count_signatures()
    reached = Threshold(
        petition=petition,
        count=3,
        consequence=Consequence.NOTIFY_TARGET,
        reached_at=clock.now(),
        acted_at=clock.now(),
    )
    session.add(reached)
    petition.signature_count = 4
    session.commit()
    recount_signatures()
    session.rollback()
    assert (session.get_one(Petition, petition.id).signature_count, reached.reached_at) == (2, None)


def test_hosts_of_another_petition_reach_nothing_through_its_ids(client):
    host = OrganisationFactory()
    sign_in(client, MembershipFactory(organisation=host, role=MemberRole.ORGANISER).user)
    mine, theirs = ready(host, status=PetitionStatus.OPEN), make_petition()
    for step in ("paper", "deliver", "signers", "reasons", "paper/sheet"):
        assert client.get(f"/desk/petitions/{theirs.slug}/{step}").status_code == HTTPStatus.NOT_FOUND
    for step in ("signers.csv", "pack.csv", "pack.pdf", "initiative", "paper/new"):
        assert client.post(f"/desk/petitions/{theirs.slug}/{step}").status_code == HTTPStatus.NOT_FOUND
    stranger = OrganisationFactory()
    for step in ("signers.csv", "pack.csv"):
        taken = client.post(f"/desk/petitions/{mine.slug}/{step}", data={"on_behalf_of": stranger.id})
        assert taken.status_code in {HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND, HTTPStatus.CONFLICT}


def test_erasing_and_taking_back_never_rewrite_the_log(app):
    user, petition = UserFactory(), make_petition()
    make_signature(petition, email=user.email)
    own = make_signature(petition)
    make_signature(petition)
    count_signatures()
    session.rollback()
    before = list(lines(petition.id, 0, 3))
    with transaction():
        services.publish_head(petition.id)
    with transaction():
        services.forget_signer(UserErased(user))
        services.withdraw_signature(own)
    count_signatures()
    session.rollback()
    after = list(lines(petition.id, 0, 5))
    assert after[:3] == before
    assert after[3:] == ["withdrawn 0", "withdrawn 1"]
    with transaction():
        assert services.recount(petition.id)


def test_two_tabs_confirm_and_withdraw_in_any_order(client):
    signature = make_signature(make_petition(), SignatureStatus.PENDING)
    own = f"/signatures/{signature.token}"
    for act, status in (
        ("confirm", HTTPStatus.SEE_OTHER),
        ("confirm", HTTPStatus.SEE_OTHER),
        ("withdraw", HTTPStatus.SEE_OTHER),
        ("withdraw", HTTPStatus.SEE_OTHER),
        ("confirm", HTTPStatus.CONFLICT),
        ("change", HTTPStatus.CONFLICT),
    ):
        assert client.post(f"{own}/{act}", data={"display": "hidden"}).status_code == status
    for method in (client.get, client.head):
        for act in ("confirm", "withdraw"):
            assert method(f"{own}/{act}").status_code == HTTPStatus.METHOD_NOT_ALLOWED


def test_staff_words_and_targets_of_others_are_no_way_in(client):
    """A target that others have entered may be named, and its page stays theirs."""
    host = OrganisationFactory()
    sign_in(client, MembershipFactory(organisation=host, role=MemberRole.ORGANISER).user)
    petition, theirs = ready(host), make_target(entered_by=OrganisationFactory())
    assert edit(client, petition, host, targets=[theirs.slug]).status_code == HTTPStatus.SEE_OTHER
    assert [each.id for each in queries.targets_of(petition)] == [theirs.id]
    with pytest.raises(Refused), transaction():
        services.review(petition, ModerationVerdict.PASSED, by=UserFactory(is_staff=True))


def test_an_ask_that_was_taken_back_stops_neither_counting_nor_handing_over(client):
    host = OrganisationFactory()
    member = MembershipFactory(organisation=host, role=MemberRole.ORGANISER)
    target = make_target(entered_by=host, public_contact="office@council.example")
    gone, kept = (make_ask(hosts=[host], targets=[target]) for _each in range(2))
    petition = make_petition(hosts=[host], asks=[gone, kept], targets=[target])
    session.add(Threshold(petition=petition, count=1, consequence=Consequence.NOTIFY_TARGET))
    gone.status = AskStatus.WITHDRAWN
    make_signature(petition)
    count_signatures()
    assert fresh(petition).signature_count == 1
    with transaction():
        handover = services.Handover(target, clock.now())
        services.record_delivery(petition, handover, by=member.user, on_behalf_of=host)
    found = session.scalars(select(AskTarget.ask_id).join(Contact, Contact.ask_target_id == AskTarget.id))
    assert list(found) == [kept.id, kept.id]
    page = client.get(f"/petitions/{petition.slug}").text
    assert f'href="/asks/{kept.slug}"' in page
    assert f'href="/asks/{gone.slug}"' not in page


def test_what_rests_during_an_election_rests_on_petitions_too(client):
    today = clock.now().date()
    resting = make_ask(title="Resting now", hidden_from=today, hidden_until=today)
    petition = make_petition(asks=[resting, make_ask(title="Still asked")])
    page = client.get(f"/petitions/{petition.slug}").text
    assert "Still asked" in page
    assert "Resting now" not in page
    for put in session.scalars(select(AskTarget)).all():
        news = asks.News(Standing.PROMISED, today, note="They said so in the hall.")
        with transaction():
            asks.record_status(put, news, asks.Writing(UserFactory(), OrganisationFactory()))
    told = session.scalars(select(PetitionNews)).all()
    assert [each.values["ask"] for each in told] == ["Still asked"], "nor is anybody told meanwhile"


def test_a_host_that_is_not_verified_tells_the_public_nothing_unread(client, unverified):
    author, host = unverified
    petition = ready(host, status=PetitionStatus.OPEN)
    data = {"title": "Buy", "body": "This.", "on_behalf_of": host.id}
    refused = client.post(f"/desk/petitions/{petition.slug}/news", data=data)
    assert refused.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert queries.updates_of(petition) == []
    handover = services.Handover(queries.targets_of(petition)[0], clock.now(), "Buy this.")
    with pytest.raises(Refused), transaction():
        services.record_delivery(petition, handover, by=author, on_behalf_of=host)


def test_the_number_says_by_which_ways_people_signed(client):
    petition = make_petition()
    add_signatures(petition, 3)
    add_signatures(petition, 5, source=SignatureSource.EVENT)
    count_signatures()
    page = client.get(f"/petitions/{petition.slug}/number").text
    assert SignatureSource.EVENT.label in page
    assert SignatureSource.PAPER.label not in page


def test_the_number_does_not_tell_that_a_few_signed_at_an_event(client):
    petition = make_petition()
    add_signatures(petition, 3)
    add_signatures(petition, 4, source=SignatureSource.EVENT)
    count_signatures()
    page = client.get(f"/petitions/{petition.slug}/number").text
    assert SignatureSource.EVENT.label not in page
    assert f"7: {SignatureSource.WEB.label}" in page


def test_ways_that_few_took_are_not_told_and_none_is_lost():
    web, event, partner, paper = (SignatureSource(each) for each in ("web", "event", "partner", "paper"))
    for few, many in itertools.product(range(8), repeat=2):
        ways = {web: 2, event: few, partner: many, paper: 1}
        told, is_folded = told_ways(ways)
        assert sum(told.values()) == sum(ways.values())
        assert all(told[each] >= 5 for each in (event, partner) if each in told)
        assert is_folded is any(0 < each < 5 for each in (few, many))
        assert told[paper] == 1


def test_a_row_number_too_great_for_any_row_leads_nowhere(client):
    member = MembershipFactory(role=MemberRole.ORGANISER)
    petition = make_petition(hosts=[member.organisation])
    batch = make_batch(petition, member.user)
    sign_in(client, member.user)
    page = f"/desk/petitions/{petition.slug}/paper/{batch.id}/leave-out"
    for row in ("9" * 30, "-1", "", "x"):
        assert client.post(page, data={"row": row}).status_code == HTTPStatus.NOT_FOUND
