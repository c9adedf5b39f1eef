"""Play the demo world's history through the services that people use."""

import secrets
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from flask_security.utils import hash_password
from sqlalchemy import delete, select

from app.accounts.models import User
from app.cohosting import services as cohosting
from app.cohosting.queries import open_proposal
from app.cohosting.services import Edit
from app.core import clock
from app.core.database import session
from app.core.transaction import transaction
from app.demo.asks import load_asks
from app.demo.bygone import BYGONE
from app.demo.funds import load_funds
from app.demo.gatherings import AGREEMENT, GATHERINGS, Gathering
from app.demo.initiatives import load_initiatives
from app.demo.petitions import load_petitions
from app.demo.series import load_series
from app.demo.together import load_together
from app.demo.world import GUESTS, ORGANISATIONS, PASSWORD, STAFF, DemoOrganisation
from app.events import services as events
from app.events.models import Event, EventFormat, Way
from app.events.queries import agreement_of
from app.events.rules.content import EventDetails
from app.organisations import services as organisations
from app.organisations.models import MemberRole, Membership, Organisation
from app.organisations.rules import Profile
from app.outbox.models import Message
from app.rsvps import services as rsvps

FOUNDED = timedelta(days=120)
#: How long before now an event was drafted, offered, signed off and first replied to.
DRAFTED, ACCEPTED, REPLIED = timedelta(days=40), timedelta(days=38), timedelta(days=30)
NEEDS = (
    "I use a wheelchair and need a place at the end of a row.",
    "Please no strip lights if it can be helped.",
    "I read lips, so a seat facing whoever speaks would be lovely.",
)


def is_empty() -> bool:
    """Tell whether nobody and nothing is here yet."""
    return session.scalar(select(User.id).limit(1)) is None


def load_demo() -> None:
    """Make the whole world; the letters of its past are not kept."""
    with transaction():
        world = _found()
        for gathering in (*GATHERINGS, *BYGONE):
            _play(gathering, world)
        load_series(world.host)
        load_asks(world.host)
        load_petitions(world.host)
        load_initiatives(world.host)
        load_funds(world.host)
        load_together(world.host)
        session.flush()
        session.execute(delete(Message))


class World:
    """What has been made so far, by name."""

    def __init__(self) -> None:
        #: The present, before the clock is moved into the past.
        self.today = clock.now()
        self.organisations: dict[str, Organisation] = {}
        self.people: dict[str, User] = {}

    def host(self, slug: str) -> tuple[Organisation, User]:
        """Give an organisation and the person who acts for it."""
        return self.organisations[slug], self.people[slug]


def _found() -> World:
    world = World()
    password = hash_password(PASSWORD)
    with clock.moved(-FOUNDED):
        robin = _person("Robin Hale", STAFF, password)
        robin.is_staff = True
        for words in ORGANISATIONS:
            _found_one(words, world, password, robin)
    return world


def _found_one(words: DemoOrganisation, world: World, password: str, staff: User) -> None:
    people = [
        (_person(name, f"{local}@{words.domain}", password, words.time_zone), MemberRole(role))
        for name, local, role in words.people
    ]
    owner = people[0][0]
    profile = Profile(
        name=words.name,
        purpose=words.purpose,
        works_with=words.works_with,
        area=words.area,
        links=(words.link,) if words.link else (),
        contact_email=f"hello@{words.domain}",
        time_zone=words.time_zone,
    )
    organisation = organisations.create(profile, slug=words.slug, by=owner)
    for person, role in people[1:]:
        _join(organisation, person, role)
    organisations.request_verification(
        organisation, f"We have met in {words.area} since last year.", by=owner
    )
    if words.is_verified:
        organisations.verify(organisation, by=staff)
    world.organisations[words.slug], world.people[words.slug] = organisation, owner


def _person(name: str, email: str, password: str, zone: str = "Europe/London") -> User:
    now = clock.now()
    user = User(
        name=name,
        email=email,
        password=password,
        active=True,
        fs_uniquifier=secrets.token_hex(32),
        confirmed_at=now,
        created_at=now,
        time_zone=zone,
    )
    session.add(user)
    session.flush()
    return user


def _join(organisation: Organisation, person: User, role: MemberRole) -> None:
    session.add(Membership(organisation=organisation, user=person, role=role, started_at=clock.now()))
    session.flush()


def _play(gathering: Gathering, world: World) -> None:
    """Draft, invite, accept, sign off, reply; then let it meet its fate."""
    age = timedelta(weeks=max(0, -gathering.weeks))
    with clock.moved(-age - DRAFTED):
        organisation, by = world.host(gathering.hosts[0])
        event = events.draft_event(_details(gathering, world.today), organisation=organisation, by=by)
    with clock.moved(-timedelta(days=3) if gathering.fate == "invited" else -age - ACCEPTED):
        _invite(gathering, event, world)
    if gathering.fate == "invited":
        return
    with clock.moved(-age - (timedelta(days=1) if gathering.fate == "waiting" else REPLIED)):
        events.propose_publication(event, by=by, on_behalf_of=organisation)
        if gathering.fate == "waiting":
            return
        _all_sign(gathering, event, world)
        _reply(gathering, event)
    _meet_fate(gathering, event, world)


def _invite(gathering: Gathering, event: Event, world: World) -> None:
    organisation, by = world.host(gathering.hosts[0])
    for slug in gathering.hosts[1:]:
        guest, answering = world.host(slug)
        host = cohosting.offer(
            event.cohosting,
            organisation=guest,
            message="Shall we do this one together?",
            by=by,
            on_behalf_of=organisation,
        )
        if gathering.fate != "invited":
            cohosting.accept(host, by=answering, organisation=guest)


def _all_sign(gathering: Gathering, event: Event, world: World) -> None:
    for slug in gathering.hosts[1:]:
        proposal = open_proposal(event.cohosting)
        if proposal is None:
            return
        organisation, by = world.host(slug)
        cohosting.sign_off(proposal, content_hash=proposal.content_hash, by=by, on_behalf_of=organisation)


def _reply(gathering: Gathering, event: Event) -> None:
    agreement = agreement_of(event)
    ways = [Way.ONLINE] if event.format is EventFormat.ONLINE else [Way.IN_PERSON]
    if event.format is EventFormat.BOTH:
        ways = [Way.IN_PERSON, Way.ONLINE]
    for number, (name, email) in enumerate(GUESTS[: gathering.replies]):
        details = rsvps.ReplyDetails(
            name=name,
            email=email,
            party_size=min(event.party_limit, 2 if number % 5 == 0 else 1),
            way=ways[number % len(ways)],
            access_needs=NEEDS[number % len(NEEDS)] if number % 4 == 1 else "",
            agreement_id=agreement.id if agreement else None,
            language="en",
            waits=True,
        )
        rsvps.confirm(rsvps.reply(event, details))
        session.refresh(event)  # the next one sees how many places are left


def _meet_fate(gathering: Gathering, event: Event, world: World) -> None:
    organisation, by = world.host(gathering.hosts[0])
    if gathering.fate == "cancelled":
        reason = "The kitchen’s oven has broken. We will bake another time."
        with clock.moved(-timedelta(days=2)):
            events.propose_cancellation(event, reason, by=by, on_behalf_of=organisation)
            _all_sign(gathering, event, world)
    elif gathering.fate == "changing":
        _propose_half_an_hour_later(gathering, event, world)


def _propose_half_an_hour_later(gathering: Gathering, event: Event, world: World) -> None:
    organisation, by = world.host(gathering.hosts[0])
    later = _details(gathering, world.today, timedelta(minutes=30))
    edit = Edit(
        later,
        event.version,
        by=by,
        on_behalf_of=organisation,
        note="Bedtime stories come first for half of us.",
    )
    with clock.moved(-timedelta(hours=5)):
        events.save_event(event, edit)


def _details(gathering: Gathering, today: datetime, later: timedelta = timedelta()) -> EventDetails:
    zone = gathering.words.get("zone", "Europe/London")
    starts = _wall_time(gathering, today.astimezone(ZoneInfo(zone)).date()) + later
    title, body = AGREEMENT
    return EventDetails(
        **{
            "title": gathering.title,
            "starts_local": starts,
            "ends_local": starts + timedelta(minutes=gathering.minutes),
            "zone": zone,
            "agreement_title": title,
            "agreement_body": body,
            **gathering.words,
        }
    )


def _wall_time(gathering: Gathering, today: date) -> datetime:
    """Give the wall time on its weekday, so many weeks from this one."""
    weeks = gathering.weeks if gathering.weeks < 0 else gathering.weeks - 1
    ahead = gathering.weekday - today.weekday()
    if weeks >= 0:
        ahead = (ahead - 1) % 7 + 1
    return datetime.combine(today + timedelta(days=ahead, weeks=weeks), time(*gathering.start))
