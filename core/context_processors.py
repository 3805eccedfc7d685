"""What the frame of every public page reads."""

from django.conf import settings

from .declarations import project_apps
from .retained import query, retained


def site(request) -> dict:
    """What header and metadata of every public page read."""
    along = _along(request)
    entries = sorted(
        (entry for app in project_apps() for entry in app.menu), key=lambda entry: entry.order
    )
    return {
        "site_name": settings.SITE_NAME,
        "navigation": [
            {
                "label": entry.label,
                "url": entry.url + along,
                "current": entry.is_current(request.path),
            }
            for entry in entries
        ],
        "canonical_url": f"{settings.BASE_URL}{request.path}",
    }


def _along(request) -> str:
    """What the menu carries: what is retained, and for which territory."""
    numbers = retained(request.GET).numbers
    if not numbers:
        return ""
    return query(pairs=[("territoire", request.GET.get("territoire", "")[:100])], numbers=numbers)
