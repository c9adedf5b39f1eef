"""How Stripe says no: an envelope with a type, a code, a sentence and the parameter."""

from typing import Any


class Refusal(Exception):
    """Carry Stripe's error envelope and its status."""

    def __init__(self, status: int, kind: str, message: str, **more: object) -> None:
        super().__init__(message)
        self.status = status
        self.error: dict[str, Any] = {"type": kind, "message": message}
        self.error |= {name: value for name, value in more.items() if value is not None}

    @property
    def body(self) -> dict[str, Any]:
        """Give the JSON body of the answer."""
        return {"error": self.error}


def invalid(message: str, *, param: str | None = None, code: str | None = None) -> Refusal:
    """Refuse a request that cannot be done."""
    return Refusal(400, "invalid_request_error", message, param=param, code=code)


def missing(param: str) -> Refusal:
    """Refuse a request that lacks a parameter."""
    return invalid(f"Missing required param: {param}.", param=param, code="parameter_missing")


def unknown_thing(kind: str, thing_id: str, param: str = "id") -> Refusal:
    """Say that there is no such thing."""
    message = f"No such {kind}: '{thing_id}'"
    return Refusal(404, "invalid_request_error", message, param=param, code="resource_missing")
