from django.urls import path, reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.snippets.models import register_snippet

from search.audience.report import PERMISSION, report
from search.viewsets import SynonymViewSet

register_snippet(SynonymViewSet)


class _ReportItem(MenuItem):
    def is_shown(self, request):
        return request.user.has_perm(PERMISSION)


@hooks.register("register_admin_urls")
def report_url():
    return [path("reports/recherches/", report, name="search_report")]


@hooks.register("register_reports_menu_item")
def report_item():
    return _ReportItem("Recherches", reverse("search_report"), icon_name="search", order=900)
