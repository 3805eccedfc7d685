"""Wagtail's bulk actions: on all that the list shows and nothing else, naming only what one may see, ten thousand at once.

Wagtail's « all in the listing » forgets what the list was filtered by, and in a flat list of pages it takes every page of
the site.
"""

import copy
from collections.abc import Iterable, Iterator
from urllib.parse import urlsplit

from django.apps import apps
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404
from django.urls import Resolver404, resolve
from wagtail.admin.auth import require_admin_access
from wagtail.admin.views.bulk_action.registry import bulk_action_registry
from wagtail.admin.views.generic.base import BaseListingView
from wagtail.admin.views.pages.listing import ExplorableIndexView
from wagtail.models import Collection, Page
from wagtail.permissions import policy_registry

_ANY = ("add", "change", "publish", "bulk_delete", "delete", "view", "choose")
_AT_ONCE = 2_000  # pages whose workflow is asked for in one statement


class _KeysThatCanBe:
    @classmethod
    def get_queryset(cls, model, object_ids):
        if isinstance(object_ids, list):
            object_ids = [key for key in object_ids if _can_be_key(model, key)]
        return super().get_queryset(model, object_ids)


class _OfTheList:
    def get_all_objects_in_listing_query(self, parent_id):
        if parent_id is not None and not self._is_parent(parent_id):
            raise Http404
        listed = _listed(self.request, self.next_url)
        if listed is not None and issubclass(listed.model, self.model):
            return listed.order_by().values_list("pk", flat=True)
        if issubclass(self.model, Page) and parent_id is None:
            return self.model.objects.none()  # Wagtail would take all pages of the site
        return super().get_all_objects_in_listing_query(parent_id)

    def _is_parent(self, key: str) -> bool:
        """Whether there is a page, or for pictures and documents a collection, of this key."""
        kind = Page if issubclass(self.model, Page) else Collection
        return _can_be_key(kind, key) and kind.objects.filter(pk=key).exists()


class _NamesWhatMayBeSeen:
    def get_actionable_objects(self):
        objects, rest = super().get_actionable_objects()
        refused = rest.get("items_with_no_access", [])
        rest["items_with_no_access"] = [one for one in refused if _may_see(self.request.user, one)]
        if not objects and not rest["items_with_no_access"]:
            raise PermissionDenied
        return objects, rest


class _ManyPages:
    @classmethod
    def get_queryset(cls, model, object_ids):
        """With what the permissions of each page ask of its workflow and of its schedule."""
        pages = model.objects.filter(pk__in=object_ids).annotate_approved_schedule()
        pages = pages.prefetch_workflow_states()
        found = list(pages.iterator(_AT_ONCE))
        if not found:
            raise Http404
        for page in found:
            if not page.numchild:
                # Of each, Wagtail counts what lies below.
                page.get_descendants = _nothing_below(page)
        return found

    @classmethod
    def execute_action(cls, objects, **kwargs):
        return super().execute_action(_one_by_one(objects), **kwargs)


def _can_be_key(model: type[Model], key: str | int) -> bool:
    """Whether a row may have it: the database fails at letters and at numbers that are too long."""
    field = model._meta.pk
    try:
        field.run_validators(field.to_python(key))
    except ValidationError:
        return False
    return "\x00" not in str(key)


def _nothing_below(page: Page):
    def descendants(inclusive=False):
        return Page.objects.filter(pk=page.pk) if inclusive else Page.objects.none()

    return descendants


def _one_by_one(pages: Iterable[Page]) -> Iterator[Page]:
    """Copies: the revision and the texts that an action reads of each go with it."""
    for page in pages:
        yield copy.copy(page)


def _listed(request: HttpRequest, address: str) -> QuerySet | None:
    """The rows of the list at this address of the admin, as it is filtered and searched; None when it is no list."""
    asked = urlsplit(address)
    try:
        match = resolve(asked.path)
    except Resolver404:
        return None
    view_class = getattr(match.func, "view_class", None)
    if view_class is None or not issubclass(view_class, BaseListingView):
        return None
    of_list = copy.copy(request)
    of_list.GET = QueryDict(asked.query)
    view = view_class(**match.func.view_initkwargs)
    view.setup(of_list, *match.args, **match.kwargs)
    if isinstance(view, ExplorableIndexView):
        key = match.kwargs.get("parent_page_id")
        view.parent_page = get_object_or_404(Page, pk=key) if key else Page.get_first_root_node()
    rows = view.get_queryset()
    if isinstance(rows, QuerySet):
        return rows
    # A search by Wagtail's own index.
    return view.model.objects.filter(pk__in=[one.pk for one in rows])


def _may_see(user, instance) -> bool:
    policy = policy_registry.get_by_type(Page if isinstance(instance, Page) else type(instance))
    return policy.user_has_any_permission_for_instance(user, _ANY, instance)


@require_admin_access
def act(request: HttpRequest, app_label: str, model_name: str, action: str) -> HttpResponse:
    """At the address of Wagtail's own view."""
    action_class = bulk_action_registry.get_bulk_action_class(app_label, model_name, action)
    if action_class is None:
        raise Http404
    model = apps.get_model(app_label, model_name)
    parts = [
        _NamesWhatMayBeSeen,
        _OfTheList,
        _KeysThatCanBe,
        *([_ManyPages] if issubclass(model, Page) else []),
    ]
    asked = type(action_class.__name__, (*parts, action_class), {})
    return asked(request, model).dispatch(request)
