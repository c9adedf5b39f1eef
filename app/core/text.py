"""Text that people write: cleaning, Markdown, slugs and addresses."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import groupby

import idna
import nh3
from linkify_it import LinkifyIt
from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup, escape

_CONTROL = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u0080-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)
#: Anything that can be seen: no space, no joiner, mark of direction or of form, no filler (Unicode,
#: Default_Ignorable_Code_Point) and no empty Braille cell.
_SEEN = re.compile(
    r"[^\s\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2060-\u206f\u2800\u3164"
    r"\ufe00-\ufe0f\ufeff\uffa0\U000e0000-\U000e0fff]"
)
#: What mail programs make a link of.
_WEB_ADDRESS = re.compile(r"(https?:|www\.|//|\w\.(com|net|org|io|uk|info|biz|shop|ru|xyz)\b)", re.IGNORECASE)
#: Accents and the like upon one letter; no language needs as many (UAX #15, Stream-Safe Text Format).
MOST_MARKS = 30
#: Signs that are no marks themselves but fall apart into nothing else (Unicode, Decomposition_Mapping).
_OF_MARKS = frozenset("\u0f73\u0f75\u0f81")
_NOT_SLUG = re.compile(r"[^a-z0-9]+")
_SLUG_LENGTH = 70
#: No name is longer (RFC 1035), not even before its letters are written in ASCII.
_DOMAIN_LENGTH = 255
#: A line of a list, as `plain_text` writes it.
_ITEM = re.compile(r"(?:-|(\d{1,3})\.) (.+)")
_TAGS = {"p", "br", "strong", "em", "ul", "ol", "li", "a", "blockquote", "h3", "h4", "code", "hr"}
#: How a link is marked whose words are its address.
_ADDRESSES = {"autolink", "linkify"}
#: So many rendered texts are kept: each stands on a page that is read again and again.
KEPT_TEXTS = 512
_markdown = MarkdownIt("commonmark", {"html": False, "linkify": True, "breaks": True}).enable("linkify")
# Only whole web addresses become links: of words with a full stop between them nobody knows what they are.
_markdown.linkify = LinkifyIt({"ftp:": None, "//": None}, {"fuzzy_link": False})


def strip_control(text: str) -> str:
    """Remove control and direction-override characters and half ones; keep new lines and tabs."""
    return _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def clean_line(text: str) -> str:
    """Make one tidy line of what someone typed: NFC, no control characters, single spaces.

    Where nothing of it can be seen, such as in a name of joiners alone, it is nothing.
    """
    line = " ".join(strip_control(unicodedata.normalize("NFC", text)).split())
    return line if _SEEN.search(line) else ""


def piles_marks(text: str) -> bool:
    """Tell whether a text piles marks upon a letter without end.

    To bring them into their order, as every normal form does, takes a minute for a hundred thousand.
    """
    if text.isascii():
        return False
    piled = 0
    for sign in text:
        piled = piled + 1 if unicodedata.combining(sign) or sign in _OF_MARKS else 0
        if piled > MOST_MARKS:
            return True
    return False


def names_site(text: str) -> bool:
    """Tell whether a text names a web address, as no name does: mail greets strangers by what was typed."""
    return bool(_WEB_ADDRESS.search(text))


def clean_text(text: str) -> str:
    """Tidy what someone typed over several lines, keeping the lines."""
    lines = strip_control(unicodedata.normalize("NFC", text)).split("\n")
    tidy = "\n".join(line.rstrip() for line in lines).strip()
    return tidy if _SEEN.search(tidy) else ""


@lru_cache(KEPT_TEXTS)
def render_markdown(text: str) -> Markup:
    """Render someone's Markdown as safe HTML; headings become small ones, images are dropped."""
    html = _markdown.render(text)
    for level in "12":
        html = html.replace(f"<h{level}>", "<h3>").replace(f"</h{level}>", "</h3>")
    clean = nh3.clean(
        html,
        tags=_TAGS,
        attributes={"a": {"href"}},
        url_schemes={"http", "https", "mailto"},
        link_rel="nofollow ugc noopener",
    )
    return Markup(clean)  # noqa: S704  # nh3 has just made it safe


def plain_text(markdown: str) -> str:
    """Give Markdown as plain text, for mails, calendars and search."""
    lines: list[str] = []
    mark = ""
    for token in _markdown.parse(markdown):
        if token.type == "list_item_open":
            mark = f"{token.info}. " if token.info else "- "
        elif token.type == "inline":
            lines.append(mark + _plain(token.children or ()))
            mark = ""
        elif token.type in {"fence", "code_block"}:
            lines.append(token.content.rstrip())
    return clean_text("\n".join(lines))


def render_plain(text: str) -> Markup:
    """Show plain text as HTML: lines with a dash or a number as lists, all others as they stand."""
    if "\n" not in text:
        return escape(text)
    return Markup().join(_block(kind, list(lines)) for kind, lines in groupby(text.split("\n"), _kind))


def list_text(items: Iterable[str]) -> str:
    """Write several things as a list in plain text; one alone needs no dash, and none is nothing."""
    written = list(items)
    return "\n".join(f"- {item}" for item in written) if len(written) > 1 else "".join(written)


def _kind(line: str) -> str:
    item = _ITEM.fullmatch(line)
    if item is None:
        return "p"
    return "ol" if item[1] else "ul"


def _block(kind: str, lines: Sequence[str]) -> Markup:
    """Show lines of one kind; nothing for empty ones between lists."""
    if kind == "p":
        words = "\n".join(lines).strip()
        return Markup('<p class="lines">{}</p>').format(words) if words else Markup()
    found = [item for item in map(_ITEM.fullmatch, lines) if item]
    items = Markup().join(Markup("<li>{}</li>").format(item[2]) for item in found)
    if kind == "ul":
        return Markup("<ul>{}</ul>").format(items)
    return Markup('<ol start="{}">{}</ol>').format(int(found[0][1]), items)


def _plain(tokens: Sequence[Token]) -> str:
    """Give the words of one line; marks are dropped, and where a link leads stands behind its words.

    A link that was made of an address itself has that for its words.
    """
    said: list[str] = []
    begun, leads_to = 0, ""
    for token in tokens:
        if token.type in {"softbreak", "hardbreak"}:
            said.append("\n")
        elif token.type == "link_open":
            begun, leads_to = len(said), "" if token.markup in _ADDRESSES else str(token.attrs["href"])
        elif token.type == "link_close":
            if leads_to and leads_to.removeprefix("mailto:") != "".join(said[begun:]):
                said.append(f" ({leads_to})")
        elif not token.type.endswith(("_open", "_close")):
            said.append(token.content)
    return "".join(said)


def slugify(text: str) -> str:
    """Make an address part of a title; `untitled` when nothing Latin is left."""
    ascii_text = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    slug = _NOT_SLUG.sub("-", ascii_text).strip("-")[:_SLUG_LENGTH].rstrip("-")
    return slug or "untitled"


def canonical_email(address: str) -> str:
    """Give the form of an address by which one person is recognised: NFC, lower case, one form of its domain.

    Not case-folded: that would make one of addresses that belong to two, such as straße and strasse.
    """
    plain = unicodedata.normalize("NFC", address).strip().lower()
    local, at, domain = plain.rpartition("@")
    if not at or (domain.isascii() and "xn--" not in domain):
        return plain
    return f"{local}@{_domain_read(domain)}"


def mail_domain(domain: str) -> str:
    """Give a domain as mail servers write it, in ASCII; as it stands where it is none (UTS #46)."""
    if domain.isascii() or len(domain) > _DOMAIN_LENGTH:
        return domain
    try:
        return idna.encode(domain, uts46=True).decode()
    except idna.IDNAError:
        return domain


def _domain_read(domain: str) -> str:
    """Give one form for all spellings of a domain: in wide letters, say, or with its letters as `xn--`."""
    written = mail_domain(domain)
    try:
        return idna.decode(written) if len(written) <= _DOMAIN_LENGTH else domain
    except idna.IDNAError:
        return domain
