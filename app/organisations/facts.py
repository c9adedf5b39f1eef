"""What others may react to."""

from dataclasses import dataclass

from app.accounts.models import User
from app.organisations.models import Organisation


@dataclass(frozen=True)
class OrganisationVerified:
    """Tell that staff vouch for it: it may publish from now on."""

    organisation: Organisation
    by: User


@dataclass(frozen=True)
class OrganisationArchived:
    """Tell that it has closed its doors here; whatever it holds must be let go."""

    organisation: Organisation
    by: User


@dataclass(frozen=True)
class OrganisationChanged:
    """Tell that its name or logo is different: whoever shows them must show them anew."""

    organisation: Organisation
