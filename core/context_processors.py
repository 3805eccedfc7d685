"""What the frame of every public page reads."""

from django.conf import settings

from .declarations import project_apps
from .retained import query, retained


def site(request) -> dict:
    """What header and metadata of every public page read."""
    # What is retained goes along from one list to the other.
    along = query(numbers=retained(request.GET).numbers)
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
