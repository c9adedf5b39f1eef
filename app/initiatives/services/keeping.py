"""Write content into an initiative, and keep its aims, version and pages in step."""

from app.accounts.models import User
from app.cohosting.queries import host_tags
from app.cohosting.services import check_verified
from app.cohosting.services.holding import lock
from app.core import clock
from app.core.database import session
from app.core.revisions import touch
from app.initiatives import queries
from app.initiatives.models import Aim, Initiative, InitiativeVersion
from app.initiatives.rules import SHOWN
from app.initiatives.rules.content import AimDetails, InitiativeDetails, apply_details
from app.organisations.models import Organisation

#: Addresses under /desk/initiatives/ and /initiatives/ that mean something else.
RESERVED_SLUGS = frozenset({"new"})


def hold(initiative: Initiative) -> None:
    """Let nobody else decide on the initiative or its hosts until the transaction ends; read both anew."""
    lock(initiative.cohosting)
    queries.locked(initiative)


def check_may_change(initiative: Initiative, organisation: Organisation) -> None:
    """Refuse a host that is not verified the right to change what the public sees."""
    if initiative.status in SHOWN:
        check_verified(organisation)


def touch_pages(initiative: Initiative) -> None:
    """Note that the public pages which show this initiative have changed, those of former hosts too."""
    tags = host_tags(initiative.cohosting)
    touch(f"initiative:{initiative.slug}", "initiatives", *tags)


def show_change(initiative: Initiative) -> None:
    """Note a change of something that has no version: an aim's progress, a milestone, news."""
    initiative.revised_at = clock.now()
    session.flush()
    if initiative.status in SHOWN:
        touch_pages(initiative)


def write_details(initiative: Initiative, details: InitiativeDetails) -> None:
    """Let the initiative say exactly this."""
    apply_details(initiative, details)
    _write_aims(initiative, details.aims)
    session.flush()


def next_version(initiative: Initiative, *, by: User | None, note: str = "") -> None:
    """Count an edit, and keep what hosts now have before them."""
    session.flush()
    initiative.version += 1
    initiative.revised_at = clock.now()
    keep_version(initiative, by=by, note=note)


def keep_version(initiative: Initiative, *, by: User | None, note: str = "") -> None:
    """Keep the content of the version that stands."""
    session.add(
        InitiativeVersion(
            initiative=initiative,
            version=initiative.version,
            content=queries.working_content(initiative),
            note=note,
            by=by,
            at=clock.now(),
        )
    )
    session.flush()


def renew_milestones(initiative: Initiative) -> None:
    """Tell calendars anew of every milestone: whether it stands has changed with the initiative."""
    for milestone in queries.milestones_of(initiative, with_removed=True):
        milestone.sequence += 1
        milestone.revised_at = clock.now()


def _write_aims(initiative: Initiative, wanted: tuple[AimDetails, ...]) -> None:
    """Let the initiative have exactly these aims; what was reached stays with the aim it was reported of."""
    now = {aim.id: aim for aim in queries.aims_of(initiative)}
    for position, details in enumerate(wanted):
        aim = now.pop(details.id, None) if details.id is not None else None
        if aim is None:
            aim = Aim(initiative=initiative, reached=0)
            session.add(aim)
        aim.position = position
        aim.text, aim.number = details.text, details.number
        aim.unit, aim.due_on = details.unit, details.due_on
    for left_out in now.values():
        session.delete(left_out)
