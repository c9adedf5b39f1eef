"""Enter those who can grant asks, and correct what is said of them."""

from dataclasses import asdict, dataclass
from datetime import date

from app.accounts.models import User
from app.asks import queries
from app.asks.facts import IsTargetShown
from app.asks.models import Target
from app.asks.services.keeping import RESERVED_SLUGS
from app.audit.models import Action
from app.audit.services import record
from app.cohosting.services import check_verified
from app.core import clock
from app.core.database import session
from app.core.errors import Invalid, Refused
from app.core.i18n import _
from app.core.questions import ask
from app.core.revisions import touch
from app.core.slugs import add_at_free_slug
from app.organisations.models import Organisation


@dataclass(frozen=True)
class TargetDetails:
    """What is said of someone who can grant asks: only what is public already."""

    name: str
    office: str = ""
    jurisdiction: str = ""
    public_contact: str = ""
    term_from: date | None = None
    term_until: date | None = None


def enter_target(details: TargetDetails, *, by: User | None, on_behalf_of: Organisation) -> Target:
    """Enter a person or body that can grant asks."""
    _check(details)
    target = Target(entered_by=on_behalf_of, created_at=clock.now(), **asdict(details))
    add_at_free_slug(target, details.name, RESERVED_SLUGS)
    record(Action.TARGET_ENTERED, target, by=by, on_behalf_of=on_behalf_of)
    return target


def correct_target(target: Target, details: TargetDetails, *, by: User) -> bool:
    """Correct what is said of a target; tell whether anything was different."""
    _check(details)
    wanted = asdict(details)
    changed = {name: value for name, value in wanted.items() if getattr(target, name) != value}
    if not changed:
        return False
    asks = queries.asks_put_to(target)
    shown: list[bool] = ask(IsTargetShown(target))
    if asks or any(shown):  # on pages of other hosts, too
        check_verified(target.entered_by)
    if "name" in changed and _is_shown_by_others(target):
        raise Refused(
            _(
                "Other hosts ask “%(name)s” in public by this name, so it stays."
                " If you mean someone else, enter them anew.",
                name=target.name,
            )
        )
    for name, value in changed.items():
        setattr(target, name, value)
    session.flush()
    detail = {"fields": sorted(changed)}
    record(Action.TARGET_CORRECTED, target, by=by, on_behalf_of=target.entered_by, detail=detail)
    touch(f"target:{target.slug}", "asks", *(f"ask:{each.slug}" for each in asks))
    return True


def target_of_ourselves(organisation: Organisation, *, by: User | None) -> Target:
    """Give the target that a host is itself: "Ask ourselves first"."""
    found = queries.target_of_organisation(organisation)
    if found is not None:
        return found
    details = TargetDetails(
        name=organisation.name,
        jurisdiction=organisation.area,
        public_contact=organisation.contact_email or "",
    )
    target = enter_target(details, by=by, on_behalf_of=organisation)
    target.organisation = organisation
    session.flush()
    return target


def _is_shown_by_others(target: Target) -> bool:
    shown: list[bool] = ask(IsTargetShown(target, by_others=True))
    return any(shown) or bool(queries.asks_put_to(target, by_others=True))


def _check(details: TargetDetails) -> None:
    if details.term_from and details.term_until and details.term_until < details.term_from:
        raise Invalid(_("The term ends before it begins."), "term_until")
