"""Who may change what of the register: nobody edits what the national files hold."""

from wagtail.permission_policies import ModelPermissionPolicy

_CHANGES = frozenset({"change", "delete"})


class AuthorityPermissionPolicy(ModelPermissionPolicy):
    """Model permissions, but a registered authority is read-only even for an administrator:
    the next load would bring the national figure back."""

    def user_has_permission_for_instance(self, user, action, instance):
        if action in _CHANGES and instance.is_registered:
            return False
        return super().user_has_permission_for_instance(user, action, instance)

    def user_has_any_permission_for_instance(self, user, actions, instance):
        if instance.is_registered:
            actions = [action for action in actions if action not in _CHANGES]
            return bool(actions) and super().user_has_any_permission(user, actions)
        return super().user_has_any_permission_for_instance(user, actions, instance)

    def instances_user_has_any_permission_for(self, user, actions):
        found = super().instances_user_has_any_permission_for(user, actions)
        return found.bodies() if set(actions) <= _CHANGES else found
