"""Fetch a calendar from an address that a person typed, without lending them the server's own network."""

import ssl
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

import httpcore
import httpx

from app.calendars.gateway.addresses import (
    AddressRefusedError,
    Deadline,
    GuardedBackend,
    OutOfTimeError,
    is_public,
)
from app.calendars.rules.lines import MAX_BYTES
from app.core.errors import Invalid
from app.core.i18n import _

FIELD = "address"
_SCHEMES = {"http": "http", "https": "https", "webcal": "https", "webcals": "https"}
_REDIRECTS = frozenset((301, 302, 303, 307, 308))
_MAX_ADDRESS = 2_000
_HEADERS = [
    (b"User-Agent", b"Twain"),
    (b"Accept", b"text/calendar, */*;q=0.5"),
    (b"Accept-Encoding", b"gzip"),
    (b"Connection", b"close"),
]


@dataclass(frozen=True, slots=True)
class FetchPolicy:
    """Bound what a fetch may cost and where it may lead."""

    is_allowed: Callable[[str], bool] = is_public
    max_bytes: int = MAX_BYTES
    seconds: float = 10.0
    max_redirects: int = 5


DEFAULT_POLICY = FetchPolicy()


def fetch_calendar(address: str, policy: FetchPolicy = DEFAULT_POLICY) -> bytes:
    """Fetch what is at an http, https or webcal address; raise Invalid with a sentence otherwise."""
    target = _target(address)
    try:
        return _followed(target, policy)
    except AddressRefusedError:
        sentence = _("This address leads into a private network. Please use a public one.")
        raise Invalid(sentence, FIELD) from None
    except (OutOfTimeError, httpcore.TimeoutException):
        sentence = _("The calendar did not arrive within 10 seconds. Please try again later.")
        raise Invalid(sentence, FIELD) from None
    except (httpcore.NetworkError, httpcore.ProtocolError, ssl.SSLError, OSError):
        raise Invalid(_("Nothing could be fetched from this address. Is it spelt right?"), FIELD) from None


def _followed(target: httpx.URL, policy: FetchPolicy) -> bytes:
    deadline = Deadline.after(policy.seconds)
    backend = GuardedBackend(policy.is_allowed, deadline)
    context = httpx.create_ssl_context()
    for _step in range(policy.max_redirects + 1):
        # A pool for each step: a kept connection would skip the judging of its address.
        with httpcore.ConnectionPool(ssl_context=context, network_backend=backend) as pool:
            answer = _answer(pool, target, policy.max_bytes)
        if isinstance(answer, bytes):
            return answer
        target = _target(str(answer))
    raise Invalid(_("This address sends us from one place to the next without end."), FIELD)


def _answer(pool: httpcore.ConnectionPool, target: httpx.URL, most: int) -> bytes | httpx.URL:
    """Give the body, or the address that a redirect names."""
    headers = [(b"Host", target.netloc), *_HEADERS]
    url = httpcore.URL(
        scheme=target.raw_scheme, host=target.raw_host, port=target.port, target=target.raw_path
    )
    with pool.stream("GET", url, headers=headers) as response:
        found = {name.lower(): value for name, value in response.headers}
        if response.status in _REDIRECTS and b"location" in found:
            return _joined(target, found[b"location"])
        if response.status != httpx.codes.OK:
            status = response.status
            raise Invalid(_("The server there answered with error %(status)s.", status=status), FIELD)
        return _body(response.iter_stream(), found.get(b"content-encoding", b"").lower().strip(), most)


def _joined(target: httpx.URL, location: bytes) -> httpx.URL:
    try:
        return target.join(location.decode("ascii", "replace"))
    except (httpx.InvalidURL, ValueError):
        raise Invalid(_("This address leads on to something that is not an address."), FIELD) from None


def _body(chunks: Iterable[bytes], encoding: bytes, most: int) -> bytes:
    if encoding in {b"gzip", b"x-gzip", b"deflate"}:
        chunks = _inflated(chunks, most)
    elif encoding not in {b"", b"identity"}:
        raise Invalid(_("The calendar there is packed in a way that we cannot read."), FIELD)
    body = bytearray()
    for chunk in chunks:
        body += chunk
        if len(body) > most:
            raise Invalid(_("The calendar there is larger than 5 MB."), FIELD)
    return bytes(body)


def _inflated(chunks: Iterable[bytes], most: int) -> Iterator[bytes]:
    """Unpack, never more than one byte beyond the limit: a small packet can hold a huge file."""
    unpacker = zlib.decompressobj(wbits=zlib.MAX_WBITS | 32)
    for chunk in chunks:
        try:
            yield unpacker.decompress(chunk, most + 1)
        except zlib.error:
            break
        if unpacker.eof:
            return
    raise Invalid(_("The calendar there is damaged."), FIELD)


def _target(address: str) -> httpx.URL:
    """Check an address before anything is asked: its scheme, no password, a host."""
    if len(address) > _MAX_ADDRESS:
        raise Invalid(_("This address is too long."), FIELD)
    try:
        url = httpx.URL(address.strip())
        host = url.host  # decodes what is written in Punycode
    except (httpx.InvalidURL, ValueError):
        raise Invalid(_("This is not a web address."), FIELD) from None
    if url.scheme not in _SCHEMES or not host:
        raise Invalid(_("Please give an address that begins with https://, http:// or webcal://."), FIELD)
    if url.userinfo:
        raise Invalid(_("Please leave the user name and password out of the address."), FIELD)
    return url.copy_with(scheme=_SCHEMES[url.scheme])
