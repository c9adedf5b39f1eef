"""Signing: with an address alone, twice, as a household, too late, by machines, and taking it back."""

import random
from datetime import timedelta
from http import HTTPStatus

import pytest
from sqlalchemy import func, literal_column, select, update
from sqlalchemy.exc import IntegrityError

from app.core import clock
from app.core.database import session
from app.core.errors import Refused
from app.core.transaction import transaction
from app.outbox.models import Message
from app.petitions import services
from app.petitions.jobs import signers
from app.petitions.jobs.counting import count_signatures
from app.petitions.models import (
    AreaQuestion,
    DisplayName,
    Perspective,
    Petition,
    PetitionStatus,
    ReasonStatus,
    Signature,
    SignatureConsent,
    SignatureSource,
    SignatureStatus,
)
from app.petitions.queries.log import line_number
from app.petitions.queries.signatures import public_name, shown_reasons
from app.petitions.rules.abuse import Suspicion
from app.petitions.rules.signing import hash_of_words
from app.petitions.services import SigningDetails
from tests.accounts.factories import UserFactory
from tests.events.factories import EventFactory
from tests.initiatives.factories import make_initiative
from tests.organisations.factories import OrganisationFactory
from tests.petitions.factories import make_petition, make_signature
from tests.racing import at_once

FORM = {"name": "Ash Green", "email": "ash@example.org"}


def post(client, petition, **changes):
    return client.post(f"/petitions/{petition.slug}/signatures", data={**FORM, **changes})


def only() -> Signature:
    session.rollback()
    return session.scalars(select(Signature)).one()


def templates() -> list[str]:
    session.rollback()
    return [each.template.split("/")[1] for each in session.scalars(select(Message).order_by(Message.id))]


def count() -> int:
    session.rollback()
    return session.scalar(select(func.count()).select_from(Signature)) or 0


def test_a_stranger_signs_with_an_address_alone_and_confirms_by_a_button(app, client):
    petition = make_petition()
    assert client.get(f"/petitions/{petition.slug}/signatures").status_code == HTTPStatus.OK
    response = post(client, petition)
    assert response.status_code == HTTPStatus.SEE_OTHER
    assert client.get(response.location).status_code == HTTPStatus.OK
    signature = only()
    assert (signature.status, signature.display) == (SignatureStatus.PENDING, DisplayName.HIDDEN)
    assert templates() == ["confirm"]
    page = f"/signatures/{signature.token}"
    for _scanner in range(3):
        assert client.get(page).status_code == HTTPStatus.OK
        assert client.head(page).status_code == HTTPStatus.OK
        assert client.get(page + "/confirm").status_code == HTTPStatus.METHOD_NOT_ALLOWED
    assert only().status is SignatureStatus.PENDING
    assert client.post(page + "/confirm").status_code == HTTPStatus.SEE_OTHER
    assert only().status is SignatureStatus.CONFIRMED
    client.post(page + "/confirm")
    assert templates() == ["confirm", "signed"]
    assert client.get(page + "?done=confirmed").status_code == HTTPStatus.OK


def test_the_page_of_a_signature_speaks_the_language_of_the_signature(app, client):
    page = f"/signatures/{make_signature(make_petition(), language='fr').token}"
    assert '<html lang="fr"' in client.get(page, headers={"Accept-Language": "en-GB"}).text
    for address in (page, f"{page}/change"):
        text = client.get(address).text
        assert '<a href="?lang=en" lang="en"' in text
        assert 'rel="canonical"' not in text, "the key to a signature stands in the address only"


def test_nothing_about_signing_sets_a_cookie_or_is_kept_by_caches(app, client):
    petition = make_petition()
    for answer in (
        client.get(f"/petitions/{petition.slug}/signatures"),
        post(client, petition),
        post(client, petition, email="nonsense"),
        client.get(f"/petitions/{petition.slug}/signatures/sent"),
        client.get(f"/signatures/{only().token}"),
        client.post(f"/signatures/{only().token}/confirm"),
    ):
        assert "Set-Cookie" not in answer.headers
        assert "no-store" in answer.headers["Cache-Control"]


def test_whoever_mistyped_their_address_is_told_that_this_may_be_so(client):
    petition = make_petition()
    assert "how you wrote your address" in client.get(post(client, petition).location).text


def test_what_is_written_is_kept_encrypted_and_nothing_typed_is_lost(app, client):
    petition = make_petition(area_question=AreaQuestion.POSTCODE, is_area_required=True)
    wrong = post(client, petition, reason="My brother waited.", email="")
    assert wrong.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "My brother waited." in wrong.text
    assert post(client, petition, postcode="x").status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    post(client, petition, postcode="ls6 2ab", reason="My brother waited.", perspective="carer")
    signature = only()
    assert (signature.area, signature.reason) == ("LS6", "My brother waited.")
    assert signature.reason_status is ReasonStatus.WAITING
    row = session.connection().exec_driver_sql("SELECT name, email, reason, postcode FROM signatures").one()
    # Words with a space or an @, which no encrypted text has: three letters stand in one by chance.
    plain = ("Ash Green", "ash@", "My brother", "LS6 2AB", "ls6 2ab")
    assert not any(words in text for words in plain for text in row)


def test_an_area_can_be_asked_instead(app, client):
    petition = make_petition(area_question=AreaQuestion.AREA, is_area_required=True)
    assert post(client, petition).status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    post(client, petition, area="Fernhill")
    assert only().area == "Fernhill"


def test_signing_twice_gets_the_same_answer_and_another_mail_only_after_a_while(app, client):
    petition = make_petition(area_question=AreaQuestion.POSTCODE)
    first = post(client, petition)
    again = post(client, petition, email="ASH@example.org")
    assert (first.status_code, first.location) == (again.status_code, again.location)
    assert count() == 1
    assert templates() == ["confirm"]
    with clock.moved(timedelta(minutes=10)):
        post(client, petition)
        assert templates() == ["confirm", "confirm"]
        client.post(f"/signatures/{only().token}/confirm")
    for hours in range(1, 12):
        with clock.moved(timedelta(hours=hours)):
            assert post(client, petition).location == first.location
    assert templates().count("already") == 4


def test_two_of_a_household_may_sign_with_one_address_never_a_third(app, client):
    petition = make_petition(area_question=AreaQuestion.POSTCODE)
    answers = [
        post(client, petition, postcode="LS6 2AB"),
        post(client, petition, name="Bo Green", postcode="ls62ab"),
        post(client, petition, name="Cy Green", postcode="LS6 2AB"),
        post(client, petition, name="Dee Green", postcode="YO1 1AA"),
    ]
    assert len({(each.status_code, each.location) for each in answers}) == 1
    assert count() == 2


def test_many_tries_of_one_household_at_once_leave_two(app):
    petition = make_petition(area_question=AreaQuestion.POSTCODE)
    number = petition.id

    def deed(name):
        def do():
            again = services.prepare_signature(
                session.get_one(type(petition), number),
                SigningDetails(name=name, email="home@example.org", postcode="LS6 2AB"),
            )
            try:
                return services.take_up_signature(again)
            except IntegrityError as error:
                raise Refused from error

        return do

    at_once(app, *(deed(f"Person {'ABCDEFGH'[each]}") for each in range(8)))
    assert 1 <= count() <= 2


def test_twenty_confirmations_at_once_count_once(app):
    petition = make_petition()
    signature = make_signature(petition, SignatureStatus.PENDING)
    number = signature.id
    at_once(app, *(lambda: services.confirm_signature(session.get_one(Signature, number)),) * 20)
    assert only().status is SignatureStatus.CONFIRMED
    assert templates() == ["signed"]


def test_a_petition_that_is_not_open_takes_no_signature(app, client):
    closed = make_petition(PetitionStatus.CLOSED)
    assert client.get(f"/petitions/{closed.slug}/signatures").status_code == HTTPStatus.OK
    assert post(client, closed).status_code == HTTPStatus.CONFLICT
    soon = make_petition(PetitionStatus.SCHEDULED)
    assert post(client, soon).status_code == HTTPStatus.CONFLICT
    over = make_petition(closes_at=clock.now() - timedelta(minutes=1))
    assert post(client, over).status_code == HTTPStatus.CONFLICT
    assert post(client, make_petition(PetitionStatus.DRAFT)).status_code == HTTPStatus.NOT_FOUND
    assert count() == 0


@pytest.mark.parametrize(("hours", "counts"), [(23, True), (25, False)])
def test_links_on_their_way_count_for_a_day_after_closing(app, client, hours, counts):
    petition = make_petition(PetitionStatus.CLOSED, closed_at=clock.now() - timedelta(hours=hours))
    signature = make_signature(petition, SignatureStatus.PENDING)
    answer = client.post(f"/signatures/{signature.token}/confirm")
    assert answer.status_code == (HTTPStatus.SEE_OTHER if counts else HTTPStatus.CONFLICT)
    assert (only().status is SignatureStatus.CONFIRMED) is counts


def test_where_a_signature_came_from_is_kept_when_it_is_true(app, client):
    host = OrganisationFactory()
    effort = make_initiative()
    petition, event = make_petition(hosts=[host], initiative=effort), EventFactory(initiative=effort)
    post(client, petition, event=event.slug)
    assert (only().source, only().event_id) == (SignatureSource.EVENT, event.id)
    post(client, petition, email="b@example.org", via=host.slug)
    post(client, petition, email="c@example.org", via="nobody", event="nothing")
    sources = session.scalars(select(Signature.source).order_by(Signature.id)).all()
    assert list(sources) == [SignatureSource.EVENT, SignatureSource.PARTNER, SignatureSource.WEB]


def test_consent_is_for_each_host_and_for_no_other(app, client):
    one, other, stranger = OrganisationFactory(), OrganisationFactory(), OrganisationFactory()
    petition = make_petition(hosts=[one, other])
    refused = post(client, petition, consents=[str(stranger.id)])
    assert refused.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    post(client, petition, consents=[str(one.id)])
    assert session.scalars(select(SignatureConsent.organisation_id)).all() == [one.id]
    token = only().token
    changed = client.post(
        f"/signatures/{token}/change",
        data={
            "name": "Noor Haddad",
            "display": "first_name",
            "reason": "It helped.",
            "perspective": "man",
            "consents": [str(other.id)],
        },
    )
    assert changed.status_code == HTTPStatus.SEE_OTHER
    assert session.scalars(select(SignatureConsent.organisation_id)).all() == [other.id]
    assert (only().display, only().reason_status) == (DisplayName.FIRST_NAME, ReasonStatus.WAITING)
    assert client.get(f"/signatures/{token}/change").status_code == HTTPStatus.OK
    too_long = client.post(f"/signatures/{token}/change", data={"reason": "x" * 1001, "display": "hidden"})
    assert too_long.status_code == HTTPStatus.UNPROCESSABLE_ENTITY


def test_a_mistyped_name_is_corrected_and_the_log_stays_true(app, client):
    petition = make_petition()
    post(client, petition, name="Noor Hadad")
    page = f"/signatures/{only().token}"
    client.post(f"{page}/confirm")
    count_signatures()
    before = client.get(f"/petitions/{petition.slug}/log.txt").text
    assert 'value="Noor Hadad"' in client.get(f"{page}/change").text
    said = {"display": "full_name", "reason": "", "perspective": "unsaid"}
    for refused in ("", "www.buy.example", "=1"):
        answer = client.post(f"{page}/change", data={**said, "name": refused})
        assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
        assert f'value="{refused}"' in answer.text
    saved = client.post(f"{page}/change", data={**said, "name": "Noor Haddad"})
    assert saved.status_code == HTTPStatus.SEE_OTHER
    assert only().name == "Noor Haddad"
    count_signatures()
    assert client.get(f"/petitions/{petition.slug}/log.txt").text == before
    with transaction():
        assert services.recount(petition.id)
    post(client, petition, name="Noor Haddad")
    assert count() == 1, "the corrected name is known by its new spelling"


def test_two_of_one_household_never_become_one_name(app, client):
    petition = make_petition(area_question=AreaQuestion.POSTCODE)
    for name in ("Noor Haddad", "Sam Haddad"):
        post(client, petition, name=name, postcode="LS6 2AB")
    token = session.scalars(select(Signature).order_by(Signature.id.desc())).first().token
    said = {"name": "NOOR HADDAD", "display": "hidden", "reason": "", "perspective": "unsaid"}
    answer = client.post(f"/signatures/{token}/change", data=said)
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "Someone has signed by this name with the same address already." in answer.text
    assert 'value="NOOR HADDAD"' in answer.text


def test_names_stay_once_a_petition_has_closed(app, client):
    petition = make_petition()
    signature = make_signature(petition, name="Noor Hadad", token="own")
    with transaction():
        petition.status, petition.closed_at = PetitionStatus.CLOSED, clock.now()
    page = client.get("/signatures/own/change").text
    assert 'name="name"' not in page
    assert "The petition has closed, so the names under it stay as they are." in page
    said = {"name": "Noor Haddad", "display": "full_name", "reason": "", "perspective": "unsaid"}
    assert client.post("/signatures/own/change", data=said).status_code == HTTPStatus.SEE_OTHER
    session.expire_all()
    assert (signature.name, signature.display) == ("Noor Hadad", DisplayName.FULL_NAME)
    hidden = {"display": DisplayName.HIDDEN, "perspective": Perspective.UNSAID, "is_following": False}
    wish = services.SignatureChange(reason="", name="Else", **hidden)
    with pytest.raises(Refused, match="stay as they are"), transaction():
        services.change_signature(signature, wish)


def test_taking_it_back_forgets_what_was_written(app, client):
    petition = make_petition()
    post(client, petition, reason="Mine.")
    token = only().token
    client.post(f"/signatures/{token}/confirm")
    client.post(f"/signatures/{token}/withdraw")
    gone = only()
    assert gone.status is SignatureStatus.WITHDRAWN
    assert (gone.name, gone.email, gone.reason, gone.email_key) == (None, None, None, None)
    assert client.get(f"/signatures/{token}").status_code == HTTPStatus.OK
    assert client.get(f"/signatures/{token}?done=withdrawn").status_code == HTTPStatus.OK
    assert client.get(f"/signatures/{token}/change").status_code == HTTPStatus.CONFLICT
    assert client.post(f"/signatures/{token}/confirm").status_code == HTTPStatus.CONFLICT
    client.post(f"/signatures/{token}/withdraw")
    assert templates() == ["confirm", "signed", "withdrawn"]
    post(client, petition)
    assert count() == 2


def test_whoever_took_it_back_reads_what_is_true_of_it_now(app, client):
    petition = make_petition()
    make_signature(petition, token="counted")
    count_signatures()
    make_signature(petition, token="not-yet")
    for token in ("counted", "not-yet"):
        client.post(f"/signatures/{token}/withdraw")
    page = client.get("/signatures/counted?done=withdrawn").text
    assert "the public count follows within a few minutes" in page
    assert "With it you can check that your name no longer counts." in page
    assert f'href="/petitions/{petition.slug}#sign"' in page
    never = client.get("/signatures/not-yet?done=withdrawn").text
    assert "Your receipt" not in never, "it never gets a line"
    assert "the public count" not in never
    with transaction():
        session.get_one(Petition, petition.id).status = PetitionStatus.CLOSED
    assert "sign again" not in client.get("/signatures/counted").text


def test_forged_links_lead_nowhere(app, client):
    make_signature(make_petition())
    for address in ("/signatures/none", "/signatures/1", "/signatures/%27%20OR%201"):
        assert client.get(address).status_code == HTTPStatus.NOT_FOUND
        assert client.post(address + "/confirm").status_code == HTTPStatus.NOT_FOUND


def test_unusual_ones_are_set_aside_and_a_person_decides(app, client):
    petition, staff = make_petition(), UserFactory(is_staff=True)
    post(client, petition, email="x@mailinator.com")
    signers.look_at_signature(only().id)
    assert (only().status, only().ended_reason) == (
        SignatureStatus.QUARANTINED,
        Suspicion.THROWAWAY_ADDRESS.value,
    )
    client.post(f"/signatures/{only().token}/confirm")
    assert only().status is SignatureStatus.QUARANTINED
    with transaction():
        services.release(only(), by=staff)
    assert (only().status, only().ended_reason) == (SignatureStatus.CONFIRMED, "")
    with transaction():
        services.take_off(only(), by=staff)
    assert (only().status, only().ended_reason) == (SignatureStatus.REMOVED, Suspicion.BY_HAND.value)
    assert client.get(f"/signatures/{only().token}").status_code == HTTPStatus.OK


def test_one_whose_hand_over_was_lost_is_looked_at_by_the_sweep(app):
    petition = make_petition()
    make_signature(petition, SignatureStatus.PENDING, email="one@mailinator.com")
    signers.look_again()
    assert only().status is SignatureStatus.QUARANTINED
    with transaction():
        services.release(only(), by=UserFactory(is_staff=True))
    signers.look_again()
    assert only().status is SignatureStatus.PENDING, "a person has the last word"


def test_a_burst_from_one_place_is_set_aside(app):
    petition = make_petition()
    for number in range(10):
        with transaction():
            details = SigningDetails(name="Ana", email=f"a{number}@example.org", network="203.0.113.9")
            made = services.sign(petition, details)
        signers.look_at_signature(made)
    statuses = session.scalars(select(Signature.status).order_by(Signature.id)).all()
    assert statuses.count(SignatureStatus.QUARANTINED) == 4
    signers.look_at_signature(10_000)


def test_reasons_are_read_before_they_are_shown_and_names_are_hidden(app):
    petition, user, host = make_petition(), UserFactory(), OrganisationFactory()
    signature = make_signature(
        petition, name="Ash Green", reason="It helped.", reason_status=ReasonStatus.WAITING
    )
    assert shown_reasons(petition) == []
    with transaction():
        read = hash_of_words("It helped.")
        services.judge_reason(signature, read, is_shown=True, by=user, on_behalf_of=host)
    (shown,) = shown_reasons(petition)
    assert (shown.reason, public_name(shown)) == ("It helped.", "")
    shown.display = DisplayName.FIRST_NAME
    assert public_name(shown) == "Ash"
    shown.display = DisplayName.FULL_NAME
    assert public_name(shown) == "Ash Green"


def test_a_name_is_read_with_the_reason_before_it_is_shown_beside_it(app, client):
    petition, user, host = make_petition(), UserFactory(), OrganisationFactory()
    signature = make_signature(
        petition, name="Ash Green", token="own", reason="It helped.", reason_status=ReasonStatus.WAITING
    )
    said = {"name": "Ash Green", "display": "full_name", "reason": "It helped.", "perspective": "unsaid"}

    def change(**changes: str) -> None:
        client.post("/signatures/own/change", data=said | changes)

    def show(name: str) -> None:
        with transaction():
            read = hash_of_words("It helped.", name)
            services.judge_reason(signature, read, is_shown=True, by=user, on_behalf_of=host)

    change()
    with pytest.raises(Refused, match="changed meanwhile"):
        show("")
    show("Ash Green")
    assert shown_reasons(petition) == [signature]
    change(name="Do Not Wait Just Die")
    assert shown_reasons(petition) == [], "nobody has read this name"
    show("Do Not Wait Just Die")
    change(name="Do Not Wait Just Die", display="hidden")
    assert shown_reasons(petition) == [signature], "who hides a name waits for nobody"
    change(name="Do Not Wait Just Die", display="first_name")
    assert shown_reasons(petition) == []


def test_the_unconfirmed_are_reminded_three_times_then_forgotten(app):
    petition = make_petition()
    make_signature(petition, SignatureStatus.PENDING)
    make_signature(petition, SignatureStatus.CONFIRMED)
    for day in range(1, 32):
        with clock.moved(timedelta(days=day, hours=1)):
            signers.remind_signers()
            signers.forget_signers()
    assert templates() == ["remind"] * 3
    assert only().status is SignatureStatus.CONFIRMED


def unreadable(signature: Signature) -> None:
    """Let a signature hold what no key of ours opens."""
    broken = update(Signature).where(Signature.id == signature.id).values(email=literal_column("'broken'"))
    session.execute(broken)
    session.commit()


def test_a_signature_that_cannot_be_read_keeps_no_other_waiting(app, caplog):
    unreadable(make_signature(make_petition(), SignatureStatus.PENDING))
    unreadable(make_signature(make_petition(PetitionStatus.CLOSED)))
    make_signature(make_petition(), SignatureStatus.PENDING)
    sound = make_petition(PetitionStatus.CLOSED)
    make_signature(sound)
    with clock.moved(timedelta(days=2)):
        signers.remind_signers()
    assert templates() == ["remind"]
    with clock.moved(timedelta(days=183)):
        signers.forget_signers()
    assert session.get_one(Petition, sound.id, populate_existing=True).anonymised_at is not None
    alarms = [each for each in caplog.records if each.levelname == "ERROR"]
    assert len(alarms) == 2


def test_signers_become_numbers_half_a_year_after_closing(app):
    petition = make_petition(PetitionStatus.CLOSED)
    signature = make_signature(petition, reason="Mine.", area="LS6")
    count_signatures()
    token = signature.token
    signers.forget_signers()
    assert only().name == "Ash Green"
    with clock.moved(timedelta(days=183)):
        signers.forget_signers()
        signers.forget_signers()
    kept = only()
    assert (kept.name, kept.email, kept.reason, kept.email_key) == (None, None, None, None)
    assert (kept.area, line_number(kept), kept.status) == ("LS6", 0, SignatureStatus.CONFIRMED)
    assert kept.token != token
    assert kept.petition.anonymised_at is not None


HOSTILE = [
    "",
    " ",
    "=cmd|' /C calc'!A0",
    "@SUM(1)",
    "<script>alert(1)</script>",
    "' OR 1=1 --",
    "Robert'); DROP TABLE signatures;--",
    "\u202egnp.exe",
    "\ud800",
    "\x00",
    "\x1b[31m",
    "é" * 5_000,
    "👩‍👩‍👧‍👧" * 200,
    "ﷺ" * 300,
    "%s%n{0}{{7*7}}",
    "1e309",
    "ａｓｈ＠ｅｘａｍｐｌｅ．ｏｒｇ",
    "a@b",
    "ash@example.org\r\nBcc: all@example.org",
    "\u0000\ufeff\u200b",
    "LS6 2AB",
    "Ångström",
    "x" * 100_000,
]


def test_five_thousand_hostile_inputs_get_an_answer_never_a_crash(app):
    """Through the form and the service, where each answer is a sentence or a signature."""
    petition = make_petition(area_question=AreaQuestion.POSTCODE)
    chance = random.Random(20261123)  # noqa: S311  # a repeatable draw, not a secret
    from_form = signing_answers(app, petition, chance, 5_000)
    assert from_form["taken"] > 50
    assert from_form["refused"] > 1_000
    assert sum(from_form.values()) == 5_000


def signing_answers(app, petition, chance, number):
    from werkzeug.datastructures import MultiDict  # noqa: PLC0415  # only this test sends raw forms

    from app.petitions.forms import sign_form  # noqa: PLC0415

    answers = {"taken": 0, "refused": 0}
    fields = ("name", "email", "postcode", "reason", "perspective", "display", "consents", "event", "via")
    for each in range(number):
        data = {**FORM, "email": f"p{each}@example.org", "display": "hidden", "perspective": "unsaid"}
        for field in chance.sample(fields, chance.randint(1, 3)):
            data[field] = chance.choice(HOSTILE)
        form = sign_form(petition, [], MultiDict(data))
        if form.validate():
            services.prepare_signature(petition, form.details())
            answers["taken"] += 1
        else:
            assert form.errors
            answers["refused"] += 1
    return answers


@pytest.mark.parametrize("field", ["name", "email", "postcode", "reason", "perspective", "display", "event"])
def test_hostile_input_over_http_is_taken_or_explained(app, client, field):
    petition = make_petition(area_question=AreaQuestion.POSTCODE)
    for number, text in enumerate(HOSTILE):
        if text == "\ud800":
            continue  # cannot be sent over HTTP at all
        data = {"email": f"{field}{number}@example.org", field: text}
        with clock.moved(timedelta(hours=number)):
            answer = post(client, petition, **data)
        assert answer.status_code in {
            HTTPStatus.SEE_OTHER,
            HTTPStatus.UNPROCESSABLE_ENTITY,
            HTTPStatus.BAD_REQUEST,
        }, text[:40]
