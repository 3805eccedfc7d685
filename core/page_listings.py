"""Flat lists of the pages of one type in the admin, whatever page they lie under."""

from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.pages.listing import IndexView
from wagtail.admin.viewsets.pages import PageListingViewSet
from wagtail.models import Page
from wagtail.permission_policies.pages import PagePermissionPolicy

from .places import place_of

_POLICY = PagePermissionPolicy()


class ListingView(IndexView):
    related: list[str] = []

    def annotate_queryset(self, pages):
        return super().annotate_queryset(pages).prefetch_related(*self.related)


def may_write_under(user, parent: type[Page]) -> bool:
    """Whether the user may add or edit pages that lie under the one of this type."""
    place = place_of(user, parent)
    if place is None or user.is_superuser:
        return place is not None
    return any(
        place.path.startswith(permission.page.path)
        for permission in _POLICY.get_cached_permissions_for_user(user)
        if permission.permission.codename in ("add_page", "change_page")
    )


class PageEntry(MenuItem):
    def __init__(self, *args, parent: type[Page], **kwargs):
        super().__init__(*args, **kwargs)
        self._parent = parent

    def is_shown(self, request):
        return may_write_under(request.user, self._parent)


class PageListing(PageListingViewSet):
    """`parent`: the type of page that they lie under; `shown`: columns between title and status; `related`:
    what these columns read of other tables."""

    index_view_class = ListingView
    add_to_admin_menu = True
    parent: type[Page]
    shown: list[Column] = []
    related: list[str] = []

    @property
    def columns(self):
        columns = [column for column in IndexView.base_columns if column.name != "parent"]
        return [*columns[:2], *self.shown, *columns[2:]]

    def get_index_view_kwargs(self, **kwargs):
        return super().get_index_view_kwargs(related=self.related, **kwargs)

    def get_menu_item(self, order=None):
        return PageEntry(
            self.menu_label,
            self.menu_url,
            name=self.menu_name,
            icon_name=self.menu_icon,
            order=order or self.menu_order,
            parent=self.parent,
        )
