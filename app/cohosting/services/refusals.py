"""Say, in words for people, why something cannot be done now."""

from app.cohosting.rules import FEWEST_DAYS, MOST_DAYS, MOST_HOSTS, Hindrance
from app.core.errors import Conflict, Forbidden, Invalid, TwainError
from app.core.i18n import _


def refuse(hindrance: Hindrance | None, *, name: str = "") -> None:
    """Raise what tells the person about a hindrance; go on when there is none."""
    if hindrance is not None:
        raise refusal(hindrance, name=name)


def refusal(hindrance: Hindrance, *, name: str = "") -> TwainError:
    """Give what tells the person about a hindrance."""
    if hindrance is Hindrance.NOT_A_HOST:
        return Forbidden(_("Only hosts can do this, and this organisation is not one of them now."))
    if hindrance is Hindrance.OUT_OF_RANGE:
        sentence = _(
            "Choose a number of days between %(fewest)s and %(most)s.", fewest=FEWEST_DAYS, most=MOST_DAYS
        )
        return Invalid(sentence, "days")
    return Conflict(_sentence(hindrance, name))


def _sentence(hindrance: Hindrance, name: str) -> str:
    sentences = {
        Hindrance.CLOSED: _("This proposal is closed, so nothing was changed."),
        Hindrance.TIME_OVER: _("The time for this proposal is over. Any host can propose it again."),
        Hindrance.OUTDATED: _("The proposal was changed while you were reading it. Please look again."),
        Hindrance.NOT_VERIFIED: _(
            "%(name)s is not verified yet, so it cannot be named in public. Come back here once it is.",
            name=name,
        ),
        Hindrance.ARCHIVED: _("%(name)s is no longer active here.", name=name),
        Hindrance.ALREADY_HOST: _("%(name)s is a host already.", name=name),
        Hindrance.ALREADY_OFFERED: _("%(name)s has been asked already and has not answered yet.", name=name),
        Hindrance.TOO_MANY: _("There can be at most %(most)s hosts and invitations.", most=MOST_HOSTS),
        Hindrance.ANSWERED: _("This invitation has been answered or taken back already."),
        Hindrance.OFFER_EXPIRED: _("This invitation has run out. Ask the hosts to send a new one."),
        Hindrance.NOT_PROPOSER: _(
            "Only the host that proposed this can take it back. You can object and say why."
        ),
        Hindrance.SHORTER_WHILE_OPEN: _("While a proposal waits, the time can only be made longer."),
    }
    return sentences[hindrance]
