"""Logs, probes and metrics show what Twain does, and nothing about people."""

import json
import logging
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask, Response
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from app.core.access import check_every_view
from app.core.observability import Observability, init_observability
from app.core.observability.logs import JsonFormatter, configure_logging
from app.core.observability.redaction import MAX_SIGNS, redacted
from app.core.tokens import new_token

ROOT = Path(__file__).resolve().parents[2]
METRICS_TOKEN = "kept-in-the-settings"
BEARER = {"Authorization": f"Bearer {METRICS_TOKEN}"}
MAIL = "amina.o'neil+walk@example.org"
#: A fixed one, so that every worker collects the same tests.
TOKEN = "Zr8-qL2_vWn5TtYx0aBcDeFgHiJkLmNo"


class Lines(logging.Handler):
    """Keep what the formatter writes."""

    def __init__(self) -> None:
        super().__init__()
        self.written: list[dict[str, object]] = []
        self.setFormatter(JsonFormatter())

    def emit(self, record: logging.LogRecord) -> None:
        self.written.append(json.loads(self.format(record)))

    def of_requests(self) -> list[dict[str, object]]:
        return [line for line in self.written if line["logger"] == "twain.requests"]


@pytest.fixture
def lines() -> Iterator[Lines]:
    handler = Lines()
    root = logging.getLogger()
    before = root.level
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    yield handler
    root.removeHandler(handler)
    root.setLevel(before)


def make_app(token: str | None = METRICS_TOKEN) -> tuple[FlaskClient, Observability]:
    app = Flask("site", static_folder=None)
    observability = init_observability(app, metrics_token=token, log_level=None)

    @app.route("/rsvps/<token>", methods=["GET", "POST", "BREW"])
    def rsvp(token: str) -> Response:
        app.logger.info("opened by %s with %s", MAIL, token)
        return Response("ok")

    @app.get("/crash/<token>")
    def crash(token: str) -> Response:
        raise ValueError(f"no reply of {MAIL} for {token}")

    return app.test_client(), observability


def test_a_request_is_logged_by_its_rule_and_not_its_address(lines: Lines) -> None:
    client, _ = make_app()
    client.get(f"/rsvps/{TOKEN}?email={MAIL}", headers={"X-Request-ID": "proxy-12345"})
    [line] = lines.of_requests()
    assert line["route"] == "/rsvps/<token>"
    assert (line["method"], line["status"], line["message"]) == ("GET", 200, "answered")
    assert (line["level"], line["request_id"]) == ("INFO", "proxy-12345")
    assert isinstance(line["milliseconds"], float)


def test_no_line_holds_an_address_or_token(lines: Lines) -> None:
    client, _ = make_app()
    for path in (f"/rsvps/{TOKEN}?email={MAIL}", f"/crash/{TOKEN}", f"/nowhere/{TOKEN}/{MAIL}"):
        client.get(path, environ_base={"REMOTE_ADDR": "203.0.113.7"})
    text = json.dumps(lines.written)
    assert lines.of_requests()[-1]["route"] == "(none)"
    assert "ValueError: no reply of" in text
    for secret in (TOKEN, MAIL, "example.org", "203.0.113.7"):
        assert secret not in text


def test_every_line_of_a_request_names_it(lines: Lines) -> None:
    client, _ = make_app()
    response = client.get(f"/crash/{TOKEN}", headers={"X-Request-ID": "proxy-12345"})
    assert response.headers["X-Request-ID"] == "proxy-12345"
    assert {line["request_id"] for line in lines.written} == {"proxy-12345"}
    logging.getLogger("elsewhere").warning("later")
    assert "request_id" not in lines.written[-1]


@pytest.mark.parametrize(
    "given_id", ["", "short", "a" * 65, "has spaces inside", "name@example.org", "{injected}"]
)
def test_a_request_id_that_is_not_well_formed_is_replaced(given_id: str) -> None:
    client, _ = make_app()
    made = [
        client.get("/healthz", headers={"X-Request-ID": given_id}).headers["X-Request-ID"] for _ in range(2)
    ]
    assert given_id not in made
    assert made[0] != made[1]


def test_probes_that_succeed_are_not_logged(lines: Lines) -> None:
    client, observability = make_app()
    for path in ("/healthz", "/readyz", "/metrics"):
        client.get(path)
    assert lines.of_requests() == []
    observability.ready_when("queue", crash)
    client.get("/readyz")
    assert lines.of_requests()[0]["status"] == 503


def test_extra_fields_are_kept_and_redacted(lines: Lines) -> None:
    logging.getLogger("any").info("job", extra={"job": "deliver", "to": MAIL, "tries": 3, "done": True})
    line = lines.written[-1]
    assert (line["job"], line["tries"], line["done"]) == ("deliver", 3, True)
    assert MAIL not in str(line["to"])


@pytest.fixture
def configured() -> Iterator[None]:
    """Log as the server does, and put everything back."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    configure_logging("WARNING")
    yield
    root.handlers[:], root.level = handlers, level


@pytest.mark.usefixtures("configured")
def test_a_line_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logging("WARNING")
    logging.getLogger("alone").info("too quiet")
    logging.getLogger("alone").warning("two\nlines", stack_info=True)
    written = capsys.readouterr().err
    assert written.count("\n") == 1
    assert json.loads(written)["message"] == "two\nlines"


@pytest.mark.parametrize(
    ("text", "kept", "hidden"),
    [
        (f"mail to {MAIL} failed", "mail to ", MAIL),
        ("?email=amina%40example.org&q=1", "q=1", "example.org"),
        ("jürgen@bücher.example wrote", "wrote", "bücher"),
        (f"GET /calendars/{TOKEN}.ics", "GET /calendars/", TOKEN),
        ("Authorization: Bearer abcdefghijk", "Authorization", "abcdefghijk"),
        ("password='sesame' and", "and", "sesame"),
        ('{"token": "sesame", "a": 1}', '"a": 1', "sesame"),
        ("postgresql://twain:sesame@db/twain", "db/twain", "sesame"),
        ("from 203.0.113.7:5000 came", "came", "203.0.113.7"),
        ("from 2001:db8:0:1::7 came", "came", "2001:db8"),
        ("(x) [parameters: ('Amina', 'ill')]\n(Background on", "Background", "Amina"),
        ("DETAIL:  Key (name)=(Amina) already exists.\nnext", "next", "Amina"),
        ("9f86d081884c7d659a2feaa0c55ad015", "", "9f86d081"),
    ],
)
def test_personal_data_and_secrets_are_taken_out(text: str, kept: str, hidden: str) -> None:
    result = redacted(text)
    assert hidden not in result
    assert kept in result


@pytest.mark.parametrize(
    "text",
    [
        'File "/srv/twain/app/organisations/services/invitations.py", line 120, in accept_invitation',
        "sqlalchemy.exc.IntegrityError: UNIQUE constraint failed: rsvps.event_id",
        "AttributeError: InvitationAlreadyAccepted has no test_two_people_can_reply_at_once_2",
        "at 2026-11-22T21:43:42 version 3.11.7 took 12.5 ms",
    ],
)
def test_what_explains_an_error_stays(text: str) -> None:
    assert redacted(text) == text


def test_every_token_of_ours_is_taken_out() -> None:
    for _ in range(2000):
        token = new_token()
        assert token not in redacted(f"/rsvps/{token}")


@given(st.text(alphabet="aA1:.@-_=/ %\n", max_size=400))
def test_redacting_twice_changes_nothing_more_of_addresses(text: str) -> None:
    assert "a@a" not in redacted(text)


@pytest.mark.parametrize("sign", ["a", "a-", "Word_", "1:", "a.", "@", "token", "[parameters: "])
def test_long_texts_are_cut_and_cost_little(sign: str) -> None:
    assert len(redacted(sign * 200_000 + "!")) <= 2 * MAX_SIGNS


def crash() -> None:
    raise OSError(f"cannot reach the queue at redis://:sesame@{MAIL}")


def test_health_asks_nobody() -> None:
    client, observability = make_app()
    observability.ready_when("database", crash)
    response = client.get("/healthz")
    assert (response.status_code, response.text) == (200, "ok\n")
    assert response.headers["Cache-Control"] == "no-store"


def test_ready_names_what_fails_but_not_why(lines: Lines) -> None:
    client, observability = make_app()
    assert client.get("/readyz").json == {"ready": True, "checks": {}}
    observability.ready_when("database", lambda: None)
    observability.ready_when("queue", crash)
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json == {"ready": False, "checks": {"database": "ok", "queue": "failing"}}
    assert "sesame" not in json.dumps(lines.written)
    assert "OSError" in json.dumps(lines.written)


def test_metrics_need_the_token() -> None:
    client, _ = make_app()
    assert client.get("/metrics").status_code == 401
    assert client.get("/metrics", headers={"Authorization": "Bearer wrong-é"}).status_code == 401
    assert client.get("/metrics", headers=BEARER).status_code == 200
    assert make_app(token=None)[0].get("/metrics", headers={"Authorization": "Bearer "}).status_code == 404
    assert make_app(token=None)[0].get("/metrics").status_code == 404


def test_metrics_count_requests_by_endpoint_and_never_by_address() -> None:
    client, observability = make_app()
    client.get(f"/rsvps/{TOKEN}")
    client.get("/nowhere")
    client.open(f"/rsvps/{TOKEN}", method="BREW")
    observability.count_front("hit", 7)
    text = client.get("/metrics", headers=BEARER).text
    assert 'twain_requests_total{endpoint="rsvp",method="GET",status="200"} 1.0' in text
    assert 'twain_requests_total{endpoint="none",method="GET",status="404"} 1.0' in text
    assert 'twain_requests_total{endpoint="rsvp",method="OTHER",status="200"} 1.0' in text
    assert 'twain_request_seconds_count{endpoint="rsvp"} 2.0' in text
    assert 'twain_front_total{outcome="hit"} 7.0' in text
    assert TOKEN not in text


def test_a_gauge_is_read_when_asked_for_and_a_broken_one_is_left_out() -> None:
    client, observability = make_app()
    waiting = [1, 2, 3]
    observability.gauge("twain_outbox_waiting", "Mails that have not left", lambda: len(waiting))
    observability.gauge("twain_broken", "Always away", lambda: [].index(0))
    assert "twain_outbox_waiting 3.0" in client.get("/metrics", headers=BEARER).text
    waiting.clear()
    text = client.get("/metrics", headers=BEARER).text
    assert "twain_outbox_waiting 0.0" in text
    assert "twain_broken" not in text


def test_two_processes_are_counted_together(tmp_path: Path) -> None:
    script = """
import os
from flask import Flask
from app.core.observability import init_observability
app = Flask("site")
seen = init_observability(app, metrics_token="t", log_level=None)
seen.gauge("twain_outbox_waiting", "Mails", lambda: 4)
if child := os.fork():
    os.waitpid(child, 0)
    app.test_client().get("/healthz")
    print(app.test_client().get("/metrics", headers={"Authorization": "Bearer t"}).text)
else:
    app.test_client().get("/healthz")
    seen.count_front("hit", 5)
    os._exit(0)
"""
    environ = {**os.environ, "PROMETHEUS_MULTIPROC_DIR": str(tmp_path / "metrics")}
    done = subprocess.run(
        [sys.executable, "-c", script], env=environ, cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert 'twain_requests_total{endpoint="healthz",method="GET",status="200"} 2.0' in done.stdout
    assert 'twain_front_total{outcome="hit"} 5.0' in done.stdout
    assert "twain_outbox_waiting 4.0" in done.stdout


def test_every_view_declares_who_may_open_it() -> None:
    app = Flask("site", static_folder=None)
    init_observability(app, metrics_token=None, log_level=None)
    check_every_view(app)


def test_a_command_says_nothing_but_its_own_words(tmp_path: Path) -> None:
    environ = {**os.environ, "TWAIN_MODE": "development", "TWAIN_INSTANCE": str(tmp_path)}
    command = [sys.executable, "-m", "flask", "--app", "app.wsgi", "users", "--help"]
    done = subprocess.run(command, env=environ, cwd=ROOT, capture_output=True, text=True, check=True)
    assert "make-staff" in done.stdout
    assert done.stderr == ""
