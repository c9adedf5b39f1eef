"""Which requests may share an answer, and what tells their answers apart.

A key holds everything that the application may look at. What is not in the key is taken out of the
request before the application renders for others (`shared_environ`), so it cannot leak into it.
"""

from __future__ import annotations

import math
from functools import lru_cache
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from _typeshed.wsgi import WSGIEnvironment

Key: TypeAlias = tuple[str, ...]

#: Cookies that do not make a reader a person. Any other cookie, and any other value, does.
THEMES = frozenset({"light", "dark"})
#: Longer addresses are never kept: nobody links to them, and they would fill the memory.
MAX_ADDRESS = 2048
#: So much of a header takes part in negotiation, and is remembered; real ones are shorter.
MAX_HEADER = 256
REMEMBERED = 512

_PER_READER = (
    "HTTP_IF_NONE_MATCH",
    "HTTP_IF_MODIFIED_SINCE",
    "HTTP_IF_MATCH",
    "HTTP_IF_UNMODIFIED_SINCE",
    "HTTP_IF_RANGE",
    "HTTP_RANGE",
    "HTTP_ACCEPT_ENCODING",
    "HTTP_CACHE_CONTROL",
    "HTTP_PRAGMA",
)


class KeyReader:
    """Read keys from requests."""

    def __init__(self, languages: Sequence[str]) -> None:
        self._preferences: Mapping[str, frozenset[str]] = {"theme": THEMES, "language": frozenset(languages)}
        self._language = negotiator(languages)

    def key(self, environ: WSGIEnvironment) -> Key | None:
        """Give the key under which an answer may be shared, or None for a request of one's own."""
        method = environ["REQUEST_METHOD"]
        if (method != "GET" and method != "HEAD") or _has_body_or_rights(environ):  # noqa: PLR1714  # faster, on every hit
            return None
        path: str = environ.get("PATH_INFO", "")
        query: str = environ.get("QUERY_STRING", "")
        if len(path) + len(query) > MAX_ADDRESS:
            return None
        cookies = environ.get("HTTP_COOKIE")
        preferences = self._preferences_in(cookies) if cookies else ""
        if preferences is None:
            return None
        return (
            path,
            query,
            environ.get("HTTP_HOST", ""),
            self._language(environ.get("HTTP_ACCEPT_LANGUAGE", "")[:MAX_HEADER]),
            preferences,
            environ.get("SCRIPT_NAME", ""),
            environ["wsgi.url_scheme"],
        )

    def shared_environ(self, environ: WSGIEnvironment, key: Key) -> WSGIEnvironment:
        """Copy a request, keeping of it only what the key says about its reader."""
        shared = environ.copy()
        for name in _PER_READER:
            shared.pop(name, None)
        shared["HTTP_ACCEPT_LANGUAGE"] = key[3]
        return shared

    def _preferences_in(self, header: str) -> str | None:
        """Give the preferences in a plain order, or None when a cookie may be personal."""
        found: dict[str, str] = {}
        for part in header.split(";"):
            name, _, value = part.strip().partition("=")
            if name in found or value not in self._preferences.get(name, ()):
                return None
            found[name] = value
        return ";".join(f"{name}={found[name]}" for name in sorted(found))


def _has_body_or_rights(environ: WSGIEnvironment) -> bool:
    return (
        "HTTP_AUTHORIZATION" in environ
        or "HTTP_AUTHENTICATION_TOKEN" in environ
        or "HTTP_TRANSFER_ENCODING" in environ
        or environ.get("CONTENT_LENGTH", "") not in {"", "0"}
    )


def negotiator(languages: Sequence[str]) -> Callable[[str], str]:
    """Make a function from an Accept-Language header to one of the languages (RFC 4647, lookup)."""

    @lru_cache(REMEMBERED)
    def language(header: str) -> str:
        for wanted in _preferred(header):
            for offered in languages:
                if wanted == offered.lower() or wanted.partition("-")[0] == offered.lower().partition("-")[0]:
                    return offered
        return languages[0]

    return language


@lru_cache(REMEMBERED)
def encoding(header: str) -> str:
    """Choose `br`, `gzip` or `` (as it is) by an Accept-Encoding header (RFC 9110, 12.5.3)."""
    weights = {name: weight for name, weight in _weighted(header) if name in {"br", "gzip"}}
    best = max(weights, key=lambda name: (weights[name], name == "br"), default="")
    return best if weights.get(best) else ""


def _preferred(header: str) -> list[str]:
    weighted = [(name, weight) for name, weight in _weighted(header) if weight]
    return [name for name, _ in sorted(weighted, key=lambda pair: -pair[1])]


def _weighted(header: str) -> list[tuple[str, float]]:
    """Read `a, b;q=0.5` as pairs; what cannot be read weighs nothing."""
    pairs = []
    for part in header.lower().split(","):
        name, _, parameter = part.partition(";")
        pairs.append((name.strip(), _weight(parameter.strip())))
    return [(name, weight) for name, weight in pairs if name]


def _weight(parameter: str) -> float:
    name, _, value = parameter.partition("=")
    if name.strip() != "q":
        return 1.0
    try:
        weight = float(value)
    except ValueError:
        return 0.0
    return weight if math.isfinite(weight) and 0 < weight <= 1 else 0.0
