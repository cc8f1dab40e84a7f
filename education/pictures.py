"""Pictures that people upload: refused when they are dangerous, re-encoded when they are not.

The stored bytes are ours: whatever a file carried beside its pixels (place, camera, scripts)
does not come along.
"""

import hashlib
import io
import warnings
from typing import IO, NamedTuple

from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from education.models import Picture

MAX_BYTES = 5 * 1024 * 1024
MAX_MEGAPIXELS = 20
LONGEST_SIDE = 1600  # pixels; larger pictures are made smaller


class Format(NamedTuple):
    media_type: str
    extension: str
    options: dict[str, int | bool]


FORMATS = {
    "PNG": Format("image/png", "png", {"optimize": True}),
    "JPEG": Format("image/jpeg", "jpg", {"quality": 85, "optimize": True, "progressive": True}),
    "WEBP": Format("image/webp", "webp", {"quality": 85}),
}


class PictureRefused(ValueError):
    """The file is not a picture we take. The message names the limit."""


def extension_of(media_type: str) -> str:
    return next(f.extension for f in FORMATS.values() if f.media_type == media_type)


def store_picture(file: IO[bytes], alternative_text: str, rights: str) -> Picture:
    """Keep a re-encoded copy of ``file``. The same pixels twice are one row.

    Raises ``PictureRefused`` with a sentence for the person who chose the file.
    """
    picture, kind = _decoded(_bytes_of(file))
    content = _encoded(picture, kind)
    row, made = Picture.objects.get_or_create(
        digest=hashlib.sha256(content).hexdigest(),
        defaults={
            "content": content,
            "media_type": kind.media_type,
            "width": picture.width,
            "height": picture.height,
            "alternative_text": alternative_text,
            "rights": rights,
        },
    )
    if not made:
        row.alternative_text, row.rights = alternative_text, rights
        row.save(update_fields=["alternative_text", "rights"])
    return row


def _bytes_of(file: IO[bytes]) -> bytes:
    content = file.read(MAX_BYTES + 1)
    if len(content) > MAX_BYTES:
        raise PictureRefused(
            _("The file is larger than %(limit)s MB. Please choose a smaller picture.")
            % {"limit": MAX_BYTES // 1024**2}
        )
    return content


def _decoded(content: bytes) -> tuple[Image.Image, Format]:
    try:
        # Our own limit is checked before a pixel is decoded; Pillow's warning would come later.
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            picture = Image.open(io.BytesIO(content), formats=list(FORMATS))
        kind = FORMATS[picture.format or ""]
        _require_size(picture)
        picture.load()
        upright = ImageOps.exif_transpose(picture)
    except PictureRefused:
        raise
    except Image.DecompressionBombError as error:
        raise _too_many_pixels() from error
    except Exception as error:  # a broken file makes Pillow raise almost anything
        raise PictureRefused(_("Only PNG, JPEG and WebP pictures can be used.")) from error
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    return upright, kind


def _require_size(picture: Image.Image) -> None:
    if picture.width * picture.height > MAX_MEGAPIXELS * 1_000_000:
        raise _too_many_pixels()


def _too_many_pixels() -> PictureRefused:
    return PictureRefused(
        _("The picture has more than %(limit)s megapixels. Please make it smaller first.")
        % {"limit": MAX_MEGAPIXELS}
    )


def _encoded(picture: Image.Image, kind: Format) -> bytes:
    """The pixels alone, in colours that every browser shows."""
    has_alpha = picture.mode in {"RGBA", "LA", "PA"} or "transparency" in picture.info
    mode = "RGBA" if has_alpha and kind.extension != "jpg" else "RGB"
    pixels = picture.convert(mode)
    pixels.info.clear()
    out = io.BytesIO()
    pixels.save(out, format=_name_of(kind), **kind.options)
    return out.getvalue()


def _name_of(kind: Format) -> str:
    return next(name for name, known in FORMATS.items() if known == kind)
