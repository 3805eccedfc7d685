from django.contrib import messages
from django.http import Http404
from django.urls import path, reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from .files import may_read
from .mail import report
from .models import BasePage


class _MailQueueItem(MenuItem):
    def is_shown(self, request):
        return report.may_read(request.user)


@hooks.register("register_admin_urls")
def mail_queue_urls():
    return [
        path("reports/courriels/", report.queue, name="mail_queue"),
        path("reports/courriels/<int:pk>/renvoyer/", report.resend, name="mail_resend"),
    ]


@hooks.register("register_reports_menu_item")
def mail_queue_item():
    return _MailQueueItem("Courriels", reverse("mail_queue"), icon_name="mail", order=910)


@hooks.register("before_bulk_action")
def leave_out_what_may_not_be_published(request, action_type, objects, action):
    """Bulk publishing: the incomplete pages are named and left as drafts, the others go live."""
    if action_type != "publish" or not objects:
        return
    for page in [page for page in objects if issubclass(page.specific_class, BasePage)]:
        draft = page.get_latest_revision_as_object()
        if errors := draft.publication_errors():
            objects.remove(page)
            reasons = " ".join(errors.values())
            messages.error(request, f"« {draft.title} » reste en brouillon. {reasons}")


@hooks.register("before_serve_document")
def read_by_whom_it_is_for(document, request):
    if not may_read(request.user, document):
        raise Http404
