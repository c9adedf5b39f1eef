"""What the events of the world say: as long and as varied as real ones."""

from random import Random

TOWNS = (
    ("Leeds", 53.80, -1.55),
    ("Bradford", 53.79, -1.75),
    ("York", 53.96, -1.08),
    ("Hull", 53.74, -0.33),
    ("Sheffield", 53.38, -1.47),
    ("Wakefield", 53.68, -1.50),
    ("Halifax", 53.72, -1.86),
    ("Ripon", 54.14, -1.52),
)
PLACES = ("Library", "Town Hall", "Community Centre", "Meeting House", "Allotments", "Youth Club")
DOINGS = ("Walk and talk", "Shared supper", "Listening circle", "Repair evening", "Choir", "Garden morning")
TAGS = ("walking", "food", "listening", "music", "outdoors", "fathers", "carers", "students")
NAMES = ("Sam", "Alex", "Noor", "Maya", "Tom", "Ines", "Omar", "Beth", "Lev", "Ruth")
SENTENCES = (
    "We meet at the front door and somebody with a yellow scarf says hello.",
    "You can come alone, with a friend or with someone you look after.",
    "Nobody has to speak, and nobody is asked why they came.",
    "There is tea, and there is cake for as long as it lasts.",
    "Men and women sit together; half of the evening is in small groups.",
    "We end on time, and the room stays open for those who want to talk on.",
    "If it rains we move inside and tell everyone by mail in the morning.",
    "Two people who have training in mental health first aid are there all the time.",
)
AGREEMENT = "What is said here stays here.\n\n- We listen more than we advise.\n- We speak for ourselves.\n"


def title(random: Random, number: int) -> str:
    """Name an event; the number keeps titles apart."""
    return f"{random.choice(DOINGS)} {number}"


def description(random: Random) -> str:
    """Write two paragraphs and a list, in Markdown."""
    first, second = random.sample(SENTENCES, 4), random.sample(SENTENCES, 3)
    points = "\n".join(f"- {sentence}" for sentence in random.sample(SENTENCES, 3))
    return f"{' '.join(first)}\n\n{' '.join(second)}\n\n**Good to know**\n\n{points}\n"
