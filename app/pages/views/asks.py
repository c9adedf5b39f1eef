"""The public tracker: asks, those who can grant them, and what became of each."""

from collections.abc import Sequence
from http import HTTPStatus

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.accounts.models import User
from app.asks.models import Ask, AskStatus, AskTarget, PolicyArea, Standing
from app.asks.policies import can_see_on_desk, is_hidden
from app.asks.queries import ask_by_slug, target_by_slug
from app.asks.rules.lenses import written
from app.cohosting.queries import host_organisations_of
from app.core import clock
from app.core.access import me_or_none, public
from app.core.errors import NotFound, existing
from app.core.http import shows
from app.core.i18n import _
from app.core.settings import settings
from app.pages.queries import asks as queries
from app.pages.queries import records, sayings
from app.pages.queries.records import Line
from app.pages.rules.ask_lines import Drawing, Happening, drawing_of
from app.pages.rules.asks import Answered, answered, ask_narrowings, read_wanted_asks
from app.pages.rules.lists import address
from app.pages.views.blueprint import blueprint, feed_links

PATH = "/asks"


@blueprint.get(PATH)
@public
@shows("asks", "organisations")
def asks() -> ResponseReturnValue:
    """List what is asked, and how it stands."""
    wanted = read_wanted_asks(request.args)
    page = queries.found_asks(wanted)
    return render_template(
        "pages/asks.html",
        wanted=wanted,
        cards=page.asks,
        counts=queries.standing_counts(),
        narrowings=ask_narrowings(PATH, wanted, queries.names_in(wanted)),
        after=address(PATH, wanted, after=str(page.after)) if page.after else "",
        first=address(PATH, wanted) if wanted.after else "",
        files={suffix: address(f"{PATH}.{suffix}", wanted) for suffix in ("ics", "csv", "json")},
        areas=list(PolicyArea),
        standings=list(Standing),
        noindex=bool(wanted.parameters or wanted.after),
        feed_links=feed_links(_("Asks on Twain"), PATH),
    )


@blueprint.get("/asks/<slug>")
@public
@shows("ask:{slug}", "organisations", "petitions")
def ask(slug: str) -> ResponseReturnValue:
    """Show one ask: what is asked, of whom, and everything that has come of it."""
    found = existing(queries.tracked_ask(slug))
    shown, targets = found
    if shown.status is not AskStatus.PUBLISHED or is_hidden(shown, clock.now().date()):
        return _not_shown(shown)
    hosts = host_organisations_of([shown.cohosting_id])[shown.cohosting_id]
    said, corrections = sayings.words_about(shown)
    user, record = me_or_none(User), records.record_of(shown)
    return render_template(
        "pages/ask.html",
        ask=shown,
        hosts=hosts,
        targets=targets,
        names={each.id: each.target.name for each in targets},
        record=record,
        drawings=_drawings(targets, record),
        said=said,
        corrections=corrections,
        check=written(shown.intersections),
        petitions=queries.petitions_carrying(shown),
        is_host=user is not None and can_see_on_desk(user, shown),
        own_targets=[each for each in targets if each.target.organisation_id],
        feed_links=feed_links(shown.title, f"{PATH}/{slug}")[:1],
    )


@blueprint.get("/targets/<slug>")
@public
@shows("target:{slug}", "asks", "organisations")
def target(slug: str) -> ResponseReturnValue:
    """Show who can grant asks, and how they have answered."""
    return _target_page(slug, "pages/target.html")


@blueprint.get("/targets/<slug>/summary")
@public
@shows("target:{slug}", "asks", "organisations")
def target_summary(slug: str) -> ResponseReturnValue:
    """Show the same on one page, to print and hand over."""
    return _target_page(slug, "pages/target_summary.html")


def _target_page(slug: str, template: str) -> ResponseReturnValue:
    found = target_by_slug(slug)
    rows = queries.asks_of_target(found) if found else []
    if found is None or not rows:
        raise NotFound
    groups = {each: [row for row in rows if answered(row.ask_target) is each] for each in Answered}
    return render_template(
        template,
        target=found,
        groups={each: group for each, group in groups.items() if group},
        count=len(rows),
        promises=sayings.latest_promises([row.ask_target.id for row in rows]),
        page_address=f"{settings().public_url}/targets/{slug}",
        today=clock.now().date(),
    )


def _drawings(targets: Sequence[AskTarget], record: Sequence[Line]) -> list[Drawing]:
    """Draw how it went with each target that something happened with."""
    drawings = []
    for put in targets:
        happenings = [
            Happening(line.on, line.after.label, line.tone)
            for line in reversed(record)
            if line.ask_target_id == put.id and line.after is not None
        ]
        drawings.append(drawing_of(put.target.name, happenings, put.due_on, clock.now().date()))
    return [each for each in drawings if each]


def _not_shown(shown: Ask) -> ResponseReturnValue:
    """Tell that an ask was taken back, or rests during an election; of one never public, say nothing."""
    if shown.published_at is None or ask_by_slug(shown.slug) is None:
        raise NotFound
    rests = shown.status is AskStatus.PUBLISHED
    page = render_template("pages/ask_away.html", until=shown.hidden_until if rests else None, rests=rests)
    return page, HTTPStatus.NOT_FOUND if rests else HTTPStatus.GONE
