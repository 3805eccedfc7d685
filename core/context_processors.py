"""What the frame of every public page reads."""

from django.conf import settings

from .declarations import project_apps
from .identity import identity
from .retained import PARAMETER, query


def site(request) -> dict:
    """What header and metadata of every public page read."""
    along = _along(request)
    who = identity()
    entries = sorted(
        (entry for app in project_apps() for entry in app.menu), key=lambda entry: entry.order
    )
    return {
        "site_name": who.name,
        "identity": who,
        # What visitors may send: {{ open_to.questions }}.
        "open_to": who.open,
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
    """What the menu carries beside what is retained (`council.carrying`): for which territory that is."""
    if PARAMETER not in request.GET:
        return ""
    return query(pairs=[("territoire", request.GET.get("territoire", "")[:100])])
