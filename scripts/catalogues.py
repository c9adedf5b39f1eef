"""Translations: `collect` new sentences, `check` that nothing is missing, `compile` for use.

The source language is British English, so English needs no catalogue; every other language in
`translations/` must be complete: no missing, fuzzy or broken sentence.
"""

import re
import sys
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "translations"
METHODS = [("app/**.py", "python"), ("templates/**.html", "jinja2"), ("templates/**.txt", "jinja2")]
OPTIONS = {"templates/**.html": {"trimmed": "true"}, "templates/**.txt": {"trimmed": "true"}}
KEYWORDS = {**DEFAULT_KEYWORDS, "_n": (1, 2), "_l": None}
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%%")


def collected() -> Catalog:
    """Collect every sentence of the source."""
    catalogue = Catalog(project="Twain", charset="utf-8")
    found = extract_from_dir(ROOT, METHODS, OPTIONS, keywords=KEYWORDS)
    for filename, _line, text, _comments, context in found:
        catalogue.add(text, locations=[(filename, 1)], context=context)
    return catalogue


def catalogues() -> list[Path]:
    """Give the catalogue files of all languages."""
    return sorted(FOLDER.glob("*/LC_MESSAGES/messages.po"))


def read(path: Path) -> Catalog:
    """Read one catalogue."""
    with path.open("rb") as file:
        return read_po(file, locale=path.parts[-3])


def collect() -> None:
    """Bring every catalogue up to date with the source."""
    source = collected()
    for path in catalogues():
        catalogue = read(path)
        catalogue.update(source, no_fuzzy_matching=True)
        catalogue.obsolete.clear()
        with path.open("wb") as file:
            write_po(file, catalogue, no_location=True, sort_output=True, omit_header=False, width=100)


def check() -> int:
    """Name what is missing or broken; give the number of faults."""
    source = {message_key(message) for message in collected() if message.id}
    faults = 0
    for path in catalogues():
        known = {message_key(message): message for message in read(path) if message.id}
        wrong = [key for key in source if key not in known or not is_whole(known[key])]
        unused = [key for key in known if key not in source]
        for key in wrong:
            print(f"{path.parts[-3]}: not translated: {key[0]!r}")  # noqa: T201  # a command's answer
        for key in unused:
            print(f"{path.parts[-3]}: no longer used: {key[0]!r}")  # noqa: T201  # a command's answer
        faults += len(wrong) + len(unused)
    return faults


def message_key(message: Message) -> tuple[str, str | None]:
    """Give what identifies a sentence."""
    text = message.id if isinstance(message.id, str) else message.id[0]
    return text, message.context


def is_whole(message: Message) -> bool:
    """Tell whether a sentence is translated, sure, and has the same placeholders."""
    ids = [message.id] if isinstance(message.id, str) else list(message.id)
    written = message.string or ""
    strings = [written] if isinstance(written, str) else list(written)
    if message.fuzzy or not all(strings):
        return False
    wanted = set(PLACEHOLDER.findall(ids[-1])) - {"%%"}
    return set(PLACEHOLDER.findall(strings[-1])) - {"%%"} == wanted


def compile_all() -> None:
    """Compile every catalogue that has changed."""
    for path in catalogues():
        target = path.with_suffix(".mo")
        if not target.exists() or target.stat().st_mtime < path.stat().st_mtime:
            with target.open("wb") as file:
                write_mo(file, read(path))


if __name__ == "__main__":
    command = sys.argv[1] if len(sys.argv) > 1 else ""
    actions = {"collect": collect, "compile": compile_all, "check": check}
    if command not in actions:
        sys.exit("catalogues.py collect | check | compile")
    sys.exit(1 if actions[command]() else 0)
