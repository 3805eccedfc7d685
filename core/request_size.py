"""A body that is larger than anything here takes: refused in words, rather than a connection that breaks."""

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent
from django.http import HttpRequest, HttpResponse
from django.template import loader
from django.views.defaults import bad_request as broken_request

ADMIN = "/admin/"
_CHUNK = 64 * 1024
# Read to its end, so that a browser gets to the answer; beyond, it is no browser's.
_READ_OUT = 64 * 1024 * 1024


class RequestSizeMiddleware:
    """By what the request says of itself: nothing of it is read before."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        length = request.META.get("CONTENT_LENGTH") or ""
        if not length.isdecimal() or int(length) <= _most(request):
            return self.get_response(request)
        left = min(int(length), _READ_OUT)
        while left > 0 and (chunk := request.META["wsgi.input"].read(min(_CHUNK, left))):
            left -= len(chunk)
        response = too_large()
        response["Connection"] = "close"
        return response


def bad_request(request: HttpRequest, exception=None) -> HttpResponse:
    """Django's `handler400`, which knows one status for all."""
    if isinstance(exception, RequestDataTooBig | TooManyFieldsSent):
        return too_large()
    return broken_request(request, exception)


def too_large() -> HttpResponse:
    return HttpResponse(loader.render_to_string("413.html"), status=413)


def _most(request: HttpRequest) -> int:
    """Octets. Files are sent in the admin alone."""
    if request.path_info.startswith(ADMIN):
        return settings.WAGTAILDOCS_MAX_UPLOAD_SIZE + settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    return settings.DATA_UPLOAD_MAX_MEMORY_SIZE
