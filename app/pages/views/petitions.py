"""Petitions for everyone: find one, read and sign it, see what its number is made of, check a receipt."""

from datetime import date
from http import HTTPStatus
from urllib.parse import urlencode

from flask import Response, make_response, render_template, request
from flask.typing import ResponseReturnValue

from app.accounts.models import User
from app.cohosting.queries import host_organisations_of
from app.core import clock
from app.core.access import me, me_or_none, public, require, signed_in
from app.core.errors import NotFound, existing
from app.core.http import see_other, shows
from app.core.i18n import _
from app.core.settings import settings
from app.donations.queries.funds import open_funds_about
from app.pages.queries import petitions as queries
from app.pages.rules.banners import petition_preview_banner
from app.pages.rules.lists import address
from app.pages.rules.petitions import (
    Order,
    Shelf,
    curve_of,
    petition_narrowings,
    read_wanted_petitions,
)
from app.pages.views.blueprint import ATOM_TYPE, blueprint
from app.pages.views.parts import blank_sign_form, petition_frame
from app.petitions.forms import sign_form
from app.petitions.models import Petition, PetitionStatus
from app.petitions.policies import can_see_on_desk
from app.petitions.queries import counts, petition_by_slug
from app.petitions.queries import petitions as content
from app.petitions.queries.log import daily_heads, found_in_log, newest_head
from app.petitions.queries.signatures import public_name, shown_reasons, standing_counts
from app.petitions.rules import SHOWN, can_sign, goal_for
from app.petitions.rules.abuse import Suspicion
from app.petitions.rules.moderation import Refusal
from app.petitions.rules.small_areas import told_ways

PATH = "/petitions"
#: How long caches may keep what holds a count: as long as the counter sleeps.
COUNT_CONTROL = "public, max-age=60, stale-while-revalidate=120, stale-if-error=300"
_COMMITMENT_SIGNS = 64


@blueprint.get(PATH)
@public
@shows("petitions", "organisations")
def petitions() -> ResponseReturnValue:
    """List what people can sign, and what became of it."""
    wanted = read_wanted_petitions(request.args)
    page = queries.found_petitions(wanted)
    return render_template(
        "pages/petitions.html",
        wanted=wanted,
        cards=page.petitions,
        narrowings=petition_narrowings(PATH, wanted, queries.names_in(wanted)),
        after="" if page.is_last else address(PATH, wanted, page=str(wanted.page + 1)),
        first=address(PATH, wanted) if wanted.page > 1 else "",
        files={suffix: address(f"{PATH}.{suffix}", wanted) for suffix in ("csv", "json")},
        shelves=list(Shelf),
        orders=list(Order),
        noindex=bool(wanted.parameters or wanted.page > 1),
        feed_links=_feed(_("Petitions on Twain"), PATH),
    )


@blueprint.get("/petitions/<slug>")
@public
@shows("petition:{slug}", "organisations", "asks")
def petition(slug: str) -> ResponseReturnValue:
    """Show one petition, with the form to sign it and everything that has come of it."""
    found = petition_by_slug(slug)
    if found is None or found.status not in SHOWN:
        return _not_shown(found)
    return _counted(_page(found, me_or_none(User)))


@blueprint.get("/desk/petitions/<slug>/preview")
@signed_in
def petition_preview(slug: str) -> ResponseReturnValue:
    """Show a host how the public will see the petition; lead to its page when that is public."""
    found = existing(petition_by_slug(slug))
    require(can_see_on_desk(me(User), found), hide=True)
    if found.status in SHOWN:
        return see_other(f"{PATH}/{slug}")
    return _page(found, None, is_preview=True)


@blueprint.get("/petitions/<slug>/number")
@public
@shows("petition:{slug}")
def petition_number(slug: str) -> ResponseReturnValue:
    """Explain the number: what counts, what waits, what was taken off and why, and when it was checked."""
    found = shown_petition(slug)
    ways, is_folded = told_ways(counts.sources_of(found))
    page = render_template(
        "pages/petition_number.html",
        petition=found,
        counts=standing_counts(found),
        removed=[
            (Suspicion(reason).label if reason in set(Suspicion) else reason, number)
            for reason, number in counts.removed_by_reason(found).items()
        ],
        ways=ways,
        is_folded=is_folded,
        head=newest_head(found),
    )
    return _counted(page)


@blueprint.get("/petitions/<slug>/verify")
@public
@shows("petition:{slug}")
def verify(slug: str) -> ResponseReturnValue:
    """Prove to a signer that the name behind a receipt is in the count."""
    found = shown_petition(slug)
    receipt = "".join(request.args.get("receipt", "").split()).lower()
    commitment = commitment_in(receipt)
    proof = found_in_log(found, commitment) if commitment else None
    page = render_template(
        "pages/petition_verify.html",
        petition=found,
        receipt=receipt[:200],
        is_empty=not receipt and "receipt" in request.args,
        is_readable=commitment is not None,
        proof=proof,
        head=newest_head(found),
        heads=daily_heads(found, limit=7)[::-1],
        noindex=bool(receipt),
        canonical_url=f"{settings().public_url}{PATH}/{slug}/verify",
    )
    return _counted(page)


def commitment_in(receipt: str) -> bytes | None:
    """Read the commitment out of a receipt, or one that stands alone; None when it is neither."""
    text = receipt.rpartition("-")[2]
    if len(text) != _COMMITMENT_SIGNS:
        return None
    try:
        return bytes.fromhex(text)
    except ValueError:
        return None


def shown_petition(slug: str) -> Petition:
    """Give a petition that anyone can read; raise NotFound for others."""
    found = existing(petition_by_slug(slug))
    require(found.status in SHOWN, hide=True)
    return found


def _page(found: Petition, user: User | None, *, is_preview: bool = False) -> str:
    hosts = host_organisations_of([found.cohosting_id])[found.cohosting_id]
    is_open = can_sign(found, clock.now())
    goal, site = goal_for(found.total, found.first_goal), settings().public_url
    path = f"{PATH}/{found.slug}"
    return render_template(
        "pages/petition.html",
        petition=found,
        hosts=hosts,
        is_open=is_open,
        banner=petition_preview_banner() if is_preview else None,
        blank_form=blank_sign_form(found, hosts) if is_open and user is None else None,
        form=sign_form(found, hosts, user=user) if is_open and user else None,
        goal=goal,
        share=min(100, found.total * 100 // goal),
        asks=queries.asks_carried(found),
        targets=content.targets_of(found),
        thresholds=content.thresholds_of(found),
        reasons=[(public_name(each), each.reason) for each in shown_reasons(found)],
        curve=curve_of(counts.days_of(found), _last_day(found)),
        areas=list(counts.shown_areas(found).items()),
        updates=content.updates_of(found),
        deliveries=content.deliveries_of(found),
        funds=() if is_preview else open_funds_about(found.cohosting_id, clock.now().date()),
        is_host=user is not None and can_see_on_desk(user, found),
        is_staff=user is not None and user.is_staff,
        noindex=is_preview or found.status is PetitionStatus.SCHEDULED,
        feed_links=[] if is_preview else _feed(found.title, path),
        oembed="" if is_preview else f"{site}/oembed?{urlencode({'url': f'{site}{path}'})}",
        frame=petition_frame(found),
    )


def _not_shown(found: Petition | None) -> ResponseReturnValue:
    """Tell that a petition was taken back or stopped, and why; of one never public, say nothing."""
    if found is None:
        raise NotFound
    stopped = content.stop_of(found)
    if stopped is None and found.opened_at is None:
        raise NotFound
    reason = Refusal(stopped.reason).public_label if stopped else ""
    page = render_template("pages/petition_away.html", petition=found, stopped=stopped, reason=reason)
    return page, HTTPStatus.GONE


def _counted(page: str) -> Response:
    response = make_response(page)
    if me_or_none(User) is None:
        response.headers["Cache-Control"] = COUNT_CONTROL
    return response


def _last_day(found: Petition) -> date:
    return (found.closed_at or clock.now()).date()


def _feed(title: str, path: str) -> list[dict[str, str]]:
    return [{"type": ATOM_TYPE, "title": title, "url": f"{settings().public_url}{path}.atom"}]
