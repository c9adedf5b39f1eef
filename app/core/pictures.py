"""Pictures that people add: re-encoded, so that no place or camera data travels with them."""

import hashlib
import io
from threading import Lock

from PIL import Image, ImageOps
from sqlalchemy import LargeBinary, String, select
from sqlalchemy.orm import Mapped, mapped_column

from app.core.database import Base, insert, session
from app.core.errors import Invalid
from app.core.i18n import _

LONGEST_SIDE = 1600
MOST_PIXELS = 40_000_000
#: WebP is unpacked into several copies at once, so as many of its pixels take three times the memory.
MOST_PIXELS_OF_WEBP = 16_000_000
QUALITY = 80
#: Small files hold huge pictures: several at the same moment would fill the memory.
_ONE_AT_A_TIME = Lock()
#: The kinds of pixels that hold their colours themselves.
_MIXED = frozenset({"L", "LA", "RGB", "RGBA", "CMYK"})


class Picture(Base):
    """A picture, named by the hash of its bytes; always WebP."""

    __tablename__ = "pictures"

    name: Mapped[str] = mapped_column(String(64), primary_key=True)
    width: Mapped[int]
    height: Mapped[int]
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)


def store_picture(data: bytes) -> str:
    """Keep a picture and give its name; raise Invalid when it cannot be read as one."""
    content, (width, height) = _as_webp(data)
    name = hashlib.sha256(content).hexdigest()[:32]
    row = insert(Picture).values(name=name, width=width, height=height, content=content)
    session.execute(row.on_conflict_do_nothing())
    return name


def redrawn(data: bytes) -> bytes:
    """Give a picture as WebP (image/webp) without anything but what it shows; raise Invalid as above."""
    content, _size = _as_webp(data)
    return content


def picture_content(name: str) -> bytes | None:
    """Give a picture's bytes (image/webp), or None."""
    return session.scalar(select(Picture.content).where(Picture.name == name))


def _as_webp(data: bytes) -> tuple[bytes, tuple[int, int]]:
    try:
        with _ONE_AT_A_TIME:
            return _drawn_anew(data)
    except Invalid:
        raise
    except Exception as error:  # hostile bytes may raise anything in the library
        raise Invalid(
            _("We could not read that as a picture. JPEG, PNG, WebP and GIF work."), "picture"
        ) from error


def _drawn_anew(data: bytes) -> tuple[bytes, tuple[int, int]]:
    with Image.open(io.BytesIO(data), formats=("JPEG", "PNG", "WEBP", "GIF")) as original:
        most = MOST_PIXELS_OF_WEBP if original.format == "WEBP" else MOST_PIXELS
        if original.width * original.height > most:
            raise Invalid(_("That picture has too many pixels. Make it smaller and try again."), "picture")
        picture = original if _can_be_scaled(original) else _in_full_colour(original)
        picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE))  # first of all: each step copies every pixel
        picture = _on_paper(ImageOps.exif_transpose(picture))
        out = io.BytesIO()
        picture.save(out, "WEBP", quality=QUALITY)
    return out.getvalue(), picture.size


def _can_be_scaled(picture: Image.Image) -> bool:
    """Tell whether colours may be mixed as they are: they are no numbers in a list, nor one see-through."""
    return picture.mode in _MIXED and "transparency" not in picture.info


def _in_full_colour(picture: Image.Image) -> Image.Image:
    return picture.convert("RGBA" if picture.has_transparency_data else "RGB")


def _on_paper(picture: Image.Image) -> Image.Image:
    """Lay what is see-through on white: a dark logo must not vanish on a dark page."""
    if not picture.has_transparency_data:
        return picture.convert("RGB")
    paper = Image.new("RGBA", picture.size, "white")
    paper.alpha_composite(picture.convert("RGBA"))
    return paper.convert("RGB")
