"""The least that an application can be, served as Twain is: `python -m bench.floors hello`."""

import os
import sys
from typing import TYPE_CHECKING

from flask import Flask

from app.config import Listening
from app.serve import make_once, serve_application

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

hello = Flask("hello")


@hello.get("/")
def say_hello() -> str:
    """Answer as Flask's own first example does."""
    return "<p>Hello, World!</p>"


def raw(_environ: "WSGIEnvironment", start_response: "StartResponse") -> list[bytes]:
    """Answer without any framework."""
    start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", "5")])
    return [b"hello"]


if __name__ == "__main__":
    target = f"bench.floors:{sys.argv[1]}"
    make_once(target)
    serve_application(target, Listening.from_environment(os.environ))
