"""The front cache never gives a reader an answer meant for another, nor an old one."""

import gzip
import itertools
import logging
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from threading import Condition, Event

import brotli
import pytest
from flask import Flask, Response, request
from hypothesis import given, settings
from hypothesis import strategies as st
from werkzeug.test import Client, TestResponse

from app.core.front import Front
from app.core.front.entries import FRESH_SECONDS, GRACE_SECONDS, LIFE_SECONDS
from app.core.front.keys import MAX_ADDRESS, encoding, negotiator
from app.core.front.middleware import PASS_SECONDS
from app.core.front.store import MAX_ENTRY

PADDING = "warm words " * 60
SESSION = {"Cookie": "session=abc"}


class HandClock:
    """A clock that moves when told, and knows how often it was read."""

    def __init__(self) -> None:
        self.moment = 1000.0
        self.readings = 0
        self.read = Condition()

    def __call__(self) -> float:
        with self.read:
            self.readings += 1
            self.read.notify_all()
        return self.moment

    def wait_for(self, readings: int) -> None:
        with self.read:
            assert self.read.wait_for(lambda: self.readings >= readings, timeout=10)


def stream(response: Response) -> None:
    response.response = iter([b"a", b"b"])
    del response.headers["Content-Length"]


def crash(_response: Response) -> None:
    raise RuntimeError("a bug")


SPOILS: dict[str, Callable[[Response], object]] = {
    "with-cookie": lambda response: response.set_cookie("visits", "1"),
    "private": lambda response: response.headers.set("Cache-Control", "private, no-cache"),
    "no-store": lambda response: response.headers.set("Cache-Control", "public, no-store"),
    "unmarked": lambda response: response.headers.set("Cache-Control", "max-age=2"),
    "untagged": lambda response: response.headers.pop("X-Twain-Tags"),
    "uncounted": lambda response: response.headers.set("X-Twain-Revisions", "1"),
    "garbled": lambda response: response.headers.set("X-Twain-Revisions", "one two"),
    "missing": lambda response: setattr(response, "status_code", 404),
    "by-agent": lambda response: response.vary.add("User-Agent"),
    "streamed": stream,
    "big": lambda response: response.set_data("x" * (MAX_ENTRY + 1)),
    "crash": crash,
}


@dataclass
class Site:
    """A small site behind the front, whose content is its revision numbers."""

    revisions: dict[str, int] = field(default_factory=lambda: {"event:12": 1, "events": 1})
    clock: HandClock = field(default_factory=HandClock)
    renders: Counter[str] = field(default_factory=Counter)
    outcomes: Counter[str] = field(default_factory=Counter)
    queries: int = 0
    max_bytes: int = 16 * 1024 * 1024
    broken_query: bool = False
    during_query: object = None
    during_render: object = None

    def __post_init__(self) -> None:
        self.flask = Flask("site")
        self.flask.add_url_rule("/events/<path:slug>", view_func=self.event)
        self.front = Front(
            self.flask.wsgi_app,
            self.numbers,
            languages=("en", "fr"),
            max_bytes=self.max_bytes,
            clock=self.clock,
            report=self.report,
        )
        self.flask.wsgi_app = self.front  # type: ignore[method-assign]
        self.client = Client(self.flask, use_cookies=False)

    def report(self, outcome: str, number: int) -> None:
        self.outcomes[outcome] += number

    def numbers(self, tags: Sequence[str]) -> tuple[int, ...]:
        self.queries += 1
        if self.broken_query:
            raise OSError("the database is away")
        if callable(self.during_query):
            self.during_query()
        return tuple(self.revisions.get(tag, 0) for tag in tags)

    def body(self, slug: str, language: str, reader: str) -> str:
        return f"{slug} {language} {reader} {self.revisions} {PADDING}"

    def event(self, slug: str) -> Response:
        tags = ("event:12", "events")
        seen = " ".join(str(self.revisions[tag]) for tag in tags)
        language = request.accept_languages.best_match(["en", "fr"], default="en")
        reader = request.cookies.get("session", "anybody")
        theme = request.cookies.get("theme", "plain")
        body = self.body(slug, str(language), f"{reader} {theme} {request.host}")
        self.renders[slug] += 1
        if callable(self.during_render):
            self.during_render()
        response = Response(body)
        response.headers["Cache-Control"] = "public, max-age=2"
        response.headers["X-Twain-Tags"] = " ".join(tags)
        response.headers["X-Twain-Revisions"] = seen
        response.headers["X-Request-ID"] = "one-request"
        response.headers["X-RateLimit-Remaining"] = "3"
        response.headers["Content-Security-Policy"] = "default-src 'self'"
        response.vary.update(("Accept-Language", "Cookie"))
        response.add_etag()
        response.make_conditional(request)
        return self.spoiled(response, slug)

    def spoiled(self, response: Response, slug: str) -> Response:
        """Let the slug say what is wrong with the answer."""
        spoil = SPOILS.get(slug)
        if spoil:
            spoil(response)
        return response

    def get(self, path: str = "/events/walk", **headers: str) -> TestResponse:
        return self.client.get(
            path, headers={name.replace("_", "-"): value for name, value in headers.items()}
        )

    def change(self, tag: str, *, here: bool = False) -> None:
        self.revisions[tag] += 1
        if here:
            self.front.invalidate([tag])


@pytest.fixture
def site() -> Site:
    return Site()


def words(response: TestResponse) -> str:
    """Read a body as a browser would."""
    coding = response.headers.get("Content-Encoding")
    data = response.data
    if coding == "br":
        data = brotli.decompress(data)
    elif coding == "gzip":
        data = gzip.decompress(data)
    return data.decode()


def test_a_page_is_rendered_once_for_many_readers(site: Site) -> None:
    first, second = site.get(), site.get()
    assert first.data == second.data
    assert first.headers == second.headers
    assert site.renders["walk"] == 1


def test_headers_for_the_cache_and_for_one_request_do_not_leave(site: Site) -> None:
    for headers in ({}, {}, SESSION):
        response = site.client.get("/events/walk", headers=headers)
        assert "X-Twain-Tags" not in response.headers
        assert "X-Twain-Revisions" not in response.headers
    assert "X-Request-ID" not in site.get().headers
    assert "X-RateLimit-Remaining" not in site.get().headers
    assert site.get().headers["Content-Security-Policy"] == "default-src 'self'"


def test_a_stored_page_says_how_old_it_is_and_what_it_varies_by(site: Site) -> None:
    site.get()
    site.clock.moment += 1.5
    response = site.get()
    assert response.headers["Age"] == "1"
    assert response.headers["Content-Length"] == str(len(response.data))
    assert set(response.vary) == {"Accept-Language", "Cookie", "Accept-Encoding"}


@pytest.mark.parametrize(
    "headers",
    [
        {"Cookie": "session=abc"},
        {"Cookie": "theme=dark; session=abc"},
        {"Cookie": "remember_token=abc"},
        {"Cookie": "anything=abc"},
        {"Cookie": "theme=chosen-by-the-reader"},
        {"Cookie": "theme=dark; theme=light"},
        {"Authorization": "Bearer abc"},
        {"Authentication-Token": "abc"},
        {"Cache-Control": "no-store"},
    ],
)
def test_a_request_that_may_be_personal_neither_reads_nor_fills_the_cache(
    site: Site, headers: dict[str, str]
) -> None:
    for expected in (1, 2):
        site.client.get("/events/walk", headers=headers)
        assert site.renders["walk"] == expected
    assert len(site.front.store) == 0
    site.get()
    site.client.get("/events/walk", headers=headers)
    assert site.renders["walk"] == 4


def test_a_signed_in_page_never_reaches_another_reader(site: Site) -> None:
    assert "abc" in words(site.client.get("/events/walk", headers=SESSION))
    assert "anybody" in words(site.get())
    assert "abc" in words(site.client.get("/events/walk", headers=SESSION))
    assert "anybody" in words(site.get())


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "PATCH"])
def test_only_reading_is_cached(site: Site, method: str) -> None:
    site.client.open("/events/walk", method=method)
    assert len(site.front.store) == 0


def test_a_get_with_a_body_is_not_shared(site: Site) -> None:
    site.client.get("/events/walk", data=b"lang=fr")
    assert len(site.front.store) == 0


def test_languages_hosts_queries_and_themes_have_their_own_pages(site: Site) -> None:
    for _round in range(2):
        assert " fr " in words(site.get(Accept_Language="fr-CH, en;q=0.5"))
        assert " en " in words(site.get(Accept_Language="de, en;q=0.5"))
        assert "other.example" in words(site.get(Host="other.example"))
        assert "localhost" in words(site.get())
        assert " dark " in words(site.get(Cookie="theme=dark"))
        assert " light " in words(site.get(Cookie="theme=light; language=fr"))
        assert site.get("/events/walk?a=1").status_code == 200
    assert site.renders["walk"] == 6


def test_what_the_application_sees_of_the_language_is_what_the_key_says(site: Site) -> None:
    assert " fr " in words(site.get(Accept_Language="fr;q=0.2, de"))
    assert " fr " in words(site.get(Accept_Language="fr"))
    assert site.renders["walk"] == 1


def test_each_encoding_carries_the_same_page_under_its_own_etag(site: Site) -> None:
    plain, zipped, brotlied = (
        site.get(),
        site.get(Accept_Encoding="gzip"),
        site.get(Accept_Encoding="gzip, br"),
    )
    assert words(plain) == words(zipped) == words(brotlied)
    assert zipped.headers["Content-Encoding"] == "gzip"
    assert brotlied.headers["Content-Encoding"] == "br"
    assert len(brotlied.data) < len(zipped.data) < len(plain.data)
    assert len({each.headers["ETag"] for each in (plain, zipped, brotlied)}) == 3
    assert site.renders["walk"] == 1


def test_pictures_and_tiny_pages_are_not_compressed() -> None:
    site = Site(revisions={"event:12": 1, "events": 1})
    site.body = lambda *_: "tiny"  # type: ignore[method-assign]
    response = site.get(Accept_Encoding="br")
    assert response.data == b"tiny"
    assert "Content-Encoding" not in response.headers
    assert "Accept-Encoding" in response.vary


@pytest.mark.parametrize("coding", ["", "gzip", "br"])
def test_a_reader_who_has_the_page_gets_304(site: Site, coding: str) -> None:
    etag = site.get(Accept_Encoding=coding).headers["ETag"]
    for wanted in (etag, f"W/{etag}", f'"other", {etag}', "*"):
        response = site.get(Accept_Encoding=coding, If_None_Match=wanted)
        assert response.status_code == 304
        assert response.data == b""
        assert response.headers["ETag"] == etag
        assert response.headers["Cache-Control"] == "public, max-age=2"
        assert "Accept-Encoding" in response.headers["Vary"]
        assert "Content-Encoding" not in response.headers
    assert site.get(Accept_Encoding=coding, If_None_Match='"other"').status_code == 200
    assert site.renders["walk"] == 1


def test_an_etag_of_another_encoding_is_accepted_and_given_back(site: Site) -> None:
    etag = site.get(Accept_Encoding="br").headers["ETag"]
    response = site.get(Accept_Encoding="gzip", If_None_Match=etag)
    assert (response.status_code, response.headers["ETag"]) == (304, etag)


def test_a_reader_with_an_old_page_gets_the_new_one(site: Site) -> None:
    etag = site.get().headers["ETag"]
    site.change("event:12", here=True)
    assert site.get(If_None_Match=etag).status_code == 200


def test_a_conditional_first_request_fills_the_cache(site: Site) -> None:
    etag = site.client.get("/events/walk", headers=SESSION).headers["ETag"]
    assert site.get(If_None_Match=etag, Range="bytes=0-3").status_code == 200
    assert len(site.front.store) == 1


def test_head_has_the_headers_of_get_and_no_body(site: Site) -> None:
    head = site.client.head("/events/walk", headers={"Accept-Encoding": "br"})
    got = site.get(Accept_Encoding="br")
    assert head.data == b""
    assert head.headers == got.headers
    assert site.client.head("/events/private").data == b""
    etag = got.headers["ETag"]
    assert site.client.head("/events/walk", headers={"If-None-Match": etag}).status_code == 304


def test_unchanged_pages_cost_one_query_every_two_seconds(site: Site) -> None:
    site.get()
    for second in range(1, 21):
        site.clock.moment += 1
        site.get()
        assert site.queries == second // FRESH_SECONDS
    assert site.renders["walk"] == 1


@pytest.mark.parametrize("tag", ["event:12", "events"])
def test_a_change_elsewhere_shows_within_two_seconds(site: Site, tag: str) -> None:
    before = words(site.get())
    site.change(tag)
    site.clock.moment += FRESH_SECONDS
    assert words(site.get()) != before
    assert site.renders["walk"] == 2


@pytest.mark.parametrize("tag", ["event:12", "events"])
def test_a_change_here_shows_at_once(site: Site, tag: str) -> None:
    before = words(site.get())
    site.change(tag, here=True)
    assert words(site.get()) != before


def test_a_change_of_something_else_keeps_the_page(site: Site) -> None:
    site.get()
    site.front.invalidate(["event:13"])
    site.get()
    assert site.renders["walk"] == 1


def test_a_page_rendered_while_its_content_changed_here_is_not_kept(site: Site) -> None:
    site.during_render = lambda: site.change("event:12", here=True)
    site.get()
    site.during_render = None
    assert str(site.revisions) in words(site.get())


def test_a_page_confirmed_while_its_content_changed_here_is_not_kept(site: Site) -> None:
    site.get()
    site.clock.moment += FRESH_SECONDS
    numbers = site.numbers

    def late(tags: Sequence[str]) -> tuple[int, ...]:
        held = numbers(tags)
        site.change("event:12", here=True)
        return held

    site.front._revisions = late
    site.get()
    site.front._revisions = numbers
    assert str(site.revisions) in words(site.get())


def test_a_page_is_rendered_anew_after_a_minute_whatever_the_numbers_say(site: Site) -> None:
    site.get()
    site.clock.moment += LIFE_SECONDS - FRESH_SECONDS / 2
    site.get()
    assert (site.queries, site.renders["walk"]) == (1, 1)
    site.clock.moment += FRESH_SECONDS / 2
    site.get()
    assert (site.queries, site.renders["walk"]) == (1, 2)


@pytest.mark.parametrize("control", ["no-cache", "max-age=0"])
def test_a_reload_has_the_page_confirmed_but_not_rendered(site: Site, control: str) -> None:
    site.get()
    site.get(Cache_Control=control)
    assert (site.queries, site.renders["walk"]) == (1, 1)
    site.change("events")
    assert str(site.revisions) in words(site.get(Cache_Control=control))


@pytest.mark.parametrize("slug", sorted(SPOILS.keys() - {"crash"}))
def test_an_answer_that_is_not_for_all_is_handed_on_and_forgotten(site: Site, slug: str) -> None:
    first, second = site.get(f"/events/{slug}"), site.get(f"/events/{slug}")
    assert (first.status_code, first.data) == (second.status_code, second.data)
    assert first.headers["Cache-Control"] == second.headers["Cache-Control"]
    assert site.renders[slug] == 2
    assert len(site.front.store) == 0


def test_an_answer_that_is_not_for_all_still_knows_304(site: Site) -> None:
    etag = site.get("/events/private").headers["ETag"]
    for _ in range(3):
        assert site.get("/events/private", If_None_Match=etag).status_code == 304
        site.clock.moment += PASS_SECONDS / 2


def test_a_page_may_become_public_again(site: Site) -> None:
    site.get("/events/private")
    site.spoiled = lambda response, _slug: response  # type: ignore[method-assign]
    site.clock.moment += PASS_SECONDS
    site.get("/events/private")
    assert len(site.front.store) == 1


def test_an_error_is_not_kept_and_blocks_nobody(site: Site) -> None:
    for _ in range(2):
        assert site.get("/events/crash").status_code == 500
    site.flask.testing = True
    with pytest.raises(RuntimeError):
        site.get("/events/crash")
    site.spoiled = lambda response, _slug: response  # type: ignore[method-assign]
    assert site.get("/events/crash").status_code == 200
    assert site.renders["crash"] == 4


def test_an_error_after_a_good_page_is_shown_and_the_old_page_is_gone(site: Site) -> None:
    site.get()
    site.change("events")
    site.clock.moment += FRESH_SECONDS
    site.spoiled = lambda _response, _slug: Response(status=503)  # type: ignore[method-assign]
    assert site.get().status_code == 503
    assert len(site.front.store) == 0


def test_when_the_numbers_cannot_be_read_the_application_answers(
    site: Site, caplog: pytest.LogCaptureFixture
) -> None:
    site.get()
    site.broken_query = True
    site.clock.moment += FRESH_SECONDS
    with caplog.at_level(logging.ERROR):
        assert site.get().status_code == 200
    assert site.renders["walk"] == 2
    assert "revisions could not be read" in caplog.text


def test_memory_is_bounded_and_what_is_read_stays() -> None:
    site = Site(max_bytes=100_000)
    site.get("/events/loved", Accept_Encoding="br")
    for number in range(200):
        site.clock.moment += 0.001
        site.get(f"/events/{number}", Accept_Encoding=("", "gzip", "br")[number % 3])
        site.get("/events/loved", Accept_Encoding="br")
        assert site.front.store.size <= 100_000
    assert site.renders["loved"] == 1
    assert 0 < len(site.front.store) < 60


def test_the_count_of_bytes_returns_to_nothing(site: Site) -> None:
    for coding, number in itertools.product(("", "gzip", "br"), range(5)):
        site.get(f"/events/{number}", Accept_Encoding=coding)
    site.front.invalidate(["events"])
    assert (site.front.store.size, len(site.front.store)) == (0, 0)


def test_very_long_addresses_are_not_kept(site: Site) -> None:
    site.get("/events/walk?" + "a" * MAX_ADDRESS)
    assert len(site.front.store) == 0


def test_very_many_changes_are_not_remembered_forever(site: Site) -> None:
    site.during_render = lambda: site.front.invalidate(str(number) for number in range(5000))
    site.get()
    assert len(site.front.store) == 0
    site.during_render = None
    site.get()
    assert len(site.front.store) == 1


def test_hits_are_counted(site: Site) -> None:
    for _ in range(4):
        site.get()
    site.clock.moment += FRESH_SECONDS
    site.get()
    site.client.get("/events/walk", headers=SESSION)
    assert site.outcomes == {"miss": 1, "hit": 3, "revalidated": 1, "pass": 1}


def together(site: Site, readers: int, release: Event) -> Iterable[TestResponse]:
    """Let readers come while the leader is held back, then let it go on."""
    with ThreadPoolExecutor(readers) as pool:
        already = site.clock.readings
        answers = [pool.submit(site.get) for _ in range(readers)]
        site.clock.wait_for(already + readers)
        release.set()
        return [answer.result(timeout=10) for answer in answers]


def test_many_at_once_are_served_by_one_rendering(site: Site) -> None:
    release = Event()
    site.during_render = lambda: release.wait(10)
    answers = together(site, 8, release)
    assert {answer.status_code for answer in answers} == {200}
    assert site.renders["walk"] == 1


def test_many_at_once_are_confirmed_by_one_query(site: Site) -> None:
    site.get()
    site.clock.moment += LIFE_SECONDS / 2
    release = Event()
    site.during_query = lambda: release.wait(10)
    together(site, 8, release)
    assert (site.queries, site.renders["walk"]) == (1, 1)


def ask_while_one_confirms(site: Site, seconds: float) -> tuple[TestResponse, TestResponse]:
    """Change the page elsewhere, hold the one who finds out, and ask as another reader."""
    site.get()
    site.change("events")
    site.clock.moment += seconds
    asked, release = Event(), Event()

    def hold() -> None:
        asked.set()
        release.wait(10)

    site.during_query = hold
    with ThreadPoolExecutor(1) as pool:
        leader = pool.submit(site.get)
        assert asked.wait(10)
        other = site.get()
        release.set()
        return leader.result(timeout=10), other


def test_the_old_page_is_given_for_a_second_while_one_asks(site: Site) -> None:
    leader, other = ask_while_one_confirms(site, FRESH_SECONDS + GRACE_SECONDS / 2)
    assert "'events': 1" in words(other)
    assert "'events': 2" in words(leader)


def test_the_old_page_is_not_given_beyond_its_limit(site: Site) -> None:
    leader, other = ask_while_one_confirms(site, FRESH_SECONDS + GRACE_SECONDS)
    assert "'events': 2" in words(other)
    assert "'events': 2" in words(leader)


def test_readers_do_not_wait_for_ever_for_one_who_is_stuck(site: Site) -> None:
    stuck, release = Event(), Event()

    def hold() -> None:
        if not stuck.is_set():
            stuck.set()
            release.wait(20)

    site.during_render = hold
    with ThreadPoolExecutor(1) as pool:
        leader = pool.submit(site.get)
        assert stuck.wait(10)
        assert site.get().status_code == 200
        release.set()
        assert leader.result(timeout=10).status_code == 200


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("", "en"),
        ("fr", "fr"),
        ("FR-ca;q=0.4", "fr"),
        ("en-GB, fr;q=0.9", "en"),
        ("de, fr;q=0.1, en;q=0", "fr"),
        ("fr;q=0", "en"),
        ("fr;q=nan, en;q=0.1", "en"),
        ("fr;q=loud", "en"),
        ("*", "en"),
        (", ,;", "en"),
    ],
)
def test_the_language_is_the_best_that_there_is(header: str, language: str) -> None:
    assert negotiator(("en", "fr"))(header) == language


@pytest.mark.parametrize(
    ("header", "chosen"),
    [
        ("", ""),
        ("gzip, deflate, br, zstd", "br"),
        ("gzip", "gzip"),
        ("br;q=0.5, gzip;q=0.9", "gzip"),
        ("br;q=0, gzip;q=0", ""),
        ("identity", ""),
        ("*", ""),
    ],
)
def test_the_encoding_is_the_best_that_the_reader_takes(header: str, chosen: str) -> None:
    assert encoding(header) == chosen


steps = st.one_of(
    st.tuples(st.just("change"), st.sampled_from(["event:12", "events"]), st.booleans()),
    st.tuples(st.just("wait"), st.floats(0, 4), st.none()),
    st.tuples(st.just("get"), st.sampled_from(["a", "b", "private", "with-cookie"]), st.integers(0, 95)),
)


@settings(max_examples=150, deadline=None)
@given(st.lists(steps, max_size=40))
def test_whatever_happens_each_answer_is_right_for_its_reader(
    script: list[tuple[str, object, object]],
) -> None:
    site = Site(max_bytes=12_000)
    moments: list[tuple[float, str]] = [(0.0, str(site.revisions))]
    known: dict[str, str] = {}
    for step, subject, detail in script:
        if step == "wait":
            site.clock.moment += float(str(subject))
        elif step == "change":
            site.change(str(subject), here=bool(detail))
            moments = [] if detail else moments
            moments.append((site.clock.moment, str(site.revisions)))
        else:
            check_answer(site, moments, known, str(subject), int(str(detail)))
        assert site.front.store.size <= 12_000


def check_answer(
    site: Site,
    moments: list[tuple[float, str]],
    known: dict[str, str],
    slug: str,
    kind: int,
) -> None:
    """Ask as one of many kinds of reader and compare with what such a reader may see."""
    language = ("en", "fr")[kind % 2]
    coding = ("", "gzip", "br")[kind // 2 % 3]
    cookie = ("", "session=abc", "theme=dark", "theme=dark; session=abc")[kind // 6 % 4]
    head, conditional = divmod(kind // 24, 2)
    headers = {"Accept-Language": language, "Accept-Encoding": coding, "Host": "a.example"}
    headers |= {"Cookie": cookie} if cookie else {}
    headers |= {"If-None-Match": ", ".join(known)} if conditional and known else {}
    response = site.client.open(f"/events/{slug}", method="HEAD" if head else "GET", headers=headers)

    personal = "session" in cookie
    exact = personal or slug in {"private", "with-cookie"}
    reader = f"{'abc' if personal else 'anybody'} {'dark' if 'dark' in cookie else 'plain'} a.example"
    allowed = numbers_allowed(moments, site.clock.moment, exact=exact)
    pages = {f"{slug} {language} {reader} {numbers} {PADDING}" for numbers in allowed}
    if response.status_code == 304:
        assert "If-None-Match" in headers
        assert known[response.headers["ETag"]] in pages
    elif not head:
        assert words(response) in pages
        assert response.headers.get("Content-Encoding", "") in {coding, ""}
        assert known.setdefault(response.headers["ETag"], words(response)) == words(response)
    assert response.status_code == 200 or response.data == b""


def numbers_allowed(moments: list[tuple[float, str]], now: float, *, exact: bool) -> list[str]:
    """Give the contents that were still true within the last two seconds, or only the present one."""
    ends = [began for began, _ in moments[1:]] + [float("inf")]
    oldest = float("inf") if exact else now - FRESH_SECONDS
    return [
        numbers
        for (_, numbers), end in zip(moments, ends, strict=True)
        if end > oldest or end == float("inf")
    ]
