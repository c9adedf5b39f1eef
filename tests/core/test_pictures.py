"""Pictures lose what they should not carry, and hostile ones are refused with a sentence."""

import io
import subprocess
import sys

import pytest
from flask import Flask
from PIL import Image

from app.config import ROOT
from app.core.database import session
from app.core.errors import Invalid
from app.core.pictures import LONGEST_SIDE, Picture, picture_content, redrawn, store_picture
from app.core.transaction import transaction


def photo(size: tuple[int, int] = (80, 60), kind: str = "JPEG", **options: object) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "teal").save(out, kind, **options)
    return out.getvalue()


def test_a_photo_loses_its_camera_and_place_data(app: Flask) -> None:
    exif = Image.Exif()
    exif[0x010F] = "Camera of Sam"
    with transaction():
        name = store_picture(photo(exif=exif))
    content = picture_content(name)
    assert content is not None
    assert b"Camera of Sam" not in content
    with Image.open(io.BytesIO(content)) as kept:
        assert kept.format == "WEBP"
        assert not kept.getexif()


def test_a_large_picture_is_made_smaller_and_the_same_one_is_kept_once(app: Flask) -> None:
    with transaction():
        first = store_picture(photo((3000, 1000)))
        second = store_picture(photo((3000, 1000)))
    assert first == second
    picture = session.get_one(Picture, first)
    assert (picture.width, picture.height) == (LONGEST_SIDE, 533)


@pytest.mark.parametrize(
    "data",
    [b"", b"not a picture", b"<svg xmlns='http://www.w3.org/2000/svg'/>", photo()[:100], photo(kind="TIFF")],
)
def test_what_is_no_picture_is_refused_with_a_sentence(app: Flask, data: bytes) -> None:
    with pytest.raises(Invalid, match="picture"):
        store_picture(data)


@pytest.mark.parametrize(("kind", "side"), [("PNG", 9000), ("WEBP", 4001)])
def test_a_picture_that_would_fill_the_memory_is_refused(app: Flask, kind: str, side: int) -> None:
    with pytest.raises(Invalid, match="pixels"):
        store_picture(photo((side, side), kind=kind))


_DRAW = """
import resource, sys
from concurrent.futures import ThreadPoolExecutor
from app.core.pictures import redrawn
data = sys.stdin.buffer.read()
def peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
before = peak()
with ThreadPoolExecutor() as pool:
    list(pool.map(redrawn, [data] * 3))
print((peak() - before) // 1024)
"""


@pytest.mark.parametrize(
    ("kind", "mode", "side"),
    [("PNG", "RGB", 6300), ("PNG", "RGBA", 6300), ("PNG", "P", 6300), ("WEBP", "RGBA", 4000)],
)
def test_small_files_of_huge_pictures_take_little_memory_even_at_once(
    kind: str, mode: str, side: int
) -> None:
    out = io.BytesIO()
    Image.new(mode, (side, side)).save(out, kind, transparency=0 if mode == "P" else None)
    done = subprocess.run(
        [sys.executable, "-c", _DRAW], input=out.getvalue(), capture_output=True, check=True, cwd=ROOT
    )
    assert int(done.stdout) < 450, "megabytes; each copy in full size is 160"


@pytest.mark.parametrize(
    ("mode", "colour", "shown"),
    [
        ("L", 128, (128, 128, 128)),
        ("LA", (0, 0), (255, 255, 255)),
        ("RGBA", (0, 0, 0, 0), (255, 255, 255)),
        ("I;16", 0, (0, 0, 0)),
        ("1", 1, (255, 255, 255)),
    ],
)
def test_every_kind_of_picture_keeps_its_colours(mode: str, colour: object, shown: tuple[int, ...]) -> None:
    out = io.BytesIO()
    Image.new(mode, (2000, 1000), colour).save(out, "PNG")  # type: ignore[arg-type]  # as the mode has it
    with Image.open(io.BytesIO(redrawn(out.getvalue()))) as kept:
        assert kept.size == (LONGEST_SIDE, 800)
        assert kept.convert("RGB").getpixel((5, 5)) == shown


def test_a_picture_stands_upright(app: Flask) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    with Image.open(io.BytesIO(redrawn(photo((3000, 1000), exif=exif)))) as kept:
        assert kept.size == (533, LONGEST_SIDE)


def test_an_unknown_picture_is_nothing(app: Flask) -> None:
    assert picture_content("0" * 32) is None
