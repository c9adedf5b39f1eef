"""Two organisations that hold something together."""

from dataclasses import dataclass

from app.accounts.models import User
from app.cohosting import queries
from app.cohosting import services as cohosting
from app.core.transaction import transaction
from app.events.models import Event, Series
from app.organisations.models import Organisation


@dataclass(frozen=True)
class Pair:
    """Two organisations with an organiser each."""

    one: Organisation
    amina: User
    two: Organisation
    ben: User

    def join(self, held: Event | Series) -> None:
        """Let the second organisation be asked and accept, inside an open transaction."""
        host = cohosting.offer(held.cohosting, organisation=self.two, by=self.amina, on_behalf_of=self.one)
        cohosting.accept(host, by=self.ben)

    def sign(self, held: Event | Series) -> None:
        """Let the second organisation sign what waits."""
        with transaction():
            waiting = queries.open_proposal(held.cohosting)
            assert waiting is not None
            hashed = waiting.content_hash
            cohosting.sign_off(waiting, content_hash=hashed, by=self.ben, on_behalf_of=self.two)
