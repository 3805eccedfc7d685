from django import template
from django.conf import settings
from django.urls import reverse
from wagtail.models import Page

register = template.Library()


@register.simple_tag(takes_context=True)
def edit_url(context) -> str:
    """Where the page that is shown is changed, for who may; "" for others and in a preview.

    Asked only where a browser brings a log-in: a visitor's page is kept for everybody (`core.page_cache`), and is made
    without looking for an account.
    """
    request, page = context.get("request"), context.get("page")
    if not isinstance(page, Page) or not page.pk or getattr(request, "is_preview", False):
        return ""
    if settings.SESSION_COOKIE_NAME not in request.COOKIES or not request.user.is_authenticated:
        return ""
    if not request.user.has_perm("wagtailadmin.access_admin"):
        return ""
    if not page.permissions_for_user(request.user).can_edit():
        return ""
    return reverse("wagtailadmin_pages:edit", args=[page.pk])
