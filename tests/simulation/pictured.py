"""*The guesthouse* with a picture on each of its cards, and files that people bring as pictures."""

import io
import random
import struct
import zlib

import pytest
from PIL import Image

from assessments.simulation.pictures.conversion import convert_picture
from assessments.simulation.pictures.services import keep
from tests.builders import unsearched
from tests.kept import kept

CAMERA = "A camera that tells where"


def photo(form: str = "JPEG", size: tuple[int, int] = (400, 300), colour=(20, 90, 150), **more) -> bytes:
    """A file with the name of a camera in it."""
    exif, file = Image.Exif(), io.BytesIO()
    exif[0x010F] = CAMERA
    exif.get_ifd(0x8825)[1] = "N"
    Image.new("RGB", size, colour).save(file, form, exif=exif, **more)
    return file.getvalue()


def noise(size: tuple[int, int] = (1200, 1200)) -> bytes:
    file = io.BytesIO()
    Image.frombytes("RGB", size, random.Random(1).randbytes(size[0] * size[1] * 3)).save(file, "PNG")
    return file.getvalue()


def moving(form: str) -> bytes:
    """Two frames."""
    first, second, file = Image.new("RGB", (40, 40), "red"), Image.new("RGB", (40, 40), "blue"), io.BytesIO()
    first.save(file, form, save_all=True, append_images=[second], duration=90)
    return file.getvalue()


def bomb(width: int, height: int) -> bytes:
    """A PNG that says it has so many pixels and holds a few bytes."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 99)) + chunk(b"IEND", b"")


REFUSED = [
    (b"nothing of the kind", "formats JPEG, PNG, WEBP"),
    (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "formats JPEG, PNG, WEBP"),
    (photo()[:300], "formats JPEG, PNG, WEBP"),
    (moving("GIF"), "formats JPEG, PNG, WEBP"),
    (moving("PNG"), "This picture is animated."),
    (moving("WEBP"), "This picture is animated."),
    (bomb(5_000, 4_000), "5000 × 4000 pixels"),
    (bomb(50_000, 50_000), "formats JPEG, PNG, WEBP"),
    (bomb(12_001, 2), "12001 × 2 pixels"),
    (photo() + b"\0" * 8 * 1024 * 1024, "larger than 8 MB"),
]
NAMES = ["text", "svg", "cut off", "gif", "moving png", "moving webp", "large", "bomb", "long", "heavy"]


@pytest.fixture
def pictures(db, file, now) -> dict[str, str]:
    """By card the name of its picture."""
    return draw_pictures(tuple(file["cards"]), now)


@kept
def draw_pictures(cards: tuple[str, ...], now) -> dict[str, str]:
    found = {
        card: keep(convert_picture(photo(size=(40, 30), colour=(number * 8, 40, 200))), now=now)
        for number, card in enumerate(cards)
    }
    assert len({*found.values()}) == len(found)
    return found


@pytest.fixture
def case_page(case_page, pictures):
    """The page of the case, before it is released, with a picture on each card."""
    return with_pictures(case_page, pictures)


def with_pictures(page, pictures):
    return _with_pictures(page, pictures, words=page.texts["en"])


@kept
@unsearched()
def _with_pictures(page, pictures, *, words):
    page.texts = {"en": words}
    for card, name in pictures.items():
        page.structure["cards"][card]["picture"] = name
        page.texts["en"]["cards"][card] |= {"alt": f"Seen on {card}", "credit": f"Drawn for {card}"}
    page.save_revision().publish()
    return page
