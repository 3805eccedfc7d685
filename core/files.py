"""Uploaded files, and who may read them.

`media/images/` holds what public pages show: anybody may read it, and in production the web server gives it
out by itself. Documents and original pictures lie beside it; they leave by a view that asks first.
"""

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.http import Http404, HttpResponse
from django.utils._os import safe_join
from django.views.decorators.http import require_safe
from wagtail.models import Page, ReferenceIndex
from wagtail.utils import sendfile_streaming_backend
from wagtail.utils.sendfile import sendfile

from .visibility import visible

ORIGINALS = "original_images"  # Wagtail's folders
SHOWN = "images"
ADMIN = "wagtailadmin.access_admin"


def may_read(user, document) -> bool:
    """An account of the admin reads any document; a visitor those that something public refers to.

    Wagtail itself asks whether the collection is private (`before_serve_document`).
    """
    return user.has_perm(ADMIN) or _is_referred_to(document)


def _is_referred_to(document) -> bool:
    page_type = ContentType.objects.get_for_model(Page)
    references = set(
        ReferenceIndex.get_references_to(document).values_list("base_content_type", "object_id")
    )
    pages = [key for kind, key in references if kind == page_type.pk]
    # What is no page (an organisation, a setting) has no draft: what it refers to is public.
    return len(pages) < len(references) or visible(Page.objects.filter(pk__in=pages)).exists()


@require_safe
def original_picture(request, name: str) -> HttpResponse:
    """`/media/original_images/…`, as the admin links it: for accounts of the admin."""
    if not request.user.has_perm(ADMIN):
        raise Http404
    path = safe_join(settings.MEDIA_ROOT, ORIGINALS, name)
    in_process = not hasattr(settings, "SENDFILE_BACKEND")
    backend = sendfile_streaming_backend.sendfile if in_process else None
    response = sendfile(request, path, backend=backend)
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
