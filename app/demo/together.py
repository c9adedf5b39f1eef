"""What the organisations of the demo world do behind the scenes: find each other, share tasks and places, listen."""

from collections.abc import Callable
from datetime import timedelta

from sqlalchemy import select

from app.accounts.models import User
from app.board import services as board
from app.board.models import Kind
from app.board.services import PostDetails
from app.core import clock
from app.core.database import session
from app.core.tokens import new_token, token_hash
from app.events.models import Event, Way
from app.initiatives.models import Theme
from app.letters import services as letters
from app.letters.models import FeedbackTicket, Mood, Welcome
from app.letters.services import Feedback
from app.organisations.models import Organisation
from app.rsvps import services as rsvps
from app.rsvps.services import Holding
from app.runsheets import services as runsheets
from app.runsheets.queries import doers_of, tasks_of
from app.runsheets.rules import sheet_template
from app.runsheets.services import TaskDetails

Host = Callable[[str], tuple[Organisation, User]]

EVENING = "carrying-it-together-an-evening-on-fathers-mothers-and-rest"
SWIM, HELD = "cold-water-warm-room", 4
PAST = "an-evening-about-exams-without-marks"
POSTS = (
    (
        "wayfarers",
        PostDetails(
            "A long walk with two halfway stops",
            Kind.MEN,
            ("women",),
            idea="Twelve miles, three conversations. We know the way; we would like to walk it with women who have "
            "something to say about it.",
            brings="A route without stiles, and flasks.",
            themes=(Theme.CHECKING_IN.value,),
            area="Bradford and Saltaire",
        ),
    ),
    (
        "women-outdoors-north",
        PostDetails(
            "Cold water, warm words",
            Kind.WOMEN,
            ("men", "everyone"),
            idea="A swim for those who like it, a bench for those who do not.",
            brings="Two lifeguards and a fire.",
            themes=(Theme.CHECKING_IN.value, Theme.SAFE_SPACES.value),
            area="Saltaire, Yorkshire",
        ),
    ),
    (
        "elmbrook-school",
        PostDetails(
            "A morning on how to ask a friend twice",
            Kind.SCHOOL,
            ("men", "women"),
            idea="Year eleven would like to hear it from grown-ups who have done it, of both kinds.",
            brings="A hall, eighty pupils, good biscuits.",
            themes=(Theme.LEARNING.value, Theme.CHALLENGING_STIGMA.value),
            area="Leeds",
        ),
    ),
    (
        "the-long-table",
        PostDetails(
            "A supper where fathers cook",
            Kind.WOMEN,
            ("men", "school"),
            idea="We know how to sit. We would like to be cooked for, once, and to talk about why that is rare.",
            brings="A kitchen and thirty plates.",
            themes=(Theme.LEARNING.value, Theme.SAFE_SPACES.value),
            area="Leeds",
        ),
    ),
)
WORDS = (
    "Soup at the start, please keep it.",
    "Shorter speeches.",
    "",
    "I did not know others feel that too.",
    "",
)


def load_together(host: Host) -> None:
    """Fill the board, share out an evening, hold places, and let people say how another evening was."""
    for slug, details in POSTS:
        organisation, by = host(slug)
        with clock.moved(-timedelta(days=6)):
            post = board.write_post(details, organisation, by=by)
        if slug == "the-long-table":
            answerer, answering = host("harbour-mens-circle")
            board.answer_post(post, answerer, "We can do dal, and one of us bakes. When?", by=answering)
    _share_out(_event(EVENING))
    _hold(_event(SWIM), *(host(slug) for slug in ("women-outdoors-north", "wayfarers")))
    _hear(_event(PAST))


def _share_out(event: Event) -> None:
    template = sheet_template("evening")
    if template is not None:
        runsheets.use_template(event, template)
    doers = doers_of(event)
    for number, task in enumerate(tasks_of(event)):
        doer = doers[number % len(doers)]
        runsheets.change_task(task, TaskDetails(task.title, task.minutes, doer))
        runsheets.tick(task, is_done=number == 0)


def _hold(event: Event, *hosts: tuple[Organisation, User]) -> None:
    """Let each host hold some places for its own people until three days before."""
    until = (event.starts_at or clock.now()) - timedelta(days=3)
    for organisation, by in hosts:
        rsvps.hold_spots(event, Holding(Way.IN_PERSON, HELD, until), by=by, on_behalf_of=organisation)


def _hear(event: Event) -> None:
    for number, words in enumerate(WORDS):
        token = new_token()
        valid_until = clock.now() + timedelta(days=1)
        session.add(FeedbackTicket(token_hash=token_hash(token), event=event, valid_until=valid_until))
        mood = list(Mood)[number % 2]
        letters.take_feedback(token, Feedback(mood, Welcome.YES, words))
    letters.bring_into_view(event.id)


def _event(slug: str) -> Event:
    return session.scalars(select(Event).where(Event.slug == slug)).one()
