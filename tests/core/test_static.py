"""Static files have names that change with their content, and answer under the plain ones too."""

import gzip
import os
import re
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import brotli
import pytest
from flask import Flask
from werkzeug.test import Client, TestResponse

from app.core.static import KEPT_SECONDS, Manifest, StaticError, init_static

LONG_STYLE = "p { color: teal; }\n" * 40
FILES = {
    "css/base.css": '@import "tokens.css";\n.a { background: url(../pictures/dot.svg#one); }\n' + LONG_STYLE,
    "css/tokens.css": '@font-face { src: url("../fonts/f.woff2") } .b { mask: url(data:image/png,A) }',
    "fonts/f.woff2": "font",
    "pictures/dot.svg": "<svg xmlns='http://www.w3.org/2000/svg'></svg>",
    "icons/favicon.svg": "<svg xmlns='http://www.w3.org/2000/svg'/>",
    "icons/manifest.webmanifest": '{"icons": [{"src": "favicon.svg"}]}',
    "js/a.js": 'import { b } from "./b.js";\nimport("../js/b.js");\nconst text = "from nowhere";\n',
    "js/b.js": "export const b = 1;\n",
}


class Reader(Client):
    """A client that reads files whole and closes them."""

    def open(self, *args: Any, **options: Any) -> TestResponse:
        return super().open(*args, **{**options, "buffered": True})


class Site:
    """An application with a folder of static files."""

    def __init__(self, folder: Path) -> None:
        self.source = folder / "static"
        self.build = folder / "instance" / "static"
        for name, content in FILES.items():
            self.write(name, content)

    def write(self, name: str, content: str) -> None:
        path = self.source / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content)

    def start(self, *, live: bool = False) -> tuple[Client, Callable[[str], str]]:
        app = Flask("site", static_folder=str(self.source))
        address = init_static(app, self.build, live=live)
        return Reader(app), address


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return Site(tmp_path)


def test_a_hashed_address_may_be_kept_for_ever(site: Site) -> None:
    client, address = site.start()
    assert re.fullmatch(r"/static/css/base\.[0-9a-f]{12}\.css", address("css/base.css"))
    response = client.get(address("css/base.css"))
    assert response.status_code == 200
    assert response.mimetype == "text/css"
    assert "immutable" in response.headers["Cache-Control"]
    assert response.headers["X-Content-Type-Options"] == "nosniff"


def test_every_address_answers(site: Site) -> None:
    client, address = site.start()
    for name in FILES:
        assert client.get(address(name)).status_code == 200


def test_a_plain_address_is_kept_for_minutes_only(site: Site) -> None:
    client, _ = site.start()
    response = client.get("/static/css/base.css")
    assert response.text == FILES["css/base.css"]
    assert response.headers["Cache-Control"] == "max-age=300, public"


@pytest.mark.parametrize(("coding", "read"), [("br", brotli.decompress), ("gzip", gzip.decompress)])
def test_files_travel_compressed(site: Site, coding: str, read: Callable[[bytes], bytes]) -> None:
    client, address = site.start()
    response = client.get(address("css/base.css"), headers={"Accept-Encoding": coding})
    assert response.headers["Content-Encoding"] == coding
    assert response.headers["Vary"] == "Accept-Encoding"
    assert read(response.data) == client.get(address("css/base.css")).data


def test_a_reader_who_has_the_file_gets_304(site: Site) -> None:
    client, address = site.start()
    etag = client.get(address("css/base.css")).headers["ETag"]
    again = client.get(address("css/base.css"), headers={"If-None-Match": etag})
    assert again.status_code == 304


def test_what_files_name_is_rewritten(site: Site) -> None:
    client, address = site.start()

    def last(name: str) -> str:
        return address(name).rpartition("/")[2]

    base = client.get(address("css/base.css")).text
    tokens = client.get(address("css/tokens.css")).text
    script = client.get(address("js/a.js")).text
    assert f'@import "{last("css/tokens.css")}"' in base
    assert f"url(../pictures/{last('pictures/dot.svg')}#one)" in base
    assert f'url("../fonts/{last("fonts/f.woff2")}")' in tokens
    assert "url(data:image/png,A)" in tokens
    assert f'from "./{last("js/b.js")}"' in script
    assert f'import("../js/{last("js/b.js")}")' in script
    assert '"from nowhere"' in script
    assert last("icons/favicon.svg") in client.get(address("icons/manifest.webmanifest")).text


def test_a_change_reaches_the_names_of_all_that_name_it(site: Site) -> None:
    _, before = site.start()
    site.write("fonts/f.woff2", "another font")
    _, after = site.start()
    changed = {name for name in FILES if before(name) != after(name)}
    assert changed == {"fonts/f.woff2", "css/tokens.css", "css/base.css"}


def test_addresses_of_the_version_before_still_answer(site: Site) -> None:
    _, before = site.start()
    site.write("js/b.js", "export const b = 2;\n")
    client, _ = site.start()
    assert client.get(before("js/b.js")).text == FILES["js/b.js"]


def test_a_second_start_makes_nothing_again(site: Site) -> None:
    site.start()
    made = {path: path.stat().st_ino for path in site.build.rglob("*")}
    site.start()
    assert {path: path.stat().st_ino for path in site.build.rglob("*")} == made
    assert [path.name for path in site.build.parent.iterdir()] == ["static"]


def test_files_unused_for_long_are_cleared_away(site: Site) -> None:
    _, address = site.start()
    old = site.build / address("css/base.css").removeprefix("/static/")
    for path in old.parent.glob(old.name + "*"):
        os.utime(path, times=(0, time.time() - KEPT_SECONDS - 60))
    site.start()
    assert old.exists()
    site.write("css/base.css", "p { color: red }")
    os.utime(old, times=(0, time.time() - KEPT_SECONDS - 60))
    site.start()
    assert not old.exists()


def test_a_missing_file_is_named(site: Site) -> None:
    _, address = site.start()
    with pytest.raises(StaticError, match=r"css/nowhere\.css"):
        address("css/nowhere.css")
    site.write("css/base.css", "a { background: url(gone.png) }")
    with pytest.raises(StaticError, match=r"css/base\.css names css/gone\.png"):
        site.start()


def test_a_circle_is_named(site: Site) -> None:
    site.write("js/b.js", 'import "./a.js";')
    with pytest.raises(StaticError, match=r"js/a\.js → js/b\.js → js/a\.js"):
        Manifest(site.source)


def test_browsers_that_ask_for_the_icon_find_it(site: Site) -> None:
    client, address = site.start()
    response = client.get("/favicon.ico")
    assert response.location == address("icons/favicon.svg")
    assert client.get("/favicon.ico", follow_redirects=True).status_code == 200


def test_other_addresses_go_to_the_application(site: Site) -> None:
    client, _ = site.start()
    assert client.get("/static/../app.py").status_code == 404
    assert client.get("/static/css/nowhere.css").status_code == 404
    assert client.get("/events").status_code == 404


def test_while_writing_styles_each_change_shows_at_once(site: Site) -> None:
    client, address = site.start(live=True)
    assert address("css/base.css") == "/static/css/base.css"
    site.write("css/base.css", "p { color: red }")
    assert client.get(address("css/base.css")).text == "p { color: red }"
    assert not site.build.exists()
