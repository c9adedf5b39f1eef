"""Giving, as a person sees it: the form, the pay page, and where one comes back to."""

import re
from datetime import timedelta
from html import unescape

import pytest

from app.core import clock
from app.core.database import session
from app.core.limits import REPLY, TOKEN, limiter
from app.core.transaction import transaction
from app.donations import queries
from app.donations.models import (
    Charity,
    Declaration,
    DeclarationScope,
    DedicationKind,
    Donation,
    DonationStatus,
    FundStatus,
    MessageStatus,
)
from app.donations.rules.gift_aid import EDITION
from app.donations.services.giving import new_reference
from app.donations.services.keeping import next_version
from app.factory import create_app
from tests.donations.factories import make_donation, make_fund
from tests.organisations.factories import MembershipFactory, OrganisationFactory
from tests.page import without_chance
from tests.signing_in import sign_in

FORM = "/funds/tea/donations"
GIVER = {"name": "Kim Low", "email": "kim@example.org", "how_often": "once"}
HOME = {"first_name": "Kim", "last_name": "Low", "house": "12 Mill Lane", "postcode": "ls62ab"}


@pytest.fixture
def hosts(app):
    return OrganisationFactory(name="Ember"), OrganisationFactory(name="Well")


@pytest.fixture
def fund(hosts):
    return make_fund(hosts=hosts, weights=[6_000, 4_000], slug="tea", title="Tea for all")


@pytest.fixture
def charities(hosts):
    return [claiming(host) for host in hosts]


def claiming(organisation):
    charity = Charity(
        organisation=organisation, name=f"{organisation.name} Trust", hmrc_reference="XR1", is_claiming=True
    )
    session.add(charity)
    session.commit()
    return charity


def shown(answer):
    """Give what is read on a page, on one line."""
    main = answer.text.split("<main")[1].split("</main")[0]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", main)).split())


def field_of(page, name):
    """Give the value of a field of a page."""
    (tag,) = re.findall(rf'<input[^>]* name="{name}"[^>]*>', page.text)
    found = re.search(r'value="([^"]*)"', tag)
    return unescape(found[1]) if found else ""


def hidden(page):
    """Give what a browser sends along."""
    return {name: field_of(page, name) for name in ("key", "shown_for", "declared_for") if name in page.text}


def opened(client, amount="10"):
    """Open the form with an amount, as the page of the fund does."""
    return client.get(FORM, query_string={"amount": amount})


def sent(client, amount="10", **values):
    """Open the form and send it."""
    page = opened(client, amount)
    return client.post(FORM, data={**hidden(page), **GIVER, "amount": amount, **values})


def only_gift():
    return session.query(Donation).one()


def test_giving_begins_on_the_page_of_the_fund(client, stripe, fund):
    page = client.get("/funds/tea")
    assert f'method="get" action="{FORM}"' in page.text
    assert "Nothing is paid yet" in shown(page)
    assert "Set-Cookie" not in page.headers
    assert not session.query(Donation).count()


def test_the_form_says_what_becomes_of_the_money(client, stripe, fund):
    page = client.get(f"{FORM}?amount=10&often=monthly")
    text = shown(page)
    assert "Of your £10.00 £6.00 is for Ember £4.00 is for Well" in text
    assert "Each bears its part of the fee of the payment company, Stripe: about £0.35 in all." in text
    assert "Add £0.36, so that the whole £10.00 arrives (£10.36 in all)" in text
    assert "checked" not in re.search(r'<input[^>]*name="is_covering"[^>]*>', page.text)[0]
    assert re.search(r'<input checked[^>]*value="monthly"', page.text)
    assert "name@example.org" not in text
    assert field_of(page, "amount") == "10"
    assert field_of(client.get(f"{FORM}?amount=10&other=7.50"), "amount") == "7.50"
    assert "Of your" not in shown(client.get(f"{FORM}?amount=1e309"))


def test_an_amount_that_nobody_can_read_is_said_before_anything_else_is_asked(client, stripe, fund):
    page = client.get(f"{FORM}?amount=10.00&other=seven&often=monthly")
    assert page.status_code == 200
    assert field_of(page, "amount") == "seven"
    assert 'class="error-summary"' in page.text
    assert re.search(r'<input[^>]*aria-invalid="true"[^>]*name="amount"', page.text)
    assert 'aria-invalid="true"' not in client.get(FORM).text


def test_the_form_says_who_sees_a_name_that_is_not_shown(client, stripe, fund):
    page = opened(client)
    assert "nobody sees" not in shown(page)
    assert "only those who look after the hosts’ money see your name" in shown(page)
    assert 'href="/privacy"' in page.text.partition('name="email"')[2].partition("</form>")[0]


def test_the_form_is_private_and_leads_to_the_pay_page_only(client, stripe, fund, rehearsal):
    for answer in (client.get(FORM), client.post(FORM, data={"amount": "x"})):
        assert answer.headers["Cache-Control"] == "private, no-store"
        assert "Set-Cookie" not in answer.headers
        policy = answer.headers["Content-Security-Policy"]
        assert re.search(r"form-action ([^;]+)", policy)[1] == f"'self' {rehearsal.url}"


def test_people_who_are_signed_in_find_their_name(client, stripe, fund):
    user = MembershipFactory().user
    sign_in(client, user)
    page = client.get(FORM)
    assert (field_of(page, "name"), field_of(page, "email")) == (user.name, user.email)


def test_a_gift_is_paid_and_thanked_for(client, stripe, fund, rehearsal):
    answer = sent(client, is_covering="y", is_name_shown="y")
    assert answer.status_code == 303
    assert answer.location.startswith(f"{rehearsal.url}/pay/")
    gift = only_gift()
    assert (gift.amount_minor, gift.cover_minor, gift.is_name_hidden) == (1_036, 36, False)
    back = rehearsal.pay(answer.location)
    stripe.go_on()
    page = client.get(back)
    assert "Thank you. Your gift has arrived." in shown(page)
    (mail,) = stripe.mails("receipt")
    own = re.search(r"/donations/\S+", mail.text)[0]
    text = shown(client.get(own))
    assert "£10.36 for “Tea for all”" in text
    assert "Who gets how much Ember: £6.22 and Well: £4.14" in text
    assert "It may be shown among those who gave" in text


def test_cover_is_added_only_to_the_amount_it_was_shown_for(client, stripe, fund):
    page = client.get(f"{FORM}?amount=10")
    data = {**hidden(page), **GIVER, "amount": "20", "is_covering": "y"}
    again = client.post(FORM, data=data)
    assert again.status_code == 422
    assert "covering the fee adds £0.51" in shown(again)
    assert "Add £0.51, so that the whole £20.00 arrives (£20.51 in all)" in shown(again)
    assert session.query(Donation).count() == 0
    assert client.post(FORM, data={**data, **hidden(again)}).status_code == 303
    assert only_gift().amount_minor == 2_051


@pytest.mark.parametrize("first", ["", "seven", "0.20", "20"])
def test_nobody_pays_before_they_have_seen_what_becomes_of_it(client, stripe, fund, first):
    data = {**hidden(opened(client, first)), **GIVER, "message": "For the kettle."}
    again = client.post(FORM, data={**data, "amount": "10"})
    assert again.status_code == 422
    assert shown(again).count("See below who gets what of your £10.00, then go on.") == 2
    assert "Of your £10.00 £6.00 is for Ember £4.00 is for Well Each bears its part of the fee" in shown(
        again
    )
    assert "For the kettle." in again.text
    assert session.query(Donation).count() == 0
    assert client.post(FORM, data={**data, **hidden(again), "amount": "10.00"}).status_code == 303
    assert only_gift().amount_minor == 1_000


def test_new_parts_are_shown_before_anyone_pays(client, stripe, fund):
    data = {**hidden(opened(client)), **GIVER, "amount": "10"}
    with transaction():
        first, second = queries.shares_of(fund)
        first.weight, second.weight = 5_000, 5_000
        next_version(fund, by=None)
    again = client.post(FORM, data=data)
    assert again.status_code == 422
    assert "Of your £10.00 £5.00 is for Ember £5.00 is for Well" in shown(again)
    assert client.post(FORM, data={**data, **hidden(again)}).status_code == 303
    assert [share["weight"] for share in only_gift().shares] == [5_000, 5_000]


def test_the_same_form_sent_twice_gives_once(client, stripe, fund, rehearsal):
    page = opened(client)
    data = {**hidden(page), **GIVER, "amount": "10"}
    first, second = client.post(FORM, data=data), client.post(FORM, data=data)
    assert first.location == second.location
    assert session.query(Donation).count() == 1
    back = rehearsal.pay(first.location)
    assert client.post(FORM, data=data).location == back.removeprefix("http://localhost")
    assert only_gift().status is DonationStatus.PAID
    changed = {**data, "amount": "12"}
    changed = client.post(FORM, data={**changed, **hidden(client.post(FORM, data=changed))})
    assert changed.location not in {first.location, back}
    assert session.query(Donation).count() == 2


HOSTILE = [
    ("0", "The smallest gift here is £1.00."),
    ("-5", "Write the amount without a minus."),
    ("1e309", "Write the amount in digits, such as 10.50."),
    ("nan", "Write the amount in digits, such as 10.50."),
    ("1,00", "Put a point before the smaller coins, such as 10.50."),
    ("１００", "Write the amount with the digits 0 to 9 of your keyboard."),
    ("1234567890", "The largest gift here is £10,000.00."),
    ("10.555", "Write at most 2 digits after the point."),
    ("", "Write how much you would like to give, such as 10."),
    ('"><script>', "Write the amount in digits, such as 10.50."),
]


def test_hostile_amounts_get_a_sentence_and_lose_nothing(client, stripe, fund):
    words = {"message": "For the kettle.", "dedication": "in_memory", "dedicated_to": "Sam & Jo"}
    for typed, sentence in HOSTILE:
        answer = sent(client, amount=typed, **words)
        assert answer.status_code == 422
        assert shown(answer).count(sentence) >= 2, "above the form and at the field"
        assert field_of(answer, "amount") == typed
        assert (field_of(answer, "name"), field_of(answer, "email")) == (GIVER["name"], GIVER["email"])
        assert field_of(answer, "dedicated_to") == "Sam & Jo"
        assert "For the kettle." in answer.text
    assert session.query(Donation).count() == 0


def test_a_form_that_is_half_filled_in_says_what_is_missing(client, stripe, fund):
    answer = sent(client, name="", email="kim", dedication="in_honour")
    text = shown(answer)
    assert answer.status_code == 422
    for sentence in ("Write your name.", "Write a full e-mail address", "Write their name, or choose"):
        assert sentence in text
    assert re.search(r'<details class="more" open>\s*<summary>Give it for someone', answer.text)
    assert sent(client, how_often="daily").status_code == 422


def test_no_name_advertises_among_those_who_gave(client, stripe, fund):
    answer = sent(client, name="buy.com", is_name_shown="y")
    assert answer.status_code == 422
    assert "Write a name without a web address in it." in shown(answer)
    assert session.query(Donation).count() == 0


def test_nothing_that_was_written_is_left_out_unsaid(client, stripe, fund, charities):
    answer = sent(client, dedicated_to="Sam", **HOME)
    assert answer.status_code == 422
    assert shown(answer).count("Choose in whose honour or memory you give, or leave the name empty.") == 2
    assert shown(answer).count("Tick this to add Gift Aid, or leave the fields below it empty.") == 2
    assert re.search(r'<details class="more" open>\s*<summary>Pay tax in the UK', answer.text)
    assert field_of(answer, "house") == HOME["house"]
    assert session.query(Donation).count() == 0


def test_a_monthly_gift_with_words_for_someone(client, stripe, fund, rehearsal):
    answer = sent(
        client, how_often="monthly", dedication="in_memory", dedicated_to="Sam", message="For the kettle."
    )
    back = rehearsal.pay(answer.location)
    stripe.go_on()
    gift = only_gift()
    assert gift.recurring_id
    assert (gift.dedication, gift.dedicated_to) == (DedicationKind.IN_MEMORY, "Sam")
    assert gift.message_status is MessageStatus.WAITING
    assert "Thank you. Your gift has arrived." in shown(client.get(back))
    text = shown(client.get(gift.address))
    assert "In memory of Sam" in text
    assert "A person will read them before anyone can see them." in text
    assert [mail.subject for mail in stripe.mails("monthly_begun")]


def test_givers_read_when_a_monthly_gift_is_taken(client, stripe, fund, rehearsal):
    assert "on the same day of each month as the first" in shown(opened(client))
    stripe.give(fund, is_monthly=True)
    assert ["on the same day of each month" in mail.text for mail in stripe.mails("monthly_begun")] == [True]


def test_a_fund_without_monthly_gifts_offers_none(client, stripe, fund):
    fund.takes_monthly = False
    session.commit()
    page = client.get(f"{FORM}?often=monthly")
    assert "Every month" not in page.text
    answer = sent(client, how_often="monthly")
    assert answer.status_code == 422
    assert "This fund takes single gifts only. Go on to give once." in shown(answer)


@pytest.mark.parametrize("status", [FundStatus.CLOSED, FundStatus.DRAFT])
def test_only_an_open_fund_has_a_form(client, stripe, status):
    make_fund(status, slug="shut")
    answers = client.get("/funds/shut/donations"), client.post("/funds/shut/donations", data=GIVER)
    if status is FundStatus.DRAFT:
        assert [each.status_code for each in answers] == [404, 404]
        return
    assert [each.status_code for each in answers] == [200, 409]
    for each in answers:
        assert "This fund takes no gifts just now" in shown(each)


def test_a_fund_past_its_last_day_takes_no_gifts(client, stripe, fund):
    fund.closes_on = clock.now().date() - timedelta(days=1)
    session.commit()
    assert "This fund takes no gifts just now" in shown(client.get(FORM))


def test_without_a_key_nothing_is_asked_for(client, fund):
    assert "This fund takes no gifts just now" in shown(client.get(FORM))
    assert client.post(FORM, data={**GIVER, "amount": "10"}).status_code == 409
    assert session.query(Donation).count() == 0


def test_a_pay_page_that_does_not_answer_loses_nothing(client, stripe, fund):
    stripe.act("fail", answer="500", times=3)
    page = opened(client)
    data = {**hidden(page), **GIVER, "amount": "10", "message": "For the kettle."}
    answer = client.post(FORM, data=data)
    assert answer.status_code == 409
    assert "The payment page does not answer just now. Nothing was taken." in shown(answer)
    assert "For the kettle." in answer.text
    again = client.post(FORM, data={**data, **hidden(answer)})
    assert again.status_code == 303
    assert session.query(Donation).count() == 1


def test_gift_aid_asks_for_all_that_hmrc_asks_for(client, stripe, fund, charities):
    page = client.get(f"{FORM}?amount=10")
    assert "I would like Ember Trust to claim Gift Aid on its part of this gift." in shown(page)
    answer = sent(client, is_declared="y", first_name="Kim", postcode="nowhere")
    assert answer.status_code == 422
    for sentence in ("Write your last name", "name of your house", "Write a postcode, such as LS6 2AB"):
        assert shown(answer).count(sentence) == 2, sentence
    assert "Write your first name" not in shown(answer)
    assert re.search(r'<details class="more" open>\s*<summary>Pay tax in the UK', answer.text)
    assert field_of(answer, "postcode") == "nowhere"
    assert session.query(Donation).count() == 0


def test_a_declaration_is_kept_word_for_word_for_each_charity(client, stripe, fund, charities, rehearsal):
    answer = sent(client, is_declared="y", **HOME)
    declared = session.query(Declaration).order_by(Declaration.id).all()
    assert [each.charity_name for each in declared] == ["Ember Trust", "Well Trust"]
    for each in declared:
        assert each.text.startswith(f"I would like {each.charity_name} to claim Gift Aid")
        assert (each.edition, each.scope) == (EDITION, DeclarationScope.THIS)
        assert (each.first_name, each.postcode) == ("Kim", "LS6 2AB")
    rehearsal.pay(answer.location)
    stripe.go_on()
    (mail,) = stripe.mails("receipt")
    words = " ".join(mail.text.split())
    assert "You declared Gift Aid to Ember Trust. HMRC can add £1.50 to its part, £6.00" in words
    assert "You declared Gift Aid to Well Trust. HMRC can add £1.00 to its part, £4.00" in words
    assert "Ember Trust" in mail.html
    own = only_gift().address
    assert "Declared to Ember Trust" in shown(client.get(own))
    done = client.post(f"{own}/declaration")
    text = shown(client.get(done.location))
    assert "The declaration is taken back." in text
    assert text.count("taken back on") == 2
    assert f'{own}/declaration"' not in client.get(own).text
    session.expire_all()
    assert all(each.cancelled_at for each in session.query(Declaration))


def test_nobody_declares_words_they_have_not_read(client, stripe, fund, charities):
    page = opened(client)
    data = {**hidden(page), **GIVER, **HOME, "amount": "10", "is_declared": "y", "scope": "all_future"}
    again = client.post(FORM, data=data)
    assert again.status_code == 422
    assert "its part of this gift and every later one" in shown(again)
    assert client.post(FORM, data={**data, **hidden(again)}).status_code == 303
    assert "this gift and every later one" in session.query(Declaration).first().text


def test_only_charities_are_declared_to(client, stripe, fund, hosts):
    assert "Gift Aid" not in shown(client.get(FORM))
    sent(client, is_declared="y")
    assert session.query(Declaration).count() == 0
    claiming(hosts[1])
    text = shown(client.get(f"{FORM}?amount=10"))
    assert "Well Trust" in text
    assert "The other hosts are not charities" in text


def test_a_declaration_of_a_monthly_gift_is_on_each_receipt(client, stripe, fund, charities, rehearsal):
    answer = sent(client, how_often="monthly", is_declared="y", **HOME)
    rehearsal.pay(answer.location)
    stripe.go_on()
    stripe.act("advance", days=32)
    stripe.go_on()
    mails = stripe.mails("receipt")
    assert len(mails) == 2
    assert all("You declared Gift Aid to Ember Trust" in " ".join(mail.text.split()) for mail in mails)
    recurring = only_monthly()
    client.post(f"{recurring.address}/declaration")
    assert "taken back on" in shown(client.get(recurring.address))


def only_monthly():
    return session.query(Donation).order_by(Donation.id).first().recurring


# Coming back from the pay page.


def test_coming_back_tells_how_it_stands_and_nothing_else(client, stripe, fund, rehearsal):
    answer = sent(client, message="For the kettle.")
    gift = only_gift()
    (visit,) = rehearsal.things("checkout.session")
    assert gift.token not in str(visit), "the key to a gift stays between us and its giver"
    back = visit["success_url"].removeprefix("http://localhost")
    page = client.get(back)
    text = shown(page)
    assert "We wait for word from your bank." in text
    for private in ("Kim", "£10", "kettle", "Tea for all", gift.token):
        assert private not in without_chance(page.text)
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert page.headers["Cache-Control"] == "private, no-store"
    assert f"form-action 'self' {rehearsal.url};" in page.headers["Content-Security-Policy"]
    assert "You have not paid, and nothing was taken." in shown(client.get(visit["cancel_url"]))
    assert client.post(f"{back}/pay").location == answer.location
    rehearsal.pay(answer.location)
    assert only_gift().status is DonationStatus.PENDING
    assert client.post(f"{back}/look").location == back
    assert "Thank you. Your gift has arrived." in shown(client.get(back))
    assert client.post(f"{back}/pay").location == back, "nobody is led to a pay page that is used up"


def test_coming_back_lets_the_worker_ask(client, stripe, fund, rehearsal):
    back = rehearsal.pay(sent(client).location)
    stripe.forget_work()
    client.get(back)
    assert only_gift().status is DonationStatus.PENDING, "a link that is opened writes nothing"
    stripe.work()
    assert only_gift().status is DonationStatus.PAID


def test_each_status_has_its_words(client, stripe, fund):
    words = {
        DonationStatus.PROCESSING: "Thank you. Your bank is at work.",
        DonationStatus.FAILED: "The payment did not go through.",
        DonationStatus.EXPIRED: "This gift was not paid.",
        DonationStatus.PAID: "Thank you. Your gift has arrived.",
    }
    for status, sentence in words.items():
        gift = make_donation(fund, status=status, token=f"of-{status}")
        assert sentence in shown(client.get(f"/donations/of-{status}"))
        assert sentence in shown(client.get(f"/donations/back/{gift.reference}"))


def test_a_bank_that_takes_its_time_or_says_no(client, stripe, fund, rehearsal):
    back = rehearsal.pay(sent(client).location, how="later-fails")
    stripe.go_on()
    assert "Your bank is at work." in shown(client.get(back))
    stripe.act("advance", days=4)
    stripe.go_on()
    assert "The payment did not go through." in shown(client.get(back))


def test_a_pay_page_that_does_not_answer_after_all(client, stripe, fund):
    sent(client)
    stripe.act("fail", answer="500", times=9)
    answer = client.post(f"/donations/back/{only_gift().reference}/pay")
    assert answer.status_code == 409
    assert "The payment page does not answer just now." in shown(answer)


def test_unknown_references_open_nothing(client, stripe, fund):
    for address in ("nothing", "nothing/look", "nothing/pay", new_reference("x")):
        method = client.post if "/" in address else client.get
        assert method(f"/donations/back/{address}").status_code == 404


# Limits.


@pytest.mark.parametrize(
    ("address", "method", "limit"), [(FORM, "POST", REPLY), ("/donations/x", "GET", TOKEN)]
)
def test_one_place_cannot_try_for_long(app, test_settings, address, method, limit):
    counting = create_app(test_settings.with_changes(rate_limits=True))
    limiter.reset()
    try:
        visitor, most = counting.test_client(), int(limit.split()[0])
        codes = {visitor.open(address, method=method).status_code for _ in range(most)}
        assert 429 not in codes
        assert visitor.open(address, method=method).status_code == 429
    finally:
        limiter.enabled = False
