"""Write content into an ask, and keep its targets, revision and pages in step."""

from collections.abc import Collection, Sequence

from app.accounts.models import User
from app.asks import queries
from app.asks.models import Ask, AskStatus, AskTarget, Standing, StatusEntry, Target
from app.cohosting.queries import host_tags
from app.cohosting.services import check_verified
from app.cohosting.services.holding import lock
from app.core import clock
from app.core.database import session
from app.core.errors import Refused
from app.core.i18n import _
from app.core.revisions import touch
from app.core.tokens import new_token
from app.organisations.models import Organisation

#: Addresses under /desk/asks/ and /asks/ that mean something else.
RESERVED_SLUGS = frozenset({"new", "corrections", "targets", "waiting"})


def hold(ask: Ask) -> None:
    """Let nobody else decide on the ask or its hosts until the transaction ends; read both anew."""
    lock(ask.cohosting)
    queries.locked(ask)


def check_may_change(ask: Ask, organisation: Organisation) -> None:
    """Refuse a host that is not verified the right to change what the public sees."""
    if ask.status is AskStatus.PUBLISHED:
        check_verified(organisation)


def touch_pages(ask: Ask) -> None:
    """Note that the public pages which show this ask have changed, those of former hosts too."""
    tags = host_tags(ask.cohosting)
    tags |= {f"target:{each.target.slug}" for each in queries.targets_of(ask)}
    if ask.initiative is not None:
        tags.add(f"initiative:{ask.initiative.slug}")
    touch(f"ask:{ask.slug}", "asks", *tags)


def revise(ask: Ask) -> None:
    """Count an edit."""
    ask.version += 1
    ask.revised_at = clock.now()
    session.flush()


def targets_named(slugs: Collection[str]) -> Sequence[Target]:
    """Give the targets at these addresses in this order, or refuse when one is not there."""
    found = {target.slug: target for target in queries.targets_at(slugs)}
    if len(found) != len(set(slugs)):
        raise Refused(_("One of these targets is not here any more. Choose again."))
    return [found[slug] for slug in dict.fromkeys(slugs)]


def set_draft_targets(ask: Ask, slugs: Collection[str]) -> None:
    """Put a draft to exactly these targets; nothing has been asked yet, so the others are just left out."""
    wanted = targets_named(slugs)
    now = {each.target.slug: each for each in queries.targets_of(ask)}
    for slug, ask_target in now.items():
        if slug not in slugs:
            session.delete(ask_target)
    for target in wanted:
        if target.slug not in now:
            session.add(_put(ask, target))
    session.flush()


def set_public_targets(
    ask: Ask, slugs: Collection[str], *, by: User | None, organisation: Organisation
) -> None:
    """Put a public ask to exactly these targets: new ones are asked, the others no longer, on the record."""
    wanted = targets_named(slugs)
    now = {each.target.slug: each for each in queries.targets_of(ask)}
    for slug, each in now.items():
        if slug not in slugs and each.standing is not Standing.WITHDRAWN:
            stand(each, Standing.WITHDRAWN, by=by, organisation=organisation)
    for target in wanted:
        found = now.get(target.slug)
        if found is None:
            found = _put(ask, target)
            session.add(found)
            session.flush()
            stand(found, Standing.ASKED, by=by, organisation=organisation, is_first=True)
        elif found.standing is Standing.WITHDRAWN:
            stand(found, Standing.ASKED, by=by, organisation=organisation)


def ask_all(ask: Ask, *, by: User | None, organisation: Organisation) -> None:
    """Begin the record of each target: today it is asked."""
    for each in queries.targets_of(ask):
        if each.asked_on is None:
            stand(each, Standing.ASKED, by=by, organisation=organisation, is_first=True)


def stand(
    ask_target: AskTarget,
    standing: Standing,
    *,
    by: User | None,
    organisation: Organisation | None,
    is_first: bool = False,
) -> StatusEntry:
    """Write down that an ask stands so, as of today, without more words."""
    now = clock.now()
    entry = StatusEntry(
        ask_target=ask_target,
        before=None if is_first else ask_target.standing,
        after=standing,
        on=now.date(),
        by=by,
        organisation=organisation,
        needs_review=False,
        is_declined=False,
        at=now,
    )
    session.add(entry)
    take_effect(ask_target, entry)
    return entry


def take_effect(ask_target: AskTarget, entry: StatusEntry) -> None:
    """Let the ask stand as the entry says."""
    ask_target.standing = entry.after
    if entry.position is not None:
        ask_target.position = entry.position
    if entry.after is Standing.ASKED:
        ask_target.asked_on = entry.on
    ask_target.changed_at = clock.now()
    session.flush()


def _put(ask: Ask, target: Target) -> AskTarget:
    return AskTarget(
        ask=ask,
        target=target,
        standing=Standing.ASKED,
        changed_at=clock.now(),
        uid=f"{new_token()}@twain",
        sequence=0,
    )
