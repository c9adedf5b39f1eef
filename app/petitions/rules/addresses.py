"""By what people are recognised: addresses as their mail provider reads them, names, postcodes, areas.

Providers differ in what they ignore. The rules below are those that the providers publish; for all
others an address is taken as it is typed, in lower case, so that two people are never made one.
"""

import re
import unicodedata

from app.core.text import canonical_email
from app.petitions.models import AreaQuestion

#: Domains that lead to one mailbox each: an alias → the name that stands for all.
_SAME_DOMAIN = {"googlemail.com": "gmail.com", "me.com": "icloud.com", "mac.com": "icloud.com"}
#: Dots before the @ make no difference.
_WITHOUT_DOTS = frozenset({"gmail.com"})
#: What follows a plus sign makes no difference.
_WITH_PLUS = frozenset(
    {
        "gmail.com",
        "icloud.com",
        "outlook.com",
        "hotmail.com",
        "hotmail.co.uk",
        "live.com",
        "live.co.uk",
        "msn.com",
        "fastmail.com",
        "fastmail.fm",
        "proton.me",
        "protonmail.com",
        "pm.me",
        "zoho.com",
    }
)
#: Inside the names of places these are written small.
_SMALL_WORDS = frozenset(
    (
        *("a", "am", "an", "and", "by", "da", "das", "de", "del", "der", "des", "di", "do", "du", "en"),
        *("in", "la", "le", "les", "next", "of", "on", "over", "sur", "the", "under", "upon", "with"),
    )
)
_POSTCODE = re.compile(r"^([A-Z]{1,2}[0-9][A-Z0-9]?)([0-9][A-Z]{2})$")
_NOT_WORD = re.compile(r"[\W_]+")


def canonical_signer(address: str) -> str:
    """Give the form of an address by which one mailbox is recognised."""
    local, at, domain = canonical_email(address).rpartition("@")
    if not at:
        return domain
    domain = _SAME_DOMAIN.get(domain, domain)
    if domain in _WITH_PLUS:
        local = local.partition("+")[0] or local
    if domain in _WITHOUT_DOTS:
        local = local.replace(".", "") or local
    return f"{local}@{domain}"


def folded_name(name: str) -> str:
    """Give a name without case, accents, spaces and signs, by which two spellings are one."""
    plain = unicodedata.normalize("NFKD", name).casefold()
    letters = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return _NOT_WORD.sub("", letters)


def folded_postcode(postcode: str) -> str:
    """Give a postcode in capitals without spaces and signs."""
    return _NOT_WORD.sub("", unicodedata.normalize("NFKC", postcode)).upper()


def tidy_area(area: str) -> str:
    """Give the name of a place in one spelling, whoever typed it: "stoke-ON-trent" is Stoke-on-Trent."""
    words = re.split(r"([\s-]+)", area.lower())
    return "".join(
        word if at and word in _SMALL_WORDS else word.capitalize() for at, word in enumerate(words)
    )


def area_for(question: AreaQuestion, place: str) -> str:
    """Give the area of what someone wrote when asked so for their place; nothing where nobody asks."""
    if question is AreaQuestion.POSTCODE:
        return area_of_postcode(place)
    return tidy_area(place) if question is AreaQuestion.AREA else ""


def area_of_postcode(postcode: str) -> str:
    """Give the coarse part of a postcode, or nothing where its kind is not known.

    Of a British one the outward half ("LS6"); of one of digits the first two ("10…"): never so much
    that it names a street.
    """
    folded = folded_postcode(postcode)
    british = _POSTCODE.match(folded)
    if british:
        return british[1]
    return f"{folded[:2]}…" if folded[:2].isdecimal() and len(folded) >= len("1000") else ""
