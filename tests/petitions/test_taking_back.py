"""A handover that was written down wrongly is taken back, and stays to be read."""

from http import HTTPStatus

import pytest
from sqlalchemy import select

from app.asks.models import Contact, ContactKind
from app.audit.models import Action
from app.audit.queries import history_of
from app.core import clock
from app.core.database import session
from app.core.errors import Refused
from app.core.transaction import transaction
from app.organisations.models import MemberRole, OrganisationStatus
from app.petitions import services
from app.petitions.models import Delivery, NewsKind, PetitionNews
from app.petitions.rules.news import words_of
from tests.accounts.factories import UserFactory
from tests.asks.factories import make_ask, make_target
from tests.organisations.factories import MembershipFactory, OrganisationFactory
from tests.petitions.factories import make_petition
from tests.signing_in import sign_in

WRONG = "It was the deputy, not the director."


@pytest.fixture
def petition(organiser):
    _user, organisation = organiser
    target = make_target("Northbridge Council", entered_by=organisation)
    ask = make_ask(hosts=[organisation], targets=[target], slug="counsellors")
    return make_petition(
        hosts=[organisation, OrganisationFactory()], asks=[ask], targets=[target], slug="schools"
    )


@pytest.fixture
def delivery(client, petition, organiser):
    hand_over(client, organiser)
    return session.scalars(select(Delivery)).one()


def hand_over(client, organiser, receipt="Stamped"):
    sent = {
        "on_behalf_of": organiser[1].id,
        "target": "northbridge-council",
        "delivered_on": clock.now().date().isoformat(),
        "receipt": receipt,
    }
    return client.post("/desk/petitions/schools/deliver", data=sent)


def take_back(client, delivery, organiser, reason=WRONG):
    path = f"/desk/petitions/schools/deliveries/{delivery.id}/take-back"
    return client.post(path, data={"on_behalf_of": organiser[1].id, "reason": reason})


def test_what_is_taken_back_stays_struck_through_with_the_reason(client, delivery, organiser):
    path = f"/desk/petitions/schools/deliveries/{delivery.id}/take-back"
    assert f'href="{path}"' in client.get("/desk/petitions/schools/deliver").text
    assert "Handed to Northbridge Council" in client.get(path).text
    assert "<s>" not in client.get("/petitions/schools").text
    assert take_back(client, delivery, organiser).status_code == HTTPStatus.SEE_OTHER
    for page in ("/petitions/schools", "/desk/petitions/schools/deliver"):
        text = client.get(page).text
        struck = text.split("<s>")[1].split("</s>")[0]
        assert "Handed to Northbridge Council" in struck
        assert "Stamped" in struck
        assert WRONG in text.split("Taken back on ")[1].split("</p>")[0]
    assert path not in client.get("/desk/petitions/schools/deliver").text
    (line,) = [each for each in history_of(delivery.petition) if "taken_back" in each.action]
    assert line.action is Action.PETITION_DELIVERY_TAKEN_BACK
    assert (line.organisation_id, line.detail) == (organiser[1].id, {"entry": delivery.id})


def test_signers_and_the_tracker_hear_of_it_once(client, delivery, organiser):
    for _press in range(2):
        take_back(client, delivery, organiser)
    first, second = session.scalars(select(PetitionNews).order_by(PetitionNews.id)).all()
    assert (first.kind, second.kind) == (NewsKind.DELIVERED, NewsKind.DELIVERY_TAKEN_BACK)
    headline, body = words_of(second.kind, "More counsellors", second.values)
    assert headline == "Something we told you was wrong"
    assert "“More counsellors” was handed to Northbridge Council" in body
    assert WRONG in body
    kinds = session.scalars(select(Contact.kind).order_by(Contact.id)).all()
    assert kinds == [ContactKind.PETITION_DELIVERED, ContactKind.DELIVERY_TAKEN_BACK]
    record = client.get("/asks/counsellors").text
    assert "A handover was taken back" in record
    assert WRONG in record


def test_then_the_same_can_be_written_down_again(client, delivery, organiser):
    take_back(client, delivery, organiser)
    hand_over(client, organiser)
    again = session.scalars(select(Delivery).order_by(Delivery.id.desc())).first()
    assert (again.id != delivery.id, again.corrected_at) == (True, None)


def test_a_reason_is_needed_and_what_was_typed_stays(client, delivery, organiser):
    answer = take_back(client, delivery, organiser, reason="")
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "Say what was wrong" in answer.text
    answer = take_back(client, delivery, organiser, reason="x" * 1_001)
    assert "x" * 1_001 in answer.text
    session.refresh(delivery)
    assert delivery.corrected_at is None


@pytest.mark.parametrize("role", [MemberRole.HELPER, MemberRole.TREASURER, None])
def test_nobody_else_takes_it_back(client, delivery, organiser, role):
    user = UserFactory()
    if role:
        MembershipFactory(organisation=organiser[1], user=user, role=role)
    sign_in(client, user)
    assert take_back(client, delivery, organiser).status_code in {HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND}
    session.refresh(delivery)
    assert delivery.corrected_at is None


def test_a_handover_of_another_petition_is_not_found(client, delivery, organiser):
    make_petition(hosts=[organiser[1]], slug="other")
    path = f"/desk/petitions/other/deliveries/{delivery.id}/take-back"
    assert client.get(path).status_code == HTTPStatus.NOT_FOUND


def test_a_host_that_is_not_verified_any_more_takes_nothing_back(client, delivery, organiser):
    user, organisation = organiser
    with transaction():
        organisation.status = OrganisationStatus.REJECTED
    with pytest.raises(Refused), transaction():
        services.take_back_delivery(delivery, WRONG, by=user, on_behalf_of=organisation)
    assert take_back(client, delivery, organiser).status_code == HTTPStatus.UNPROCESSABLE_ENTITY


def test_hosts_do_not_choose_it_as_a_way_to_turn_to_someone(client, petition):
    page = client.get("/desk/asks/counsellors").text
    links = [each.split('"')[0] for each in page.split('href="') if "contact" in each.split('"')[0]]
    assert links
    form = client.get(links[0]).text
    assert "A letter" in form
    assert "A handover was taken back" not in form
