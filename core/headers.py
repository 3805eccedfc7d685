"""Headers of every answer that browsers act upon, beside the Content Security Policy (`core.csp`)."""

# Nothing here uses any of them, whoever gets a script into a page.
PERMISSIONS_POLICY = ", ".join(
    f"{feature}=()"
    for feature in (
        *("accelerometer", "browsing-topics", "camera", "display-capture", "geolocation"),
        *("gyroscope", "hid", "magnetometer", "microphone", "midi", "payment", "serial", "usb"),
    )
)


class BrowserHeadersMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        # What others may show says so itself: the picture of a shared page.
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        return response
