"""The organisations of the demo world and the people who work in them."""

from dataclasses import dataclass

PASSWORD = "two keys one door"  # noqa: S105  # printed by `make run`; the demo world only
STAFF = "robin@twain.example"


@dataclass(frozen=True)
class DemoOrganisation:
    """An organisation: its words, and who works there (the first is an owner)."""

    slug: str
    name: str
    area: str
    purpose: str
    works_with: str
    people: tuple[tuple[str, str, str], ...]
    time_zone: str = "Europe/London"
    is_verified: bool = True
    link: tuple[str, str] | None = None

    @property
    def domain(self) -> str:
        """Give the made-up domain of its addresses."""
        return f"{self.slug}.example"


#: Values of `MemberRole`, in plain text, so that who only prints them loads no tables.
OWNER, ORGANISER, TREASURER, HELPER = "owner", "organiser", "treasurer", "helper"

ORGANISATIONS = (
    DemoOrganisation(
        "harbour-mens-circle",
        "Harbour Men’s Circle",
        "Leeds",
        "We sit in a circle on Thursday evenings and say how the week really was. No experts, no fixing. "
        "Some of us talk, some of us make the tea, and both count.",
        "Men of all ages, and anyone who lives as one.",
        (
            ("Tunde Akande", "tunde", OWNER),
            ("Callum Reid", "callum", ORGANISER),
            ("Ivo Marsh", "ivo", HELPER),
        ),
        link=("What a first evening is like", "https://harbour-mens-circle.example/first-evening"),
    ),
    DemoOrganisation(
        "the-long-table",
        "The Long Table",
        "Leeds",
        "A shared supper for women who carry a lot and rarely put it down. We cook, we eat, we listen. "
        "Nobody leaves with the washing-up.",
        "Women, with or without children, in or out of work.",
        (
            ("Joanne Birch", "joanne", OWNER),
            ("Amina Yusuf", "amina", ORGANISER),
            ("Petra Voss", "petra", TREASURER),
        ),
    ),
    DemoOrganisation(
        "wayfarers",
        "Wayfarers",
        "Bradford and Saltaire",
        "Men who walk side by side on Sunday mornings, because some things are easier to say while looking ahead. "
        "Slow pace, flat paths, a dog or two.",
        "Men who would rather walk than sit.",
        (("Gareth Lowe", "gareth", OWNER), ("Samir Haddad", "samir", ORGANISER)),
    ),
    DemoOrganisation(
        "women-outdoors-north",
        "Women Outdoors North",
        "Yorkshire",
        "Hills, canals and cold water with women who know the way and wait for the last one.",
        "Women of every pace.",
        (("Maeve Dolan", "maeve", OWNER), ("Ruth Okoro", "ruth", ORGANISER)),
    ),
    DemoOrganisation(
        "dads-at-six",
        "Dads at Six",
        "Manchester",
        "An hour for fathers after bedtime stories. We talk about sleep, temper, love and the things nobody told us.",
        "Fathers, stepfathers and grandfathers who do the bringing up.",
        (("Leon Price", "leon", OWNER), ("Marek Nowak", "marek", ORGANISER)),
    ),
    DemoOrganisation(
        "asha-house",
        "Asha House",
        "Manchester",
        "A front room where women speak the language they dream in. Groups in Urdu, Bengali and English, "
        "and someone who comes with you to the appointment.",
        "Women from South Asian families, and their friends.",
        (("Farida Rahman", "farida", OWNER), ("Nila Sen", "nila", ORGANISER)),
    ),
    DemoOrganisation(
        "clearwater-network",
        "Clearwater Works: people network",
        "Berlin and remote",
        "Colleagues of all grades who look after each other at a company that makes water pumps. We try what we "
        "ask for on ourselves first.",
        "People at work: the workshop, the office and those at home.",
        (("Hanna Lindqvist", "hanna", OWNER), ("Tobias Kern", "tobias", ORGANISER)),
        time_zone="Europe/Berlin",
    ),
    DemoOrganisation(
        "elmbrook-school",
        "Elmbrook School",
        "Leeds",
        "A school that teaches how to ask for help as seriously as it teaches long division.",
        "Pupils from 14, their families and everyone on the staff.",
        (("Dorothy Mensah", "dorothy", OWNER), ("Alan Whitlock", "alan", ORGANISER)),
    ),
    DemoOrganisation(
        "lantern-choir",
        "Lantern Choir",
        "Hebden Bridge",
        "We sing on dark evenings. You need no voice, only breath.",
        "Anyone.",
        (("Bess Farrow", "bess", OWNER),),
        is_verified=False,
    ),
)

#: Who replies in the demo world: first name and made-up address.
GUESTS = tuple(
    (name, f"{name.lower()}@post.example")
    for name in [
        "Ade",
        "Beth",
        "Chidi",
        "Dana",
        "Elif",
        "Frank",
        "Grace",
        "Hamid",
        "Ines",
        "Jack",
        "Kofi",
        "Lena",
        "Musa",
        "Noor",
        "Oscar",
        "Priya",
        "Quinn",
        "Rosa",
        "Stefan",
        "Thandi",
        "Ursula",
        "Viktor",
        "Wendy",
        "Xavi",
        "Yara",
        "Zeb",
    ]
)


def sign_ins() -> list[str]:
    """Say who can sign in, for people who have just started the demo."""
    lines = [f"Sign in with the password “{PASSWORD}” as"]
    for organisation in ORGANISATIONS[:2]:
        name, local, role = organisation.people[0]
        lines.append(f"  {local}@{organisation.domain}  ({name}, {role} at {organisation.name})")
    return [*lines, f"  {STAFF}  (platform staff)"]
