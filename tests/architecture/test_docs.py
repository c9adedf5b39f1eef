"""What the documents, Dockerfile and compose file name exists, and the other way round."""

import re
from pathlib import Path

import pytest
from flask import Flask

from app.config import VARIABLES
from app.migrations import init_migrations

ROOT = Path(__file__).resolve().parents[2]
#: Settings of the database image, of Python itself and of the C library, not ours.
FOREIGN = {"POSTGRES_USER", "POSTGRES_DB", "POSTGRES_PASSWORD", "PATH"}
FOREIGN |= {"PYTHONUNBUFFERED", "MALLOC_ARENA_MAX"}
DOCUMENTS = ["README.md", "CONTRIBUTING.md", "SECURITY.md", *map(str, (ROOT / "docs").glob("*.md"))]


def text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def test_the_readme_describes_every_setting_as_the_code_does() -> None:
    rows = dict(re.findall(r"^\| `([A-Z_]+)` \| (.+?) \|$", text("README.md"), re.MULTILINE))
    assert {name: rows.get(name) for name in VARIABLES} == VARIABLES


def test_the_example_environment_names_every_setting_and_no_other() -> None:
    named = set(re.findall(r"^#? ?([A-Z_]+)=", text(".env.example"), re.MULTILINE))
    assert named - FOREIGN == set(VARIABLES)


@pytest.mark.parametrize("name", ["Dockerfile", "compose.yaml"])
def test_containers_are_given_only_settings_that_exist(name: str) -> None:
    named = set(re.findall(r"\b([A-Z][A-Z_]{3,})[=:] ?(?!//)", text(name)))
    used = set(re.findall(r"\$\{([A-Z_]+)", text(name)))
    assert (named | used) - FOREIGN - {"HEALTHCHECK", "WORKDIR"} <= set(VARIABLES)


@pytest.mark.parametrize("name", ["Dockerfile", "compose.yaml", "Procfile"])
def test_containers_run_only_modules_that_exist(name: str) -> None:
    for module in re.findall(r'"?-m"?,? "?(app\.\w+)', text(name)):
        assert (ROOT / (module.replace(".", "/") + ".py")).exists(), module


def test_only_a_web_server_is_asked_whether_it_serves() -> None:
    _head, *services = re.split(
        r"^  (?=\w+:$)", text("compose.yaml").partition("\nservices:\n")[2], flags=re.MULTILINE
    )
    lasting = [each for each in services if "<<: *twain" in each and 'restart: "no"' not in each]
    assert {each.partition(":")[0]: "disable: true" in each for each in lasting} == {
        "web": False,
        "worker": True,
    }


def test_containers_copy_only_what_exists() -> None:
    for source in re.findall(r"^COPY (?!--from)(\S+) ", text("Dockerfile"), re.MULTILINE):
        assert (ROOT / source).exists(), source


@pytest.mark.parametrize("name", DOCUMENTS)
def test_commands_in_documents_exist(name: str, application: Flask) -> None:
    init_migrations(application)  # as app.wsgi does, which the documents name
    runner = application.test_cli_runner()
    targets = set(re.findall(r"^([a-z]+):", text("Makefile"), re.MULTILINE))
    for target in re.findall(r"(?:^|`)\s*make ([a-z]+)", text(name), re.MULTILINE):
        assert target in targets, f"make {target}"
    for command in re.findall(r"flask (?:--app app\.wsgi )?([a-z]+ [a-z-]+)", text(name)):
        answer = runner.invoke(args=[*command.split(), "--help"])
        assert answer.exit_code == 0, f"flask {command}: {answer.output}"


@pytest.mark.parametrize("name", DOCUMENTS)
def test_links_in_documents_lead_somewhere(name: str) -> None:
    for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", text(name)):
        assert (ROOT / name).parent.joinpath(target).exists(), target


def test_addresses_in_documents_exist(application: Flask) -> None:
    rules = [rule.rule for rule in application.url_map.iter_rules()]
    for address in re.findall(r"`(/[a-z][\w/.-]*)`", text("README.md")):
        assert any(rule == address or rule.startswith(address) for rule in rules), address
