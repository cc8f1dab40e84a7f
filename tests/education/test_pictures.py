"""Pictures that people upload: what is refused, and what is left of those that are taken."""

import io
import struct
import zlib

import pytest
from PIL import Image

from education import pictures
from education.models import Picture
from education.pictures import PictureRefused, store_picture
from tests.factories import make_clinic

pytestmark = pytest.mark.django_db


def file_of(picture: Image.Image, kind: str, **options) -> io.BytesIO:
    out = io.BytesIO()
    picture.save(out, kind, **options)
    out.seek(0)
    return out


def store(file) -> Picture:
    return store_picture(file, "A room", "Ours, 2026")


def png_that_claims(width: int, height: int) -> io.BytesIO:
    """A few bytes that say they are a huge picture."""

    def chunk(name: bytes, content: bytes) -> bytes:
        sum_of = struct.pack(">I", zlib.crc32(name + content))
        return struct.pack(">I", len(content)) + name + content + sum_of

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    data = zlib.compress(b"\0" * 1000)
    parts = [(b"IHDR", header), (b"IDAT", data), (b"IEND", b"")]
    return io.BytesIO(b"\x89PNG\r\n\x1a\n" + b"".join(chunk(*part) for part in parts))


@pytest.mark.parametrize(
    ("kind", "media_type", "extension"),
    [("PNG", "image/png", "png"), ("JPEG", "image/jpeg", "jpg"), ("WEBP", "image/webp", "webp")],
)
def test_a_picture_is_kept_and_served_for_ever(client, kind, media_type, extension):
    make_clinic()
    picture = store(file_of(Image.new("RGB", (40, 30), "teal"), kind))

    response = client.get(f"/pictures/{picture.digest}.{extension}")

    assert response.status_code == 200
    assert response["Content-Type"] == media_type
    assert "immutable" in response["Cache-Control"]
    assert Image.open(io.BytesIO(response.content)).size == (40, 30)
    assert (picture.alternative_text, picture.rights) == ("A room", "Ours, 2026")


def test_another_ending_is_another_address(client):
    make_clinic()
    picture = store(file_of(Image.new("RGB", (4, 3)), "PNG"))

    assert client.get(f"/pictures/{picture.digest}.jpg").status_code == 404
    assert client.get(f"/pictures/{'0' * 64}.png").status_code == 404


def test_the_logo_stands_in_the_header(client):
    picture = store(file_of(Image.new("RGB", (40, 30)), "PNG"))
    make_clinic(logo=picture)

    html = client.get("/").content.decode()

    assert f'<img src="/pictures/{picture.digest}.png" alt="" width="40" height="30">' in html


def test_what_the_file_carried_beside_its_pixels_is_left_behind():
    exif = Image.Exif()
    exif[0x010E] = "Home of the patient"
    file = file_of(Image.new("RGB", (40, 30)), "JPEG", exif=exif, comment=b"secret")
    assert b"Home of the patient" in file.getvalue()

    picture = store(file)

    assert b"Home of the patient" not in bytes(picture.content)
    assert b"secret" not in bytes(picture.content)


def test_a_picture_taken_sideways_stands_upright():
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by a quarter

    picture = store(file_of(Image.new("RGB", (40, 30)), "JPEG", exif=exif))

    assert (picture.width, picture.height) == (30, 40)


def test_transparency_stays():
    picture = store(file_of(Image.new("RGBA", (4, 4), (0, 0, 0, 0)), "PNG"))

    assert Image.open(io.BytesIO(picture.content)).mode == "RGBA"


@pytest.mark.parametrize("mode", ["1", "L", "P", "CMYK", "I;16"])
def test_every_kind_of_colours_becomes_one_that_browsers_show(mode):
    kind = "JPEG" if mode == "CMYK" else "PNG"

    picture = store(file_of(Image.new(mode, (4, 4)), kind))

    assert Image.open(io.BytesIO(picture.content)).mode == "RGB"


def test_a_large_picture_is_made_smaller():
    picture = store(file_of(Image.new("RGB", (4000, 1000)), "PNG"))

    assert (picture.width, picture.height) == (1600, 400)


def test_the_same_pixels_are_kept_once():
    first = store(file_of(Image.new("RGB", (4, 4), "red"), "PNG"))
    second = store_picture(file_of(Image.new("RGB", (4, 4), "red"), "PNG"), "Other words", "Ours")

    assert first.pk == second.pk
    assert second.alternative_text == "Other words"


@pytest.mark.parametrize(
    "content",
    [
        b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
        b"<?xml version='1.0'?><svg/>",
        b"<html></html>",
        b"",
        b"\x89PNG\r\n\x1a\n",
        b"GIF89a" + b"\0" * 100,
        file_of(Image.new("RGB", (4, 4)), "BMP").getvalue(),
        file_of(Image.new("RGB", (4, 4)), "TIFF").getvalue(),
        file_of(Image.new("RGB", (400, 400), "red"), "JPEG").getvalue()[:400],
    ],
)
def test_what_is_not_a_whole_png_jpeg_or_webp_is_refused(content):
    with pytest.raises(PictureRefused, match="PNG, JPEG and WebP"):
        store(io.BytesIO(content))

    assert not Picture.objects.exists()


def test_a_file_over_5_mb_is_refused():
    with pytest.raises(PictureRefused, match="larger than 5 MB"):
        store(io.BytesIO(b"\0" * (5 * 1024 * 1024 + 1)))


@pytest.mark.parametrize(("width", "height"), [(10_000, 5_000), (60_000, 60_000)])
def test_a_picture_with_too_many_pixels_is_refused_before_it_is_opened(width, height, monkeypatch):
    opened = []
    monkeypatch.setattr(Image.Image, "load", opened.append)

    with pytest.raises(PictureRefused, match="more than 20 megapixels"):
        store(png_that_claims(width, height))

    assert opened == []


def test_twenty_megapixels_are_taken(monkeypatch):
    monkeypatch.setattr(pictures, "MAX_MEGAPIXELS", 0.0001)

    assert store(file_of(Image.new("RGB", (10, 10)), "PNG")).width == 10
    with pytest.raises(PictureRefused):
        store(file_of(Image.new("RGB", (10, 11)), "PNG"))
