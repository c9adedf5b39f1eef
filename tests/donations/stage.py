"""Play giving through: begin, pay at the rehearsal, hear its messages, let the worker work."""

import json
from contextlib import suppress
from datetime import timedelta

from stripe import WebhookSignature

from app.core import clock
from app.core.database import session
from app.core.money import Money
from app.core.tokens import new_token
from app.core.transaction import transaction
from app.donations.gateway.asking import API_VERSION
from app.donations.jobs.asking import ask_costs
from app.donations.jobs.paying import open_checkout
from app.donations.jobs.telling import look_at_waiting
from app.donations.models import Donation, Fund, RecurringGift
from app.donations.queries.ledger import sums_of, unbalanced_entries
from app.donations.rules.giving import GiftOrder
from app.donations.rules.ledger import raised
from app.donations.services.giving import begin_gift
from app.outbox.models import Message


class Stage:
    """The application, the rehearsal beside it, and what people and time do."""

    def __init__(self, app, rehearsal):
        self.app = app
        self.rehearsal = rehearsal
        self.rehearsal.application.target = self.hear
        self.refusals = []

    def act(self, name, **wishes):
        """Do what the rehearsal's control offers."""
        return self.rehearsal.application.act(name, wishes)

    def hear(self, body, headers):
        """Hand a message to our webhook."""
        client = self.app.test_client()
        answer = client.post("/webhooks/stripe", data=body, headers=headers)
        if answer.status_code == 400:
            self.refusals.append(answer.text.strip())
        return answer.status_code

    def tell(self, kind, thing, account=None):
        """Send a message of our own making, signed as it should be; give the status of the answer."""
        event = {
            "id": f"evt_{new_token()}",
            "object": "event",
            "type": kind,
            "livemode": False,
            "api_version": API_VERSION,
            "created": int(clock.now().timestamp()),
            "account": account,
            "data": {"object": thing},
        }
        body = json.dumps(event)
        secret = self.rehearsal.secrets[0]
        signature = WebhookSignature.generate_signature_header(body, secret)
        return self.hear(body.encode(), {"Stripe-Signature": signature})

    def begin(self, fund, amount=1_000, **values):
        """Begin a gift and open its pay page."""
        order = GiftOrder(
            **{"amount": Money(amount, fund.currency), "email": "kim@example.org", "name": "Kim", **values}
        )
        with transaction():
            donation = begin_gift(fund, order)
        open_checkout(donation.id)
        return session.get(Donation, donation.id)

    def pay(self, donation, how="pay"):
        """Press a button of the pay page."""
        return self.act("pay", checkout_id=donation.checkout_id, how=how)

    def give(self, fund, amount=1_000, **values):
        """Give: begin, pay, hear, work."""
        donation = self.begin(fund, amount, **values)
        self.pay(donation)
        self.go_on()
        return self.fresh(donation)

    def go_on(self):
        """Let all messages arrive and all work be done, until nothing is left."""
        for _round in range(10):
            sent = self.act("deliver")["sent"]
            ask_costs()
            if not (self.work() or sent):
                return

    def work(self):
        """Let the worker do what is queued; give how much there was."""
        huey = self.app.extensions["twain_queue"]["huey"]
        done = 0
        while (task := huey.dequeue()) is not None:
            huey.execute(task)
            done += 1
        session.rollback()
        return done

    def look_at_waiting(self, *, minutes):
        """Let time pass, then let the job look at what was told of too early."""
        with clock.moved(timedelta(minutes=minutes)):
            look_at_waiting()
            self.go_on()

    def forget_work(self):
        """Empty the queue."""
        with suppress(AttributeError):
            self.app.extensions["twain_queue"]["huey"].storage.flush_queue()

    def fresh(self, row):
        """Read a row anew."""
        row_id = row.id
        session.rollback()
        return session.get(type(row), row_id, populate_existing=True)

    def mails(self, template):
        """Give the messages of a template."""
        return session.query(Message).filter_by(template=f"donations/{template}").all()

    def funds(self):
        """Give all funds."""
        return session.query(Fund).order_by(Fund.id).all()

    def totals(self, **where):
        """Say what the rehearsal's books come to."""
        return self.act("totals", **where)

    def check_books(self, *funds):
        """Assert what must always hold; give what was raised."""
        session.rollback()
        assert not unbalanced_entries()
        whole = 0
        for fund in funds:
            sums = sums_of(fund)
            assert sum(sums.amounts.values()) == 0
            whole += raised(sums.lines())
        return whole

    def monthly_of(self, donation):
        """Give the monthly gift that a gift began."""
        return session.get(RecurringGift, donation.recurring_id, populate_existing=True)
