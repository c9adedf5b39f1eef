"""The board: post, answer, begin together; and who may."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.accounts.facts import PersonalData, UserErased
from app.board import services
from app.board.models import BoardAnswer, BoardPost
from app.board.queries import suggestions_for
from app.cohosting.models import HostStatus
from app.cohosting.queries import accepted_hosts, hosts_of
from app.core import clock
from app.core.database import session
from app.core.facts import announce
from app.core.questions import ask
from app.core.transaction import transaction
from app.events.models import Event
from app.organisations.models import MemberRole, OrganisationStatus
from app.organisations.services import members
from tests.accounts.factories import UserFactory
from tests.board.factories import make_answer, make_post
from tests.cohosting.factories import make_organisation
from tests.organisations.factories import MembershipFactory
from tests.racing import at_once
from tests.rsvps.asking import mails
from tests.signing_in import sign_in

FORM = {
    "title": "An evening about sleep",
    "we_are": "men",
    "seeks": ["women", "school"],
    "area": "Leeds",
    "themes": ["learning"],
    "from_on": "2027-01-10",
    "to_on": "2027-03-01",
    "idea": "Two hours, *tea*.",
    "brings": "A room.",
}


@pytest.fixture
def men(app):
    return make_organisation("Harbour")


@pytest.fixture
def women(app):
    return make_organisation("The Long Table")


def send(client, address, page="/desk/board/new", **data):
    token = client.get(page).get_data(as_text=True).split('name="csrf_token" value="')[1].split('"')[0]
    return client.post(address, data={"csrf_token": token, **data})


def one(model):
    session.rollback()
    return session.scalars(select(model)).one()


def test_a_post_goes_up_is_changed_and_comes_off(client, men):
    organisation, user = men
    sign_in(client, user)
    assert "The board is empty" in client.get("/desk/board").get_data(as_text=True)
    response = send(client, "/desk/board/new", organisation=organisation.id, **FORM)
    here = response.location
    page = client.get(here).get_data(as_text=True)
    for words in ("seeks a women’s group and a school or college", "<em>tea</em>", "Sunday 10 January 2027"):
        assert words in page
    assert "Nobody has answered yet" in page
    edit = client.get(f"{here}/edit").get_data(as_text=True)
    assert edit.count(" checked") == 4, "what one is, two that one seeks, one theme"
    send(client, f"{here}/edit", organisation=organisation.id, **{**FORM, "title": "About rest"})
    assert "About rest" in client.get("/desk/board").get_data(as_text=True)
    send(client, f"{here}/close")
    assert "off the board" in client.get(here).get_data(as_text=True)
    assert "Off the board" in client.get("/desk/board").get_data(as_text=True)
    send(client, f"{here}/edit", organisation=organisation.id, **FORM)
    assert one(BoardPost).is_open


def test_who_presses_twice_has_one_post(client, men):
    organisation, user = men
    sign_in(client, user)
    sent = {"organisation": organisation.id, **FORM}
    first, second = (send(client, "/desk/board/new", **sent).location for _press in range(2))
    assert first == second
    with clock.moved(timedelta(minutes=11)):
        assert send(client, "/desk/board/new", **sent).location != first
    send(client, "/desk/board/new", **{**sent, "title": "About rest"})
    send(client, "/desk/board/new", **sent)
    assert len(session.scalars(select(BoardPost)).all()) == 4, "what is not the same again is a post"


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"title": ""}, "Say in one line"),
        ({"seeks": []}, "Choose at least one."),
        ({"we_are": ""}, "Choose what fits you best."),
        ({"to_on": "2027-01-01"}, "This day is before the first one."),
        ({"idea": "x" * 2001}, "2000"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_lost(client, men, change, sentence):
    organisation, user = men
    sign_in(client, user)
    response = send(client, "/desk/board/new", organisation=organisation.id, **{**FORM, **change})
    assert response.status_code == 422
    page = response.get_data(as_text=True)
    assert sentence in page
    assert "A room." in page


def test_an_organisation_has_at_most_five_posts_up(client, men):
    for number in range(5):
        make_post(*men, title=f"Post {number}")
    sign_in(client, men[1])
    response = send(client, "/desk/board/new", organisation=men[0].id, **FORM)
    assert "Take one off first." in response.get_data(as_text=True)


def test_from_an_answer_a_joint_draft_is_one_press(client, men, women):
    post = make_post(*men, idea="Two hours.", themes=("learning",))
    here = f"/desk/board/{post.id}"
    sign_in(client, women[1])
    page = client.get("/desk/board").get_data(as_text=True)
    assert "An evening about sleep" in page
    response = send(client, f"{here}/answers", here, organisation=women[0].id, message="We bring soup.")
    assert response.status_code == 303
    send(client, f"{here}/answers", here, organisation=women[0].id, message="We bring soup.")
    assert "We bring soup." in client.get(here).get_data(as_text=True)
    (told,) = mails()
    assert (told.recipient, told.template) == (men[1].email, "board/answered")
    assert "We bring soup." in told.text
    answer = one(BoardAnswer)
    assert send(client, f"{here}/answers/{answer.id}/draft", here).status_code == 403, "only who posted"
    sign_in(client, men[1])
    assert "Begin a joint draft" in client.get(here).get_data(as_text=True)
    for _press in range(2):
        location = send(client, f"{here}/answers/{answer.id}/draft", here).location
    event = one(Event)
    assert location == f"/desk/events/{event.slug}"
    assert (event.title, event.description, event.place_area, event.tags) == (
        "An evening about sleep",
        "Two hours.",
        "Leeds",
        ["learning"],
    )
    assert {host.organisation_id for host in accepted_hosts(event.cohosting)} == {men[0].id, women[0].id}
    assert "Harbour" in client.get(location).get_data(as_text=True)
    assert [(mail.recipient, mail.template) for mail in mails()[1:]] == [(women[1].email, "board/drafted")]
    assert "Your joint draft" in client.get(here).get_data(as_text=True)
    sign_in(client, women[1])
    assert client.get(f"{location}/edit").status_code == 200, "both write on it"


def test_who_answers_again_after_a_draft_began_is_heard(client, men, women):
    post = make_post(*men)
    answer = make_answer(post, *women)
    with transaction():
        services.begin_together(answer, by=men[1])
    here = f"/desk/board/{post.id}"
    sign_in(client, women[1])
    send(client, f"{here}/answers", here, organisation=women[0].id, message="Can we start later?")
    assert "Can we start later?" in client.get(here).get_data(as_text=True)
    assert "Can we start later?" in [mail for mail in mails() if mail.template == "board/answered"][-1].text
    assert one(BoardAnswer).event is one(Event)


def test_two_presses_at_once_begin_one_draft(app, men, women):
    answer_id, user_id = make_answer(make_post(*men), *women).id, men[1].id

    def press():
        answer, user = session.get_one(BoardAnswer, answer_id), session.get_one(type(men[1]), user_id)
        return services.begin_together(answer, by=user).id

    first, second = at_once(app, press, press)
    assert first == second
    one(Event)


def test_who_no_longer_speaks_for_the_organisation_that_answered_has_agreed_to_nothing(app, men, women):
    second = MembershipFactory(organisation=women[0], role=MemberRole.ORGANISER)
    answer = make_answer(make_post(*men), women[0], second.user)
    with transaction():
        members.end(second, by=second.user)
    with transaction():
        event = services.begin_together(answer, by=men[1])
    assert {host.status for host in hosts_of(event.cohosting)} == {HostStatus.ACCEPTED, HostStatus.OFFERED}
    assert mails()[-1].template == "cohosting/offered"


def test_what_fits_is_suggested_with_its_reason(client, men, women):
    make_post(*men, title="Sleep")
    make_post(*women, title="Rest", we_are="women", seeks=("men",), area="Leeds, north")
    sign_in(client, men[1])
    page = client.get("/desk/board").get_data(as_text=True)
    assert "Who might fit" in page
    assert "because you seek a women’s group and they seek a men’s group" in page
    assert [each.other.title for each in suggestions_for(women[1])] == ["Sleep"]


def test_the_board_is_narrowed_by_area_kind_and_theme_and_goes_on(client, men, women):
    make_post(*men, title="Sleep", themes=("learning",))
    make_post(*women, title="Rest", we_are="women", seeks=("men",), area="York")
    for number in range(5):
        organisation, user = make_organisation(f"House {number}")
        for turn in range(4):
            make_post(organisation, user, title=f"Post {number}.{turn}", area="Hull")
    reader, organiser = make_organisation("Reader")
    assert reader
    sign_in(client, organiser)
    for query, shown, hidden in (
        ("area=york", "Rest", "Sleep"),
        ("kind=women", "Rest", "Sleep"),
        ("theme=learning", "Sleep", "Rest"),
    ):
        page = client.get(f"/desk/board?{query}").get_data(as_text=True)
        assert shown in page
        assert f"<strong>{hidden}" not in page
    assert "Nothing like it yet" in client.get("/desk/board?area=Truro").get_data(as_text=True)
    first = client.get("/desk/board?kind=nonsense&before=x").get_data(as_text=True)
    assert "<strong>Sleep" not in first
    onward = first.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&")
    assert "<strong>Sleep" in client.get(onward).get_data(as_text=True)


def test_the_board_is_for_organisers_and_answers_for_those_who_got_them(client, men, women):
    post = make_post(*men)
    make_answer(post, *women, message="Between us.")
    here = f"/desk/board/{post.id}"
    assert client.get("/desk/board").status_code == 303
    sign_in(client, UserFactory())
    assert "The board is for organisers" in client.get("/desk/board").get_data(as_text=True)
    assert client.get(here).status_code == 404
    _third, stranger = make_organisation("Third")
    sign_in(client, stranger)
    page = client.get(here).get_data(as_text=True)
    assert "Between us." not in page
    for act in ("/close", "/edit", f"/answers/{one(BoardAnswer).id}/draft"):
        assert send(client, here + act, here).status_code == 403
    assert send(client, f"{here}/answers", here, organisation=men[0].id, message="x").status_code == 422
    assert send(client, f"{here}/answers", here, organisation=_third.id, message="").status_code == 422


def test_only_verified_organisations_write_and_stand_on_the_board(client, men):
    house, user = make_organisation("New House", status=OrganisationStatus.UNVERIFIED)
    sign_in(client, user)
    assert "has to be verified first" in client.get("/desk/board").get_data(as_text=True)
    assert "needs a verified organisation" in client.get("/desk/board/new").get_data(as_text=True)
    post = make_post(*men)
    with transaction():
        post.organisation.status = OrganisationStatus.ARCHIVED
    assert client.get(f"/desk/board/{post.id}").status_code == 404
    assert house


def test_posts_come_off_by_themselves(app, men, women):
    post = make_post(*men)
    make_post(*women, we_are="women", seeks=("men",))
    assert suggestions_for(women[1])
    with clock.moved(timedelta(days=91)):
        assert not suggestions_for(women[1])
        with pytest.raises(services.Refused, match="come off"), transaction():
            services.answer_post(post, women[0], "Hello", by=women[1])
    with pytest.raises(services.Refused, match="your own"), transaction():
        services.answer_post(post, men[0], "Hello", by=men[1])


def test_what_someone_wrote_is_told_to_them_and_goes_with_them(app, men, women):
    writer = MembershipFactory(organisation=men[0]).user
    post = make_post(men[0], writer)
    answerer = MembershipFactory(organisation=women[0]).user
    make_answer(post, women[0], answerer)
    (part,) = [part for part in ask(PersonalData(writer)) if part.name == "board"]
    assert [each["title"] for each in part.content["posts"]] == ["An evening about sleep"]
    with transaction():
        announce(UserErased(writer))
        announce(UserErased(answerer))
    assert one(BoardPost).by_id is None
    assert one(BoardAnswer).by_id is None
