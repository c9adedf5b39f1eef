"""Plan and send what signers wish to hear."""

from app.core import clock
from app.core.jobs import apart, periodic
from app.core.transaction import transaction
from app.petitions import services
from app.petitions.queries import news as queries

#: So many mails leave at most in one run.
MOST = 2_000


@periodic(minutes=1)
def tell_signers() -> None:
    """Plan mails for what is new, then send what is due, each in its own transaction."""
    for news_id in queries.unplanned_news():
        with apart(news=news_id):
            _plan(news_id)
    for signature_id, news_id in queries.due_mails(clock.now(), MOST):
        with apart(signature=signature_id, news=news_id), transaction():
            services.send_news(signature_id, news_id)


def _plan(news_id: int) -> None:
    is_left = True
    while is_left:
        with transaction():
            is_left = services.plan_news(news_id)
