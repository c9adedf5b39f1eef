"""The asks of the demo world, with a history that people could have had."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from app.accounts.models import User
from app.asks import services as asks
from app.asks.models import Ask, AskTarget, ContactKind, CorrectionStatus, PolicyArea, Position, Standing
from app.asks.queries import targets_of
from app.asks.rules.content import AskDetails
from app.asks.rules.neutrality import Neutral
from app.cohosting import services as cohosting
from app.cohosting.queries import open_proposal
from app.core import clock
from app.organisations.models import Organisation

Host = Callable[[str], tuple[Organisation, User]]

MINUTES = """Meeting of the trustees, item 7: quiet rooms.
Agreed: two schools before the summer, the other seven by the end of next school year.
"""


@dataclass(frozen=True)
class DemoAsk:
    """One ask: who holds it, what it says, each host's own words, and whom it is put to."""

    details: AskDetails
    hosts: tuple[str, str]
    wordings: tuple[str, str]
    targets: tuple[asks.TargetDetails, ...]
    #: How many days ago it went public.
    days: int
    is_ours_first: bool = False


SCHOOLS = DemoAsk(
    AskDetails(
        title="A quiet room in every secondary school",
        text="Each of the nine secondary schools of the trust has a quiet room that pupils can use at any "
        "time of the day, without giving a reason.",
        why="Boys told us that they walk out of school when it gets too much. Girls told us that they lock "
        "themselves in a toilet. Both asked for the same thing: a door they may close.\n\n"
        "- A room costs little; a lost school year costs a lot.\n"
        "- In the two schools that have one, nobody has to explain why they go there.",
        done_when="The trust’s own list shows a quiet room, open at all hours of the school day, for each of "
        "its nine schools.",
        area=PolicyArea.EDUCATION,
        weight=4,
        intersections={
            "gender": "Boys fear to be seen going there; girls ask for a door that closes.",
            "disability": "Autistic pupils need it most days, and a room up a stair is no room for some.",
            "faith": "It must not take the place of the prayer room, as it did in one school.",
        },
    ),
    ("harbour-mens-circle", "the-long-table"),
    (
        "Give every lad one door in the building he can shut without anyone asking what is up with him.",
        "No girl should have to hide in a toilet to breathe. A small room, always open, no questions.",
    ),
    (
        asks.TargetDetails(
            "Aireside Schools Trust", "", "Leeds", "The clerk, Aireside House, Leeds. clerk@aireside.example"
        ),
        asks.TargetDetails(
            "Helen Thackray",
            "Director of children’s services, Aireside Council",
            "Leeds",
            "children@aireside-council.example",
            term_from=date(2024, 5, 7),
        ),
    ),
    days=110,
)
LEAVE = DemoAsk(
    AskDetails(
        title="Two hours of paid leave for a therapy appointment",
        text="People who work for you may take up to two paid hours, up to twelve times a year, for an "
        "appointment about their mental health, on their word alone.",
        why="Fathers told us they cancel because the shift begins at six. Women who clean told us they lose "
        "half a day’s pay. Nobody should have to choose between wages and help.",
        done_when="The rule stands in the staff handbook, and every line manager has been told of it.",
        area=PolicyArea.PAID_LEAVE,
        weight=5,
        intersections={
            "income": "Those on hourly pay lose most, and are mostly women.",
            "race": "Night shifts are mostly worked by people who came here from elsewhere.",
            "carers": "Whoever brings up a child alone cannot go after work.",
        },
    ),
    ("dads-at-six", "asha-house"),
    (
        "Let a dad see someone on a Tuesday morning without lying about the dentist.",
        "Two hours, paid, on our word. We clean your offices; trust us as you trust those who sit in them.",
    ),
    (asks.TargetDetails("Mersey Mills", "", "Manchester", "people@mersey-mills.example"),),
    days=75,
    is_ours_first=True,
)
LANGUAGE = DemoAsk(
    AskDetails(
        title="Therapy in the language you dream in",
        text="Whoever is referred for therapy is offered it in their own language, or with a trained "
        "interpreter who is not a relative, within the same waiting time.",
        why="A son of twelve should not translate his mother’s grief. Men who speak little English are "
        "offered pills instead of talks.",
        done_when="The trust publishes waiting times by language, and they differ by less than two weeks.",
        area=PolicyArea.ACCESS_TO_THERAPY,
        weight=4,
        intersections={
            "race": "People who do not speak English wait longest, where they are offered talks at all.",
            "gender": "Women are sent home with a daughter as interpreter, men with a prescription.",
        },
    ),
    ("asha-house", "women-outdoors-north"),
    (
        "My words for pain are Urdu words. I should not have to wait a year for someone who knows them.",
        "On the hill everybody finds words. In the clinic, everybody should, too.",
    ),
    (asks.TargetDetails("Irwell Health Trust", "", "Manchester", "board@irwell-trust.example"),),
    days=48,
)


def load_asks(host: Host) -> None:
    """Play the three asks through the services that people use."""
    _schools(_begin(SCHOOLS, host), host)
    _leave(_begin(LEAVE, host), host)
    _language(_begin(LANGUAGE, host), host)


def _begin(demo: DemoAsk, host: Host) -> Ask:
    """Draft it, invite, accept, write each host's own words, and sign it off."""
    (first, by), (second, other) = (host(slug) for slug in demo.hosts)
    with clock.moved(-timedelta(days=demo.days + 12)):
        targets = [asks.enter_target(each, by=by, on_behalf_of=first).slug for each in demo.targets]
        if demo.is_ours_first:
            targets.insert(0, asks.target_of_ourselves(first, by=by).slug)
        details = AskDetails(**{**demo.details.__dict__, "targets": tuple(targets)})
        ask = asks.draft_ask(details, organisation=first, by=by)
        invited = cohosting.offer(
            ask.cohosting, organisation=second, message="Shall we ask together?", by=by, on_behalf_of=first
        )
        cohosting.accept(invited, by=other, organisation=second)
        asks.write_wording(ask, demo.wordings[0], by=by, on_behalf_of=first)
        asks.write_wording(ask, demo.wordings[1], by=other, on_behalf_of=second)
    with clock.moved(-timedelta(days=demo.days)):
        asks.propose_publication(ask, list(Neutral), by=by, on_behalf_of=first)
        proposal = open_proposal(ask.cohosting)
        if proposal is not None:
            cohosting.sign_off(proposal, content_hash=proposal.content_hash, by=other, on_behalf_of=second)
    return ask


def _schools(ask: Ask, host: Host) -> None:
    first, second = (_writing(host, slug) for slug in SCHOOLS.hosts)
    trust, council = targets_of(ask)
    _turn(trust, ContactKind.LETTER, 104, "A letter with 41 names of pupils and parents.", first)
    _turn(council, ContactKind.MEETING, 90, "Twenty minutes in her office; she took notes.", second)
    _promise(trust, first)
    _half_answer(council, second)
    with clock.moved(-timedelta(days=9)):
        news = asks.News(
            Standing.PARTLY_DONE,
            clock.now().date(),
            evidence_link="https://aireside.example/quiet-rooms",
            note="Two of nine rooms are open. We have sat in both.",
        )
        asks.record_status(trust, news, second)
    with clock.moved(-timedelta(days=20)):
        asks.turn(council)


def _promise(trust: AskTarget, writing: asks.Writing) -> None:
    minutes = asks.read_document("minutes.txt", MINUTES.encode())
    with clock.moved(-timedelta(days=70)):
        said = asks.Words(
            "We will open two rooms before the summer and the other seven by the end of next school year.",
            clock.now().date(),
            "Meeting of the trustees",
            "https://aireside.example/minutes/item-7",
            (clock.now() + timedelta(days=250)).date(),
        )
        asks.record_commitment(trust, said, writing)
        news = asks.News(
            Standing.PROMISED,
            clock.now().date(),
            Position.FOR,
            document=minutes,
            note="Voted without dissent.",
        )
        asks.record_status(trust, news, writing)


def _half_answer(council: AskTarget, writing: asks.Writing) -> None:
    with clock.moved(-timedelta(days=61)):
        news = asks.News(
            Standing.ANSWERED,
            clock.now().date(),
            Position.PARTLY,
            note="“A good idea. I will look for the money and write by the end of next month.”",
            due_on=(clock.now() + timedelta(days=40)).date(),
        )
        asks.record_status(council, news, writing)


def _leave(ask: Ask, host: Host) -> None:
    first, second = (_writing(host, slug) for slug in LEAVE.hosts)
    ourselves, mills = targets_of(ask)
    with clock.moved(-timedelta(days=50)):
        news = asks.News(
            Standing.DONE,
            clock.now().date(),
            Position.FOR,
            evidence_link="https://dads-at-six.example/handbook",
            note="We have three people on the payroll. It is in their contracts now.",
        )
        entry = asks.record_status(ourselves, news, first)
    with clock.moved(-timedelta(days=48)):
        reader = second.by
        if reader is not None:
            asks.agree(entry, by=reader, on_behalf_of=second.on_behalf_of)
    _turn(mills, ContactKind.MEETING, 40, "With the head of people and two shift leaders.", second)
    with clock.moved(-timedelta(days=16)):
        news = asks.News(
            Standing.IN_PROGRESS,
            clock.now().date(),
            Position.FOR,
            note="A trial on the night shift has begun. They count how many people use it.",
            due_on=(clock.now() + timedelta(days=60)).date(),
        )
        asks.record_status(mills, news, first)


def _language(ask: Ask, host: Host) -> None:
    first, _second = (_writing(host, slug) for slug in LANGUAGE.hosts)
    (trust,) = targets_of(ask)
    _turn(trust, ContactKind.LETTER, 45, "To the chair of the board, by post and by mail.", first)
    with clock.moved(-timedelta(days=17)):
        asks.turn(trust)
    with clock.moved(-timedelta(days=12)):
        correction = asks.request_correction(
            ask, "The board met in another month than you say.", source="https://irwell-trust.example/board"
        )
    with clock.moved(-timedelta(days=10)):
        answer = asks.Answer(CorrectionStatus.CORRECTED, "True, thank you. We have mended the text.")
        if first.by is not None:
            asks.answer_correction(correction, answer, by=first.by, on_behalf_of=first.on_behalf_of)


def _turn(put: AskTarget, kind: ContactKind, days: int, note: str, writing: asks.Writing) -> None:
    with clock.moved(-timedelta(days=days)):
        asks.record_contact(put, asks.Turn(kind, clock.now().date(), note), writing)


def _writing(host: Host, slug: str) -> asks.Writing:
    organisation, by = host(slug)
    return asks.Writing(by, organisation)
