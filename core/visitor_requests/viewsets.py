"""What visitors send, in the admin: only what they confirmed, and nobody writes it in their place."""

from functools import wraps

from django.shortcuts import get_object_or_404
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.snippets.views.snippets import SnippetViewSet


class VisitorsPermissionPolicy(ModelPermissionPolicy):
    """Rows that visitors write: nobody adds one in the admin, an administrator neither, or has to do
    with one that is not confirmed."""

    def user_has_permission(self, user, action):
        return action != "add" and super().user_has_permission(user, action)

    def user_has_any_permission(self, user, actions):
        actions = set(actions) - {"add"}
        return bool(actions) and super().user_has_any_permission(user, actions)

    def user_has_permission_for_instance(self, user, action, instance):
        return bool(instance.confirmed_at) and self.user_has_permission(user, action)

    def user_has_any_permission_for_instance(self, user, actions, instance):
        return bool(instance.confirmed_at) and self.user_has_any_permission(user, actions)

    def instances_user_has_any_permission_for(self, user, actions):
        return super().instances_user_has_any_permission_for(user, actions).confirmed()


class VisitorsViewSet(SnippetViewSet):
    """Every page of a row, and not the list alone, asks whether it is confirmed."""

    copy_view_enabled = False

    def construct_view(self, view_class, **kwargs):
        view = super().construct_view(view_class, **kwargs)

        @wraps(view)
        def of_confirmed(request, *args, **found):
            if "pk" in found:
                get_object_or_404(self.model.objects.confirmed(), pk=found["pk"])
            return view(request, *args, **found)

        return of_confirmed

    def register_chooser_viewset(self):
        """None: nothing refers to these rows, and Wagtail's would list them to any editor."""
