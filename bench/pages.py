"""Pages and feeds: from the front cache, drawn afresh, for people signed in; in large and small worlds."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import perf_counter

from sqlalchemy import delete, insert, select

from app.calendars.models import RenderedEvent
from app.core.database import session
from app.core.transaction import transaction
from bench.client import ask
from bench.load import Load
from bench.load.shape import Walk
from bench.processes import Processes, Server
from bench.queries import AFRESH, RELOAD, queries_of
from bench.report import Row, at_most, beside
from bench.rounds import Probe, Speeds, measure
from bench.settings import Scale
from bench.world import World

WARM, DRAWN, SIGNED_IN = 1.5, 0.12, 0.08
FEED_WARM, FEED_FIRST_SECONDS = 1.0, 0.3
MOST_QUERIES = 5
GROWTH = 1.3
FIRST_BUILDS = 5
#: Pages whose cost must not grow with the world.
STEADY = (
    "/",
    "/events",
    "/events?q=walk",
    "/events?near=Leeds&within=100",
    "/organisations",
    "/organisations/organisation-1",
)


@dataclass(frozen=True)
class Site:
    """A world, served with the front cache and without."""

    world: World
    cached: Server
    drawn: Server
    on: str


@dataclass(frozen=True)
class Floors:
    """The servers beside which pages are measured."""

    raw: Server
    hello: Server


def serve(processes: Processes, world: World, on: str) -> Site:
    """Start the two servers of a world."""
    return Site(
        world,
        cached=processes.twain(world.environ),
        drawn=processes.twain({**world.environ, "FRONT_CACHE": "no"}),
        on=on,
    )


def page_rows(site: Site, floors: Floors, scale: Scale) -> tuple[list[Row], Speeds]:
    """Measure the pages and feeds of one world."""
    first = _first_builds(site)
    speeds = measure(_probes(site, floors, scale), scale)
    rows = [*_floor_rows(speeds, site.on), *_speed_rows(speeds, site.on), *_query_rows(site), *first]
    return rows, speeds


def growth_rows(large: Site, small: Site, scale: Scale) -> list[Row]:
    """Compare what a page costs in a large world and in a small one."""
    paths = (*STEADY, large.world.event_path)
    probes = {}
    for number, path in enumerate(paths):
        in_small = small.world.event_path if path == large.world.event_path else path
        probes[f"large {number}"] = Probe(Load(large.drawn.url(path), scale.seconds))
        probes[f"small {number}"] = Probe(Load(small.drawn.url(in_small), scale.seconds))
    speeds = measure(probes, scale)
    sizes = f"{large.world.size.events:,} events instead of {small.world.size.events}"
    return [
        Row(
            what=f"{path.replace('organisation-1', '<slug>')} with {sizes}",
            on=large.on,
            measured=f"{speeds.of(f'large {number}'):,.0f}/s",
            floor=f"{speeds.of(f'small {number}'):,.0f}/s",
            ratio=f"{(cost := speeds.ratio(f'small {number}', f'large {number}')):.2f}",
            aim=f"≤ {GROWTH:g} × the time",
            is_met=cost <= GROWTH,
        )
        for number, path in enumerate((*STEADY, "/events/<slug>"))
    ]


def _probes(site: Site, floors: Floors, scale: Scale) -> dict[str, Probe]:
    event, feed = site.world.event_path, site.world.feed_path
    seconds = scale.seconds

    def held(path: str) -> Probe:
        etag = ask(site.cached.url(path)).headers["etag"]
        return Probe(Load(site.cached.url(path), seconds, {"If-None-Match": etag}), status=304)

    return {
        "raw": Probe(Load(floors.raw.url("/"), seconds)),
        "hello": Probe(Load(floors.hello.url("/"), seconds)),
        "event": Probe(Load(site.cached.url(event), seconds)),
        "events": Probe(Load(site.cached.url("/events"), seconds)),
        "event 304": held(event),
        "events 304": held("/events"),
        "feed": Probe(Load(site.cached.url(feed), seconds)),
        "feed 304": held(feed),
        "event afresh": Probe(Load(site.drawn.url(event), seconds)),
        "events afresh": Probe(Load(site.drawn.url("/events"), seconds)),
        "walk afresh": Probe(Load(site.drawn.url("/"), seconds, walk=_walk(site.world))),
        "event signed in": Probe(Load(site.cached.url(event), seconds, {"Cookie": site.world.cookie})),
    }


def _walk(world: World) -> Walk:
    return Walk("/events/event-%d", world.size.events, Path(world.environ["TWAIN_INSTANCE"]))


def _floor_rows(speeds: Speeds, on: str) -> Iterator[Row]:
    yield Row("A raw WSGI function", on, f"{speeds.of('raw'):,.0f}/s")
    yield Row("Flask hello: the floor of pages", on, f"{speeds.of('hello'):,.0f}/s")


def _speed_rows(speeds: Speeds, on: str) -> Iterator[Row]:
    for name, what, aim in (
        ("event", "Event page, warm", WARM),
        ("events", "/events, warm", WARM),
        ("event 304", "Event page, 304", WARM),
        ("events 304", "/events, 304", WARM),
        ("event afresh", "Event page, drawn afresh", DRAWN),
        ("events afresh", "/events, drawn afresh", DRAWN),
        ("walk afresh", "Event pages, another one each time, drawn afresh", None),
        ("event signed in", "Event page, signed in", SIGNED_IN),
        ("feed", "Organisation feed of 1,000 events, warm", FEED_WARM),
        ("feed 304", "Organisation feed of 1,000 events, 304", WARM),
    ):
        values = (speeds.of(name), speeds.of("hello"))
        yield beside(what, on, values, speeds.ratio(name, "hello"), aim)


def _query_rows(site: Site) -> Iterator[Row]:
    world = site.world
    event = world.event_path
    for what, path, headers, most in (
        ("Queries of an event page", event, AFRESH, MOST_QUERIES),
        ("Queries of /events", "/events", AFRESH, MOST_QUERIES),
        ("Queries to revalidate an event page", event, RELOAD, 1),
        ("Queries to revalidate /events", "/events", RELOAD, 1),
    ):
        yield at_most(what, site.on, queries_of(world, path, headers), most)
    yield Row(
        "Queries of an event page, signed in",
        site.on,
        str(queries_of(world, event, {"Cookie": world.cookie})),
    )


def _first_builds(site: Site) -> list[Row]:
    """Time the long feed when no cache holds it: with every event's lines kept, and with none."""
    what = "Organisation feed of 1,000 events, first build"
    kept = at_most(what, site.on, _seconds_to_build(site, "kept"), FEED_FIRST_SECONDS, " s")
    with site.world.app.app_context():
        with transaction():
            rows = [dict(row._mapping) for row in session.execute(select(*RenderedEvent.__table__.columns))]  # noqa: SLF001  # SQLAlchemy's public way to a row's names
            session.execute(delete(RenderedEvent))
        bare = Row(f"{what}, no lines kept", site.on, f"{_seconds_to_build(site, 'bare'):.3g} s")
        with transaction():
            session.execute(insert(RenderedEvent), rows)
    return [kept, bare]


def _seconds_to_build(site: Site, name: str) -> float:
    """Ask for the feed under addresses that no cache has seen."""
    taken = []
    for number in range(FIRST_BUILDS):
        began = perf_counter()
        ask(site.cached.url(f"{site.world.feed_path}?{name}={number}"))
        taken.append(perf_counter() - began)
    return median(taken)
