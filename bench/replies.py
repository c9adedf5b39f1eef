"""Replies: never one too many, and how many a second reach the database over HTTP."""

from pathlib import Path
from statistics import median
from urllib.parse import urlencode

from sqlalchemy import func, select

from app.core.database import session
from app.rsvps.models import Rsvp
from bench.contest import PEOPLE, SPOTS, contest, popular_event
from bench.databases import POSTGRESQL
from bench.hotrow import HotRow, hot_row_speed
from bench.load import Load, WrongAnswer, speed
from bench.load.shape import Bodies
from bench.processes import Server
from bench.report import Row, beside
from bench.settings import CLIENTS, Scale
from bench.world import World

#: On SQLite it is measured and shown.
AIM = {POSTGRESQL.name: 0.25}
ROOMY = 10_000_000
ROUNDS = 5


def contest_row(world: World, server: Server, on: str, scale: Scale) -> Row:
    """Let many ask at once for few spots, again and again."""
    outcomes = [contest(world, server, number) for number in range(scale.contests)]
    exact = sum(outcome.is_exact for outcome in outcomes)
    return Row(
        what=f"{PEOPLE} people at once for {SPOTS} spots, with parties: exactly {SPOTS} taken",
        on=on,
        measured=f"{exact} of {len(outcomes)} runs",
        aim=f"{len(outcomes)} of {len(outcomes)}",
        is_met=exact == len(outcomes),
    )


def sustained_row(world: World, server: Server, on: str, scale: Scale) -> Row:
    """Take turns: the floor, then replies over HTTP."""
    seconds = scale.reply_seconds / ROUNDS
    folder = Path(world.environ["TWAIN_INSTANCE"])
    pairs = []
    for number in range(ROUNDS):
        floor_event, _slug = popular_event(world, f"floor-{number}", ROOMY)
        floor = hot_row_speed(HotRow(world.environ["DATABASE_URL"], floor_event, seconds))
        event_id, slug = popular_event(world, f"sustained-{number}", ROOMY)
        bodies = Bodies(_form(slug), "X-Forwarded-For", f"10.{number + 1}.%d.%d", folder)
        answered = speed(Load(server.url(f"/events/{slug}/rsvp"), seconds, bodies=bodies))
        _check(world, event_id, answered.requests)
        pairs.append((answered.per_second, floor))
    values = (median(one for one, _ in pairs), median(floor for _, floor in pairs))
    ratio = median(one / floor for one, floor in pairs)
    what = "Replies taken over HTTP; floor: INSERT and UPDATE by the driver alone"
    return beside(what, on, values, ratio, AIM.get(on))


def _form(slug: str) -> str:
    form = urlencode({"name": "Sam", "party_size": 1, "way": "in_person"})
    return f"{form}&email=person%%d-{slug}%%40example.org".replace("%%d", "%d")


def _check(world: World, event_id: int, answered: int) -> None:
    """Count what arrived: every answer is a reply in the database, and hardly any came unanswered."""
    with world.app.app_context():
        kept = session.scalar(select(func.count()).where(Rsvp.event_id == event_id)) or 0
    if not answered <= kept <= answered + CLIENTS:
        raise WrongAnswer(f"{answered} replies were answered, {kept} are kept")
