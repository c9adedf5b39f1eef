"""Mail that was written to a folder can be read on one's own machine, and nowhere else."""

from email.message import EmailMessage
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.config import Mode
from app.outbox.gateway import FolderTransport


@pytest.fixture
def folder(app: Flask, tmp_path: Path) -> Path:
    settings = app.extensions["twain_settings"]
    app.extensions["twain_settings"] = settings.with_changes(
        mode=Mode.DEVELOPMENT, mail_url=f"file://{tmp_path / 'mail'}"
    )
    mail = EmailMessage()
    mail["Subject"], mail["To"], mail["From"] = "Your place", "sam@example.org", "hello@twain.example.org"
    mail["Message-ID"] = "<twain-1@example.org>"
    mail.set_content("See you on Thursday.")
    FolderTransport(tmp_path / "mail").send(mail)
    yield tmp_path / "mail"
    app.extensions["twain_settings"] = settings


def test_a_mail_of_the_folder_is_listed_and_read(client: FlaskClient, folder: Path):
    assert "Your place" in client.get("/dev/mail").text
    assert "See you on Thursday." in client.get("/dev/mail/twain-1@example.org").text


def test_a_name_that_is_no_mail_of_the_folder_leads_nowhere(client: FlaskClient, folder: Path):
    (folder.parent / "secret.eml").write_text("Subject: no\n\nnothing for you")
    for name in ("twain-2@example.org", "..%2Fsecret", "%2e%2e%2fsecret"):
        assert client.get(f"/dev/mail/{name}").status_code == 404


def test_elsewhere_there_is_no_such_page(client: FlaskClient):
    assert client.get("/dev/mail").status_code == 404
