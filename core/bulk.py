"""Wagtail's bulk actions, which show the names of what one may not touch: here, only of what one may see."""

from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from wagtail.admin.auth import require_admin_access
from wagtail.admin.views.bulk_action.registry import bulk_action_registry
from wagtail.models import Page
from wagtail.permissions import policy_registry

_ANY = ("add", "change", "publish", "bulk_delete", "delete", "view", "choose")


class _NamesWhatMayBeSeen:
    def get_actionable_objects(self):
        objects, rest = super().get_actionable_objects()
        refused = rest.get("items_with_no_access", [])
        rest["items_with_no_access"] = [one for one in refused if _may_see(self.request.user, one)]
        if not objects and not rest["items_with_no_access"]:
            raise PermissionDenied
        return objects, rest


def _may_see(user, instance) -> bool:
    policy = policy_registry.get_by_type(Page if isinstance(instance, Page) else type(instance))
    return policy.user_has_any_permission_for_instance(user, _ANY, instance)


@require_admin_access
def act(request: HttpRequest, app_label: str, model_name: str, action: str) -> HttpResponse:
    """At the address of Wagtail's own view."""
    action_class = bulk_action_registry.get_bulk_action_class(app_label, model_name, action)
    if action_class is None:
        raise Http404
    asked = type(action_class.__name__, (_NamesWhatMayBeSeen, action_class), {})
    return asked(request, apps.get_model(app_label, model_name)).dispatch(request)
