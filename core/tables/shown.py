"""Which pages a spreadsheet may tell an account of."""

from django.db.models import QuerySet
from wagtail.permission_policies.pages import PagePermissionPolicy

from .contents import Contents


def shown_to(of: Contents, user, pages: QuerySet) -> QuerySet:
    # Not "add": who may add a page sees no draft of others for that.
    may = PagePermissionPolicy().instances_user_has_any_permission_for(user, ["change", "publish"])
    return of.shown_to(user, pages.filter(pk__in=may.values("pk")))
