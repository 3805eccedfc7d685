"""Parts of an address of our own. Import the module before a pattern names the converter."""

from django.urls import register_converter
from django.urls.converters import StringConverter


class TextConverter(StringConverter):
    """As Django's `str`, but for the one character that no PostgreSQL text holds."""

    regex = r"[^/\x00]+"


register_converter(TextConverter, "text")
