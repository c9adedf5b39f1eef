"""Take personal data and secrets out of text on its way into the log.

Logs are read by more people and kept longer than the database, so when in doubt it is taken out.
"""

import re

HIDDEN = "[hidden]"

#: Shorter runs of signs are words and numbers; our own tokens have 32.
TOKEN_SIGNS = 20
#: Of longer texts the beginning and the end are kept.
MAX_SIGNS = 20_000

_EMAIL = re.compile(r"(?<![\w.+'-])[\w.+'-]+(?:@|%40)[\w-]+(?:\.[\w-]+)*", re.IGNORECASE)
_LINK_PASSWORD = re.compile(r"(?<=://)[^\s/@]+@")
_PARAMETERS = re.compile(r"\[parameters: .*?\](?=\n|$)", re.DOTALL)
_DETAIL = re.compile(r"(?<=DETAIL:).*")
_NAMED_SECRET = re.compile(
    r"(?P<name>(?<![\w-])[\w-]*(?:token|password|passwd|secret|api_?key|signature|authorization|cookie|session)"
    r"[\"']?\s*[=:]\s*)(?:bearer\s+|basic\s+)?[\"']?[^\s\"',;&)]+",
    re.IGNORECASE,
)
_BEARER = re.compile(r"\b(?P<name>bearer|basic)\s+[\w.~+/=-]{8,}", re.IGNORECASE)
_IP4 = re.compile(r"(?<![\d.])(?:\d{1,3}\.){3}\d{1,3}(?![\d.])")
_IP6 = re.compile(r"(?<![\w:])[0-9a-f]{0,4}(?::[0-9a-f]{0,4}){3,7}(?![\w:])", re.IGNORECASE)
_RUN = re.compile(rf"[\w-]{{{TOKEN_SIGNS},}}", re.ASCII)
_JOINTS = re.compile(r"[_-]+")
#: A part of a name in code: a word, capitals, a number, or words joined by capitals.
_WORD = re.compile(r"(?:[A-Z]?[a-z]+|[A-Z]+|\d{1,10}|(?:[A-Z][a-z]{2,})+)?")


def redacted(text: str) -> str:
    """Give the text without e-mail addresses, tokens, query parameters and network addresses."""
    if len(text) > MAX_SIGNS:
        text = f"{text[: MAX_SIGNS // 2]} … {text[-MAX_SIGNS // 2 :]}"
    text = _PARAMETERS.sub(f"[parameters: {HIDDEN}]", text)
    text = _DETAIL.sub(f" {HIDDEN}", text)
    text = _LINK_PASSWORD.sub(f"{HIDDEN}@", text)
    text = _EMAIL.sub(HIDDEN, text)
    text = _NAMED_SECRET.sub(rf"\g<name>{HIDDEN}", text)
    text = _BEARER.sub(rf"\g<name> {HIDDEN}", text)
    text = _IP6.sub(HIDDEN, _IP4.sub(HIDDEN, text))
    return _RUN.sub(_hide_token, text)


def _hide_token(match: re.Match[str]) -> str:
    is_name = all(_WORD.fullmatch(part) for part in _JOINTS.split(match[0]))
    return match[0] if is_name else HIDDEN
