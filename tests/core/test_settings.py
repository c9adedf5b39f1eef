"""Settings are read once; a wrong one stops the start and names itself."""

import base64
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from app.config import ROOT, VARIABLES, Listening, Mode, SettingError, Settings

KEY = base64.urlsafe_b64encode(b"k" * 32).decode()
PRODUCTION = {
    "TWAIN_MODE": "production",
    "DATABASE_URL": "postgresql://twain@db/twain",
    "SECRET_KEY": "s" * 40,
    "ENCRYPTION_KEYS": f"a1:{KEY}",
    "PUBLIC_URL": "https://twain.example.org",
    "MAIL_URL": "smtp://mail.example.org:587",
    "MAIL_FROM": "Twain <hello@example.org>",
}


def test_production_starts_with_everything_set() -> None:
    settings = Settings.from_environment(PRODUCTION)
    assert settings.mode is Mode.PRODUCTION
    assert settings.database_url == "postgresql+psycopg://twain@db/twain"
    assert settings.second_factor_required
    assert settings.public_url == "https://twain.example.org"


@pytest.mark.parametrize("name", [name for name in PRODUCTION if name != "TWAIN_MODE"])
def test_a_missing_setting_stops_production_and_names_itself(name: str) -> None:
    environ = {key: value for key, value in PRODUCTION.items() if key != name}
    with pytest.raises(SettingError, match=name):
        Settings.from_environment(environ)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("TWAIN_MODE", "staging"),
        ("DATABASE_URL", "mysql://x"),
        ("DATABASE_URL", "postgresql://user:p@ss@host:port/db"),
        ("REDIS_URL", "localhost:6379"),
        ("REDIS_URL", "redis://localhost:port/0"),
        ("SECRET_KEY", "short"),
        ("LOOKUP_KEY", "short"),
        ("ENCRYPTION_KEYS", "a1:notakey"),
        ("ENCRYPTION_KEYS", "a1:" + base64.urlsafe_b64encode(b"short").decode()),
        ("PUBLIC_URL", "http://twain.example.org"),
        ("PUBLIC_URL", "https://twain.example.org/path"),
        ("PUBLIC_URL", "https://twain.example.org?x=1"),
        ("PUBLIC_URL", "https://twain.example.org:port"),
        ("PUBLIC_URL", "https://[twain"),
        ("PUBLIC_URL", "twain"),
        ("ENCRYPTION_KEYS", f"a1:{KEY},a1:{KEY}"),
        ("MAIL_URL", "pigeon://x"),
        ("MAIL_URL", "smtp://"),
        ("MAIL_URL", "smtp://mail.example.org:port"),
        ("MAIL_FROM", "Twain"),
        ("PORT", "http"),
        ("PORT", "0"),
        ("PORT", "65536"),
        ("WEB_WORKERS", "0"),
        ("WEB_THREADS", "many"),
        ("TRUSTED_PROXIES", "-1"),
        ("TRUSTED_PROXIES", "00000000012"),
        ("TRUSTED_PROXIES", "¹"),
        ("SECOND_FACTOR_REQUIRED", "perhaps"),
        ("RSVP_HOLD_MINUTES", "two"),
        ("RSVP_HOLD_MINUTES", "0"),
        ("RSVP_HOLD_MINUTES", "9" * 12),
        ("SILENT_AFTER_DAYS", "0"),
        ("LOG_LEVEL", "loud"),
        ("FRONT_CACHE", "maybe"),
    ],
)
def test_a_wrong_setting_stops_the_start_in_one_line(name: str, value: str) -> None:
    with pytest.raises(SettingError, match=name) as caught:
        Settings.from_environment({**PRODUCTION, name: value})
    assert "\n" not in str(caught.value)


def test_every_setting_that_is_read_is_described(tmp_path: Path) -> None:
    class Noting(dict[str, str]):
        asked: set[str] = set()  # noqa: RUF012

        def get(self, key: str, default: str | None = None) -> str | None:  # type: ignore[override]
            self.asked.add(key)
            return super().get(key, default)

    Settings.from_environment(Noting(TWAIN_INSTANCE=str(tmp_path)))
    assert Noting.asked == set(VARIABLES)


def test_development_keeps_its_generated_secrets(tmp_path: Path) -> None:
    first = Settings.from_environment({"TWAIN_INSTANCE": str(tmp_path)})
    second = Settings.from_environment({"TWAIN_INSTANCE": str(tmp_path)})
    assert first.secret_key == second.secret_key
    assert first.encryption_keys == second.encryption_keys
    assert (tmp_path / "secret_key").stat().st_mode & 0o077 == 0


def test_people_are_found_by_a_key_that_can_stay_when_sessions_get_another() -> None:
    assert Settings.from_environment(PRODUCTION).lookup_key == PRODUCTION["SECRET_KEY"]
    changed = {**PRODUCTION, "SECRET_KEY": "n" * 40, "LOOKUP_KEY": PRODUCTION["SECRET_KEY"]}
    assert Settings.from_environment(changed).lookup_key == PRODUCTION["SECRET_KEY"]


def test_secrets_do_not_show_in_the_settings_text() -> None:
    assert "s" * 40 not in repr(Settings.from_environment(PRODUCTION))


def test_an_instance_folder_that_cannot_be_made_stops_the_start(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(SettingError, match="TWAIN_INSTANCE"):
        Settings.from_environment({"TWAIN_INSTANCE": str(tmp_path / "file" / "instance")})


def test_a_port_that_is_taken_stops_the_start_and_says_what_to_do(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = str(other.getsockname()[1])
        with pytest.raises(SettingError, match=f"127.0.0.1:{port} .address already in use.*PORT"):
            Listening.from_environment({"PORT": port}).check()
        environ = {"PATH": os.environ["PATH"], "PORT": port, "TWAIN_INSTANCE": str(tmp_path)}
        command = [sys.executable, "-m", "app.run"]
        run = subprocess.run(command, cwd=ROOT, env=environ, capture_output=True, text=True, check=False)
    assert run.returncode == 1
    assert run.stderr.startswith(f"Twain cannot start: nothing can listen at 127.0.0.1:{port}")
    Listening.from_environment({"PORT": port}).check()
