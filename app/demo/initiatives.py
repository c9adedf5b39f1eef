"""The longer efforts of the demo world, and what belongs to each."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TypeVar

from sqlalchemy import select

from app.accounts.models import User
from app.asks import services as asks
from app.asks.models import Ask
from app.cohosting import services as cohosting
from app.cohosting.queries import accepted_hosts, open_proposal
from app.core import clock
from app.core.database import session
from app.events import services as events
from app.events.models import Event
from app.initiatives import services as initiatives
from app.initiatives.models import Initiative, Setting, Theme
from app.initiatives.queries import aims_of
from app.initiatives.rules.content import AimDetails, InitiativeDetails, MilestoneDetails
from app.organisations.models import Organisation
from app.petitions import services as petitions
from app.petitions.models import Petition

Host = Callable[[str], tuple[Organisation, User]]
Thing = Event | Ask | Petition
Join = Callable[..., None]
Kind = TypeVar("Kind", Event, Ask, Petition)
DRAFTED, PUBLISHED = timedelta(days=116), timedelta(days=108)


@dataclass(frozen=True)
class DemoAim:
    """An aim: words, number, unit, days ahead, how far it is and how many days ago somebody said so."""

    text: str
    number: int
    unit: str
    days: int
    reached: int
    said: int


@dataclass(frozen=True)
class DemoInitiative:
    """One longer effort: what it says, who holds it, and the titles of what belongs to it."""

    details: InitiativeDetails
    hosts: tuple[str, ...]
    aims: tuple[DemoAim, ...]
    #: Title, days from now, whether it was reached on its day.
    milestones: tuple[tuple[str, int, bool], ...]
    #: Headline, text, days ago.
    news: tuple[str, str, int]
    gathers: frozenset[str]


ASK_TWICE = DemoInitiative(
    InitiativeDetails(
        title="Ask twice",
        summary="At work, the first “how are you?” is answered with “fine”. We practise the second one.",
        purpose="Men told us that nobody at work ever asked again. Women told us that they ask everyone and "
        "nobody asks them. So we practise, in pairs, across grades and shifts:\n\n"
        "- to ask, and to wait,\n- to ask **again**, without an office voice,\n"
        "- to hear an answer without mending it.\n\nManagers go first. What is said there stays there.",
        setting=Setting.WORKPLACE,
        themes=(Theme.CHALLENGING_STIGMA.value, Theme.CHECKING_IN.value, Theme.LEARNING.value),
    ),
    ("clearwater-network", "asha-house", "dads-at-six"),
    (
        DemoAim("Managers who have practised the second question", 40, "managers", 210, 17, 12),
        DemoAim("Workplaces that give two paid hours on one’s word", 5, "workplaces", 300, 1, 48),
    ),
    (
        ("First practice with the night shift", -70, True),
        ("Every shift leader has been in a pair", -3, False),
        ("The handbook names whom to ask", 75, False),
    ),
    (
        "Seventeen have practised",
        "Most said the waiting was the hard part. One said: *I counted the tiles, and then he began to talk.*",
        12,
    ),
    frozenset(
        {
            "Asking twice: a first practice",
            "The second question, over coffee",
            "Lunch that nobody eats at the desk",
            "Asking for leave without a lie",
            "How are you really? Practising to listen",
            "Two hours of paid leave for a therapy appointment",
            "Two paid hours for help, at Mersey Mills",
        }
    ),
)
ROOM_TO_TALK = DemoInitiative(
    InitiativeDetails(
        title="Room to talk",
        summary="A quiet room in every school of the town, and evenings at which pupils ask first.",
        purpose="Boys walk out of the building when it gets too much; girls lock themselves in a toilet. Both "
        "ask for a door that closes.\n\nWe paint rooms, we hold evenings on which grown-ups answer "
        "honestly, and we ask those who run the schools for the rest.",
        setting=Setting.SCHOOL,
        themes=(Theme.SAFE_SPACES.value, Theme.LEARNING.value, Theme.ADVOCACY.value),
    ),
    ("elmbrook-school", "the-long-table", "harbour-mens-circle"),
    (
        DemoAim("Schools with a quiet room that is always open", 9, "schools", 280, 2, 9),
        DemoAim("Pupils who helped to make theirs", 100, "pupils", 180, 34, 26),
    ),
    (
        ("The room at Elmbrook is painted", -26, True),
        ("The trust names the next three schools", 40, False),
        ("All nine rooms are open", 280, False),
    ),
    (
        "The first door closes",
        "Elmbrook’s room is open. Two coats, one colour each: the pupils could not agree, so the wall is both.",
        24,
    ),
    frozenset(
        {
            "An evening about exams, without marks",
            "Painting the quiet room",
            "What we wish we had been told at fifteen",
            "A quiet room in every secondary school",
            "A quiet room in each of our schools",
        }
    ),
)
CARERS = DemoInitiative(
    InitiativeDetails(
        title="Carers’ Saturdays",
        summary="One Saturday a month on which somebody else does the looking after.",
        purpose="Whoever looks after a parent, a child or a partner rarely sits down. Once a month the long "
        "table is laid for them, and walkers and swimmers take them out, while others stay at home "
        "with those they care for.\n\nMen who care say they are not seen; women who care say they are "
        "not asked. Here, both are.",
        setting=Setting.COMMUNITY,
        themes=(Theme.SAFE_SPACES.value, Theme.CHECKING_IN.value),
    ),
    ("the-long-table", "wayfarers", "women-outdoors-north"),
    (
        DemoAim("Saturdays held", 12, "Saturdays", 260, 3, 7),
        DemoAim("People who learned to sit with somebody else’s parent", 30, "people", 150, 30, 15),
    ),
    (
        ("Thirty people can step in", -15, True),
        ("A second kitchen, in Bradford", 55, False),
    ),
    (
        "Thirty can step in",
        "Thirty of us now know how to sit with somebody else’s mother. It takes one afternoon to learn.",
        15,
    ),
    frozenset(
        {
            "Winter supper at the long table",
            "Carers’ Saturday: soup and a long sit",
            "Carrying it together: an evening on fathers, mothers and rest",
            "Sunday walk and talk along the canal",
            "Cold water, warm room",
            "Bread, grief and good company",
        }
    ),
)


def load_initiatives(host: Host) -> None:
    """Play the three longer efforts, and let the rest of the world belong to them."""
    for demo in (ASK_TWICE, ROOM_TO_TALK, CARERS):
        initiative = _publish(demo, host)
        _report(demo, initiative, host)
        _gather(demo, initiative, host)


def _publish(demo: DemoInitiative, host: Host) -> Initiative:
    """Draft it, invite, accept, and let every host sign it off."""
    (first, by), *others = (host(slug) for slug in demo.hosts)
    with clock.moved(-DRAFTED):
        begun = (clock.now() + timedelta(days=8)).date()
        details = replace(demo.details, starts_on=begun, aims=_aims(demo))
        initiative = initiatives.draft_initiative(details, organisation=first, by=by)
        for organisation, user in others:
            offer = cohosting.offer(
                initiative.cohosting,
                organisation=organisation,
                message="Shall we do this for longer?",
                by=by,
                on_behalf_of=first,
            )
            cohosting.accept(offer, by=user, organisation=organisation)
    with clock.moved(-PUBLISHED):
        initiatives.propose_publication(initiative, by=by, on_behalf_of=first)
        for organisation, user in others:
            proposal = open_proposal(initiative.cohosting)
            if proposal is not None:
                cohosting.sign_off(
                    proposal, content_hash=proposal.content_hash, by=user, on_behalf_of=organisation
                )
    return initiative


def _aims(demo: DemoInitiative) -> tuple[AimDetails, ...]:
    """Give the aims, with days as they are from the real present."""
    today = (clock.now() + DRAFTED).date()
    return tuple(
        AimDetails(each.text, each.number, each.unit, today + timedelta(days=each.days)) for each in demo.aims
    )


def _report(demo: DemoInitiative, initiative: Initiative, host: Host) -> None:
    """Add and reach milestones, report on the aims, tell news."""
    organisation, by = host(demo.hosts[0])
    today = clock.now().date()
    for title, days, is_reached in demo.milestones:
        due_on = today + timedelta(days=days)
        with clock.moved(-PUBLISHED):
            step = initiatives.add_milestone(
                initiative, MilestoneDetails(title, due_on), by=by, on_behalf_of=organisation
            )
        if is_reached:
            with clock.moved(timedelta(days=days)):
                initiatives.reach_milestone(step, due_on, by=by, on_behalf_of=organisation)
    for aim, each in zip(aims_of(initiative), demo.aims, strict=True):
        with clock.moved(-timedelta(days=each.said)):
            on = clock.now().date()
            initiatives.report_progress(aim, each.reached, on, by=by, on_behalf_of=organisation)
    title, body, days = demo.news
    with clock.moved(-timedelta(days=days)):
        initiatives.publish_update(initiative, title, body, by=by, on_behalf_of=organisation)


def _gather(demo: DemoInitiative, initiative: Initiative, host: Host) -> None:
    """Let events, asks and petitions of these titles belong to it, as one of their hosts would."""
    found: list[tuple[Thing, Join]] = [
        *((each, events.join_initiative) for each in _of(Event, demo)),
        *((each, asks.join_initiative) for each in _of(Ask, demo)),
        *((each, petitions.join_initiative) for each in _of(Petition, demo)),
    ]
    for thing, join in found:
        held_by = [each.organisation for each in accepted_hosts(thing.cohosting)]
        organisation = next(each for each in held_by if each is not None and each.slug in demo.hosts)
        _organisation, by = host(organisation.slug)
        join(thing, initiative.slug, by=by, on_behalf_of=organisation)


def _of(kind: type[Kind], demo: DemoInitiative) -> Sequence[Kind]:
    return session.scalars(select(kind).where(kind.title.in_(demo.gathers))).all()
