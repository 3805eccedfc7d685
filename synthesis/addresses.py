"""Where what is known of a theme stands, and where its sheets are listed."""

from urllib.parse import urlencode

from django.urls import reverse


def url_of(slug: str, territory: str = "") -> str:
    """`/themes/eclairage-public/?territoire=47031`"""
    query = f"?{urlencode({'territoire': territory})}" if territory else ""
    return f"{reverse('theme', args=[slug])}{query}"


def list_url(slug: str, **filters: list[str]) -> str:
    """Of the sheets on it: `/projets/?theme=eclairage-public&taille=3`."""
    return f"{reverse('catalogue')}?{urlencode({'theme': slug} | filters, doseq=True)}"
