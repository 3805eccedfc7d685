"""What the frame of every public page reads."""

from django.conf import settings

from .declarations import project_apps


def site(request) -> dict:
    """What header and metadata of every public page read."""
    entries = sorted(
        (entry for app in project_apps() for entry in app.menu), key=lambda entry: entry.order
    )
    return {
        "site_name": settings.SITE_NAME,
        "navigation": [
            {"label": entry.label, "url": entry.url, "current": entry.is_current(request.path)}
            for entry in entries
        ],
        "canonical_url": f"{settings.BASE_URL}{request.path}",
    }
