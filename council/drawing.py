"""An address as a phone reads it from a screen or from paper."""

import io
from functools import lru_cache

import segno
from django.utils.safestring import SafeString, mark_safe

BORDER = 4  # modules of light around, as the standard asks


def _code(address: str) -> segno.QRCode:
    return segno.make_qr(address, error="m")


@lru_cache(64)
def qr_drawing(address: str) -> SafeString:
    """An SVG in a page, without style or script; the page says the address beside it."""
    code = _code(address)
    return mark_safe(
        code.svg_inline(
            omitsize=True, border=BORDER, dark="#000", light="#fff", svgclass="qr", lineclass=None
        )
    )


@lru_cache(64)
def qr_svg(address: str) -> str:
    """The same as a file of its own."""
    file = io.BytesIO()
    _code(address).save(file, kind="svg", border=BORDER, dark="#000", light="#fff", svgclass=None)
    return file.getvalue().decode()


@lru_cache(64)
def qr_png(address: str) -> bytes:
    file = io.BytesIO()
    _code(address).save(file, kind="png", border=BORDER, scale=4)
    return file.getvalue()
