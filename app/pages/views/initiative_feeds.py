"""An initiative for calendars and feed readers: its events, milestones and all that is due."""

from flask.typing import ResponseReturnValue

from app.calendars.queries import initiative_lines
from app.calendars.rules.telling import TOLD_FOR
from app.cohosting.queries import HostCard, host_organisations_of
from app.core import clock, revisions
from app.core.access import public, require
from app.core.errors import NotFound, existing
from app.core.feeds import answer_publicly, feed_language
from app.core.http import shows
from app.core.i18n import _, format_date, in_language
from app.core.ical import CalendarEvent, CalendarHeader, EventStatus, calendar, event_lines
from app.core.settings import settings
from app.core.text import plain_text
from app.initiatives.models import Initiative, Milestone
from app.initiatives.policies import is_listed
from app.initiatives.queries import initiative_by_slug, milestones_of, updates_of
from app.pages.queries import initiatives as queries
from app.pages.queries.gatherings import FEED_LENGTH, latest_changes
from app.pages.rules.atom import Entry
from app.pages.rules.deadlines import ask_deadline, milestone_day, petition_closing
from app.pages.views.blueprint import blueprint
from app.pages.views.feeds import answer_atom, event_entry

AT = "/initiatives/<slug>/events"
TAGS = ("initiative:{slug}", "events", "asks", "petitions", "organisations")


@blueprint.get(f"{AT}.ics")
@public
def initiative_calendar(slug: str) -> ResponseReturnValue:
    """Give the events, milestones and deadlines of an initiative as a calendar to follow."""
    tags = tuple(tag.format(slug=slug) for tag in TAGS)
    counters = revisions.numbers(tags)
    found = initiative_by_slug(slug)
    if found is None or found.published_at is None:
        raise NotFound
    language, page = feed_language(), f"{settings().public_url}/initiatives/{slug}"
    lines = initiative_lines(found, language) if is_listed(found) else []
    with in_language(language):
        days = _days(found, _hosts(found) if is_listed(found) else [])
    changes = [found.revised_at, *(each.stamp for each in days), *(at for _lines, at in lines)]
    header = CalendarHeader(
        uid=f"{page}/events",
        name=found.title if is_listed(found) else "Twain",
        description=found.summary if is_listed(found) else "",
        last_modified=max(changes),
        url=page,
    )
    blocks = (*(each for each, _at in lines), *(event_lines(each) for each in days))
    return answer_publicly(calendar(blocks, header), changed_at=None, tags=tags, counters=counters)


@blueprint.get(f"{AT}.atom")
@public
@shows(*TAGS)
def initiative_atom(slug: str) -> ResponseReturnValue:
    """Tell feed readers what is new: events, news, milestones, deadlines."""
    found = existing(initiative_by_slug(slug))
    require(is_listed(found), hide=True)
    events = map(event_entry, latest_changes(initiative=found))
    entries = [*events, *_news(found), *_day_entries(found, _hosts(found))]
    newest = sorted(entries, key=lambda each: each.updated_at, reverse=True)[:FEED_LENGTH]
    page = f"/initiatives/{slug}"
    return answer_atom(newest, found.title, page, f"{page}/events.atom")


def _hosts(found: Initiative) -> list[HostCard]:
    return host_organisations_of([found.cohosting_id])[found.cohosting_id]


def _days(found: Initiative, hosts: list[HostCard]) -> list[CalendarEvent]:
    """Give all that is due; of an initiative that was taken back, only that its milestones are off."""
    site, today = settings().public_url, clock.now().date()
    days = [
        milestone_day(each, found, hosts, site)
        for each in milestones_of(found, with_removed=True)
        if _is_told(each)
    ]
    if is_listed(found):
        puts = [each for put in queries.asks_gathered(found).values() for each in put if each.due_on]
        days += [ask_deadline(each, [], site, today) for each in puts]
        closings = [petition_closing(each, site) for each in queries.petitions_gathered(found)]
        days += [each for each in closings if each]
    return days


def _is_told(milestone: Milestone) -> bool:
    """Tell whether calendars still have to hear of a milestone: also, for a while, that it is off."""
    now = clock.now()
    if milestone.removed_at is None:
        return True
    return milestone.removed_at > now - TOLD_FOR or milestone.due_on >= now.date()


def _news(found: Initiative) -> list[Entry]:
    page = f"{settings().public_url}/initiatives/{found.slug}"
    return [
        Entry(
            address=f"{page}#news-{each.id}",
            title=each.title,
            summary=plain_text(each.body),
            authors=[each.organisation.name] if each.organisation else [],
            published_at=each.at,
            updated_at=each.at,
            language=found.language,
        )
        for each in updates_of(found, FEED_LENGTH)
    ]


def _day_entries(found: Initiative, hosts: list[HostCard]) -> list[Entry]:
    """Tell of milestones, deadlines and closings, each under its own address."""
    return [
        Entry(
            address=f"{each.url}#{each.uid}",
            title=each.summary,
            summary=" ".join(
                part
                for part in (_("%(day)s.", day=format_date(each.on)) if each.on else "", each.description)
                if part
            ),
            authors=[host.name for host in hosts],
            published_at=each.created,
            updated_at=each.stamp,
            language=found.language,
        )
        for each in _days(found, hosts)
        if each.status is not EventStatus.CANCELLED
    ]
