from django.urls import path, reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from .mail import report


class _OutboxItem(MenuItem):
    def is_shown(self, request):
        return report.may_read(request.user)


@hooks.register("register_admin_urls")
def outbox_urls():
    return [
        path("reports/courriels/", report.outbox, name="mail_outbox"),
        path("reports/courriels/<int:pk>/renvoyer/", report.resend, name="mail_resend"),
    ]


@hooks.register("register_reports_menu_item")
def outbox_item():
    return _OutboxItem("Courriels", reverse("mail_outbox"), icon_name="mail", order=910)
