"""Begin a draft by hand, once however often one presses."""

from typing import Any, Protocol, TypeVar

from app.accounts.models import User
from app.cohosting.models import Cohosting
from app.cohosting.queries import begun_just_now
from app.organisations.models import Organisation
from app.organisations.queries import organisation_locked


class Titled(Protocol):
    """What a draft says at first."""

    @property
    def title(self) -> str:
        """Give its title."""


class Written(Protocol):
    """Something held that counts how often it was written on."""

    version: Any


Details_contra = TypeVar("Details_contra", bound=Titled, contravariant=True)
Thing_co = TypeVar("Thing_co", bound=Written, covariant=True)


class Begins(Protocol[Details_contra, Thing_co]):
    """What begins the draft of a kind of thing."""

    def __call__(self, details: Details_contra, /, *, organisation: Organisation, by: User) -> Thing_co:
        """Begin it."""


class Holds(Protocol[Thing_co]):
    """What finds the thing of a kind that a cohosting holds."""

    def __call__(self, cohosting: Cohosting, /) -> Thing_co | None:
        """Find it."""


def begin_once(
    details: Details_contra,
    begin: Begins[Details_contra, Thing_co],
    held_by: Holds[Thing_co],
    *,
    organisation: Organisation,
    by: User,
) -> Thing_co:
    """Begin a draft; a second press leads to the first one, while nobody has written on that."""
    organisation_locked(organisation)
    for cohosting in begun_just_now(details.title, organisation, by=by):
        earlier = held_by(cohosting)
        if earlier is not None and earlier.version == 1:
            return earlier
    return begin(details, organisation=organisation, by=by)
