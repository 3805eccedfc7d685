"""What publishing refuses, anywhere in the admin, is a message and not an error page.

The transaction was rolled back: nothing went live or left. Wagtail's own views (bulk action, workflow approval
from the dashboard, scheduling) expect publishing never to fail.
"""

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.urls import reverse
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.models import Page

from .publishing import Refused


class RefusedPublicationMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        if not isinstance(exception, Refused):
            return None
        if not request.path_info.startswith("/admin/"):
            return None
        messages.error(request, str(exception))
        return HttpResponseRedirect(_back(request, exception.page))


def _back(request, instance) -> str:
    if not instance.pk:
        # A page that could not be made has no address yet.
        return request.get_full_path()
    if isinstance(instance, Page):
        return reverse("wagtailadmin_pages:edit", args=[instance.pk])
    return AdminURLFinder(request.user).get_edit_url(instance) or reverse("wagtailadmin_home")
