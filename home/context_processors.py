from django.conf import settings
from django.utils.functional import SimpleLazyObject

from core.visibility import visible

from .models import PlainPage

# What the header leads to. An entry comes with the feature behind it.
NAVIGATION = (("Projets", "/projets/"), ("Agenda", "/agenda/"))
# Addresses that belong to an entry without standing under its own.
_ALSO = {"/agenda/": "/tournees/"}


def site(request) -> dict:
    """What header, footer and metadata of every public page read."""
    return {
        "site_name": settings.SITE_NAME,
        "navigation": [
            {
                "label": label,
                "url": url,
                "current": request.path.startswith((url, _ALSO.get(url, url))),
            }
            for label, url in NAVIGATION
        ],
        # Lazy: the admin runs this too and shows no footer.
        "footer_links": SimpleLazyObject(_footer_links),
        "canonical_url": f"{settings.BASE_URL}{request.path}",
    }


def _footer_links() -> list[dict]:
    pages = (
        visible(PlainPage.objects).filter(in_footer=True).order_by("path").only("title", "url_path")
    )
    return [{"label": page.title, "url": page.relative_url(None)} for page in pages]
