"""The picture of any shared page, 1200 × 630: title, a line above it, contour of a place with its dot, logo and name of the site.

Drawn on first request with the site's own font and colours, and kept until what it shows changes.
"""

import hashlib
import os
import re
import tempfile
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from pathlib import Path

from django.conf import settings
from django.core.files.storage import default_storage
from django.http import FileResponse
from django.utils.cache import patch_cache_control
from PIL import Image, ImageDraw, ImageFont

from core.identity import identity
from core.pictures import DECODING_ERRORS
from core.templatetags.typography import french_text

from . import contours
from .models import Precision

SHARE_AGE = 3600  # seconds

WIDTH, HEIGHT = 1200, 630
# Raise it when the drawing changes, so that kept pictures are drawn anew.
DRAWING = 3
_PAPER, _INK, _FOREST, _MUTED = "#fbfaf6", "#17211d", "#0f4c3a", "#55605a"
_AREA, _AREA_LINE, _SIGNAL, _LINE = "#dce8df", "#86ab97", "#d9480f", "#dedbd0"
_LEFT, _TOP, _BOTTOM = 72, 76, 72
_TEXT_WIDTH = 700
_MAP = (850, 110, 290)  # left, top and side of the contour's square
_TITLE_SIZES = range(64, 35, -4)
_MOST_LINES = 4  # of the line above the title
_SCALE = 2  # drawn larger, then reduced: smooth edges
_FONT = settings.BASE_DIR / "static" / "fonts" / "bricolage-grotesque.woff2"
# The font is cut to French. What stands for signs that it lacks and that Unicode does not take apart.
_INSTEAD = {
    **{"→": "–", "⇒": "–", "↔": "–", "‑": "-", "−": "–", "•": "·", "⁄": "/", "ß": "ss"},
    **{
        "≥": "min. ",
        "≤": "max. ",
        "≈": "env. ",
        "±": "+/-",
        "÷": "/",
        "ø": "o",
        "ł": "l",
        "Ł": "L",
    },
    **{"‰": " pour mille", "№": "n°", "µ": "micro"},
}


@dataclass(frozen=True, slots=True)
class Shared:
    """What is drawn. key: the page, part of the file's name; line: its first part is set apart;
    place: an authority, drawn in its département."""

    key: str
    title: str
    line: tuple[str, ...]
    place: object | None
    revision: int | None


def picture_response(shared: Shared) -> FileResponse:
    response = FileResponse(picture_file(shared).open("rb"), content_type="image/png")
    patch_cache_control(response, public=True, max_age=SHARE_AGE)
    # Programs that show a preview of the shared address are on hosts of their own.
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


def picture_file(shared: Shared) -> Path:
    """The file of the page's published version, drawn when there is none yet."""
    folder = Path(settings.VAR_DIR) / "shares"
    path = folder / f"{shared.key}-{_version(shared)}.png"
    if path.exists():
        return path
    folder.mkdir(parents=True, exist_ok=True)
    picture = BytesIO()
    draw(shared).save(picture, "PNG", optimize=True)
    handle, name = tempfile.mkstemp(dir=folder, suffix=".part")
    with os.fdopen(handle, "wb") as file:
        file.write(picture.getvalue())
    Path(name).replace(path)
    for older in folder.glob(f"{shared.key}-*.png"):
        if older != path:
            older.unlink(missing_ok=True)
    return path


def _version(shared: Shared) -> str:
    """All that the drawing shows."""
    one, known = shared.place, identity()
    site = (known.name, known.claim, known.logo and known.logo["file"])
    shown = (DRAWING, site, shared.revision, shared.title, shared.line)
    place = (one.lon, one.lat, one.position_precision) if one else ()
    return hashlib.blake2b(repr((shown, place)).encode(), digest_size=8).hexdigest()


def draw(shared: Shared) -> Image.Image:
    image = Image.new("RGB", (WIDTH * _SCALE, HEIGHT * _SCALE), _PAPER)
    canvas = ImageDraw.Draw(image)
    has_map = shared.place is not None and _draw_map(canvas, shared.place)
    width = _TEXT_WIDTH if has_map else WIDTH - 2 * _LEFT
    y = _TOP
    if shared.line:
        y = _draw_line(canvas, shared.line, y, width)
    _draw_title(canvas, drawable(french_text(shared.title)), y + 22, width)
    logo = _logo()
    _draw_foot(canvas, _LEFT + logo.width + 16 if logo else _LEFT)
    drawn = image.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS)
    if logo:
        # As large as it is on pages: sharper than enlarged and reduced again.
        drawn.paste(logo, (_LEFT, HEIGHT - _BOTTOM - 12 - logo.height // 2), logo)
    return drawn


def _logo() -> Image.Image | None:
    """As pages show it. None where there is none, or its file is gone."""
    known = identity().logo
    if known is None:
        return None
    try:
        with default_storage.open(known["file"]) as file:
            return Image.open(file).convert("RGBA")
    except DECODING_ERRORS:
        return None


@lru_cache(maxsize=32)
def _font(size: int, weight: int) -> ImageFont.FreeTypeFont:
    font = ImageFont.truetype(str(_FONT), size * _SCALE)
    font.set_variation_by_axes([weight])
    return font


@lru_cache(maxsize=1024)
def _has(sign: str) -> bool:
    """Whether the font draws it; a sign that it lacks comes out as its box."""
    font = _font(16, 800)
    box, drawn = font.getmask("\U000f0000"), font.getmask(sign)
    return (drawn.size, bytes(drawn)) != (box.size, bytes(box))


def drawable(text: str) -> str:
    """The text in signs that the font has: « CO₂ » as « CO2 », « Ÿ » as « Y », an emoji left out."""
    return re.sub(r" {2,}", " ", "".join(map(_drawn, unicodedata.normalize("NFC", text)))).strip()


def _drawn(sign: str) -> str:
    if unicodedata.category(sign) in ("Cc", "Cf", "Mn"):
        return " " if sign.isspace() else ""
    if _has(sign):
        return sign
    if sign in _INSTEAD:
        return _INSTEAD[sign]
    parts = unicodedata.normalize("NFKD", sign)
    return "" if parts == sign else "".join(map(_drawn, parts))


def _wrap(text: str, font: ImageFont.FreeTypeFont, width: int, joints: str = " ") -> list[str]:
    """Lines that fit. joints: where it may be cut, the best first; a word that no line holds is cut
    anywhere."""
    joint, rest = joints[:1], joints[1:]
    sep = f" {joint} " if joint.strip() else joint
    lines: list[str] = []
    for part in text.split(sep) if sep else text:
        longer = f"{lines[-1]}{sep}{part}" if lines else part
        if lines and font.getlength(longer) <= width * _SCALE:
            lines[-1] = longer
        elif joint and font.getlength(part) > width * _SCALE:
            lines += _wrap(part, font, width, rest)
        else:
            lines.append(part)
    return lines


def _cut(lines: list[str], most: int, font: ImageFont.FreeTypeFont, width: int) -> list[str]:
    if len(lines) <= most:
        return lines
    last = lines[most - 1]
    while font.getlength(f"{last} …") > width * _SCALE:
        last = last[:-1].rstrip()
    return [*lines[: most - 1], f"{last} …"]


def _write(canvas: ImageDraw.ImageDraw, x: float, y: float, text: str, font, fill: str) -> None:
    canvas.text((x * _SCALE, y * _SCALE), text, font=font, fill=fill, anchor="ls")


def _draw_line(canvas: ImageDraw.ImageDraw, parts: tuple[str, ...], y: int, width: int) -> int:
    """The line; its first part in forest. Where the next block may begin."""
    bold, font = _font(28, 800), _font(28, 600)
    name, *others = [drawable(french_text(part)) for part in parts]
    # Measured in the bolder of the two: what fits in it fits in both.
    lines = _wrap(" · ".join([name, *others]), bold, width, "· ")
    for line in _cut(lines, _MOST_LINES, bold, width):
        y += 34
        strong = name if line.startswith(name) else line if name.startswith(line) else ""
        name = name[len(strong) :].lstrip()
        _write(canvas, _LEFT, y, strong, bold, _FOREST)
        start = _LEFT + bold.getlength(strong) / _SCALE
        _write(canvas, start, y, line[len(strong) :], font, _MUTED)
    return y


def _draw_title(canvas: ImageDraw.ImageDraw, title: str, y: int, width: int) -> None:
    """As large as it fits; a title that never does is cut."""
    room = HEIGHT - _BOTTOM - 60 - y
    for size in _TITLE_SIZES:
        font, step = _font(size, 800), round(size * 1.12)
        lines = _wrap(title, font, width)
        if len(lines) * step <= room:
            break
    for line in _cut(lines, room // step, font, width):
        y += step
        _write(canvas, _LEFT, y, line, font, _INK)


def _draw_foot(canvas: ImageDraw.ImageDraw, start: float) -> None:
    """The site's name, and its claim where there is room for all of it."""
    y = HEIGHT - _BOTTOM
    canvas.rectangle([0, (HEIGHT - 14) * _SCALE, WIDTH * _SCALE, HEIGHT * _SCALE], fill=_FOREST)
    canvas.line(
        [(_LEFT * _SCALE, (y - 44) * _SCALE), ((WIDTH - _LEFT) * _SCALE, (y - 44) * _SCALE)],
        _LINE,
        2,
    )
    known, room = identity(), int(WIDTH - _LEFT - start)
    font = _font(34, 800)
    (name,) = _cut(_wrap(drawable(french_text(known.name)), font, room), 1, font, room)
    _write(canvas, start, y, name, font, _INK)
    after, claim = font.getlength(name) / _SCALE + 20, drawable(french_text(known.claim))
    if after + _font(24, 600).getlength(claim) / _SCALE <= room:
        _write(canvas, start + after, y, claim, _font(24, 600), _MUTED)


def _draw_map(canvas: ImageDraw.ImageDraw, authority) -> bool:
    known = authority.position_precision in (Precision.PLACE, Precision.EPCI)
    outline = contours.outline(
        contours.drawn_departements(authority),
        authority.lon if known else None,
        authority.lat if known else None,
        precise=authority.position_precision == Precision.PLACE,
    )
    if outline is None:
        return False
    left, top, side = _MAP
    unit = side / contours.SIDE * _SCALE

    def at(x: float, y: float) -> tuple[float, float]:
        return left * _SCALE + x * unit, top * _SCALE + y * unit

    for ring in outline.rings:
        points = [at(x, y) for x, y in ring]
        canvas.polygon(points, fill=_AREA)
        canvas.line([*points, points[0]], fill=_AREA_LINE, width=2 * _SCALE, joint="curve")
    if outline.dot:
        x, y = at(*outline.dot)
        for radius, fill in ((17, _PAPER), (12, _SIGNAL)):
            r = radius * _SCALE
            canvas.ellipse([x - r, y - r, x + r, y + r], fill=fill)
    return True
