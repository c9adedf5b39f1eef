"""Answer calls of the API: who asks, which version, which account, under which key, and what goes wrong."""

import json
import secrets
import socket
import time
from contextlib import suppress
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

from werkzeug.wrappers import Request, Response

from app.rehearsal.calls import Call
from app.rehearsal.expanding import expanded
from app.rehearsal.forms import nested
from app.rehearsal.idempotency import Answer, Keys
from app.rehearsal.params import checked
from app.rehearsal.refusals import Refusal
from app.rehearsal.routes import ROUTES, Route
from app.rehearsal.world import API_VERSION, PLATFORM, World

#: How a wished failure answers, by its name: status, type and code.
FAILURES = {
    "409": (409, "idempotency_error", "idempotency_key_in_use"),
    "429": (429, "invalid_request_error", "rate_limit"),
    "500": (500, "api_error", None),
}
NOTHING = "nothing"
SLOW = "slow"
Wish = dict[str, Any]


@dataclass
class Api:
    """The API of one world, for the holder of one key."""

    world: World
    key: str

    def __post_init__(self) -> None:
        """Keep the keys beside the world."""
        self.keys = Keys(self.world)

    def answer(self, request: Request) -> Response:
        """Answer one call, or fail as the control wishes."""
        wish = self._wish(request.path)
        replayed = False
        try:
            answer, replayed = self._answer(request, wish)
        except Refusal as refusal:
            answer = refusal.status, json.dumps(refusal.body).encode()
        if wish.get("answer") == NOTHING:
            hang_up(request)
        return _response(answer, request, replayed=replayed)

    def _wish(self, path: str) -> Wish:
        with self.world.lock:
            for wish in self.world.wishes.get("answer", []):
                if path.startswith(wish.get("path", "/v1/")):
                    self.world.wishes["answer"].remove(wish)
                    return dict(wish)
        return {}

    def _answer(self, request: Request, wish: Wish) -> tuple[Answer, bool]:
        account = self._let_in(request)
        route, ids = _route_for(request)
        given = _given(request)
        call = Call(self.world, account, checked(route.params, given), request.path)
        header = request.headers.get("Idempotency-Key") if request.method == "POST" else None
        if header is None:
            return self._work(route, call, ids, wish), False
        key = f"{account}/{header}"
        known = self.keys.claim(key, json.dumps([request.path, given], sort_keys=True))
        if known is not None:
            return known, True
        try:
            return self._work(route, call, ids, wish, key), False
        finally:
            self.keys.release(key)

    def _work(
        self, route: Route, call: Call, ids: tuple[str, ...], wish: Wish, key: str | None = None
    ) -> Answer:
        """Do what is asked and answer, unless the control wishes a failure instead or on top."""
        failure = _failure(wish)
        if wish.get("answer") == SLOW:
            time.sleep(float(wish.get("seconds", 1)))
        if failure is None or wish.get("after"):
            done = self._done(route, call, ids, key)
            return failure or done
        if wish.get("kept") and key:
            self.keys.keep(key, failure)
        return failure

    def _done(self, route: Route, call: Call, ids: tuple[str, ...], key: str | None) -> Answer:
        """Change the world and keep the answer under the key, both or neither."""
        with self.world.changing(keep=route.method != "GET"):
            try:
                thing = route.answer(call, *ids)
                thing = expanded(self.world, call.account, thing, call.params.get("expand", ()))
                answer = 200, json.dumps(thing).encode()
            except Refusal as refusal:
                answer = refusal.status, json.dumps(refusal.body).encode()
            if key:
                self.keys.keep(key, answer)
        return answer

    def _let_in(self, request: Request) -> str:
        given = request.headers.get("Authorization", "").removeprefix("Bearer ")
        if given != self.key:
            raise Refusal(401, "invalid_request_error", "Invalid API Key provided: sk_test_********")
        version = request.headers.get("Stripe-Version")
        if version != API_VERSION:
            raise Refusal(400, "invalid_request_error", f"Invalid Stripe API version: {version}")
        account = request.headers.get("Stripe-Account", PLATFORM)
        self._check_account(account)
        asked = request.path.removeprefix("/v1/accounts/")
        if asked != request.path and self.world.find(PLATFORM, asked):
            self._check_account(asked)
        return account

    def _check_account(self, account: str) -> None:
        if account == PLATFORM:
            return
        if self.world.find(PLATFORM, account) is None or self.world.note(account).get("gone"):
            raise Refusal(
                403,
                "invalid_request_error",
                "The provided key does not have access to this account, or the access has been revoked.",
                code="account_invalid",
            )


def _failure(wish: Wish) -> Answer | None:
    name = wish.get("answer")
    if name == NOTHING:
        return 500, b""
    if name not in FAILURES:
        return None
    status, kind, code = FAILURES[name]
    return status, json.dumps(Refusal(status, kind, "A rehearsed failure.", code=code).body).encode()


def _route_for(request: Request) -> tuple[Route, tuple[str, ...]]:
    for route in ROUTES:
        match = route.pattern.fullmatch(request.path)
        if match and route.method == request.method:
            return route, match.groups()
    message = f"Unrecognized request URL ({request.method}: {request.path})."
    raise Refusal(404, "invalid_request_error", message)


def _given(request: Request) -> dict[str, Any]:
    source = request.get_data(as_text=True) if request.method == "POST" else request.query_string.decode()
    return nested(parse_qsl(source, keep_blank_values=True))


def _response(answer: Answer, request: Request, *, replayed: bool) -> Response:
    response = Response(answer[1], answer[0], mimetype="application/json")
    response.headers["Request-Id"] = f"req_{secrets.token_hex(7)}"
    response.headers["Stripe-Version"] = API_VERSION
    if "Idempotency-Key" in request.headers:
        response.headers["Idempotency-Key"] = request.headers["Idempotency-Key"]
    if replayed:
        response.headers["Idempotent-Replayed"] = "true"
    return response


def hang_up(request: Request) -> None:
    """Close the line without an answer, as a broken network does."""
    line: socket.socket | None = request.environ.get("werkzeug.socket")
    if line is not None:
        with suppress(OSError):
            line.shutdown(socket.SHUT_RDWR)
