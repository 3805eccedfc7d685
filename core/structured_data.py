"""JSON-LD (https://schema.org): what a search engine may read of a page."""

import json

from django.conf import settings
from django.utils.safestring import SafeString, mark_safe

# As django.utils.html.json_script does: the text cannot close its <script> element.
_ESCAPES = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026"}


def graph(*things: dict) -> SafeString:
    """Content of a script element about `things`."""
    data = {"@context": "https://schema.org", "@graph": list(things)}
    return mark_safe(json.dumps(data, ensure_ascii=False).translate(_ESCAPES))


def script(*things: dict, crumbs: list[dict]) -> SafeString:
    """Content of the script element of a page about `things`. crumbs: [{label, url}]."""
    trail = {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {
                "@type": "ListItem",
                "position": position,
                "name": crumb["label"],
                "item": f"{settings.BASE_URL}{crumb['url']}",
            }
            for position, crumb in enumerate(crumbs, start=1)
        ],
    }
    return graph(*things, trail)
