"""One's own gift by its secret link: what it shows, and what can be done with it."""

import re
from datetime import timedelta

import pytest

from app.cohosting.queries import hosts_of
from app.core import clock
from app.core.database import session
from app.core.money import Money
from app.donations.models import (
    Declaration,
    Donation,
    DonationStatus,
    RecurringStatus,
    RecurringWish,
    Refund,
    RefundStatus,
)
from app.donations.queries import gifts_of
from app.donations.queries.giving import names_through
from app.donations.rules.giving import REFUND_WINDOW
from tests.donations.factories import make_donation, make_fund
from tests.donations.test_giving_pages import shown
from tests.donations.treasurers import keeper_of
from tests.signing_in import sign_in

OWN = "/donations/of-one-gift"
ACTS = ("name", "declaration", "refund", "amount", "pause", "resume", "end", "portal")


@pytest.fixture
def fund(app):
    return make_fund(slug="tea", title="Tea for all")


@pytest.fixture
def gift(fund):
    return make_donation(
        fund, status=DonationStatus.PAID, token="of-one-gift", payment_id="pi_1", is_name_hidden=True
    )


@pytest.fixture
def monthly(stripe, fund):
    return stripe.monthly_of(stripe.give(fund, is_monthly=True, is_name_hidden=True))


def fresh(row):
    session.expire_all()
    return session.get(type(row), row.id)


def names_of(fund):
    return list(names_through(fund, clock.now().strftime("%Y-%m")).names)


def test_the_page_is_for_its_giver_alone(client, gift):
    page = client.get(OWN)
    assert page.status_code == 200
    assert page.headers["Cache-Control"] == "private, no-store"
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert "noindex" in page.headers["X-Robots-Tag"]
    assert "Set-Cookie" not in page.headers
    assert (
        "form-action 'self' https://checkout.stripe.com https://billing.stripe.com;"
        in (page.headers["Content-Security-Policy"])
    )
    assert client.get("/donations/another").status_code == 404


def test_a_link_only_opens_and_a_button_acts(client, stripe, monthly):
    before = session.query(Donation.id, Donation.is_name_hidden, Donation.status).all()
    for address in (monthly.address, f"{monthly.address}?done=ended", monthly.address):
        assert client.get(address).status_code == 200
    for act in ACTS:
        assert client.get(f"{monthly.address}/{act}").status_code == 405
    assert session.query(Donation.id, Donation.is_name_hidden, Donation.status).all() == before
    assert fresh(monthly).wish is None


def test_forged_links_do_nothing(client, gift):
    for act in ACTS:
        assert client.post(f"/donations/forged/{act}").status_code == 404
    for act in ("amount", "pause", "resume", "end", "portal"):
        assert client.post(f"{OWN}/{act}").status_code == 404, "a single gift has nothing to pause"


def test_a_monthly_gift_is_asked_back_gift_by_gift(client, monthly):
    assert client.post(f"{monthly.address}/refund").status_code == 404


def test_whoever_asks_one_month_back_reads_how_to_end_the_next(client, stripe, monthly):
    (first,) = gifts_of(monthly)
    sentence = "which goes on until you end it."
    page = client.get(first.address).text
    assert sentence in page
    assert f'href="{monthly.address}"' in page
    client.post(f"{first.address}/refund")
    (mail,) = stripe.mails("refund_asked")
    assert monthly.address in mail.text
    client.post(f"{monthly.address}/end")
    assert sentence not in client.get(first.address).text
    stripe.go_on()
    assert sentence not in client.get(first.address).text


def test_a_name_is_shown_and_hidden_as_its_giver_wishes(client, fund, gift):
    assert names_of(fund) == []
    done = client.post(f"{OWN}/name", data={"is_name_shown": "y"})
    assert done.status_code == 303
    assert "Your name may be shown from now on." in shown(client.get(done.location))
    assert names_of(fund) == ["Kim Example"]
    done = client.post(f"{OWN}/name")
    assert "Your name is hidden." in shown(client.get(done.location))
    assert names_of(fund) == []


def test_a_hidden_name_is_seen_by_treasurers_and_the_page_says_so(app, client, fund, gift):
    assert "Only those who look after the hosts’ money see it" in shown(client.get(OWN))
    desk = app.test_client()
    sign_in(desk, keeper_of(hosts_of(fund.cohosting)[0].organisation))
    assert gift.name in shown(desk.get(f"/desk/funds/tea/treasury/gifts/{gift.id}"))


def test_a_monthly_gift_shows_its_name_for_all_its_gifts(client, stripe, fund, monthly):
    stripe.act("advance", days=32)
    stripe.go_on()
    assert session.query(Donation).filter_by(status=DonationStatus.PAID).count() == 2
    client.post(f"{monthly.address}/name", data={"is_name_shown": "y"})
    assert {each.is_name_hidden for each in session.query(Donation)} == {False}
    first = session.query(Donation).order_by(Donation.id).first()
    client.post(f"{first.address}/name")
    session.expire_all()
    assert [each.is_name_hidden for each in session.query(Donation).order_by(Donation.id)] == [True, False]


def test_a_gift_is_asked_back_once(client, stripe, gift):
    done = client.post(f"{OWN}/refund", data={"reason": "I lost my work."})
    assert done.status_code == 303
    text = shown(client.get(done.location))
    assert "We have told the treasurers. You will get a mail." in text
    assert re.search(r"You asked for £10.00 on [^.]+\. Asked for", text)
    assert f'{OWN}/refund"' not in client.get(OWN).text
    refund = session.query(Refund).one()
    assert (refund.status, refund.reason) == (RefundStatus.REQUESTED, "I lost my work.")
    assert len(stripe.mails("refund_asked")) == 1
    again = client.post(f"{OWN}/refund")
    assert again.status_code == 409
    assert "waits for its answer" in shown(again)
    assert session.query(Refund).count() == 1


def test_what_was_written_is_not_lost_when_it_is_too_long(client, gift):
    answer = client.post(f"{OWN}/refund", data={"reason": "words " * 300})
    assert answer.status_code == 422
    assert "words words" in answer.text
    assert session.query(Refund).count() == 0


def test_after_the_window_the_page_says_whom_to_write_to(client, gift):
    with clock.moved(REFUND_WINDOW + timedelta(days=1)):
        assert f'{OWN}/refund"' not in client.get(OWN).text
        late = client.post(f"{OWN}/refund")
    assert late.status_code == 409
    assert "A gift can be asked back for 60 days. Please write to the hosts." in shown(late)
    assert "form-action 'self' https://checkout.stripe.com" in late.headers["Content-Security-Policy"]


def test_only_what_was_paid_can_be_asked_back(client, stripe, fund):
    for status in set(DonationStatus) - {DonationStatus.PAID}:
        make_donation(fund, status=status, token=f"of-{status}")
        assert "Ask for it back" not in shown(client.get(f"/donations/of-{status}"))
        assert client.post(f"/donations/of-{status}/refund").status_code == 409


def test_a_large_gift_is_asked_back_like_any_other(client, stripe, fund):
    make_donation(fund, 25_000, DonationStatus.PAID, token="of-one-gift", payment_id="pi_1")
    assert client.post(f"{OWN}/refund").status_code == 303
    assert session.query(Refund).one().amount_minor == 25_000


def test_another_amount_shows_before_the_provider_has_heard(client, stripe, monthly):
    done = client.post(f"{monthly.address}/amount", data={"amount": "12.50"})
    text = shown(client.get(done.location))
    assert "Noted. The new amount holds from next month on." in text
    assert "You asked for £12.50." in text
    stripe.go_on()
    assert fresh(monthly).amount == Money(1_250, "GBP")
    assert "You asked for" not in shown(client.get(monthly.address))


def test_hostile_amounts_change_nothing(client, stripe, monthly):
    for typed in ("", "0", "-5", "1e309", "1,00", "１００", "1234567890"):
        answer = client.post(f"{monthly.address}/amount", data={"amount": typed})
        assert answer.status_code == 422
        assert f'value="{typed}"' in answer.text
        assert 'id="amount-error"' in answer.text
        assert 'class="error-summary"' in answer.text, "it is said where the page opens"
        assert fresh(monthly).wish is None


def test_a_pause_and_going_on(client, stripe, monthly):
    done = client.post(f"{monthly.address}/pause")
    text = shown(client.get(done.location))
    assert "Noted. Nothing is taken until you go on with it." in text
    assert "You asked to pause it. We are telling Stripe" in text
    assert "Go on with it" in text
    stripe.go_on()
    assert fresh(monthly).status is RecurringStatus.PAUSED
    assert "How it stands Paused" in shown(client.get(monthly.address))
    done = client.post(f"{monthly.address}/resume")
    assert "You asked to go on with it." in shown(client.get(done.location))
    assert "Pause it" in shown(client.get(done.location))
    stripe.go_on()
    assert fresh(monthly).status is RecurringStatus.ACTIVE


def test_the_end_is_the_end(client, stripe, monthly):
    done = client.post(f"{monthly.address}/end")
    text = shown(client.get(done.location))
    assert "Noted. Nothing more is taken. Thank you for all of it." in text
    assert "You asked to end it." in text
    assert "Pause it" not in text
    refused = client.post(f"{monthly.address}/pause")
    assert refused.status_code == 409
    assert "This monthly gift is just being ended." in shown(refused)
    assert client.post(f"{monthly.address}/end").status_code == 303
    assert fresh(monthly).wish is RecurringWish.CANCEL
    stripe.go_on()
    assert fresh(monthly).status is RecurringStatus.CANCELLED
    text = shown(client.get(monthly.address))
    assert "It has ended; nothing more is taken." in text
    assert "£10.00 Paid" in text
    assert client.post(f"{monthly.address}/amount", data={"amount": "5"}).status_code == 409


def test_the_card_is_changed_at_the_provider(client, stripe, monthly, rehearsal):
    answer = client.post(f"{monthly.address}/portal")
    assert answer.status_code == 303
    assert answer.location.startswith(f"{rehearsal.url}/portal/")
    back = rehearsal.press(answer.location, "back")
    assert monthly.token not in back
    text = shown(client.get(back))
    assert "Your monthly gift Running" in text
    stripe.act("fail", answer="500", times=9)
    answer = client.post(f"{monthly.address}/portal")
    assert answer.status_code == 409
    assert "That page does not answer just now." in shown(answer)


def test_taking_back_what_was_never_declared_changes_nothing(client, gift):
    assert client.post(f"{OWN}/declaration").status_code == 303
    assert session.query(Declaration).count() == 0


def test_the_pages_of_a_gift_speak_the_language_of_the_giver(client, fund):
    gift = make_donation(fund, status=DonationStatus.PAID, token="en-francais", language="fr")
    for address in ("/donations/en-francais", f"/donations/back/{gift.reference}"):
        page = client.get(address, headers={"Accept-Language": "en-GB"})
        assert '<html lang="fr"' in page.text
        assert '<a href="?lang=en" lang="en"' in page.text
        assert '<html lang="en-GB"' in client.get(f"{address}?lang=en").text
