"""The petitions of the demo world: one that grows, one that was handed over, one that waits for a sign-off."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta

from sqlalchemy import select

from app.asks.models import Ask
from app.asks.queries import targets_of as put_to
from app.cohosting import services as cohosting
from app.cohosting.queries import open_proposal
from app.core import clock
from app.core.database import session
from app.demo.asks import LANGUAGE, LEAVE, SCHOOLS, DemoAsk, Host
from app.events.rules import resolve_wall_time
from app.petitions import services as petitions
from app.petitions.models import AreaQuestion, DisplayName, Perspective, Petition, Signature
from app.petitions.queries.petitions import targets_of
from app.petitions.queries.signatures import public_name
from app.petitions.rules.content import PetitionDetails
from app.petitions.rules.signing import hash_of_words
from app.petitions.services.counting import count_batch

FIRST = ("Amina", "Ben", "Chloe", "Dev", "Eve", "Femi", "Grace", "Hal", "Ivy", "Jo", "Kit", "Lena", "Moss")
LAST = ("Ash", "Birch", "Cole", "Dale", "Elm", "Frost", "Gill", "Hart", "Innes", "Jarvis", "Kerr")
AREAS = ("LS6", "LS6", "LS7", "LS6", "LS8", "LS11", "LS7", "BD3", "LS6", "LS28", "LS8")
#: The counter is let count each time that so many have signed.
COUNTED_TOGETHER = 10


@dataclass(frozen=True)
class DemoPetition:
    """One petition: what it says, who holds it, which ask it carries, and how many signed."""

    details: PetitionDetails
    hosts: tuple[str, str]
    ask: DemoAsk
    #: How many days ago it opened, for how many it is open, and how many have signed.
    days: int
    open_for: int
    signatures: int
    reasons: tuple[tuple[Perspective, str], ...] = field(default=())


ROOMS = DemoPetition(
    PetitionDetails(
        title="A quiet room in each of our schools",
        demand="Aireside Schools Trust, open a quiet room in each of your nine secondary schools by next summer.",
        background="Two schools have one already. Nobody there has to say why they use it, and fewer walk "
        "out of the building.\n\nWe ask for the other seven:\n\n"
        "- a small room with a door that closes,\n- open at every hour of the school day,\n"
        "- without a note from anyone.",
        area_question=AreaQuestion.POSTCODE,
        first_goal=100,
        tell_from=100,
        meet_from=250,
    ),
    ("harbour-mens-circle", "the-long-table"),
    SCHOOLS,
    days=64,
    open_for=150,
    signatures=137,
    reasons=(
        (Perspective.MAN, "I spent a year of lessons on the fire stairs. A door would have done."),
        (Perspective.WOMAN, "My daughter eats her lunch in a toilet. She calls it the only quiet place."),
        (
            Perspective.CARER,
            "My son can go back to class after ten minutes alone. Without them, he goes home.",
        ),
        (Perspective.ALLY, "I teach. We send them out to calm down, and there is nowhere to send them."),
    ),
)
HOURS = DemoPetition(
    PetitionDetails(
        title="Two paid hours for help, at Mersey Mills",
        demand="Mersey Mills, give everyone who works for you two paid hours for a therapy appointment, on "
        "their word.",
        background="The night shift ends at six. The clinic opens at nine. Whoever works by the hour pays "
        "for help twice.",
        first_goal=50,
    ),
    ("dads-at-six", "asha-house"),
    LEAVE,
    days=72,
    open_for=45,
    signatures=58,
    reasons=((Perspective.MAN, "I told them it was the dentist. Four times in a month."),),
)
WORDS = DemoPetition(
    PetitionDetails(
        title="Interpreters who are not our children",
        demand="Irwell Health Trust, offer a trained interpreter to everyone who is referred for therapy.",
        background="No child should have to find the words for a mother’s grief.",
        first_goal=100,
    ),
    ("asha-house", "women-outdoors-north"),
    LANGUAGE,
    days=2,
    open_for=120,
    signatures=0,
)


def load_petitions(host: Host) -> None:
    """Play the three petitions through the services that people use."""
    rooms = _open(ROOMS, host)
    _sign(rooms, ROOMS)
    _tell(rooms, host)
    hours = _open(HOURS, host)
    _sign(hours, HOURS)
    _hand_over(hours, host)
    _draft(WORDS, host)


def _draft(demo: DemoPetition, host: Host) -> Petition:
    """Draft it, invite, accept, and ask for the sign-off."""
    (first, by), (second, other) = (host(slug) for slug in demo.hosts)
    with clock.moved(-timedelta(days=demo.days + 6)):
        ask = session.scalars(select(Ask).where(Ask.title == demo.ask.details.title)).one()
        targets = [put.target.slug for put in put_to(ask) if put.target.organisation_id is None]
        values = {**demo.details.__dict__, "asks": (ask.slug,), "targets": tuple(targets[:1])}
        last_day = (clock.now() + timedelta(days=demo.open_for + 6)).date()
        closes_at = resolve_wall_time(datetime.combine(last_day, time(20)), first.time_zone)
        details = PetitionDetails(**{**values, "closes_at": closes_at, "zone": first.time_zone})
        petition = petitions.draft_petition(details, organisation=first, by=by)
        invited = cohosting.offer(
            petition.cohosting,
            organisation=second,
            message="Shall we ask everyone to sign?",
            by=by,
            on_behalf_of=first,
        )
        cohosting.accept(invited, by=other, organisation=second)
    with clock.moved(-timedelta(days=demo.days)):
        petitions.propose_opening(petition, by=by, on_behalf_of=first)
    return petition


def _open(demo: DemoPetition, host: Host) -> Petition:
    petition = _draft(demo, host)
    second, other = host(demo.hosts[1])
    with clock.moved(-timedelta(days=demo.days)):
        proposal = open_proposal(petition.cohosting)
        if proposal is not None:
            cohosting.sign_off(proposal, content_hash=proposal.content_hash, by=other, on_behalf_of=second)
    return petition


def _sign(petition: Petition, demo: DemoPetition) -> None:
    """Let people sign, many in the first week and fewer later, and let the counter count."""
    span = min(demo.days, demo.open_for) - 1
    for number in range(demo.signatures):
        share = number / demo.signatures
        days = demo.days - span * share * share
        with clock.moved(-timedelta(days=days, minutes=-number)):
            signature = _sign_one(petition, demo, number)
            if signature is not None and number % 12:
                petitions.confirm_signature(session.get_one(Signature, signature))
            if number % COUNTED_TOGETHER == 0:
                count_batch(petition.id)  # so that goals are reached on days of their own
    while count_batch(petition.id):
        pass


def _sign_one(petition: Petition, demo: DemoPetition, number: int) -> int | None:
    perspective, reason = demo.reasons[number] if number < len(demo.reasons) else (Perspective.UNSAID, "")
    first, last = FIRST[number % len(FIRST)], LAST[number % len(LAST)]
    area = AREAS[number % len(AREAS)]
    details = petitions.SigningDetails(
        name=f"{first} {last}",
        email=f"{first}.{last}.{number}@post.example".lower(),
        postcode=f"{area} {number % 9 + 1}AB" if demo.details.area_question is AreaQuestion.POSTCODE else "",
        reason=reason,
        perspective=perspective,
        display=DisplayName.FIRST_NAME if reason or number % 7 == 0 else DisplayName.HIDDEN,
        is_following=number % 3 == 0,
        language="en",
    )
    return petitions.sign(petition, details)


def _tell(petition: Petition, host: Host) -> None:
    organisation, by = host(ROOMS.hosts[1])
    told = select(Signature).where(Signature.petition_id == petition.id, Signature.reason.is_not(None))
    waiting = session.scalars(told.order_by(Signature.id)).all()
    for signature in waiting[:-1]:
        read = hash_of_words(signature.reason or "", public_name(signature))
        petitions.judge_reason(signature, read, is_shown=True, by=by, on_behalf_of=organisation)
    with clock.moved(-timedelta(days=8)):
        petitions.publish_update(
            petition,
            "Two rooms are open",
            "We went and sat in both. One has a window; the other has a lamp that somebody brought from home. "
            "Seven are still missing.",
            by=by,
            on_behalf_of=organisation,
        )


def _hand_over(petition: Petition, host: Host) -> None:
    organisation, by = host(HOURS.hosts[0])
    with clock.moved(-timedelta(days=HOURS.days - HOURS.open_for - 1)):
        petitions.close_on_time(petition.id)
    with clock.moved(-timedelta(days=20)):
        target = targets_of(petition)[0]
        on = datetime.combine(clock.now().date(), time(), UTC)
        handover = petitions.Handover(target, on, "Received at the gate by the head of people, with tea.")
        petitions.record_delivery(petition, handover, by=by, on_behalf_of=organisation)
