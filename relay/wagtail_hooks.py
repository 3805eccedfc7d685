from django.urls import include, path, reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from .desk import urls
from .desk.views import may_read


@hooks.register("register_admin_urls")
def register_desk():
    return [path("mises-en-relation/", include(urls))]


class RelayMenuItem(MenuItem):
    def is_shown(self, request):
        return may_read(request.user)


@hooks.register("register_admin_menu_item")
def register_menu_item():
    return RelayMenuItem(
        "Mises en relation",
        reverse("relay_requests"),
        icon_name="mail",
        order=222,
        name="relay-requests",
    )
