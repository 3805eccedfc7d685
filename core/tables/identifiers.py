"""What makes an identifier of this site one that no other gives to a page of its own."""

from urllib.parse import urlsplit

from django.conf import settings


def host() -> str:
    return urlsplit(settings.BASE_URL).netloc
