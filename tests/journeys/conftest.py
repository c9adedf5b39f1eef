"""A whole site for the browser: web server, worker and a rehearsal Stripe, a demo world, a real Chromium."""

import fcntl
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from app.config import ROOT, Settings
from app.core.database import db, session
from app.demo.loading import load_demo
from app.demo.world import PASSWORD
from app.factory import create_app
from app.rehearsal.agreed import environment
from tests.conftest import unavailable
from tests.ports import free_port
from tests.rehearsing import own_rehearsal
from tests.waiting import answers, wait_for

__all__ = ["own_rehearsal"]

CHROMIUM_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
START_SECONDS = 90
FAILED = pytest.StashKey[bool]()
DESKTOP = {"width": 1280, "height": 900}
PHONE = {"width": 375, "height": 700}


@dataclass(frozen=True)
class Site:
    """A running Twain."""

    url: str
    mail_folder: Path
    settings: Settings

    def mails_to(self, address: str) -> list[EmailMessage]:
        """Give the mails that have left for an address, oldest first."""
        files = sorted(self.mail_folder.glob("*.eml"), key=lambda path: path.stat().st_mtime_ns)
        mails = [message_from_bytes(path.read_bytes(), policy=default) for path in files]
        return [mail for mail in mails if address in {to.addr_spec for to in mail["To"].addresses}]

    def mail(self, address: str, subject: str = "", holding: str = "") -> EmailMessage:
        """Wait for a mail to an address with some words in its subject and in its text; give the newest."""
        return wait_for(
            lambda: [m for m in self.mails_to(address) if subject in m["Subject"] and holding in text_of(m)]
        )[-1]

    def link(self, address: str, part: str, subject: str = "") -> str:
        """Wait for a mail with a link that holds some part; give the link."""
        words = text_of(self.mail(address, subject, holding=part)).split()
        return next(word for word in words if word.startswith("http") and part in word)


def text_of(mail: EmailMessage) -> str:
    """Give a mail's plain text."""
    body = mail.get_body(("plain",))
    return str(body.get_content()) if body else ""


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Start Chromium, or say why not."""
    path = shutil.which("chromium") or shutil.which("google-chrome")
    if path is None:
        unavailable("Chromium is not installed")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=CHROMIUM_ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def demo_world(common_folder: Path) -> Path:
    """Give a folder with the demo world, which the first worker that comes makes for all."""
    folder = common_folder / "demo"
    folder.mkdir(exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "made").exists():
            make_demo_world(folder / "instance")
            (folder / "made").touch()
    return folder / "instance"


def make_demo_world(instance: Path) -> None:
    """Play the history of the demo world into a new database."""
    app = create_app(
        Settings.from_environment({"TWAIN_MODE": "development", "TWAIN_INSTANCE": str(instance)})
    )
    with app.app_context():
        db.metadata.create_all(db.engine)
        load_demo()
        session.remove()
        db.engine.dispose()


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory, demo_world: Path) -> Iterator[Site]:
    """Start a site of its own for this worker."""
    instance, port = tmp_path_factory.mktemp("site") / "instance", free_port()
    shutil.copytree(demo_world, instance)
    environ = {
        **{name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "REDIS_URL"}},
        "TWAIN_MODE": "development",
        "TWAIN_INSTANCE": str(instance),
        "PUBLIC_URL": f"http://localhost:{port}",
        "HOST": "127.0.0.1",
        "PORT": str(port),
        "RATE_LIMITS": "no",
        "WEB_WORKERS": "1",
        "LOG_LEVEL": "WARNING",
        **environment(free_port()),
    }
    settings = Settings.from_environment(environ)
    processes = [
        subprocess.Popen([sys.executable, "-m", module], env=environ, cwd=ROOT)
        for module in ("app.together", "app.rehearsal")
    ]
    try:
        wait_for(lambda: answers(port), START_SECONDS)
        yield Site(f"http://localhost:{port}", instance / "mail", settings)
    finally:
        for process in processes:
            process.send_signal(signal.SIGTERM)
        for process in processes:
            try:
                process.wait(timeout=10)
            except subprocess.TimeoutExpired:
                process.kill()


@dataclass
class Visitor:
    """Somebody with a browser."""

    context: BrowserContext
    page: Page
    site: Site

    def open(self, address: str) -> Page:
        """Open an address of the site, or a link from a mail."""
        self.page.goto(address if address.startswith("http") else self.site.url + address)
        return self.page

    def sign_in(self, email: str, password: str = PASSWORD) -> None:
        """Sign in by password."""
        self.open("/login")
        self.page.get_by_label("E-mail", exact=False).first.fill(email)
        self.page.get_by_label("Password", exact=False).first.fill(password)
        self.page.locator("main form").get_by_role("button", name="Sign in", exact=True).first.click()
        self.page.wait_for_url(lambda url: "/login" not in url)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Remember that a test failed, so that what its visitors saw can be shown."""
    report = yield
    item.stash[FAILED] = item.stash.get(FAILED, False) or report.failed
    return report


@pytest.fixture
def visitor(
    chromium: Browser, site: Site, request: pytest.FixtureRequest
) -> Iterator[Callable[..., Visitor]]:
    """Give people with browsers: `visitor()`, `visitor(viewport=PHONE, scripts=False)`."""
    contexts: list[BrowserContext] = []

    def come(*, viewport: dict[str, int] = DESKTOP, scripts: bool = True, scheme: str = "light") -> Visitor:
        context = chromium.new_context(
            viewport=viewport,  # type: ignore[arg-type]
            java_script_enabled=scripts,
            color_scheme=scheme,  # type: ignore[arg-type]
            reduced_motion="reduce",  # whatever moves has to be waited for
            locale="en-GB",
        )
        context.set_default_timeout(10_000)
        contexts.append(context)
        return Visitor(context, context.new_page(), site)

    yield come
    for context in contexts:
        if request.node.stash.get(FAILED, False):
            for page in context.pages:
                print(f"--- at {page.url}:\n{page.locator('main').inner_text()[:1500]}")  # noqa: T201  # for whoever mends it
        context.close()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything here needs the browser."""
    for item in items:
        if "journeys" in item.path.parts:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.xdist_group("browser"))
