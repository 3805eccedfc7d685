"""Where a form was sent from, in the browser's own words: what stands in for a CSRF cookie.

A page of another site can make a browser send a form here, but cannot choose these two headers.
"""

from django.conf import settings
from django.http import HttpRequest

_OWN = ("same-origin", "none")  # "none": typed, bookmarked or reloaded by the person


def is_own(request: HttpRequest) -> bool:
    """False when a header says that another site sent the form.

    A browser too old to send either, or a relay that removes them, is let through: there is nothing
    to gain from its authority, since a visitor has none.
    """
    site = request.headers.get("Sec-Fetch-Site")
    origin = request.headers.get("Origin")
    if site is not None and site not in _OWN:
        return False
    if origin in (None, "null"):
        # "null" comes with some privacy settings; then only the other header may vouch for it.
        return origin is None or site in _OWN
    return origin == f"{request.scheme}://{request.get_host()}" or (
        origin in settings.CSRF_TRUSTED_ORIGINS
    )
