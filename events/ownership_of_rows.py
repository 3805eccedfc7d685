"""Of what is kept beside an event (calls, proposals, interests): who may touch the event may touch it."""

from wagtail.permission_policies import ModelPermissionPolicy

from core.visitor_requests.viewsets import VisitorsPermissionPolicy

from .ownership import bound


class _OfOwnEvents:
    def __init__(self, model, of_event: str):
        super().__init__(model)
        self._of_event = of_event  # from a row to its event

    def user_has_permission_for_instance(self, user, action, instance):
        return self._is_own(user, instance) and super().user_has_permission_for_instance(
            user, action, instance
        )

    def user_has_any_permission_for_instance(self, user, actions, instance):
        return self._is_own(user, instance) and super().user_has_any_permission_for_instance(
            user, actions, instance
        )

    def instances_user_has_any_permission_for(self, user, actions):
        rows = super().instances_user_has_any_permission_for(user, actions)
        limits = bound(user)
        return rows.exclude(**{f"{self._of_event}__in": limits.foreign}) if limits else rows

    def _is_own(self, user, instance) -> bool:
        limits = bound(user)
        if limits is None or instance.pk is None:
            return True
        rows = self.model.objects.filter(pk=instance.pk)
        return rows.exclude(**{f"{self._of_event}__in": limits.foreign}).exists()


class OwnRowsPolicy(_OfOwnEvents, ModelPermissionPolicy):
    pass


class OwnVisitorsPolicy(_OfOwnEvents, VisitorsPermissionPolicy):
    pass
