"""What an uploaded picture must be, and what is kept of it: its pixels and nothing else.

Every picture is decoded to its last row and written anew. A camera's metadata (place, name, serial
number), colour profiles, comments, and whatever hides before or behind the picture are gone with that.
"""

import contextlib
import warnings
from io import BytesIO
from pathlib import PurePath

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from PIL import Image, ImageCms, ImageOps
from pillow_heif import register_heif_opener

register_heif_opener()

# Pillow's name of a format -> extensions that may carry it.
FORMATS = {
    "JPEG": (".jpg", ".jpeg"),
    "PNG": (".png",),
    "GIF": (".gif",),
    "WEBP": (".webp",),
    "AVIF": (".avif",),
    # Of phones: a JPEG with more pictures behind it, and Apple's. Both are written as JPEG.
    "MPO": (".jpg", ".jpeg"),
    "HEIF": (".heic", ".heif"),
}
WRITTEN_AS_JPEG = ("MPO", "HEIF")
# Pillow opens an MPO as a JPEG, and says then what it is.
_OPENED = [kind for kind in FORMATS if kind != "MPO"]
# Pixels of the longest side that is kept: twice the widest place on a page.
LONGEST = 2560
# What Pillow raises on a file that is not what it says.
DECODING_ERRORS = (OSError, SyntaxError, ValueError, ArithmeticError, EOFError, MemoryError)
_QUALITY = {"JPEG": 90, "WEBP": 90, "AVIF": 85}
BROKEN = "Cette image est abîmée : elle ne s’ouvre pas jusqu’au bout. Enregistrez-la à nouveau, puis réessayez."


class SafePicture(ContentFile):
    """A file that `safe_picture` wrote."""


def safe_picture(file, name: str) -> SafePicture:
    """The same picture, upright, without anything but its pixels.

    Raises ValidationError, in words for an editor, when it is no picture, is broken, has too many
    pixels, or is not what its name says.
    """
    extension = PurePath(name).suffix.lower()
    file.seek(0)
    with warnings.catch_warnings():
        # Too many pixels is a warning for Pillow up to a point: here it is refused.
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        try:
            picture = Image.open(file, formats=_OPENED)
            kind = picture.format
            _check(picture, extension)
            picture.load()
            picture = ImageOps.exif_transpose(picture)
        except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
            raise ValidationError(_too_many_pixels(), code="file_too_many_pixels") from error
        except DECODING_ERRORS as error:
            raise ValidationError(BROKEN, code="invalid_image") from error
    if kind in WRITTEN_AS_JPEG:
        kind, name = "JPEG", f"{PurePath(name).stem}.jpg"
    picture = _plain(picture, kind)
    picture.thumbnail((LONGEST, LONGEST), Image.Resampling.LANCZOS)
    written = BytesIO()
    options = {"quality": _QUALITY[kind]} if kind in _QUALITY else {"optimize": True}
    picture.save(written, kind, **options)
    return SafePicture(written.getvalue(), name=name)


def is_of_a_phone(file) -> bool:
    """Whether Wagtail's own form does not know it, and `safe_picture` does."""
    file.seek(0)
    try:
        return Image.open(file, formats=["JPEG", "HEIF"]).format in WRITTEN_AS_JPEG
    except (Image.DecompressionBombError, *DECODING_ERRORS):
        return False
    finally:
        file.seek(0)


def _check(picture: Image.Image, extension: str) -> None:
    if extension not in FORMATS[picture.format]:
        raise ValidationError(
            f"Ce fichier se dit « {extension or 'sans extension'} » mais c’est une image "
            f"{picture.format}. Donnez-lui la bonne extension ({FORMATS[picture.format][0]}).",
            code="invalid_image_known_format",
        )
    width, height = picture.size
    if width * height > settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS:
        raise ValidationError(_too_many_pixels(), code="file_too_many_pixels")


def _too_many_pixels() -> str:
    most = settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS // 1_000_000
    return f"Cette image a trop de pixels (au plus {most} millions). Réduisez-la, puis réessayez."


def _plain(picture: Image.Image, kind: str) -> Image.Image:
    """First frame, in the colours of the web, with no text attached."""
    has_alpha = "A" in picture.getbands() or "transparency" in picture.info
    profile = picture.info.get("icc_profile")
    mode = "RGB" if kind == "JPEG" or not has_alpha else "RGBA"
    if profile:
        # A profile that nobody can read says nothing of the colours.
        with contextlib.suppress(ImageCms.PyCMSError, OSError, ValueError):
            picture = ImageCms.profileToProfile(
                picture if picture.mode in ("RGB", "RGBA", "CMYK", "L") else picture.convert(mode),
                ImageCms.ImageCmsProfile(BytesIO(profile)),
                ImageCms.createProfile("sRGB"),
                outputMode="RGBA" if picture.mode == "RGBA" else "RGB",
            )
    picture = picture.convert(mode)
    picture.info = {}
    return picture
