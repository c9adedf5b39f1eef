"""The events of the demo world, in words."""

from dataclasses import dataclass, field
from typing import Any

from app.events.models import AccessFact, AddressVisibility, EventFormat

MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY, SATURDAY, SUNDAY = range(7)

AGREEMENT = (
    "What is said here stays here",
    "- What is said here stays here. What is learned here may leave.\n"
    "- We speak for ourselves, and we let silence be.\n"
    "- We listen to understand, not to fix.\n"
    "- Men and women speak as equals. Nobody is here to be rescued.\n"
    "- You may step out at any time, and come back, without a word.",
)


@dataclass(frozen=True)
class Gathering:
    """One event: who holds it, when it is, what it says."""

    title: str
    hosts: tuple[str, ...]
    #: Weeks from now (negative: over), weekday, start, minutes.
    weeks: int
    weekday: int
    start: tuple[int, int]
    minutes: int
    words: dict[str, Any] = field(default_factory=dict)
    replies: int = 0
    #: What becomes of it: public, waiting (for sign-off), invited (the second host has not answered), changing, cancelled.
    fate: str = "public"


def in_person(name: str, area: str, address: str, at: tuple[float, float], **more: Any) -> dict[str, Any]:  # noqa: ANN401  # fields of an event
    """Give the words for a place."""
    return {
        "format": EventFormat.IN_PERSON,
        "place_name": name,
        "place_area": area,
        "place_address": address,
        "latitude": at[0],
        "longitude": at[1],
        **more,
    }


def online(**more: Any) -> dict[str, Any]:  # noqa: ANN401  # fields of an event
    """Give the words for something online."""
    return {"format": EventFormat.ONLINE, "online_link": "https://meet.example/twain-room", **more}


STEPS = [AccessFact.STEP_FREE, AccessFact.HEARING_LOOP, AccessFact.QUIET_ROOM, AccessFact.CHILDREN_WELCOME]
GATHERINGS = (
    Gathering(
        "Carrying it together: an evening on fathers, mothers and rest",
        ("harbour-mens-circle", "the-long-table"),
        2,
        THURSDAY,
        (18, 30),
        120,
        in_person(
            "Fernhill Library",
            "Leeds",
            "The Reading Room, 4 Fern Lane, Leeds LS6 0ZZ",
            (53.8193, -1.5721),
            summary="Two hours for people who look after small children and have stopped looking after themselves.",
            description="We sit in one circle, men and women together, and two of us begin.\n\n"
            "Nobody has to speak. You may just listen, all evening. **Tea is there from six.**\n\n"
            "### What we try\n\n- Saying one true sentence about tiredness\n- Hearing one without answering it\n"
            "- Finding one thing that the other half of the room can take off you",
            directions="Ring at the side door; the main one closes at six.",
            address_visibility=AddressVisibility.GOING,
            capacity_in_person=30,
            tags=["parents", "workshop", "rest"],
            content_notes="Sleep, anger, the months after a birth. The loss of a child is mentioned once, "
            "near the end, and announced.",
            access_facts=[*STEPS, AccessFact.COST_HELP],
            access_notes="Bus fare repaid in cash, no questions asked.",
            first_ten_minutes="1. Joanne and Tunde stand outside the door in green scarves.\n"
            "2. You get a cup of tea and a name sticker, any name you like.\n"
            "3. We read the agreement aloud. You may just listen, all evening.",
            safeguarding_contact="Joanne Birch, safe-space lead",
            questions=[
                {
                    "id": "q1",
                    "prompt": "What would make the evening worth leaving the house for?",
                    "is_required": False,
                }
            ],
        ),
        replies=14,
        fate="changing",
    ),
    Gathering(
        "Sunday walk and talk along the canal",
        ("wayfarers", "women-outdoors-north"),
        1,
        SUNDAY,
        (10, 0),
        120,
        in_person(
            "Saltaire station",
            "Saltaire",
            "Outside Saltaire station, Victoria Road, Saltaire",
            (53.8386, -1.7905),
            summary="Five flat miles side by side, with a stop for tea.",
            description="Some things are easier to say while looking ahead. We walk in pairs that change at each bridge.",
            address_visibility=AddressVisibility.EVERYONE,
            tags=["walk", "outdoors"],
            access_facts=[AccessFact.PUBLIC_TRANSPORT, AccessFact.ASSISTANCE_DOGS, AccessFact.LATE_IS_FINE],
            first_ten_minutes="Maeve has a red umbrella, whatever the weather. We wait ten minutes for late trains.",
            safeguarding_contact="Gareth Lowe",
        ),
        replies=9,
    ),
    Gathering(
        "How are you really? Practising to listen",
        ("asha-house", "dads-at-six"),
        2,
        TUESDAY,
        (19, 0),
        75,
        online(
            summary="A short evening online: one asks, one answers, one only listens.",
            description="We practise the second “how are you?”, the one that waits for an answer.",
            capacity_online=12,
            party_limit=1,
            tags=["listening", "workshop"],
            access_facts=[AccessFact.SIGN_LANGUAGE, AccessFact.CAPTIONS],
            first_ten_minutes="Cameras may stay off. Nila says hello to each of you by the name that you chose.",
            safeguarding_contact="Farida Rahman",
        ),
        replies=17,  # five of them wait
    ),
    Gathering(
        "Lunch that nobody eats at the desk",
        ("clearwater-network", "harbour-mens-circle"),
        3,
        WEDNESDAY,
        (12, 30),
        60,
        {
            "format": EventFormat.BOTH,
            "place_name": "Canteen, hall 3",
            "place_area": "Berlin",
            "place_address": "Clearwater Works, Hall 3, Pumpenweg 8, 12459 Berlin",
            "latitude": 52.4632,
            "longitude": 13.5231,
            "online_link": "https://meet.example/lunch",
            "summary": "What paid leave for a tired mind could look like, over soup.",
            "description": "People from the workshop, the office and from elsewhere. Soup is paid for.",
            "zone": "Europe/Berlin",
            "capacity_in_person": 40,
            "capacity_online": 100,
            "tags": ["workplace", "paid leave"],
            "access_facts": [AccessFact.STEP_FREE, AccessFact.CAPTIONS],
            "address_visibility": AddressVisibility.GOING,
            "safeguarding_contact": "Hanna Lindqvist",
        },
        replies=11,
    ),
    Gathering(
        "What we wish we had been told at fifteen",
        ("elmbrook-school", "the-long-table", "harbour-mens-circle"),
        4,
        THURSDAY,
        (17, 0),
        90,
        in_person(
            "Elmbrook School hall",
            "Leeds",
            "Elmbrook School, Elm Road, Leeds LS8 0ZZ",
            (53.8301, -1.5040),
            summary="Parents, pupils and teachers ask each other the questions that nobody put on the timetable.",
            description="Pupils ask first. Grown-ups answer honestly or say that they do not know.",
            capacity_in_person=80,
            party_limit=6,
            tags=["school", "education"],
            content_notes="Exam fear and self-harm are named, not described.",
            access_facts=[AccessFact.STEP_FREE, AccessFact.GENDER_NEUTRAL_TOILETS, AccessFact.PARKING],
            safeguarding_contact="Dorothy Mensah, designated safeguarding lead",
            address_visibility=AddressVisibility.EVERYONE,
        ),
        replies=17,
        fate="waiting",
    ),
    Gathering(
        "Cold water, warm room",
        ("women-outdoors-north", "wayfarers"),
        5,
        SATURDAY,
        (9, 30),
        150,
        in_person(
            "Brackwater boathouse",
            "Ilkley",
            "The boathouse, Brackwater, near Ilkley",
            (53.9253, -1.8230),
            summary="Four minutes in the water if you like, an hour by the stove in any case.",
            description="We go in in pairs and nobody counts the seconds aloud.",
            capacity_in_person=16,
            party_limit=2,
            tags=["outdoors", "body"],
            access_facts=[AccessFact.PARKING, AccessFact.LATE_IS_FINE],
            safeguarding_contact="Ruth Okoro",
        ),
        replies=5,
    ),
    Gathering(
        "Bread, grief and good company",
        ("the-long-table", "harbour-mens-circle"),
        3,
        FRIDAY,
        (18, 0),
        150,
        in_person(
            "Kirk Lane kitchen",
            "Leeds",
            "Community kitchen, 9 Kirk Lane, Leeds LS11 0ZZ",
            (53.7872, -1.5530),
            summary="We bake for the people we miss.",
            description="Flour on everybody’s hands. Stories if they come.",
            capacity_in_person=10,
            party_limit=2,
            tags=["grief", "food"],
            content_notes="Death and mourning, all evening.",
            access_facts=[AccessFact.STEP_FREE, AccessFact.COST_HELP],
            safeguarding_contact="Amina Yusuf",
        ),
        replies=4,
        fate="cancelled",
    ),
    Gathering(
        "Dads, daughters and the long drive home",
        ("dads-at-six", "asha-house"),
        6,
        SUNDAY,
        (14, 0),
        120,
        in_person(
            "Moss Side sports hall",
            "Manchester",
            "Moss Side sports hall, Hulme Street, Manchester",
            (53.4600, -2.2440),
            summary="Table tennis first, talking later.",
            description="Bring someone you would like to know better.",
            capacity_in_person=24,
            tags=["families", "sport"],
            safeguarding_contact="Leon Price",
        ),
        fate="invited",
    ),
    Gathering(
        "Asking for leave without a lie",
        ("clearwater-network", "asha-house"),
        7,
        TUESDAY,
        (18, 0),
        90,
        online(
            summary="What to say to a manager when the reason is your head, with people from two sides of the desk.",
            description="Two managers and two people who asked. Then pairs.",
            zone="America/New_York",
            capacity_online=60,
            tags=["workplace", "paid leave", "policy"],
            access_facts=[AccessFact.CAPTIONS],
            safeguarding_contact="Tobias Kern",
        ),
        replies=6,
    ),
    Gathering(
        "Winter supper at the long table",
        ("the-long-table", "wayfarers"),
        -3,
        FRIDAY,
        (18, 30),
        150,
        in_person(
            "Fernhill Library",
            "Leeds",
            "The Reading Room, 4 Fern Lane, Leeds LS6 0ZZ",
            (53.8193, -1.5721),
            summary="Forty people, one table.",
            description="Soup, bread, and a question under each plate.",
            capacity_in_person=40,
            tags=["food"],
            safeguarding_contact="Joanne Birch",
        ),
        replies=19,
    ),
)
