"""The rehearsal as a WSGI application: API, pages and control behind one address on the loopback."""

import json
from collections.abc import Callable, Iterable
from typing import Any

from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server
from werkzeug.wrappers import Request, Response

from app.rehearsal import control, pages
from app.rehearsal.agreed import KEY, LOOPBACK, SECRETS, Secrets
from app.rehearsal.api import Api
from app.rehearsal.deliveries import Deliveries, Target
from app.rehearsal.refusals import Refusal
from app.rehearsal.routes import HAPPENINGS
from app.rehearsal.world import World

CONTROL = "/rehearsal/"


class Application:
    """One rehearsal: its world, its API, and where its messages go."""

    def __init__(self, world: World, *, key: str = KEY, secrets: Secrets = SECRETS) -> None:
        world.happenings = dict(HAPPENINGS)
        self.world = world
        self.api = Api(world, key)
        self.deliveries = Deliveries(world, secrets)
        self.target: Target | None = None

    def __call__(self, environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        """Answer one request."""
        request = Request(environ)
        if request.path.startswith("/v1/"):
            response = self.api.answer(request)
        elif request.path.startswith(CONTROL):
            response = self._control(request)
        else:
            response = pages.answer(self.world, request)
        return response(environ, start)

    def _control(self, request: Request) -> Response:
        name = request.path.removeprefix(CONTROL)
        if request.method != "POST" or request.mimetype != "application/json":
            return Response("POST JSON.\n", 405)
        try:
            found = self.act(name, request.get_json())
        except Refusal as refusal:
            return Response(json.dumps(refusal.body), refusal.status, mimetype="application/json")
        return Response(json.dumps(found), mimetype="application/json")

    def act(self, name: str, wishes: dict[str, Any]) -> dict[str, Any]:
        """Do one thing that the control offers."""
        return control.act(control.Stage(self.world, self.deliveries, self.target), name, wishes)


class Quietly(WSGIRequestHandler):
    """A handler that writes no line for each request, and sends each answer at once."""

    disable_nagle_algorithm = True

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Say nothing."""


def listen(application: Application, port: int = 0) -> BaseWSGIServer:
    """Listen on the loopback, on any free port unless one is given."""
    server = make_server(LOOPBACK, port, application, threaded=True, request_handler=Quietly)
    application.world.address = f"http://{LOOPBACK}:{server.server_port}"
    return server
