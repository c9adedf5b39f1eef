"""Check parameters against the SDK's own typed classes, so that what Stripe would refuse is refused here."""

import re
from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from stripe import RequestOptions

from app.rehearsal.refusals import Refusal, invalid, missing

_OPTIONS = frozenset(RequestOptions.__annotations__)
_NAMES = {"StripeContext": object, "Mapping": Mapping}
_INTEGER = re.compile(r"-?[0-9]{1,18}")
_BOOLEANS = {"true": True, "false": False}
LONGEST_TEXT = 5000
METADATA_KEYS = 50
METADATA_KEY = 40
METADATA_VALUE = 500


@cache
def hints_of(kind: type) -> dict[str, Any]:
    """Give the parameters that a class of `stripe.params` knows, with their types."""
    known = get_type_hints(kind, localns=_NAMES)
    return {name: hint for name, hint in known.items() if name not in _OPTIONS}


def checked(kind: type, given: Mapping[str, Any], prefix: str = "") -> dict[str, Any]:
    """Give the parameters with numbers and booleans read; raise Refusal for one that Stripe does not take."""
    hints = hints_of(kind)
    for name in given:
        if name not in hints:
            raise invalid(
                f"Received unknown parameter: {_named(prefix, name)}",
                param=_named(prefix, name),
                code="parameter_unknown",
            )
    required: frozenset[str] = getattr(kind, "__required_keys__", frozenset())
    for name in sorted(required & set(hints)):
        if name not in given:
            raise missing(_named(prefix, name))
    found = {name: _value(hints[name], value, _named(prefix, name)) for name, value in given.items()}
    if isinstance(found.get("metadata"), dict):
        _check_metadata(found["metadata"])
    return found


def _is_typed(hint: Any) -> bool:  # noqa: ANN401  # what a caller of an HTTP interface may send
    """Tell a typed dict, also one made before Python had them."""
    return hasattr(hint, "__required_keys__")


def _named(prefix: str, name: str) -> str:
    return f"{prefix}[{name}]" if prefix else name


def _value(hint: Any, value: Any, name: str) -> Any:  # noqa: ANN401  # types are values here
    origin = get_origin(hint)
    if origin in {Union, UnionType}:
        return _one_of(get_args(hint), value, name)
    if origin is Literal:
        return _literal(get_args(hint), value, name)
    if origin is list:
        return _list(get_args(hint)[0], value, name)
    if origin is dict:
        return _texts(value, name)
    if _is_typed(hint):
        if not isinstance(value, dict):
            raise invalid("Invalid object", param=name)
        return checked(hint, value, name)
    return _plain(hint, value, name)


def _one_of(choices: tuple[Any, ...], value: Any, name: str) -> Any:  # noqa: ANN401  # what a caller of an HTTP interface may send
    """Take the first choice that fits. Beside a list of words, `str` is the SDK's room for later words."""
    words = [each for each in choices if get_origin(each) is Literal and get_args(each) != ("",)]
    real = [each for each in choices if not (each is str and words)]
    refusal: Refusal | None = None
    for choice in real:
        try:
            return _value(choice, value, name)
        except Refusal as error:
            refusal = error if refusal is None or _is_typed(choice) else refusal
    raise refusal or invalid("Invalid value", param=name)


def _literal(words: tuple[Any, ...], value: Any, name: str) -> Any:  # noqa: ANN401  # what a caller of an HTTP interface may send
    if value not in words:
        raise invalid(f"Invalid {name}: must be one of {', '.join(map(str, words))}", param=name)
    return value


def _list(hint: Any, value: Any, name: str) -> list[Any]:  # noqa: ANN401  # what a caller of an HTTP interface may send
    if not isinstance(value, list):
        raise invalid("Invalid array", param=name)
    return [_value(hint, each, f"{name}[{number}]") for number, each in enumerate(value)]


def _texts(value: Any, name: str) -> dict[str, str]:  # noqa: ANN401  # what a caller of an HTTP interface may send
    if not isinstance(value, dict) or not all(isinstance(each, str) for each in value.values()):
        raise invalid("Invalid hash", param=name)
    return value


def _plain(hint: Any, value: Any, name: str) -> Any:  # noqa: ANN401  # what a caller of an HTTP interface may send
    if not isinstance(value, str) or hint not in {int, bool, str, Decimal}:
        raise invalid("Invalid value", param=name)
    if hint is int:
        if not _INTEGER.fullmatch(value):
            raise invalid(f"Invalid integer: {value}", param=name, code="parameter_invalid_integer")
        return int(value)
    if hint is bool:
        if value not in _BOOLEANS:
            raise invalid(f"Invalid boolean: {value}", param=name)
        return _BOOLEANS[value]
    if len(value) > LONGEST_TEXT:
        raise invalid(f"Invalid string: longer than {LONGEST_TEXT} characters", param=name)
    return value


def _check_metadata(metadata: Mapping[str, str]) -> None:
    if len(metadata) > METADATA_KEYS:
        raise invalid(f"Metadata has at most {METADATA_KEYS} keys", param="metadata")
    for name, value in metadata.items():
        if len(name) > METADATA_KEY or len(value) > METADATA_VALUE:
            raise invalid("Metadata keys or values are too long", param=f"metadata[{name}]")
