"""Who needs a second factor."""

from app.accounts.facts import SecondFactorDuty
from app.accounts.models import User
from app.core.questions import ask
from app.core.settings import settings


def must_have_second_factor(user: User) -> bool:
    """Tell whether someone holds so much that a password alone is not enough here."""
    if not settings().second_factor_required:
        return False
    duties: list[bool] = [] if user.is_staff else ask(SecondFactorDuty(user))
    return user.is_staff or any(duties)


def lacks_second_factor(user: User) -> bool:
    """Tell whether someone must set up a second factor before going on."""
    return not user.has_second_factor and must_have_second_factor(user)
