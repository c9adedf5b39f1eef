"""Pictures lose what they should not carry, and hostile ones are refused with a sentence."""

import io

import pytest
from flask import Flask
from PIL import Image

from app.core.database import session
from app.core.errors import Invalid
from app.core.pictures import LONGEST_SIDE, Picture, picture_content, store_picture
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


def test_a_picture_that_would_fill_the_memory_is_refused(app: Flask) -> None:
    with pytest.raises(Invalid, match="pixels"):
        store_picture(photo((9000, 9000), kind="PNG"))


def test_an_unknown_picture_is_nothing(app: Flask) -> None:
    assert picture_content("0" * 32) is None
