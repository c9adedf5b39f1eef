"""Static files under names that hold a hash of their content, so that browsers may keep them for ever.

    static_address("css/base.css")  →  /static/css/base.0f3a….css

Files that name others (styles, scripts, the web manifest) are rewritten to the hashed names. WhiteNoise
serves files, so the hashed ones are built, with their compressed forms, into a folder: only what is
missing there is made, and a second start finds everything in place.
"""

import hashlib
import os
import posixpath
import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from wsgiref.headers import Headers

from flask import Flask, redirect
from flask.typing import ResponseReturnValue
from whitenoise import WhiteNoise  # type: ignore[import-untyped]  # it ships no types
from whitenoise.compress import Compressor  # type: ignore[import-untyped]  # as above

from app.core.access import public

PREFIX = "/static/"
HASH_SIGNS = 12
#: Seconds for which the plain names may be kept.
PLAIN_SECONDS = 300
FAVICON = "icons/favicon.svg"
#: Files of earlier versions stay this long, for pages that were loaded before.
KEPT_SECONDS = 30 * 24 * 60 * 60

#: How files name others; the second group is the name.
_REFERENCES = {
    ".css": re.compile(r"""(url\(\s*["']?|@import\s+["'])([^"')\s]+)"""),
    ".js": re.compile(r"""(\b(?:from|import)\s*\(?\s*["'])(\.{1,2}/[^"']+)(?=["'])"""),
    ".webmanifest": re.compile(r"""("src"\s*:\s*")([^"]+)"""),
}
_ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:|//|#", re.IGNORECASE)
_HASHED = re.compile(rf"\.([0-9a-f]{{{HASH_SIGNS}}})\.[a-z0-9]+$")


class StaticError(RuntimeError):
    """Tell which static file is missing, or names itself in a circle."""


class Manifest:
    """The hashed name and the rewritten content of each static file."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._contents: dict[str, bytes] = {}
        self._names: dict[str, str] = {}
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                self._add(path.relative_to(folder).as_posix(), ())

    def hashed(self, name: str) -> str:
        """Give the hashed name of a file; raise StaticError when there is none."""
        try:
            return self._names[name]
        except KeyError:
            raise StaticError(f"There is no static file {name}.") from None

    def files(self) -> Iterator[tuple[str, bytes]]:
        """Give each hashed name with its content."""
        for name, hashed in self._names.items():
            yield hashed, self._contents[name]

    def _add(self, name: str, seen: tuple[str, ...]) -> str:
        if name in seen:
            raise StaticError(f"Static files name each other in a circle: {' → '.join((*seen, name))}.")
        if name not in self._names:
            path = self._folder / name
            if not path.is_file():
                raise StaticError(f"{seen[-1]} names {name}, which is not there.")
            content = self._rewritten(path, name, (*seen, name))
            stem, suffix = posixpath.splitext(name)
            self._contents[name] = content
            self._names[name] = f"{stem}.{hashlib.sha256(content).hexdigest()[:HASH_SIGNS]}{suffix}"
        return self._names[name]

    def _rewritten(self, path: Path, name: str, seen: tuple[str, ...]) -> bytes:
        references = _REFERENCES.get(path.suffix)
        if references is None:
            return path.read_bytes()

        def replaced(match: re.Match[str]) -> str:
            return match[1] + self._reference(match[2], name, seen)

        return references.sub(replaced, path.read_text(encoding="utf-8")).encode()

    def _reference(self, written: str, name: str, seen: tuple[str, ...]) -> str:
        """Give what to write instead: only the last part of the name changes."""
        if _ELSEWHERE.match(written) or (written.startswith("/") and not written.startswith(PREFIX)):
            return written
        target, mark, rest = re.fullmatch(r"([^?#]*)([?#]?)(.*)", written).groups()  # type: ignore[union-attr]  # matches anything
        inside = target.removeprefix(PREFIX)
        if inside == target:
            inside = posixpath.normpath(posixpath.join(posixpath.dirname(name), target))
        hashed = self._add(inside, seen)
        return posixpath.join(posixpath.dirname(target), posixpath.basename(hashed)) + mark + rest


def init_static(app: Flask, build: Path, *, live: bool = False) -> Callable[[str], str]:
    """Serve the static files and give the function from a plain name to an address.

    `live` is for writing styles: plain names, each file read again at each request.
    """
    folder = Path(app.static_folder or "")
    server = WhiteNoise(
        app.wsgi_app,
        autorefresh=live,
        max_age=0 if live else PLAIN_SECONDS,
        allow_all_origins=False,
        immutable_file_test=lambda path, _url: Path(path).is_relative_to(build.resolve()),
        add_headers_function=_add_headers,
    )
    server.add_files(str(folder), prefix=PREFIX)
    address: Callable[[str], str] = PREFIX.__add__
    if not live:
        manifest = Manifest(folder)
        _build(manifest, build)
        server.add_files(str(build.resolve()), prefix=PREFIX)

        def address(name: str) -> str:
            return PREFIX + manifest.hashed(name)

    app.wsgi_app = server  # type: ignore[method-assign]  # Flask's documented way
    _offer_favicon(app, address)
    return address


def _offer_favicon(app: Flask, address: Callable[[str], str]) -> None:
    """Lead browsers that ask for an icon without having read a page to ours."""

    @app.get("/favicon.ico")
    @public
    def favicon() -> ResponseReturnValue:
        response = redirect(address(FAVICON))
        response.headers["Cache-Control"] = f"public, max-age={PLAIN_SECONDS}"
        return response


def _add_headers(headers: Headers, _path: str, url: str) -> None:
    headers["X-Content-Type-Options"] = "nosniff"
    hashed = _HASHED.search(url)
    if hashed:
        headers["ETag"] = f'"{hashed[1]}"'


def _build(manifest: Manifest, build: Path) -> None:
    """Make the files that are missing, and clear away those that nobody has used for long."""
    build.mkdir(parents=True, exist_ok=True)
    wanted = dict(manifest.files())
    missing = {name: content for name, content in wanted.items() if not (build / name).exists()}
    if missing:
        with TemporaryDirectory(dir=build.parent) as scratch:
            for name, content in missing.items():
                _make(Path(scratch) / posixpath.basename(name), content, build / name)
    _clear(build, set(wanted))


def _make(draft: Path, content: bytes, place: Path) -> None:
    """Put a file in its place last, so that whoever finds it finds its compressed forms too."""
    draft.write_bytes(content)
    compressor = Compressor(quiet=True)
    made = compressor.compress(str(draft)) if compressor.should_compress(draft.name) else []
    place.parent.mkdir(parents=True, exist_ok=True)
    for path in map(Path, [*made, str(draft)]):
        path.replace(place.with_name(path.name))


def _clear(build: Path, wanted: set[str]) -> None:
    for path in build.rglob("*"):
        name = path.relative_to(build).as_posix().removesuffix(".br").removesuffix(".gz")
        if not path.is_file():
            continue
        if name in wanted:
            os.utime(path)
        elif time.time() - path.stat().st_mtime > KEPT_SECONDS:
            path.unlink(missing_ok=True)
