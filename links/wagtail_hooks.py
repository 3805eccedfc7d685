from django.urls import include, path, reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from .desk import urls
from .desk.views import may_read


@hooks.register("register_admin_urls")
def register_desk():
    return [path("liens/", include(urls))]


class _LinksItem(MenuItem):
    def is_shown(self, request):
        return may_read(request.user)


@hooks.register("register_reports_menu_item")
def links_item():
    return _LinksItem("Liens externes", reverse("links"), icon_name="link-external", order=905)
