from django.contrib import messages
from wagtail import hooks
from wagtail.snippets.models import register_snippet

from .models import ProjectPage
from .publication import publication_errors
from .viewsets import CatalogueGroup

register_snippet(CatalogueGroup)


@hooks.register("before_bulk_action")
def leave_out_what_may_not_be_published(request, action_type, objects, action):
    """Bulk publishing: the incomplete sheets are named and left as drafts, the others go live."""
    if action_type != "publish" or not objects:
        return
    for page in [page for page in objects if isinstance(page.specific_deferred, ProjectPage)]:
        sheet = page.get_latest_revision_as_object()
        if errors := publication_errors(sheet):
            objects.remove(page)
            reasons = " ".join(errors.values())
            messages.error(request, f"« {sheet.title} » reste en brouillon. {reasons}")
