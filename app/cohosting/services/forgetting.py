"""Forget what a deleted thing was; keep who agreed to what, by hash, and when."""

from app.accounts.models import User
from app.cohosting.models import Cohosting, HostStatus
from app.cohosting.queries import hosts_of, proposals_of, sign_offs_of, versions_of
from app.cohosting.services.holding import lock, rename
from app.cohosting.services.inviting import withdraw_offer
from app.core.database import session


def forget_draft(cohosting: Cohosting, title: str, *, by: User | None) -> None:
    """Forget what the public has never seen, and take back the offers to host it."""
    for host in hosts_of(cohosting):
        if host.status is HostStatus.OFFERED:
            withdraw_offer(host, by=by)
    forget_contents(cohosting, title)


def forget_contents(cohosting: Cohosting, title: str) -> None:
    """Empty all that its hosts wrote about a thing, which is called by a plain `title` from now on.

    Hashes, sign-offs and times stay: they tell that something was agreed, and nothing of what it was.
    """
    lock(cohosting)
    rename(cohosting, title, address="/desk")
    for proposal in proposals_of(cohosting):
        proposal.before, proposal.content, proposal.note = {}, {}, ""
        for version in versions_of(proposal):
            version.content, version.display, version.note = {}, {}, ""
        for said in sign_offs_of(proposal):
            said.note = ""
    for host in hosts_of(cohosting):
        host.message = host.answer_note = ""
    session.flush()
