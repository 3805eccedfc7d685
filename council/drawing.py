"""An address as a phone reads it from a screen or from paper."""

from functools import lru_cache

import segno
from django.utils.safestring import SafeString, mark_safe

BORDER = 4  # modules of light around, as the standard asks


@lru_cache(64)
def qr_drawing(address: str) -> SafeString:
    """An SVG without style or script; the page says the address beside it."""
    code = segno.make_qr(address, error="m")
    return mark_safe(
        code.svg_inline(
            omitsize=True, border=BORDER, dark="#000", light="#fff", svgclass="qr", lineclass=None
        )
    )
