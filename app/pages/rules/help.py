"""People who are there to listen, by country.

Numbers of help lines change; the page says so, and puts the emergency number first.
"""

from dataclasses import dataclass

from app.core.i18n import _l


@dataclass(frozen=True)
class HelpLine:
    """Someone to call or write to."""

    name: str
    #: For whom, or when; empty for everyone at any hour.
    _about: str = ""
    call: str = ""
    #: What to write, and the number to send it to.
    text: tuple[str, str] | None = None
    web: str = ""

    @property
    def about(self) -> str:
        """Say for whom it is, in the reader's language."""
        return str(self._about)

    @property
    def tel(self) -> str:
        """Give the number as a telephone dials it."""
        return "".join(sign for sign in self.call if sign.isdigit())


@dataclass(frozen=True)
class Country:
    """A country's emergency number and its help lines."""

    code: str
    _name: str
    #: The numbers that bring help at once.
    emergency: tuple[str, ...]
    lines: tuple[HelpLine, ...]

    @property
    def name(self) -> str:
        """Give its name in the reader's language."""
        return str(self._name)


_DAY_AND_NIGHT = _l("For anyone, day and night")
_YOUNG = _l("For children and young people")
_SUICIDE = _l("If you think about suicide, or someone you know does")
_VIOLENCE_WOMEN = _l("For women who are hurt or afraid at home")
_VIOLENCE_MEN = _l("For men who are hurt or afraid at home")
_VIOLENCE = _l("For anyone who is hurt or afraid at home")

COUNTRIES = (
    Country(
        "gb",
        _l("United Kingdom"),
        ("999", "112"),
        (
            HelpLine("Samaritans", _DAY_AND_NIGHT, "116 123", web="https://www.samaritans.org"),
            HelpLine("NHS 111", _l("Choose option 2 for mental health"), "111", web="https://111.nhs.uk"),
            HelpLine(
                "Shout", _l("By text, day and night"), text=("SHOUT", "85258"), web="https://giveusashout.org"
            ),
            HelpLine(
                "CALM",
                _l("For anyone who struggles, 17:00 to midnight"),
                "0800 58 58 58",
                web="https://www.thecalmzone.net",
            ),
            HelpLine(
                "PAPYRUS HOPELINE247",
                _l("For people under 35"),
                "0800 068 4141",
                web="https://www.papyrus-uk.org",
            ),
            HelpLine(
                "National Domestic Abuse Helpline",
                _VIOLENCE_WOMEN,
                "0808 2000 247",
                web="https://www.nationaldahelpline.org.uk",
            ),
            HelpLine(
                "Men’s Advice Line", _VIOLENCE_MEN, "0808 801 0327", web="https://mensadviceline.org.uk"
            ),
        ),
    ),
    Country(
        "ie",
        _l("Ireland"),
        ("112", "999"),
        (
            HelpLine("Samaritans", _DAY_AND_NIGHT, "116 123", web="https://www.samaritans.org/ireland"),
            HelpLine("Pieta", _SUICIDE, "1800 247 247", text=("HELP", "51444"), web="https://www.pieta.ie"),
            HelpLine(
                "Text About It",
                _l("By text, day and night"),
                text=("HELLO", "50808"),
                web="https://www.textaboutit.ie",
            ),
            HelpLine("Women’s Aid", _VIOLENCE_WOMEN, "1800 341 900", web="https://www.womensaid.ie"),
            HelpLine("Men’s Aid", _VIOLENCE_MEN, "01 554 3811", web="https://www.mensaid.ie"),
        ),
    ),
    Country(
        "us",
        _l("United States"),
        ("911",),
        (
            HelpLine(
                "988 Lifeline", _DAY_AND_NIGHT, "988", text=("988", "988"), web="https://988lifeline.org"
            ),
            HelpLine(
                "Crisis Text Line",
                _l("By text, day and night"),
                text=("HOME", "741741"),
                web="https://www.crisistextline.org",
            ),
            HelpLine(
                "National Domestic Violence Hotline",
                _VIOLENCE,
                "1-800-799-7233",
                web="https://www.thehotline.org",
            ),
        ),
    ),
    Country(
        "ca",
        _l("Canada"),
        ("911",),
        (
            HelpLine(
                "9-8-8",
                _l("In English and French, day and night"),
                "988",
                text=("988", "988"),
                web="https://988.ca",
            ),
            HelpLine(
                "Kids Help Phone",
                _YOUNG,
                "1-800-668-6868",
                text=("CONNECT", "686868"),
                web="https://kidshelpphone.ca",
            ),
            HelpLine(
                "Hope for Wellness",
                _l("For Indigenous people"),
                "1-855-242-3310",
                web="https://www.hopeforwellness.ca",
            ),
        ),
    ),
    Country(
        "au",
        _l("Australia"),
        ("000", "112"),
        (
            HelpLine(
                "Lifeline",
                _DAY_AND_NIGHT,
                "13 11 14",
                text=("HELLO", "0477 13 11 14"),
                web="https://www.lifeline.org.au",
            ),
            HelpLine(
                "MensLine", _l("For men, day and night"), "1300 78 99 78", web="https://mensline.org.au"
            ),
            HelpLine(
                "13YARN",
                _l("For Aboriginal and Torres Strait Islander people"),
                "13 92 76",
                web="https://www.13yarn.org.au",
            ),
            HelpLine("1800RESPECT", _VIOLENCE, "1800 737 732", web="https://www.1800respect.org.au"),
        ),
    ),
    Country(
        "nz",
        _l("New Zealand"),
        ("111",),
        (
            HelpLine("1737", _DAY_AND_NIGHT, "1737", text=("HELLO", "1737"), web="https://1737.org.nz"),
            HelpLine("Lifeline", _DAY_AND_NIGHT, "0800 543 354", web="https://www.lifeline.org.nz"),
        ),
    ),
    Country(
        "fr",
        _l("France"),
        ("112", "15"),
        (
            HelpLine("3114", _SUICIDE, "3114", web="https://3114.fr"),
            HelpLine("SOS Amitié", _DAY_AND_NIGHT, "09 72 39 40 50", web="https://www.sos-amitie.com"),
            HelpLine("119 Allô Enfance en Danger", _YOUNG, "119", web="https://www.allo119.gouv.fr"),
            HelpLine(
                "3919 Violences Femmes Info",
                _VIOLENCE_WOMEN,
                "3919",
                web="https://arretonslesviolences.gouv.fr",
            ),
        ),
    ),
    Country(
        "de",
        _l("Germany"),
        ("112",),
        (
            HelpLine(
                "TelefonSeelsorge", _DAY_AND_NIGHT, "0800 111 0 111", web="https://www.telefonseelsorge.de"
            ),
            HelpLine("Nummer gegen Kummer", _YOUNG, "116 111", web="https://www.nummergegenkummer.de"),
            HelpLine("Hilfetelefon", _VIOLENCE_WOMEN, "116 016", web="https://www.hilfetelefon.de"),
            HelpLine(
                "Männerhilfetelefon", _VIOLENCE_MEN, "0800 123 9900", web="https://www.maennerhilfetelefon.de"
            ),
        ),
    ),
    Country(
        "eu",
        _l("Elsewhere in Europe"),
        ("112",),
        (HelpLine("116 123", _l("To talk with someone; works in many countries"), "116 123"),),
    ),
    Country(
        "in",
        _l("India"),
        ("112",),
        (HelpLine("Tele-MANAS", _DAY_AND_NIGHT, "14416", web="https://telemanas.mohfw.gov.in"),),
    ),
)


def country_by_code(code: str) -> Country | None:
    """Give a country by its code."""
    return next((country for country in COUNTRIES if country.code == code), None)
