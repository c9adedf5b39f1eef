"""Ask once, and look at the answer."""

import http.client
from dataclasses import dataclass
from urllib.parse import urlsplit

TIMEOUT = 60.0
#: What a browser sends with each page; the floors are sent the same.
BROWSER = {
    "User-Agent": "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0",
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "Accept-Language": "en-GB,en;q=0.5",
    "Accept-Encoding": "gzip, deflate, br",
}


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: dict[str, str]
    body: bytes


def ask(url: str, headers: dict[str, str] | None = None, body: bytes | None = None) -> Answer:
    """Send one request, a POST when there is a body."""
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=TIMEOUT)
    try:
        path = f"{parts.path}?{parts.query}" if parts.query else parts.path
        connection.request("POST" if body is not None else "GET", path, body, {**BROWSER, **(headers or {})})
        response = connection.getresponse()
        content = response.read()
        return Answer(response.status, {k.lower(): v for k, v in response.getheaders()}, content)
    finally:
        connection.close()
