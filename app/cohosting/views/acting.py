"""What the screens of everything that is held share: for whom one acts, and what is said of it.

The features above import this module; it knows nothing of what they hold.
"""

from collections.abc import Callable
from typing import Protocol, TypeVar

from flask import flash, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.models import User
from app.cohosting import queries
from app.cohosting.forms import ActingForm, NoteForm, WritingForm
from app.cohosting.models import Cohosting, Proposal, ProposalStatus
from app.cohosting.policies import acting_for, acting_organisations, can_work_on
from app.cohosting.services import Edit, Saved
from app.core.access import require
from app.core.forms import Choices, Form, choices
from app.core.http import invalid, see_other
from app.core.i18n import _
from app.core.numbers import row_number
from app.core.transaction import transaction
from app.organisations.models import Organisation


class Held(Protocol):
    """What organisations hold together."""

    @property
    def cohosting(self) -> Cohosting:
        """Who holds it."""

    @property
    def slug(self) -> str:
        """Its address on the desk."""


SomeHeld = TypeVar("SomeHeld", bound=Held)
SomeForm = TypeVar("SomeForm", bound=ActingForm)
Details = TypeVar("Details")


def host_choices(user: User, held: Held) -> Choices:
    """Give the hosts that the person may act for, as choices of a form."""
    return choices((each.id, each.name) for each in acting_organisations(user, held.cohosting))


def offer_hosts(form: SomeForm, user: User, held: Held) -> SomeForm:
    """Offer in a form the hosts that the person may act for, and tell it whether there are others."""
    form.for_hosts(host_choices(user, held))
    form.has_others = len(queries.accepted_hosts(held.cohosting)) > 1
    return form


def act_on(form: Form, act: Callable[[], object]) -> bool:
    """Act in a transaction when a form is sent and right, and tell whether it was done.

    Else the form says why not.
    """
    if request.method != "POST" or not form.validate():
        return False
    with form.explaining():
        with transaction():
            act()
        return True
    return False


def acted(
    form: ActingForm,
    user: User,
    held: SomeHeld,
    may: Callable[[User, SomeHeld], bool],
    act: Callable[[Organisation], object],
) -> bool:
    """Act on a form for the chosen host; tell whether it was done.

    The right is asked for inside the transaction, on what is true then.
    """

    def act_for_host() -> None:
        require(may(user, held))
        act(acting_for(user, held.cohosting, form.on_behalf_of.data))

    return act_on(form, act_for_host)


def proposed(
    form: NoteForm,
    user: User,
    held: SomeHeld,
    may: Callable[[User, SomeHeld], bool],
    propose: Callable[..., Proposal],
) -> Proposal | None:
    """Propose for the chosen host, as `acted` does, and give the proposal; None when there is none.

    `propose` takes the held thing, `by`, `on_behalf_of` and the `note`.
    """
    made: list[Proposal] = []

    def propose_for(host: Organisation) -> None:
        made.append(propose(held, by=user, on_behalf_of=host, note=form.note.data or ""))

    return made[0] if acted(form, user, held, may, propose_for) else None


def told(proposal: Proposal | None, agreed: str) -> str:
    """Say what became of a proposal: `agreed` when it holds already, else who is waited for."""
    if proposal is None or proposal.status is not ProposalStatus.OPEN:
        return agreed
    return _("Proposed. %(waits)s", waits=queries.waits_for(proposal))


def edit_in(form: WritingForm, user: User, held: Held, details: Details) -> Edit[Details]:
    """Give what was written, on which version, and for the chosen host.

    Nonsense as the version is as an old one, which leads to comparing.
    """
    host = acting_for(user, held.cohosting, form.on_behalf_of.data)
    version = row_number(form.version.data or "") or 0
    return Edit(details, version, user, host, form.note.data or "")


def told_saved(saved: Saved) -> str:
    """Say what became of what was written."""
    if not saved.is_changed:
        return _("Nothing was different, so nothing was changed.")
    return told(saved.proposal, _("Saved."))


def warn_overtaken(form: WritingForm, version: int) -> None:
    """Say that a co-host saved meanwhile; what was typed stays, now on the version that stands."""
    form.version.data = str(version)
    form.refuse(
        _(
            "Someone else changed this while you were writing. Below is what differs. "
            "Saving again puts your words in the place of theirs."
        )
    )


def before_public(user: User, held: Held) -> dict[str, object]:
    """Give what hosts read before something goes public: who was asked, and who cannot be named yet."""
    return {"offers": queries.offers_of(held.cohosting), **verification(user, held)}


def verification(user: User, held: Held) -> dict[str, object]:
    """Give the hosts that cannot be named in public yet, and whether the person acts for one that can."""
    unverified = queries.unverified_hosts(held.cohosting)
    return {
        "unverified": unverified,
        "may_ask": any(each not in unverified for each in acting_organisations(user, held.cohosting)),
    }


def form_page(template: str, form: Form, **context: object) -> ResponseReturnValue:
    """Show a form of the room that is asked, with 422 when something in it needs another look."""
    show = invalid if form.errors or form.form_errors else render_template
    return show(f"{request.blueprint}/{template}.html", form=form, **context)


def done(sentence: str, held: Held, page: str = "show") -> ResponseReturnValue:
    """Say what has been done and lead to the page of the held thing, in the room that is asked."""
    return _lead_on(sentence, "success", held, page)


def not_done(sentence: str, held: Held, page: str = "show") -> ResponseReturnValue:
    """Say why nothing has been done and lead to the page of the held thing."""
    return _lead_on(sentence, "error", held, page)


def _lead_on(sentence: str, tone: str, held: Held, page: str) -> ResponseReturnValue:
    flash(sentence, tone)
    return see_other(url_for(f".{page}", slug=held.slug))


def hosting(user: User, held: Held) -> dict[str, object]:
    """Give what the page of a held thing shows of its hosts, of offers and of what waits."""
    cohosting = held.cohosting
    proposal = queries.open_proposal(cohosting)
    return {
        "hosts": queries.host_organisations_of([cohosting.id])[cohosting.id],
        "offers": queries.offers_of(cohosting),
        "proposal": proposal,
        "waits_for": queries.waits_for(proposal) if proposal else "",
        "is_host": can_work_on(user, cohosting),
    }
